"""Misread words stand for what was looked for, and never for its opposite."""

import pytest

from documents.domain.finding import MemberIdentity, Wanted, page_from_text
from documents.reading.evidence import find_evidence, page_text
from documents.reading.spelling import spellings_of, vocabulary_of

WORDS = Wanted(
    "drug",
    "boolean",
    terms=("plerixafor", "veno-occlusive disease", "related donor", "hypoglycemia", "CD11a"),
    negations=("not eligible",),
    phrases={"true": ("will receive plerixafor", "non-reactive")},
)
VOCABULARY = vocabulary_of([WORDS])


def meant(word):
    return dict(spellings_of([word], VOCABULARY)).get(word.lower(), "")


@pytest.mark.parametrize(
    ("printed", "word"),
    [
        ("plerlxafor", "plerixafor"),
        ("Plerixafer,", "plerixafor,"),
        ("discase", "disease"),
        ("non-rcactive", "non-reactive"),
        ("eligibie", "eligible"),
        ("(veno-occiusive", "(veno-occlusive"),
    ],
)
def test_a_bent_letter_is_allowed(printed, word):
    assert meant(printed) == word


@pytest.mark.parametrize(
    "printed",
    ["plerixafor", "unrelated", "hyperglycemia", "ineligible", "donor", "CDl1a", "12345678", "rel"],
)
def test_another_word_or_its_opposite_is_not_respelled(printed):
    assert meant(printed) == ""


def test_the_vocabulary_has_long_words_without_digits():
    assert "plerixafor" in VOCABULARY
    assert not {"donor", "cd11a"} & VOCABULARY


def test_evidence_is_found_though_a_letter_is_bent_and_quoted_as_printed():
    page = page_from_text(1, "The patient wlll receive plerlxafor before apheresis.")
    assert find_evidence([WORDS], [page], MemberIdentity("")) == []
    page = page_from_text(1, "The patient will receive plerlxafor before apheresis.")
    (found,) = find_evidence([WORDS], [page], MemberIdentity(""))
    assert (found.value, found.quote) == ("yes", "will receive plerlxafor")


def test_stored_words_become_a_page():
    page = page_text(9, words=[["no", 1, 2, 3, 4]], text="no")
    assert (page.number, page.words[0].text, page.words[0].box.y1) == (9, "no", 4.0)


def test_a_question_mark_is_no_misread_letter():
    assert meant("apheresis?") == ""
