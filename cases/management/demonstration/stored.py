"""When the demonstration's members were stored: their ages, and so the packets, follow that day."""

from datetime import date

from cases.management.demonstration.registry import anchor_of, demo_members
from cases.selectors.members import member_birth_date


def stored_on(today: date) -> date | None:
    """The day from which the members' birth dates were counted; None while none is stored."""
    first = demo_members(today)[0]
    kept = member_birth_date(first.number)
    return anchor_of(first.key, kept) if kept else None
