from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.domain.partial_date import (
    DateSpan,
    Distance,
    PartialDateError,
    add_months,
    date_parse,
    day_span,
    span_at_least_before,
    span_before,
)
from criteria.domain.truth import Truth

M, N, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-23",
        "2026-7-23",
        "7/23/2026",
        "07/23/2026",
        "July 23, 2026",
        "Jul 23 2026",
        "23 July 2026",
        "23 Jul. 2026",
    ],
)
def test_it_reads_a_day_as_people_write_it(text):
    assert date_parse(text) == day_span(date(2026, 7, 23))


@pytest.mark.parametrize("text", ["2026-02", "02/2026", "February 2026", "Feb 2026"])
def test_a_month_spans_its_days(text):
    assert date_parse(text) == DateSpan(date(2026, 2, 1), date(2026, 2, 28))


def test_a_year_spans_its_days():
    assert date_parse("2026") == DateSpan(date(2026, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("2026-02-30", "no such day"),
        ("2026-13", "no such day"),
        ("13/13/2026", "no such day"),
        ("0000", "no such day"),
        ("soon", "is written"),
        ("7/23/26", "is written"),
        ("Smarch 2026", "no month"),
        ("Smarch 3, 2026", "no month"),
        ("Julx 2026", "no month"),
        ("", "is written"),
    ],
)
def test_it_refuses_what_is_no_date(text, match):
    with pytest.raises(PartialDateError, match=match):
        date_parse(text)


@pytest.mark.parametrize("text", ["2026-07-23", "2026-07", "2026"])
def test_it_writes_no_more_than_is_known(text):
    assert str(date_parse(text)) == text


def test_a_span_across_months_is_written_by_its_year():
    assert str(DateSpan(date(2026, 1, 1), date(2026, 12, 31))) == "2026"


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 10, 31), 1, date(2026, 11, 30)),
        (date(2026, 11, 15), 2, date(2027, 1, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
        (date(2026, 1, 20), 216, date(2044, 1, 20)),
    ],
)
def test_calendar_months_clamp_to_the_end_of_a_month(start, months, end):
    assert add_months(start, months) == end


@pytest.mark.parametrize("months", [-12 * 3000, 12 * 9000])
def test_it_does_not_leave_the_calendar(months):
    with pytest.raises(PartialDateError, match="calendar"):
        add_months(date(2026, 1, 1), months)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("2026-09-01", "2026-09-02", M),
        ("2026-09-01", "2026-09-01", N),
        ("2026-09-02", "2026-09-01", N),
        ("2026-08", "2026-09", M),
        ("2026-09", "2026-09", U),
        ("2026-09", "2026-09-15", U),
        ("2026-09", "2026-09-01", N),
        ("2026-09-30", "2026-09", N),
        ("2026-09-29", "2026-09", U),
        ("2026", "2027-01-01", M),
    ],
)
def test_a_span_lies_before_another_only_when_all_of_it_does(left, right, expected):
    assert span_before(date_parse(left), date_parse(right)) is expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("2026-10-31", "2026-11-30", M),
        ("2026-10-31", "2026-11-29", N),
        ("2026-10-30", "2026-11-30", M),
        ("2026-10", "2026-12-01", M),
        ("2026-10", "2026-11-15", U),
        ("2026-10", "2026-10-31", N),
        ("2026-10-31", "2026-11", U),
    ],
)
def test_a_month_before_is_a_calendar_month(left, right, expected):
    assert span_at_least_before(date_parse(left), date_parse(right), Distance(1)) is expected


def test_no_months_means_on_the_day_or_before():
    day = date_parse("2026-09-01")
    assert span_at_least_before(day, day, Distance(0)) is M


days = st.dates(date(1990, 1, 1), date(2090, 12, 31))
spans = st.one_of(
    days.map(day_span),
    days.map(lambda day: date_parse(f"{day:%Y-%m}")),
    days.map(lambda day: date_parse(f"{day:%Y}")),
)


def inside(span, data):
    return day_span(data.draw(st.dates(span.first, span.last)))


@given(spans, spans, st.integers(0, 30), st.data())
def test_what_spans_decide_every_day_inside_them_agrees_with(left, right, months, data):
    a, b = inside(left, data), inside(right, data)
    for whole, single in (
        (span_before(left, right), span_before(a, b)),
        (
            span_at_least_before(left, right, Distance(months)),
            span_at_least_before(a, b, Distance(months)),
        ),
    ):
        assert whole in (single, U)


@given(spans)
def test_writing_and_reading_a_span_gives_it_back(span):
    assert date_parse(str(span)) == span


@given(days, days, st.integers(-40, 40))
def test_adding_months_keeps_the_order_of_days(one, other, months):
    first, last = sorted((one, other))
    assert add_months(first, months) <= add_months(last, months)
