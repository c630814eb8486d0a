"""What is said of everybody, asked for, copied or only possible is no fact of the member."""

import pytest

from documents.domain.context import Assertion, read_context
from documents.domain.finding import MemberIdentity, find_candidates
from documents.domain.finding_answers import answer_in as answer_of
from documents.domain.finding_answers import (
    are_boxes_before,
    are_boxes_behind,
    by_box_behind,
    denied_question,
)
from documents.domain.generals import is_quoted
from documents.domain.layout import layout_of, page_from_text
from documents.domain.wanted import Wanted
from documents.domain.wording import key_of


def reading(text, phrase):
    statement = layout_of(page_from_text(1, text)).statements[-1]
    start = statement.text.index(phrase)
    return read_context(statement, start, start + len(phrase))


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("Sepsis is usually seen early.", "sepsis", Assertion.DEFINITION),
        ("This disorder is characterized by sepsis.", "sepsis", Assertion.DEFINITION),
        ("Severe LAD is fatal in infancy.", "severe lad", Assertion.DEFINITION),
        ("Watch for sepsis (see the package insert).", "watch", Assertion.DEFINITION),
        ("Liver tests should be done weekly.", "liver tests", Assertion.DEFINITION),
        ("She should have liver tests.", "liver tests", Assertion.PRESENT),
        ("Please state whether sepsis is present.", "sepsis", Assertion.HYPOTHETICAL),
        ("We wait until sepsis is over.", "sepsis", Assertion.HYPOTHETICAL),
        ("Plerixafor may be added later.", "plerixafor", Assertion.HYPOTHETICAL),
        ('Note says "had sepsis in March", copied forward.', "sepsis", Assertion.UNCERTAIN),
        ('She said "my child had sepsis" today.', "sepsis", Assertion.PRESENT),
        ("The specimen for sepsis was cancelled.", "sepsis", Assertion.UNCERTAIN),
        ("HIV antibody not detected.", "hiv antibody", Assertion.PRESENT),
        ("The skin is clear of plaques.", "plaques", Assertion.ABSENT),
        ("Not typed before the sepsis.", "sepsis", Assertion.PRESENT),
        ("Guideline: weekly liver tests.", "liver tests", Assertion.DEFINITION),
    ],
)
def test_the_words_around_a_phrase_tell_how_it_is_said(text, phrase, expected):
    assert reading(text, phrase).assertion is expected


@pytest.mark.parametrize(
    ("text", "phrase", "expected"),
    [
        ("Patients given vectors had sepsis.", "sepsis", "literature"),
        ("9 of them had sepsis.", "sepsis", "literature"),
        ("Her husband had sepsis.", "sepsis", "relative"),
        ("Testing of the parents showed sepsis.", "sepsis", "member"),
        ("The patient had sepsis.", "sepsis", "member"),
    ],
)
def test_a_number_of_patients_or_a_relative_is_not_the_member(text, phrase, expected):
    assert reading(text, phrase).subject == expected


def test_words_outside_quotation_marks_are_not_quoted():
    text = 'sepsis now; old note: "well"'
    assert not is_quoted(text, 0, 6)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("yes [x] no [ ]", "yes"),
        ("no [x] yes [ ]", "no"),
        ("no [x] yes [x]", ""),
        ("[x] yes [ ] no", ""),
        ("perhaps", ""),
    ],
)
def test_a_box_behind_its_word_answers(text, says):
    assert by_box_behind(text) == says


def test_boxes_stand_before_or_behind_what_they_mark():
    assert are_boxes_behind("inpatient [x] office [ ]")
    assert not are_boxes_behind("setting: [x] inpatient [ ] office")
    assert not are_boxes_behind("inpatient")
    assert are_boxes_before("setting: [x] inpatient [ ] office")
    assert not are_boxes_before("inpatient [x] office [ ]")
    assert not are_boxes_before("inpatient")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Prior transplant: no", "no"),
        ("Prior transplant: yes, in 2024", "yes"),
        ("Prior transplant: none of note was found", ""),
        ("Ever had a transplant? N", "no"),
        ("Prior transplant   [ ] Yes [x] No", ""),
        ("Prior transplant:   [ ] Yes [x] No", "no"),
        ("CD18 (% positive): 0.4", ""),
    ],
)
def test_a_question_is_answered_by_a_word_or_a_mark_alone(text, says):
    layout = layout_of(page_from_text(1, text))
    answer = answer_of(layout, layout.statements[0])
    assert (answer.says if answer else "") == says


def test_a_question_denied_reads_as_a_sentence():
    assert denied_question("2. has the patient ever had a transplant? ") == "no transplant"
    assert denied_question("any antiretroviral ever") == "no antiretroviral ever"


def test_a_dot_in_the_blank_between_words_is_none_but_one_in_a_number_stays():
    assert key_of("not\u00b7detected") == "not-detected"
    assert key_of("0\u00b78") == "0\u00b78"


WATCHED = Wanted(
    "watched",
    "boolean",
    terms=("liver watch",),
    forms=("Liver watch", "Hepatic care"),
    traps=("sample only",),
    phrases={"true": ("liver watch", "liver watch is kept")},
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Item            Yes     No     N/A\nLiver watch      x", ["yes"]),
        ("Item            Yes     No     N/A\nLiver watch                     x", []),
        ("Item            Yes     No     N/A\nLiver watch      x      x", []),
        ("Item            Yes     No     N/A\nHepatic care             x", ["no"]),
        ("Item            Yes     No     N/A\nHepatic care                    x", []),
        ("Here a sample only: liver watch is kept.", []),
        ("Here it is said: liver watch is kept.", ["yes"]),
    ],
)
def test_a_mark_under_not_applicable_and_a_label_with_a_trap_say_nothing(text, values):
    found = find_candidates(WATCHED, [page_from_text(1, text)], MemberIdentity(""))
    assert sorted({one.value for one in found}) == values
