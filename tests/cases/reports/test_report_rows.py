"""Periods of whole plan days."""

from datetime import UTC, date, datetime

import pytest

from cases.domain.report_rows import Period


def test_days_are_those_of_the_plan_not_of_utc():
    period = Period(date(2026, 11, 22), date(2026, 11, 22), "America/Chicago")
    assert period.holds(datetime(2026, 11, 23, 5, 59, tzinfo=UTC))
    assert not period.holds(datetime(2026, 11, 23, 6, 0, tzinfo=UTC))
    assert not period.holds(datetime(2026, 11, 22, 5, 59, tzinfo=UTC))
    assert not period.holds(None)


def test_its_edges_are_moments():
    period = Period(date(2026, 3, 7), date(2026, 3, 8), "America/Chicago")
    assert period.days == 2
    assert period.starts_at.astimezone(UTC) == datetime(2026, 3, 7, 6, 0, tzinfo=UTC)
    assert period.ends_at.astimezone(UTC) == datetime(2026, 3, 9, 5, 0, tzinfo=UTC)


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="ends on or after"):
        Period(date(2026, 11, 22), date(2026, 11, 21), "UTC")
