"""When the versions of one policy are in force."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class InForce:
    """The first and the last day of a version; last is None while it is open."""

    first: date
    last: date | None = None


def overlaps(one: InForce, other: InForce) -> bool:
    """Whether some day would have two versions.

    An open version ends the day before the next one begins, so only a stated last day
    can overlap, or two versions that begin on one day.
    """
    earlier, later = sorted((one, other), key=lambda span: span.first)
    if earlier.first == later.first:
        return True
    return earlier.last is not None and earlier.last >= later.first
