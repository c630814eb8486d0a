"""A statement that takes itself back, is about somebody else, or is left to be filled in says nothing."""

import pytest

from documents.domain.context import Assertion, read_context
from documents.domain.finding import find_candidates
from documents.domain.finding_answers import ends_in_no
from documents.domain.layout import layout_of, page_from_text
from documents.domain.put_aside import (
    is_behind_blank,
    is_left_open,
    is_row_put_aside,
    is_unfilled,
)
from documents.domain.wanted import Wanted
from documents.domain.wording import key_of
from tests.documents.domain.wanted_facts import MEMBER

WATCH = Wanted("watch", "boolean", terms=("girth",), phrases={"true": ("girth & watch*|measured",)})


def reading(text, phrase="sepsis", heading=""):
    lines = f"{heading}\n{text}" if heading else text
    statements = layout_of(page_from_text(1, lines)).statements
    statement = next(one for one in statements if phrase in one.text)
    start = statement.text.index(phrase)
    return read_context(statement, start, start + len(phrase))


def watched(text):
    found = find_candidates(WATCH, [page_from_text(1, text)], MEMBER)
    return [one.value for one in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sepsis on 4/1 - entered in error", Assertion.UNCERTAIN),
        ("Sepsis, misfiled", Assertion.UNCERTAIN),
        ("The note on sepsis is withdrawn", Assertion.UNCERTAIN),
        ("Void: sepsis on 4/1", Assertion.UNCERTAIN),
        ("Previous order: treat sepsis", Assertion.UNCERTAIN),
        ("Sepsis was wrong and now reads amended as fever", Assertion.PRESENT),
        ("Sepsis today; the swab was mislabeled", Assertion.PRESENT),
        ("Sepsis today. (the swab was mislabeled)", Assertion.PRESENT),
        ("Presumably sepsis", Assertion.UNCERTAIN),
        ("? sepsis overnight", Assertion.UNCERTAIN),
        ("We suspect that sepsis came first", Assertion.UNCERTAIN),
        ("Administer drugs against sepsis", Assertion.DEFINITION),
        ("Sepsis watch (label 5.1)", Assertion.DEFINITION),
        ("Should the swab come back with sepsis we call", Assertion.PENDING),
        ("Goal: sepsis gone", Assertion.UNCERTAIN),
        ("Sepsis work-up to be discussed", Assertion.PENDING),
    ],
)
def test_the_whole_statement_may_put_aside_what_it_says(text, expected):
    assert reading(text).assertion is expected


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Subject 014 had sepsis", ""),
        ("Bed 7 (K.O.): sepsis", ""),
        ("Another family had sepsis", ""),
        ("In the pivotal trial, sepsis was seen", ""),
        ("Treated for sepsis since last Monday", "UNIT CENSUS"),
    ],
)
def test_a_note_on_somebody_else_is_not_about_the_member(text, heading):
    assert reading(text, heading=heading).subject != "member"


def test_a_number_that_tells_an_age_is_no_number_of_a_patient():
    assert reading("Patient 4 mo old had sepsis").subject == "member"


@pytest.mark.parametrize("heading", ["MEDICATION GUIDE", "DOSAGE AND ADMINISTRATION"])
def test_what_stands_under_the_title_of_a_leaflet_is_said_of_everybody(heading):
    assert (
        reading("After the cells sepsis is watched for", heading=heading).assertion
        is Assertion.DEFINITION
    )


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        (" plan: ______", True),
        (" planned? Y / N", True),
        (" (circle one)", True),
        (" planned [x] for ______ days", False),
        (" planned", False),
    ],
)
def test_what_is_left_blank_behind_a_phrase_is_not_filled_in(behind, expected):
    assert is_unfilled(key_of(f"watch{behind}"), 5) is expected


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        (" - no", True),
        (": none planned", True),
        (" daily (per unit) : refused", True),
        (" NO", True),
        (" not part of plan", True),
        (", cancelled", True),
        (" - no later than Monday", False),
        (" daily", False),
    ],
)
def test_a_no_alone_behind_a_phrase_ends_it(behind, expected):
    assert ends_in_no(key_of(f"watch{behind}"), 5) is expected


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("girth watched daily", ["yes"]),
        ("girth watch - none planned", ["no"]),
        ("girth watch: ______", []),
        ("girth watch  Y / N", []),
    ],
)
def test_a_yes_with_a_no_behind_it_is_a_no_and_a_blank_is_nothing(text, values):
    assert watched(text) == values


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("not eligible - superseded by minutes of may", ""),
        ("entered in error: s/p transplant", ""),
        ("the earlier line is retracted", ""),
        ("draft 1: collect on day 5", ""),
        ("next case: eligible", ""),
        ("bed 4 - day 3 of filgrastim", ""),
        ("h.o., 3 y: sibling willing", ""),
        ("extension (misfiled)", ""),
        ("every parent is a half match", ""),
        ("given one time into a vein", "medication guide"),
    ],
)
def test_it_is_not_said_of_the_member(text, heading):
    assert is_row_put_aside(text, heading)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("sister withdrew her consent", ""),
        ("the donor has withdrawn", ""),
        ("cardiology: every chamber is normal", ""),
        ("we replaced the line", ""),
        ("given one time into a vein", "plan"),
    ],
)
def test_it_is_said_of_the_member(text, heading):
    assert not is_row_put_aside(text, heading)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("probably unavailable", True),
        ("presumably she is fit", True),
        ("i suspect that she is fit", True),
        ("plerixafor undecided", True),
        ("she is fit", False),
    ],
)
def test_a_guess_is_told_from_what_is_known(text, expected):
    assert is_row_put_aside(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pos: ____ (19, 21, 22)", True),
        ("request (circle): initial repeat", True),
        ("long acting y / n", True),
        ("long acting? y", False),
        ("_x_ outpatient", False),
    ],
)
def test_a_row_left_open_says_nothing(text, expected):
    assert is_left_open(text) is expected


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("_x_ outpatient (22) ___ inpatient ", True),
        ("___ outpatient (22) _x_ inpatient ", False),
        ("inpatient ", False),
    ],
)
def test_a_bare_blank_is_an_empty_box(before, expected):
    assert is_behind_blank(before) is expected
