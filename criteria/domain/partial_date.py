"""Dates known to the day, the month or the year, as spans of days."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from criteria.domain.truth import Truth, all_of, negate

_ISO = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")
_SLASHED = re.compile(r"^(?:(\d{1,2})/)?(?:(\d{1,2})/)?(\d{4})$")
_DAY_FIRST = re.compile(r"^(?:(\d{1,2})\s+)?([A-Za-z]{3,9})\.?,?\s+(\d{4})$")
_MONTH_FIRST = re.compile(r"^([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})$")
_MONTHS = {name.lower()[:3]: number for number, name in enumerate(calendar.month_name) if number}


class PartialDateError(ValueError):
    """A date that cannot be read or does not exist."""


@dataclass(frozen=True)
class DateSpan:
    """The days that a date may be; first equals last when it is known to the day."""

    first: date
    last: date

    @property
    def is_day(self) -> bool:
        """Whether the date is known to the day."""
        return self.first == self.last

    def __str__(self) -> str:
        if self.is_day:
            return self.first.isoformat()
        if self.first.month == self.last.month:
            return f"{self.first:%Y-%m}"
        return f"{self.first:%Y}"


@dataclass(frozen=True)
class Distance:
    """How far two dates lie apart: calendar months, and days beside them."""

    months: int = 0
    days: int = 0


NO_DISTANCE = Distance()


def day_span(day: date) -> DateSpan:
    """A date known to the day."""
    return DateSpan(day, day)


def date_parse(text: str) -> DateSpan:
    """The date the text states: 2026-07-23, 2026-07, 2026, 7/23/2026, July 23, 2026.

    Slashed dates are month first, as written in the United States.

    Raises:
        PartialDateError: when it cannot be read; the message does not repeat it.
    """
    year, month, day = _parts(text.strip())
    try:
        if day:
            return day_span(date(year, month, day))
        if month:
            return DateSpan(date(year, month, 1), _month_end(year, month))
        return DateSpan(date(year, 1, 1), date(year, 12, 31))
    except ValueError:
        raise PartialDateError("There is no such day in the calendar.") from None


def add_months(day: date, months: int) -> date:
    """The same day some months on, clamped to the month's end (31 January to 28 February).

    Raises:
        PartialDateError: beyond the years 1 to 9999.
    """
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise PartialDateError("The date leaves the calendar.")
    end = _month_end(year, month0 + 1)
    return end.replace(day=min(day.day, end.day))


def add_distance(day: date, distance: Distance) -> date:
    """The day so many calendar months on, clamped, and then so many days; at most 9999-12-31."""
    try:
        return add_months(day, distance.months) + timedelta(days=distance.days)
    except (OverflowError, PartialDateError):
        return date.max


def moved(span: DateSpan, distance: Distance) -> DateSpan:
    """The span so far on, each end by itself."""
    first = add_distance(span.first, distance)
    return DateSpan(first, first if span.is_day else add_distance(span.last, distance))


def span_before(left: DateSpan, right: DateSpan) -> Truth:
    """Whether left lies before right, strictly; UNKNOWN while the spans leave both open."""
    if left.last < right.first:
        return Truth.MET
    return Truth.NOT_MET if left.first >= right.last else Truth.UNKNOWN


def span_at_least_before(left: DateSpan, right: DateSpan, distance: Distance) -> Truth:
    """Whether left plus the distance is right or earlier; no distance means not after."""
    return negate(span_before(right, moved(left, distance)))


def span_at_most_before(left: DateSpan, right: DateSpan, distance: Distance) -> Truth:
    """Whether left is right or earlier, and left plus the distance is right or later."""
    return all_of((span_at_least_before(left, right, NO_DISTANCE), _reaches(left, right, distance)))


def span_within(left: DateSpan, right: DateSpan, distance: Distance) -> Truth:
    """Whether neither lies farther from the other than the distance."""
    return all_of((_reaches(left, right, distance), _reaches(right, left, distance)))


def _reaches(left: DateSpan, right: DateSpan, distance: Distance) -> Truth:
    """Whether left plus the distance is right or later."""
    return negate(span_before(moved(left, distance), right))


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _parts(text: str) -> tuple[int, int, int]:
    """Year, month and day as stated; 0 for what is not."""
    if found := _ISO.match(text):
        return int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found := _SLASHED.match(text):
        return int(found[3]), int(found[1] or 0), int(found[2] or 0)
    if found := _DAY_FIRST.match(text):
        return int(found[3]), _month_number(found[2]), int(found[1] or 0)
    if found := _MONTH_FIRST.match(text):
        return int(found[3]), _month_number(found[1]), int(found[2])
    raise PartialDateError("A date is written 2026-07-23, 2026-07 or 2026.")


def _month_number(name: str) -> int:
    number = _MONTHS.get(name[:3].lower())
    if number is None or not calendar.month_name[number].lower().startswith(name.lower()):
        raise PartialDateError("There is no month of that name.")
    return number
