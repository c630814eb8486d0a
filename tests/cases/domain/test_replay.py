"""Cells, and case numbers kept as few bytes."""

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.replay import (
    ABSENT,
    SUGGESTION,
    Answers,
    Cell,
    Tally,
    cells_of,
    ids_pack,
    ids_unpack,
)


def test_a_case_falls_in_one_cell_for_the_suggestion_and_one_for_each_criterion() -> None:
    old = Answers("approve", {"a": "met", "gone": "unknown"})
    new = Answers("physician_review", {"a": "not_met", "fresh": "met"})
    assert cells_of(old, new) == [
        Cell(SUGGESTION, "approve", "physician_review"),
        Cell("a", "met", "not_met"),
        Cell("gone", "unknown", ABSENT),
        Cell("fresh", ABSENT, "met"),
    ]


def test_a_change_is_two_answers_that_differ() -> None:
    assert Cell("a", "met", "unknown").is_change
    assert not Cell("a", "met", "met").is_change


def test_a_tally_keeps_the_cases_in_order() -> None:
    tally, cell = Tally(), Cell("a", "met", "met")
    tally.add(3, [cell])
    tally.add(7, [cell, Cell("b", "met", "unknown")])
    assert tally.cells == {cell: [3, 7], Cell("b", "met", "unknown"): [7]}


@given(st.lists(st.integers(1, 2**62), unique=True).map(sorted))
def test_what_is_packed_comes_back(ids: list[int]) -> None:
    assert ids_unpack(ids_pack(ids)) == ids


def test_a_run_of_neighbours_takes_little_room() -> None:
    assert len(ids_pack(range(1_000_000, 1_010_000))) < 500


@pytest.mark.parametrize("wrong", [b"", b"nonsense", b"x\x9cc`\x04\x00\x00\x02\x00\x02"])
def test_what_was_not_packed_is_refused(wrong: bytes) -> None:
    with pytest.raises(ValueError, match="not packed"):
        ids_unpack(wrong)


def test_bytes_of_half_a_number_are_no_packed_numbers() -> None:
    with pytest.raises(ValueError, match="not packed numbers"):
        ids_unpack(zlib.compress(b"abc"))
