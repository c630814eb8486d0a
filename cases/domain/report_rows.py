"""What a report counts: cases as plain rows, and the days it is about."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class CaseRow:
    """One case as a report sees it, without anything about the member.

    due_at is when the answer is or was due: that of the determination where there is one,
    else that of the running clock; None when no rule applies or every clock stands still.
    notified_at is when the notice of the determination was sent. outcome is "" while open.
    """

    number: str
    received_at: datetime
    urgency: str
    line_of_business: str
    is_open: bool
    status: str
    due_at: datetime | None = None
    decided_at: datetime | None = None
    notified_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str = ""


@dataclass(frozen=True)
class Period:
    """Whole days in the plan's time zone, first and last included."""

    first: date
    last: date
    time_zone: str

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("A period ends on or after the day it starts.")

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.last - self.first).days + 1

    @cached_property
    def starts_at(self) -> datetime:
        """The first moment of the period."""
        return datetime.combine(self.first, time(), tzinfo=ZoneInfo(self.time_zone))

    @cached_property
    def ends_at(self) -> datetime:
        """The first moment after the period."""
        after = self.last + timedelta(days=1)
        return datetime.combine(after, time(), tzinfo=ZoneInfo(self.time_zone))

    def holds(self, moment: datetime | None) -> bool:
        """Whether the moment lies in the period; None does not."""
        return moment is not None and self.starts_at <= moment < self.ends_at
