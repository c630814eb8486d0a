"""Dated observations: which is the latest, how far a value changed, what adds up when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.domain.list_tree import Direction, Measure, Pick
from criteria.domain.observing import Dose, candidates, changed, rolling_status, rolling_total
from criteria.domain.partial_date import DateSpan, date_parse, day_span
from criteria.domain.quantity import QuantityError, amount_parse, exact, unit_parse
from criteria.domain.tree import Comparison
from criteria.domain.truth import Truth

M, N, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN


@pytest.mark.parametrize(
    ("items", "earliest", "latest"),
    [
        ([], (), ()),
        ([(M, "2026-01-01"), (M, "2026-02-01")], (0,), (1,)),
        ([(M, "2026-01-01"), (N, "2026-02-01")], (0,), (0,)),
        ([(M, "2026-01-01"), (U, "2026-02-01")], (0,), (0, 1)),
        ([(U, "2026-01-01"), (M, "2026-02-01")], (0, 1), (1,)),
        ([(M, "2026-01-01"), (M, "2026-01-01")], (0, 1), (0, 1)),
        ([(M, "2026-01"), (M, "2026-01-15"), (M, "2026-02-01")], (0, 1), (2,)),
        ([(M, None), (M, "2026-01-15"), (M, "2026-02-01")], (0, 1), (0, 2)),
    ],
)
def test_what_may_be_the_earliest_or_latest(items, earliest, latest):
    dated = [(status, day and date_parse(day)) for status, day in items]
    assert candidates(dated, Pick.EARLIEST)[0] == earliest
    assert candidates(dated, Pick.LATEST)[0] == latest
    assert candidates(dated, Pick.LATEST)[1] is any(status is M for status, _ in items)


def change(before, after, direction, measure, by, comparison=Comparison.AT_LEAST):
    return changed(
        amount_parse(before, default_unit="count"),
        amount_parse(after, default_unit="count"),
        direction=Direction(direction),
        measure=Measure(measure),
        by=exact(by, "%" if measure == "relative" else "count"),
        comparison=comparison,
    )


@pytest.mark.parametrize(
    ("before", "after", "direction", "measure", "by", "expected"),
    [
        ("30", "24", "falls", "relative", "20", M),  # a fifth less, exactly
        ("30", "24.0001", "falls", "relative", "20", N),
        ("30", "36", "rises", "relative", "20", M),
        ("30", "35.9", "rises", "relative", "20", N),
        ("30", "36", "falls", "relative", "20", N),
        ("30", "<20", "falls", "relative", "20", M),
        ("30", "<25", "falls", "relative", "20", U),
        ("28-30", "22", "falls", "relative", "20", M),
        ("0", "0", "falls", "relative", "20", U),  # no part of nothing
        ("<5", "1", "falls", "relative", "20", U),
        ("30", "0", "falls", "relative", "100", M),
        ("30", "27", "falls", "absolute", "3", M),
        ("30", "27.5", "falls", "absolute", "3", N),
        ("30", "33", "rises", "absolute", "3", M),
        ("30", "32", "rises", "absolute", "3", N),
        ("0", "3", "rises", "absolute", "3", M),
        ("7", "5.6", "falls", "relative", "20", M),
        ("3", "2.4", "falls", "relative", "20.0000000000000001", N),
    ],
)
def test_a_change_is_exact(before, after, direction, measure, by, expected):
    assert change(before, after, direction, measure, by) is expected


@pytest.mark.parametrize(
    ("comparison", "expected"),
    [
        (Comparison.BELOW, (N, N, M)),
        (Comparison.AT_MOST, (N, M, M)),
        (Comparison.EQUALS, (N, M, N)),
        (Comparison.AT_LEAST, (M, M, N)),
        (Comparison.ABOVE, (M, N, N)),
    ],
)
def test_every_comparison_of_a_change(comparison, expected):
    for measure, by in (("relative", "20"), ("absolute", "2")):
        falls = [change("10", after, "falls", measure, by, comparison) for after in ("7", "8", "9")]
        rises = [
            change("10", after, "rises", measure, by, comparison) for after in ("13", "12", "11")
        ]
        assert tuple(falls) == tuple(rises) == expected


def test_unlike_units_are_refused():
    with pytest.raises(QuantityError, match="cannot be compared"):
        changed(
            exact(1, "kg"),
            exact(1, "mL"),
            direction=Direction.FALLS,
            measure=Measure.ABSOLUTE,
            by=exact(1, "kg"),
            comparison=Comparison.AT_LEAST,
        )


# --- rolling totals --------------------------------------------------------------------------------


def dose(on, amount, belongs=M):
    stated = amount and amount_parse(amount, default_unit="count")
    return Dose(belongs, on and date_parse(on), stated)


def rolling(*doses, days=30, limit=4, ending=None, complete=True):
    span = ending and date_parse(ending)
    total = rolling_total(doses, days=days, unit=unit_parse("count"), ending=span)
    return rolling_status(total, exact(limit, "count"), complete=complete)


def test_a_total_is_a_range_from_what_is_certain_to_what_may_be():
    doses = [dose("2026-01-01", "2"), dose("2026-01", "3"), dose("2026-01-31", ">1", U)]
    total = rolling_total(doses, days=30, unit=unit_parse("count"), ending=None)
    assert str(total) == ">=2"
    total = rolling_total(doses[:2], days=30, unit=unit_parse("count"), ending=None)
    assert str(total) == "2 to 5"
    in_mg = [Dose(M, date_parse("2026-01-01"), exact("0.5", "g"))]
    assert str(rolling_total(in_mg, days=1, unit=unit_parse("mg"), ending=None)) == "500 mg"


@pytest.mark.parametrize(
    ("doses", "expected"),
    [
        ([], M),
        ([dose("2026-01-01", "4")], M),
        ([dose("2026-01-01", "5")], N),
        ([dose("2026-01-01", "2"), dose("2026-01-30", "3")], N),  # day 1 and day 30 of 30
        ([dose("2026-01-01", "2"), dose("2026-01-31", "3")], M),
        ([dose("2026-01", "2"), dose("2026-01-31", "3")], U),
        ([dose(None, "2"), dose("2026-01-31", "3")], U),
        ([dose(None, "5")], U),
        ([dose("2026-01-01", None)], U),
        ([dose("2026-01-01", "<9")], U),
        ([dose("2026-01-01", "5", U)], U),
        ([dose("2026-01-01", "5", N)], M),
        ([dose("0001-01-01", "2"), dose("9999-12-31", "3")], M),
    ],
)
def test_what_adds_up_in_any_stretch(doses, expected):
    assert rolling(*doses) is expected
    open_list = rolling(*doses, complete=False)
    assert open_list is (expected if expected is N else U)


@pytest.mark.parametrize(
    ("ending", "expected"),
    [("2026-01-30", N), ("2026-01-31", M), ("2026-01-29", M), ("2026-01", U), ("0001-01-05", M)],
)
def test_what_adds_up_in_the_stretch_that_ends_with_a_day(ending, expected):
    doses = [dose("2026-01-01", "2"), dose("2026-01-30", "3")]
    assert rolling(*doses, ending=ending) is expected


spans = st.tuples(st.integers(0, 8), st.integers(0, 2)).map(
    lambda pair: DateSpan(
        date(2026, 1, 1) + timedelta(pair[0]), date(2026, 1, 1) + timedelta(pair[0] + pair[1])
    )
)
doses = st.lists(
    st.builds(
        Dose,
        belongs=st.sampled_from([M, N, U]),
        on=spans,
        amount=st.integers(1, 3).map(lambda n: exact(n, "count")),
    ),
    max_size=4,
)


def total_over(world, days, limit):
    """Whether the doses of one world are above the limit in some stretch."""
    return any(
        sum(amount for on, amount in world if start <= on < start + timedelta(days)) > limit
        for start, _ in world
    )


def worlds(found):
    if not found:
        yield []
        return
    first, *rest = found
    for world in worlds(rest):
        if first.belongs is not M:
            yield world
        if first.belongs is not N:
            for shift in range((first.on.last - first.on.first).days + 1):
                yield [(first.on.first + timedelta(shift), first.amount.low.value), *world]


@given(doses, st.integers(1, 5), st.integers(1, 6))
def test_a_total_that_is_decided_is_so_in_every_way_it_may_be(found, days, limit):
    over = {total_over(world, days, limit) for world in worlds(found)}
    total = rolling_total(found, days=days, unit=unit_parse("count"), ending=None)
    status = rolling_status(total, exact(limit, "count"), complete=True)
    assert (status is M) is (over == {False})
    assert status is not N or over == {True}
    certain = all(dose.on.is_day and dose.belongs is not U for dose in found)
    assert not certain or status is not U


def test_one_day_counts_once():
    assert rolling(*[Dose(M, day_span(date(2026, 1, 1)), exact(2, "count"))] * 2, days=1) is M
