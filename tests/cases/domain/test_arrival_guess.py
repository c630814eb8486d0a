"""What an untouched arrival may be: what its pages speak for, and when that is not clear."""

import json

import pytest

from cases.domain.arrival_guess import PageTold, guess_of, told_from, told_kept
from cases.domain.first_look import LookKind

NEW, RECORDS, APPEAL = LookKind.NEW_REQUEST, LookKind.RECORDS, LookKind.APPEAL
FORM = PageTold(1, kind="request_form")
LETTER = PageTold(2, kind="letter_of_medical_necessity")
NOTE = PageTold(3, kind="clinic_note")
APPEAL_LETTER = PageTold(4, kind="appeal_letter", appeals=True)
APPEAL_WORDS = PageTold(5, appeals=True)
OPEN_MEMBER = PageTold(6, members=(70, 7))
OPEN_CASE = PageTold(7, cases=(9,))
OTHER = PageTold(8, members=(71,), cases=(91,))
COVER = PageTold(9, kind="cover", urgent=True)


def guess(*pages):
    return guess_of(pages, open_cases={9, 10}, open_members={7})


@pytest.mark.parametrize(
    ("pages", "kind", "because"),
    [
        ((), None, "Nothing that was read on its pages tells."),
        ((NOTE, COVER, OTHER), None, "Nothing that was read on its pages tells."),
        ((NOTE, FORM), NEW, "Page 1 looks like a request form."),
        ((FORM, LETTER, OTHER), NEW, "Page 1 looks like a request form."),
        ((LETTER,), NEW, "Page 2 looks like a letter of necessity."),
        ((NOTE, OPEN_CASE), RECORDS, "An open request is named on page 7."),
        ((FORM, OPEN_CASE), RECORDS, "An open request is named on page 7."),
        ((OPEN_MEMBER,), RECORDS, "A member with an open request is named on page 6."),
        (
            (FORM, OPEN_MEMBER),
            None,
            "Page 1 looks like a request form, and a member with an open request is named on page 6.",
        ),
        ((APPEAL_WORDS, OPEN_CASE), APPEAL, "Words of an appeal stand on page 5."),
        (
            (LETTER, APPEAL_WORDS),
            None,
            "Page 2 looks like a letter of necessity, and words of an appeal stand on page 5.",
        ),
        ((FORM, APPEAL_LETTER, OPEN_CASE), APPEAL, "Page 4 looks like a letter of appeal."),
    ],
)
def test_pages_speak_for_one_thing_or_it_is_not_clear(pages, kind, because):
    found = guess(*pages)
    assert (found.kind, found.because) == (kind, because)


def test_it_is_worded_as_a_guess():
    said = {guess(*pages).words for pages in ((), (FORM,), (OPEN_CASE,), (APPEAL_LETTER,))}
    assert said == {
        "not clear what it is",
        "perhaps a new request",
        "perhaps records for an open request",
        "perhaps an appeal",
    }


def test_urgent_words_are_told_and_their_absence_is_not():
    assert guess(FORM, NOTE).urgent_sentence == ""
    assert guess(FORM, COVER).urgent_sentence == "Words of an urgent wish stand on page 9."


def test_of_many_pages_a_few_are_named():
    forms = [PageTold(number, kind="request_form", urgent=True) for number in (2, 3, 5, 8)]
    assert guess(*forms[:2]).because == "Pages 2 and 3 look like a request form."
    assert guess(*forms[:3]).because == "Pages 2, 3 and 5 look like a request form."
    assert guess(*forms).because == "Pages 2, 3, 5 and more look like a request form."
    said = guess(*forms).urgent_sentence
    assert said == "Words of an urgent wish stand on pages 2, 3, 5 and more."


def test_what_tells_is_kept_as_plain_values_and_the_rest_is_not():
    pages = [FORM, PageTold(2), OPEN_MEMBER, OPEN_CASE, APPEAL_WORDS, COVER]
    kept = json.loads(json.dumps(told_kept(pages)))
    assert told_from(kept) == [page for page in pages if page.number != 2]
