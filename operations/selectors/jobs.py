"""Which jobs are due, lost, or given up."""

from collections.abc import Iterable
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


def job_states(kind: str, subjects: Iterable[str]) -> dict[str, str]:
    """The state of the newest job of the kind for each subject that has one. One query."""
    rows = Job.objects.filter(kind=kind, subject__in=list(subjects)).order_by("pk")
    return dict(rows.values_list("subject", "state"))


def jobs_of(kind: str, *, subject: int | str) -> QuerySet[Job]:
    """Every job of the kind for the subject, oldest first."""
    return Job.objects.filter(kind=kind, subject=str(subject)).order_by("pk")


def jobs_parked() -> QuerySet[Job]:
    """Jobs that were given up and wait for a person, latest first."""
    return Job.objects.filter(state=Job.State.PARKED).order_by("-finished_at", "-id")
