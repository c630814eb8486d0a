"""Distances between dates, both ways, against every day that a date may be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.domain.partial_date import (
    DateSpan,
    Distance,
    add_distance,
    date_parse,
    day_span,
    span_at_least_before,
    span_at_most_before,
    span_within,
)
from criteria.domain.truth import Truth

M, N, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN


@pytest.mark.parametrize(
    ("day", "distance", "later"),
    [
        ("2026-01-31", Distance(1), "2026-02-28"),
        ("2028-01-31", Distance(1), "2028-02-29"),
        ("2028-02-29", Distance(12), "2029-02-28"),
        ("2026-01-31", Distance(1, 1), "2026-03-01"),
        ("2026-01-31", Distance(0, 14), "2026-02-14"),
        ("9999-12-31", Distance(1), "9999-12-31"),
        ("9999-12-31", Distance(0, 1), "9999-12-31"),
    ],
)
def test_months_are_clamped_and_days_added(day, distance, later):
    assert str(add_distance(date.fromisoformat(day), distance)) == later


@pytest.mark.parametrize(
    ("left", "right", "at_most_before", "within"),
    [
        ("2026-01-31", "2026-02-28", M, M),
        ("2026-01-31", "2026-03-01", N, N),
        ("2026-03-01", "2026-02-15", N, M),
        ("2026-02-15", "2026-02-15", M, M),
        ("2026-02", "2026-02-15", U, M),
        ("2026-01", "2026-02-15", U, U),
        ("2026", "2025-01-01", N, N),
    ],
)
def test_at_most_a_month(left, right, at_most_before, within):
    a, b = date_parse(left), date_parse(right)
    assert span_at_most_before(a, b, Distance(1)) is at_most_before
    assert span_within(a, b, Distance(1)) is within
    assert span_within(b, a, Distance(1)) is within


base = date(2026, 1, 20).toordinal()
spans = st.tuples(st.integers(0, 30), st.integers(0, 6)).map(
    lambda pair: DateSpan(
        date.fromordinal(base + pair[0]), date.fromordinal(base + pair[0] + pair[1])
    )
)


def days_of(span):
    return [
        day_span(date.fromordinal(number))
        for number in range(span.first.toordinal(), span.last.toordinal() + 1)
    ]


@pytest.mark.parametrize("test", [span_at_least_before, span_at_most_before, span_within])
@given(left=spans, right=spans, days=st.integers(0, 9))
def test_spans_decide_exactly_what_all_their_days_agree_on(test, left, right, days):
    distance = Distance(0, days)
    single = {test(a, b, distance) for a in days_of(left) for b in days_of(right)}
    expected = single.pop() if len(single) == 1 else U
    assert test(left, right, distance) is expected
