"""What was typed into the search box, understood."""

from datetime import date

import pytest

from cases.domain.search_terms import LONGEST, SearchTerm, Sought, search_term


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("", SearchTerm(Sought.NOTHING)),
        ("   ", SearchTerm(Sought.NOTHING)),
        ("\x00", SearchTerm(Sought.NOTHING)),
        ("DMK\x00884", SearchTerm(Sought.EXACT, "DMK 884")),
        ("PA-2026-000123", SearchTerm(Sought.CASE_NUMBER, "PA-2026-000123")),
        (" pa-2026-123 ", SearchTerm(Sought.CASE_NUMBER, "PA-2026-000123")),
        ("au-2026-000123-1", SearchTerm(Sought.AUTHORIZATION, "AU-2026-000123-1")),
        ("DMK884204471", SearchTerm(Sought.EXACT, "DMK884204471")),
        ("packet.tiff", SearchTerm(Sought.EXACT, "packet.tiff")),
        ("Okafor", SearchTerm(Sought.NAME_ALONE, "Okafor")),
        ("O\u2019Neil Smith-Jones", SearchTerm(Sought.NAME_ALONE, "O\u2019Neil Smith-Jones")),
        (
            "Okafor 2025-09-01",
            SearchTerm(Sought.NAME_AND_BIRTH, "Okafor", date(2025, 9, 1)),
        ),
        ("9/1/2025, Okafor", SearchTerm(Sought.NAME_AND_BIRTH, "Okafor", date(2025, 9, 1))),
        ("Okafor 2025-13-01", SearchTerm(Sought.EXACT, "Okafor 2025-13-01")),
        ("2025-09-01", SearchTerm(Sought.EXACT, "2025-09-01")),
        ("Okafor7 2025-09-01", SearchTerm(Sought.EXACT, "Okafor7 2025-09-01")),
    ],
)
def test_it_understands_what_was_typed(typed: str, term: SearchTerm) -> None:
    assert search_term(typed) == term


def test_what_is_too_long_is_cut() -> None:
    assert search_term("x9" * LONGEST).text == ("x9" * LONGEST)[:LONGEST]


@pytest.mark.parametrize(
    ("typed", "tail"),
    [
        ("000010", "000010"),
        ("10", "000010"),
        ("0000010", ""),
        ("\u0661\u0660", ""),
        ("PA-2026-000010", ""),
        ("DMK10", ""),
        ("", ""),
    ],
)
def test_up_to_six_digits_may_be_the_end_of_a_case_number(typed: str, tail: str) -> None:
    assert search_term(typed).case_tail == tail
