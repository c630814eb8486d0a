"""Moments as people say them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.domain.moments import age_words, due_words, local_words, moment_of, span_words

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=20), "less than a minute"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=3), "3 h"),
        (timedelta(hours=3, minutes=10), "3 h 10 min"),
        (timedelta(hours=23, minutes=59), "23 h 59 min"),
        (timedelta(days=1, hours=4), "1 day 4 h"),
        (timedelta(days=2, minutes=5), "2 days"),
        (timedelta(days=12, hours=20), "12 days"),
    ],
)
def test_a_span_is_told_in_its_two_largest_units(span: timedelta, words: str) -> None:
    assert span_words(span) == words


def test_due_words_tell_before_from_after() -> None:
    assert due_words(NOW + timedelta(hours=28), NOW) == "due in 1 day 4 h"
    assert due_words(NOW - timedelta(hours=3), NOW) == "overdue by 3 h"
    assert due_words(NOW, NOW) == "due in less than a minute"
    assert due_words(None, NOW) == "no clock running"


def test_a_moment_is_told_in_the_plan_s_zone_through_the_change_of_clocks() -> None:
    assert local_words(NOW, "America/Chicago") == "Mon 2 Nov 2026 09:00 CST"
    summer = datetime(2026, 7, 1, 3, 5, tzinfo=UTC)
    assert local_words(summer, "America/Chicago") == "Tue 30 Jun 2026 22:05 CDT"


@pytest.mark.parametrize(
    ("birth", "words"),
    [
        (date(2026, 11, 2), "0 days"),
        (date(2026, 11, 1), "1 day"),
        (date(2026, 10, 3), "30 days"),
        (date(2026, 10, 2), "1 mo"),
        (date(2025, 9, 1), "14 mo"),
        (date(2024, 11, 3), "23 mo"),
        (date(2024, 11, 2), "2 y"),
        (date(2017, 11, 3), "8 y"),
    ],
)
def test_age_is_told_as_a_ward_tells_it(birth: date, words: str) -> None:
    assert age_words(birth, date(2026, 11, 2)) == words


def test_a_birth_date_in_the_future_is_no_days_old() -> None:
    assert age_words(date(2026, 11, 9), date(2026, 11, 2)) == "0 days"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-02T15:00:00+00:00", datetime(2026, 11, 2, 15, tzinfo=UTC)),
        ("2026-11-02T09:00:00-06:00", datetime(2026, 11, 2, 15, tzinfo=UTC)),
        ("2026-11-02T15:00:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_moment_is_read_with_its_offset_and_nothing_else_is_one(text, moment):
    assert moment_of(text) == moment
