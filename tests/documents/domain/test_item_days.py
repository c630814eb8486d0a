"""Days of an item: spans, years that only one end has, and words before a day."""

import pytest

from documents.domain.item_days import Where, asks_for_end, day_in, days_of, spans_in
from documents.domain.wanted import Wanted

NEAR = "2026-11-09"
FIRST = Wanted("first", "date", terms=("since", "from"))
LAST = Wanted("last", "date", terms=("until", "last"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pt 07/20-09/04/2026 (supervised", ("2026-07-20", "2026-09-04")),
        ("06/2025 - 12/2025", ("2025-06", "2025-12")),
        ("jan-jul 2024; his", ("2024-01", "2024-07")),
        ("from 06 may to 26 june.", ("2026-05-06", "2026-06-26")),
        ("nov-feb 2026", ("2025-11", "2026-02")),
        ("11/04-11/07, no help", ("2026-11-04", "2026-11-07")),
        ("12/01-12/20", ("2025-12-01", "2025-12-20")),
        ("12/01/2025 - 01/20", ("2025-12-01", "2026-01-20")),
        ("10/01/2026 - 10/20", ("2026-10-01", "2026-10-20")),
        ("6/1- now some", ("2026-06-01", "")),
        ("12/2025 - present", ("2025-12", "")),
        ("between 5/2024 and 11/2024", ("2024-05", "2024-11")),
        ("sep 8, 2026 - oct 27, 2026", ("2026-09-08", "2026-10-27")),
    ],
)
def test_a_span_has_both_its_days(text, expected):
    (span,) = spans_in(text, near=NEAR)
    assert (span.first, span.last) == expected


@pytest.mark.parametrize(
    "text",
    ["7/10 -> 6/10", "4/5 to 3/5", "13/45 - 14/77", "06/2025 - 01/2024", "1/2 of 3", "31/31 - 02/2026", "02/2026 - 31/31"],
)  # fmt: skip
def test_what_is_no_two_days_is_no_span(text):
    assert spans_in(text, near=NEAR) == []


def test_a_day_without_a_year_needs_one_near_it():
    assert spans_in("11/04-11/07") == []
    assert spans_in("6/1 - now") == []


def test_a_last_day_is_asked_for_by_its_hints():
    assert asks_for_end(LAST)
    assert not asks_for_end(FIRST)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("drug since 05/2025", {"first": "2025-05"}),
        ("drug until 05/2025", {"last": "2025-05"}),
        ("drug from 01/2025, last 05/2025", {"first": "2025-01", "last": "2025-05"}),
        ("drug 05/2025", {}),
        ("drug 01/02/2025 03/04/2025", {"first": "2025-01-02", "last": "2025-03-04"}),
        ("drug 01/02/2025 and then 03/04/2025", {}),
        ("drug", {}),
    ],
)
def test_words_before_a_day_say_which_it_is(text, expected):
    where = Where(text, 0, 4, NEAR)
    assert {name: day.value for name, day in days_of([FIRST, LAST], where).items()} == expected


def test_a_span_before_the_item_is_its_own_where_none_stands_behind():
    text = "01/2025-02/2025 drug"
    found = days_of([FIRST, LAST], Where(text, 16, 20, NEAR))
    assert {name: day.value for name, day in found.items()} == {
        "first": "2025-01",
        "last": "2025-02",
    }


def test_the_days_of_a_row_of_cells_are_first_and_last_in_their_order():
    text = "drug 01/02/2025 and 03/04/2025"
    found = days_of([FIRST, LAST], Where(text, 0, 4, NEAR, is_row=True))
    assert found["last"].value == "2025-03-04"


def test_the_birth_date_is_no_day_of_an_item():
    where = Where("drug since 01/02/1990", 0, 4, NEAR, birth_date="1990-01-02")
    assert days_of([FIRST, LAST], where) == {}


def test_a_cell_has_its_only_day():
    found = day_in("on 01/02/2025")
    assert found is not None
    assert found.value == "2025-01-02"
    assert day_in("01/02/2025 03/04/2025") is None
    assert day_in("") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mri read 01/03/2025, on 01/02/2025", "2025-01-02"),
        ("mri 01/03/2025, read 01/04/2025", "2025-01-03"),
        (f"mri {'of the long and winding road ' * 3} 01/03/2025", None),
    ],
)
def test_a_day_alone_stands_behind_the_item_and_in_no_trap(text, expected):
    field = Wanted("done", "date", terms=("on",), traps=("read",))
    found = days_of([field], Where(text, 0, 3, NEAR))
    assert (found["done"].value if found else None) == expected
