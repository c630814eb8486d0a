"""Ticked options of a form, as sentences that their question begins."""

import pytest

from documents.domain.finding import page_from_text
from documents.domain.layout import layout_of
from documents.domain.ticked import ticked_statements


def said_on(text):
    return [statement.text for statement in ticked_statements(layout_of(page_from_text(1, text)))]


def quoted_on(text):
    layout = layout_of(page_from_text(1, text))
    return [statement.quote(0, 4)[0] for statement in ticked_statements(layout)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Earlier transplant   ☒ none   ☐ autologous   ☐ allogeneic", "earlier transplant: none"),
        (
            "2  Earlier transplant   ☐ none   ☒ from a donor   ☐ own",
            "earlier transplant: from a donor",
        ),
        ("4. Screen:  [ ] negative  [x] positive  [ ] neither", "screen: positive"),
        ("(b) Was it given?   [ ] Yes   [X] No", "was it given: no"),
    ],
)
def test_the_question_and_the_ticked_option_make_a_sentence(row, said):
    assert said_on(row) == [said]


def test_every_ticked_option_is_said():
    row = "Mobilization   ☒ filgrastim   ☒ plerixafor   ☐ other"
    assert said_on(row) == ["mobilization: filgrastim", "mobilization: plerixafor"]


def test_the_next_entry_of_the_row_is_no_part_of_the_option():
    row = "Method   ☐ antibody   ☒ NAT        drawn   08/31/2026"
    assert said_on(row) == ["method: nat"]


def test_options_under_a_question_are_its_answers():
    page = "Matched donor in the family\n    ☐ found     ☒ searched, none known    ☐ pending"
    assert said_on(page) == ["matched donor in the family: searched, none known"]


def test_options_one_below_the_other_are_answers_to_the_same_question():
    page = "Kind of request\n   ☐ first request\n   ☐ more time\n   ☒ another dose"
    assert said_on(page) == ["kind of request: another dose"]


def test_a_long_list_of_boxes_is_no_longer_the_question_above_its():
    page = "Needed\n" + "\n".join(f"   ☐ paper number {number}" for number in range(9))
    assert said_on(f"{page}\n   ☒ paper of the bank") == []


@pytest.mark.parametrize(
    "row",
    [
        "Transplant   ☐ none   ☐ own   ☐ donor",  # nothing is ticked
        "Inpatient [x]   Office [ ]",  # the boxes stand behind what they mark
        "Yes ☒←  No ☐ perhaps",  # the box may be either's
        "☒ none",  # nothing is asked
        "No box on this row at all",
    ],
)
def test_nothing_is_said(row):
    assert said_on(row) == []


def test_a_box_with_nothing_behind_it_leaves_the_row_unread():
    assert said_on("Result   ☒ ☐ negative   [ ] other") == []


def test_the_row_is_quoted_as_it_is_printed_up_to_the_option():
    row = "Place   ☐ 11 office   ☒ 21 inpatient   ☐ other"
    assert quoted_on(row) == ["Place ☐ 11 office ☒ 21 inpatient"]


def test_an_option_below_its_question_is_quoted_alone():
    assert quoted_on("Kind of request\n   ☐ first   ☒ another dose   ☐ more") == ["☒ another dose"]
