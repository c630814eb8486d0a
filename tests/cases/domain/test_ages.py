"""How old something is that is good for so many days."""

from datetime import date

import pytest

from cases.domain.ages import Age, Dated, age_on, day_that_counts

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2026, 11, 2), date(2026, 11, 2), Age.GOOD),
        (date(2026, 10, 3), date(2026, 10, 3), Age.GOOD),
        (date(2026, 10, 2), date(2026, 10, 2), Age.OLD),
        (date(2026, 11, 3), date(2026, 11, 3), Age.AHEAD),
        (date(2026, 10, 1), date(2026, 10, 31), Age.OPEN),
        (date(2026, 11, 1), date(2026, 11, 30), Age.GOOD),
        (date(2026, 9, 1), date(2026, 9, 30), Age.OLD),
    ],
)
def test_thirty_days_are_counted_from_the_date_as_far_as_it_is_known(first, last, expected):
    assert age_on(Dated(first, last), days=30, on=TODAY, today=TODAY) is expected


@pytest.mark.parametrize(
    ("service_from", "expected"),
    [
        (None, TODAY),
        (date(2026, 12, 1), TODAY),
        (date(2026, 10, 30), date(2026, 10, 30)),
    ],
)
def test_the_day_of_the_service_counts_or_today_where_that_is_earlier(service_from, expected):
    assert day_that_counts(service_from=service_from, today=TODAY) == expected
