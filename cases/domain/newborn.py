"""A newborn who is not enrolled yet: covered through the subscriber, on no row of their own."""

from collections.abc import Iterable
from datetime import date

# The longest time that the common rules give to enrol a newborn: 60 days on the marketplace
# (45 CFR 155.420(c)(1)); groups give 30 days at least (29 CFR 2590.701-6(b)(3)). Enrolment
# within it counts from birth, so a missing row says nothing yet.
NEWBORN_DAYS = 60


def newborn_days(birth_date: date, days: Iterable[date]) -> tuple[date, ...]:
    """Of the days given, those at most NEWBORN_DAYS after birth, birth itself included."""
    return tuple(day for day in days if 0 <= (day - birth_date).days <= NEWBORN_DAYS)
