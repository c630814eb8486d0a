"""Rows that take back, guess, are left open, or speak of another patient or of everybody."""

import pytest

from documents.domain.disowned import is_behind_blank, is_disowned, is_guessed, is_left_open


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
    assert is_disowned(text, heading)


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
    assert not is_disowned(text, heading)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("probably unavailable", True),
        ("i suspect that she is fit", True),
        ("plerixafor undecided", True),
        ("she is fit", False),
    ],
)
def test_a_guess_is_told_from_what_is_known(text, expected):
    assert is_guessed(text) is expected


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
