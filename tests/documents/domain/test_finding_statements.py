"""Candidates by how a statement, a row or a heading says them, and by whose page it is."""

from dataclasses import replace

import pytest

from documents.domain.finding import (
    Wanted,
)
from tests.documents.domain.wanted_facts import (
    CD18,
    DRAWN,
    SCREEN,
    WATCHED,
    WEIGHT,
    values,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CD18 is not normal on neutrophils", []),
        ("CD18 is normal on neutrophils", ["normal"]),
        ("The panel (CD18 0.4 % of neutrophils) was repeated", ["0.4 %"]),
        ("CD18 was seen beside CD11a 0.9 % on neutrophils", []),
        ("CD18 and CD11a 0.9 % on neutrophils", ["0.9 %"]),
        ("CD18, CD11a were 1 %, 2 %, 3 % of neutrophils respectively", []),
        ("Cells         CD18\nNeutrophils   n/a\nNeutrophils   1.3 %", ["1.3 %"]),
        ("Cells         CD18\nNeutrophils   n/a", []),
        ("Our test\nWhole blood\nCD18      1.3 %", ["1.3 %"]),
        ("Monocyte gate\nCD18 1.3 %", []),
        ("Neutrophil gate\nCD18 1.3 %", ["1.3 %"]),
    ],
)
def test_a_value_belongs_to_the_term_it_stands_with(text, expected):
    assert [value for value, _page in values(CD18, text)] == expected


def test_a_specimen_of_its_own_kind_has_no_known_rivals():
    saliva = Wanted("v", "percent", unit="%", terms=("virus",), specimen="saliva")
    assert values(saliva, "virus 3 % in saliva") == [("3 %", 1)]
    assert values(saliva, "virus 3 % in lymphocytes") == []


def test_a_label_with_a_trap_in_it_is_left_alone():
    weight = Wanted("w", "quantity", unit="kg", forms=("Weight:",), traps=("estimated",))
    assert values(weight, "Weight: estimated 8 kg") == []
    drawn = Wanted("d", "date", forms=("Date:", "Date reported:"), traps=("reported",))
    assert values(drawn, "Date reported: 09/14/2026") == []
    assert values(drawn, "Date: unknown") == []


def test_a_denial_that_is_only_supposed_is_none():
    assert values(WATCHED, "If infection watch declined, we monitor for infection.") == []
    assert values(WATCHED, "Infection watch declined") == [("no", 1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HIV drawn collected on 09/14/2026", ["2026-09-14"]),
        ("HIV screen. Visit: 09/14/2026", []),
        ("HIV screen visit: 09/14/2026", []),
        ("HIV;      collected: 09/14/2026", ["2026-09-14"]),
        ("HIV      screen      none      09/14/2026", []),
        ("HIV      09/14/2026", ["2026-09-14"]),
        ("HIV " + "and so on " * 8 + "09/14/2026", []),
        ("On 09/14/2026 and 09/15/2026 HIV", []),
    ],
)
def test_a_date_stands_close_to_its_term(text, expected):
    assert sorted({value for value, _page in values(DRAWN, text)}) == expected


def test_options_end_where_the_next_label_begins():
    text = "HIV screen:      negative      Signed: positive identification"
    assert ("negative", 1) in values(SCREEN, text)


def test_a_page_printed_in_a_journal_gives_nothing():
    text = (
        "J Pediatr Immunol 2025; 4: 11-19\nMethods\nChildren were enrolled by eligibility.\n"
        "The median was 2 (range 1 to 4). CD18 0.4 % on neutrophils."
    )
    assert values(CD18, text) == []


def test_a_page_of_a_sibling_with_the_same_last_name_is_left_out():
    text = "Patient: {}\nDate of birth: 03/04/2020\nCD18 0.4 % on neutrophils"
    assert values(CD18, text.format("Orla Madeup")) == []
    assert values(CD18, text.format("Madeup, T")) == [("0.4 %", 1)]


def test_a_plain_date_is_taken_from_the_row_of_its_event():
    started = Wanted("started", "date", terms=("mobilization",))
    assert values(started, "11/06/2026      mobilization") == [("2026-11-06", 1)]


def test_an_amount_that_is_called_absent_stays_an_amount():
    assert values(CD18, "Neutrophil CD18 0 % (absent)") == [("0 %", 1)]
    assert values(CD18, "No CD18 0.4 % on neutrophils") == []


def test_each_dated_row_of_a_column_counts_and_the_newest_leads():
    text = (
        "Date          Weight (kg)     Length (cm)\n09/04/2025    6.1             63.0\n"
        "11/05/2026    9.05            78.2"
    )
    assert values(WEIGHT, text) == [("9.05 kg", 1)]
    first = "Item          Weight (kg)     Length (cm)\nnow           6.1             63.0\n"
    assert values(WEIGHT, first + "ideal         9.05            78.2") == [("6.1 kg", 1)]


def test_a_trapped_row_of_a_column_does_not_count():
    weight = Wanted("weight", "quantity", unit="kg", terms=("weight",), traps=("ideal",))
    text = "Item          Weight (kg)     Length (cm)\nideal         9.05            78.2"
    assert values(weight, text) == []


def test_a_unit_may_stand_in_the_cell_beside_the_number():
    text = "Antigen         Result      Units        Reference\n{}"
    row = "CD18 on PMN     0.4         % positive   >= 95"
    assert values(CD18, text.format(row)) == [("0.4 %", 1)]


def test_percent_of_a_control_is_no_control():
    text = "Marker          % of control MFI\nCD18 on PMN     0.6 %"
    trapped = replace(CD18, traps=("control", "MFI"))
    assert values(trapped, text) == [("0.6 %", 1)]
    assert values(trapped, text.replace("% of control MFI", "MFI")) == []


def test_a_question_is_no_statement_and_an_empty_box_none_either():
    assert values(WATCHED, "Will be monitored for infection?      maybe") == []
    assert values(WATCHED, "[ ] She will be monitored for infection") == []
    assert values(WATCHED, "[x] She will be monitored for infection") == [("yes", 1)]
    assert values(WATCHED, "[ 1 She will be monitored for infection") == []
    assert values(WATCHED, "Plan: will be [ ] now monitored for infection") == []


def test_a_sentence_may_lean_on_the_test_named_before_it():
    assert values(SCREEN, "An HIV test was done. It was negative.") == [("negative", 1)]
    assert values(SCREEN, "An eye test was done. It was negative.") == []


def test_a_list_of_numbers_may_have_its_unit_at_the_end():
    text = "CD18 0.8, CD11a 2.2 (% of neutrophils positive)"
    assert values(CD18, text) == [("0.8 %", 1)]


def test_a_control_in_brackets_is_not_whom_it_is_about():
    assert values(CD18, "CD18 1.4 % on neutrophils (control 99)") == [("1.4 %", 1)]
    assert values(CD18, "The control (control 9) had CD18 99 % on neutrophils") == []


def test_a_heading_far_from_cells_says_nothing_of_them():
    text = "Gate list of all white cells that were looked at\nBlood cells\nCD18      1.3 %"
    assert values(CD18, text) == [("1.3 %", 1)]
