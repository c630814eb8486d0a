"""Who was seen when, and what waits: what the operations page and /readyz show."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Q

from operations.models import Heartbeat, Job
from operations.selectors.jobs import jobs_parked

WORKER_PREFIX = "worker:"
SWEEPER = "sweeper"
BEATS_MISSED = 3


@dataclass(frozen=True)
class ParkedJob:
    """A job that was given up: what it was for, how it failed last, and when."""

    id: int
    kind: str
    subject: str
    attempts: int
    last_error_code: str
    parked_at: datetime


@dataclass(frozen=True)
class OperationsStatus:
    """What waits and who works. job_counts is by state; sweeper_age None is never seen."""

    job_counts: dict[str, int]
    parked: tuple[ParkedJob, ...]
    workers_alive: tuple[str, ...]
    sweeper_age: timedelta | None
    sweeper_late: bool


def operations_status(*, now: datetime, parked_at_most: int = 100) -> OperationsStatus:
    """What the operations page shows; four queries."""
    counts = Job.objects.order_by("state").values_list("state").annotate(Count("id"))
    age = sweeper_age(now=now)
    return OperationsStatus(
        job_counts=dict(counts),
        parked=tuple(_parked(job) for job in jobs_parked()[:parked_at_most]),
        workers_alive=workers_alive(now=now),
        sweeper_age=age,
        sweeper_late=age is None or age > sweeper_allowance(),
    )


def automation_late(*, now: datetime) -> bool:
    """Whether what is automatic waits: no worker, or no sweeper, seen lately. One query."""
    beats = dict(
        Heartbeat.objects.filter(
            Q(name=SWEEPER) | Q(name__startswith=WORKER_PREFIX), beat_at__gte=now - _long_ago()
        ).values_list("name", "beat_at")
    )
    swept = beats.pop(SWEEPER, None)
    if swept is None or now - swept > sweeper_allowance():
        return True
    return not any(now - beat_at <= worker_allowance() for beat_at in beats.values())


def worker_allowance() -> timedelta:
    """The age from which on a worker counts as late."""
    return BEATS_MISSED * timedelta(seconds=settings.PRECERT_WORKER_BEAT_SECONDS)


def _long_ago() -> timedelta:
    return max(worker_allowance(), sweeper_allowance())


def workers_alive(*, now: datetime) -> tuple[str, ...]:
    """The names of the workers that gave a sign of life lately; one query."""
    oldest = now - worker_allowance()
    names = Heartbeat.objects.filter(name__startswith=WORKER_PREFIX, beat_at__gte=oldest)
    return tuple(
        name.removeprefix(WORKER_PREFIX)
        for name in names.order_by("name").values_list("name", flat=True)
    )


def sweeper_age(*, now: datetime) -> timedelta | None:
    """How long ago the sweeper began its last round; None when it never did."""
    beat_at = Heartbeat.objects.filter(name=SWEEPER).values_list("beat_at", flat=True).first()
    return now - beat_at if beat_at else None


def sweeper_allowance() -> timedelta:
    """The age from which on the sweeper counts as late."""
    return timedelta(seconds=120 + settings.PRECERT_SWEEP_EVERY_SECONDS)


def _parked(job: Job) -> ParkedJob:
    return ParkedJob(
        id=job.pk,
        kind=job.kind,
        subject=job.subject,
        attempts=job.attempts,
        last_error_code=job.last_error_code,
        parked_at=job.finished_at or job.created_at,
    )
