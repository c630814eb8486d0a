"""Which coverage counts on a day."""

from datetime import date

from django.db.models import Q

from cases.models import Coverage


def coverage_for(member_id: int, on: date) -> Coverage | None:
    """The member's coverage on the day; None when there is none. The latest start wins."""
    return (
        Coverage.objects.filter(member_id=member_id, starts_on__lte=on)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
        .order_by("-starts_on", "-id")
        .first()
    )
