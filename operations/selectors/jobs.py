"""Which jobs are due, lost, or given up."""

from datetime import datetime

from django.db.models import Q, QuerySet

from operations.models import Job


def jobs_due(now: datetime) -> QuerySet[Job]:
    """Jobs that a worker may claim now."""
    return Job.objects.filter(
        Q(not_before__isnull=True) | Q(not_before__lte=now), state=Job.State.READY
    )


def jobs_abandoned(now: datetime) -> QuerySet[Job]:
    """Jobs whose worker did not come back within its lease."""
    return Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now)


def jobs_parked() -> QuerySet[Job]:
    """Jobs that were given up and wait for a person, latest first."""
    return Job.objects.filter(state=Job.State.PARKED).order_by("-finished_at", "-id")
