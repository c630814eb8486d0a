"""What came in and went out, day by day or week by week."""

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
    return tuple(
        VolumePoint(
            first=first,
            last=last,
            received=_on(rows, Period(first, last, period.time_zone), "received_at"),
            closed=_on(rows, Period(first, last, period.time_zone), "closed_at"),
        )
        for first, last in _steps(period)
    )


def _on(rows: Sequence[CaseRow], step: Period, field: str) -> tuple[str, ...]:
    return tuple(row.number for row in rows if step.holds(getattr(row, field)))


def _steps(period: Period) -> Iterator[tuple[date, date]]:
    first = period.first
    while first <= period.last:
        last = first
        if period.days > MOST_DAYS_BY_DAY:
            last = min(first + timedelta(days=6 - first.weekday()), period.last)
        yield first, last
        first = last + timedelta(days=1)
