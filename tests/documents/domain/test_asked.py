"""Several questions answered in one row, and tables of answers, each as a sentence of its own."""

import pytest

from documents.domain.asked import asked_statements, rows_asked_only
from documents.domain.finding import page_from_text
from documents.domain.layout import layout_of


def asked(text: str) -> list[str]:
    return [one.text for one in asked_statements(layout_of(page_from_text(1, text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Q1 Prior HSCT? N  Q2 Prior gene therapy? Y",
            ["prior hsct: no", "prior gene therapy: yes"],
        ),
        ("Extend? Y   Dose given? N", ["extend: yes", "dose given: no"]),
        (
            "Earlier graft = no, earlier gene therapy = yes",
            ["earlier graft: no", "earlier gene therapy: yes"],
        ),
        ("Prior HSCT? N", []),
        ("5: yes  6: no", []),
        ("Donor found? (Y/N) N  Donor asked? (Y/N) Y", ["donor found: no", "donor asked: yes"]),
    ],
)
def test_each_question_of_a_line_has_its_own_answer(text, expected):
    assert asked(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Requirement | Met | Source\n\nTransplant candidate   Met   page 4",
            ["transplant candidate: yes"],
        ),
        (
            "Requirement | Met | Source\n\nTransplant candidate   Not met   page 4",
            ["transplant candidate: no"],
        ),
        ("Matched donor available   no, abroad", ["matched donor available: no"]),
        ("Matched donor available   sister", []),
        (
            "Donor | HLA | Fit | Willing\n\nSister   10/10   Y   N",
            ["donor sister fit: yes", "donor sister willing: no"],
        ),
        ("Earlier graft | Type | Date\n\nNo   n/a   n/a", ["earlier graft: no"]),
        ("A heading of many more words than five | Two | Three\n\nSister   12   Y", []),
        ("12   yes", []),
        ("Donor | fit | yes", []),
        ("Relation | Fit\n\n\nSister | yes", ["relation sister fit: yes"]),
    ],
)
def test_a_row_of_a_table_answers_its_headings(text, expected):
    assert sorted(asked(text)) == sorted(expected)


def test_the_row_is_quoted_as_printed_up_to_the_answer():
    (first, second) = asked_statements(layout_of(page_from_text(1, "Extend? Y   Dose given? N")))
    assert first.quote(0, 3)[0] == "Extend? Y"
    assert second.quote(0, 3)[0] == "Dose given? N"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Has mobilization begun?\n\nYes", ["has mobilization begun: yes"]),
        ("Mobilization started Y/N\n\nN - awaiting HIV PCR", ["mobilization started: no"]),
        ("Plerixafor for mobilization (Y/N)\n\nN", ["plerixafor for mobilization: no"]),
        ("Will G-CSF be given?\n\nno, contraindicated", ["will g-csf be given: no"]),
        ("Has mobilization begun?\n\nYes / No", []),
        ("Has mobilization begun?\n\nNobody knows", []),
        ("Mobilization and apheresis\n\nYes", []),
        ("Has mobilization begun?\n\n\n\n\nYes", []),
        ("Has mobilization begun?  see page 3\n\nYes", []),
        ("Has mobilization begun? Yes.", []),
    ],
)
def test_a_question_may_be_answered_on_the_line_below_it(text, expected):
    assert asked(text) == expected


def test_a_question_answered_below_is_quoted_with_its_answer():
    page = layout_of(page_from_text(1, "Has mobilization begun?\n\nYes, on Monday"))
    (one,) = asked_statements(page)
    assert one.quote(0, 5)[0] == "Has mobilization begun? Yes,"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Infection watch\n\ndeclined by the family", ["infection watch: no"]),
        ("Watch for infection, before and after\n\nnot planned", [
            "watch for infection, before and after: no"
        ]),
        ("Will the donor be asked? Y/N\n\n(N)", ["will the donor be asked: no"]),
        ("Will the donor be asked?\n\nCircled: NO", ["will the donor be asked: no"]),
        ("Will the donor be asked?\n\nYes, in May", ["will the donor be asked: yes"]),
        ("Is there an earlier graft?\n\n( ) Yes (x) No", ["is there an earlier graft: no"]),
        ("Is there an earlier graft?\n\n( ) Yes ( ) No", []),
        ("Infection watch\n\nyes", []),
        ("Infection watch\n\nno signs today", []),
        ("The watch was spoken of.\n\nNo.", []),
        ("on the third of the month\n\nNo.", []),
        ("12\n\nNo.", []),
        ("[x] Watch\n\nNo.", []),
        ("Watch | who\n\nNurse | daily | each", []),
    ],
)  # fmt: skip
def test_a_no_more_than_a_no_answers_the_line_above(text, expected):
    assert asked(text) == expected


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("none assigned", {0}),
        ("[ ] daily  [ ] weekly", {0}),
        ("\u25cb daily  \u25cb weekly", {0}),
        ("to be completed by the center", {0}),
        ("Y / N", {0}),
        ("[x] daily", set()),
        ("daily until day 30", set()),
    ],
)
def test_a_heading_over_an_open_or_denying_line_says_nothing(below, expected):
    layout = layout_of(page_from_text(1, f"Infection watch\n\n{below}"))
    assert rows_asked_only(layout) == expected
