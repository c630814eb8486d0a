"""Whether something that is good for so many days is out of date."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Age(StrEnum):
    """How the age of a fact stands; only GOOD is in order, ABSENT waits for the fact itself."""

    GOOD = "good"
    OLD = "old"
    OPEN = "open"
    AHEAD = "ahead"
    UNDATED = "undated"
    UNSET = "unset"
    ABSENT = "absent"


@dataclass(frozen=True)
class Dated:
    """The days on which it may have been; one day when first and last are the same."""

    first: date
    last: date


def age_on(dated: Dated, *, days: int, on: date, today: date) -> Age:
    """How old it is on the day: OPEN while its days leave both open, AHEAD after today."""
    if dated.first > today:
        return Age.AHEAD
    if _is_old(dated.last, days, on):
        return Age.OLD
    return Age.OPEN if _is_old(dated.first, days, on) else Age.GOOD


def day_that_counts(*, service_from: date | None, today: date) -> date:
    """The day of the service, or today where that is earlier or no day is known."""
    return min(service_from or today, today)


def _is_old(day: date, days: int, on: date) -> bool:
    return on - day > timedelta(days=days)
