"""Days and moments that no template formats read as on every other page."""

from datetime import UTC, date, datetime

from django.utils.formats import date_format


def test_the_day_comes_before_the_month_and_hours_count_to_24() -> None:
    assert date_format(date(2026, 11, 5)) == "5 Nov 2026"
    moment = datetime(2026, 11, 5, 21, 31, tzinfo=UTC)
    assert date_format(moment, "DATETIME_FORMAT") == "5 Nov 2026, 21:31"
