"""What came in and went out, day by day or week by week."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cases.domain.report_rows import CaseRow, Period

MOST_DAYS_BY_DAY = 31
"""Longer periods are counted by week, Monday to Sunday."""


@dataclass(frozen=True)
class VolumePoint:
    """One day, or the part of one week that lies in the period, with its cases."""

    first: date
    last: date
    received: tuple[str, ...]
    closed: tuple[str, ...]

    @property
    def label(self) -> str:
        """The day, or the first day of the week, short: "Nov 22"."""
        return f"{self.first:%b} {self.first.day}"


def volume_points(rows: Sequence[CaseRow], period: Period) -> tuple[VolumePoint, ...]:
    """A point for every day of the period, or for every week of a long one, empty ones too."""
    steps = tuple(_steps(period))
    received = _by_step(rows, period, steps, "received_at")
    closed = _by_step(rows, period, steps, "closed_at")
    return tuple(
        VolumePoint(first, last, tuple(received[place]), tuple(closed[place]))
        for place, (first, last) in enumerate(steps)
    )


def _by_step(
    rows: Sequence[CaseRow], period: Period, steps: Sequence[tuple[date, date]], field: str
) -> list[list[str]]:
    """The numbers of the cases of each step; every case is looked at once."""
    starts = [Period(first, last, period.time_zone).starts_at for first, last in steps]
    found: list[list[str]] = [[] for _ in steps]
    for row in rows:
        moment = getattr(row, field)
        if period.holds(moment):
            found[bisect_right(starts, moment) - 1].append(row.number)
    return found


def _steps(period: Period) -> Iterator[tuple[date, date]]:
    first = period.first
    while first <= period.last:
        last = first
        if period.days > MOST_DAYS_BY_DAY:
            last = min(first + timedelta(days=6 - first.weekday()), period.last)
        yield first, last
        first = last + timedelta(days=1)
