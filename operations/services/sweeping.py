"""The sweeper: whatever has no result is sent again, or given up where a person sees it.

Every step is an idempotent query, so two sweepers, or none for an hour, change
only how soon things happen.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, Q, QuerySet

from operations.domain.jobs import SweepReport
from operations.models import Job
from operations.selectors.health import SWEEPER
from operations.selectors.jobs import jobs_abandoned, jobs_due
from operations.services.heartbeats import heartbeat_lease, heartbeat_release
from operations.services.idempotency import keys_prune
from operations.services.jobs import job_send
from operations.services.publishing import publisher

SWEEP_LEASE = timedelta(seconds=60)
LARGEST_SWEEP = 500


def jobs_sweep(*, now: datetime) -> SweepReport:
    """Release or park what its worker lost, send what is due and unclaimed, forget old keys.

    Only one sweeper works at a time: a second one reports skipped. A beat is left
    in the heartbeat row, whose age tells whether the sweeper lives.
    """
    if not heartbeat_lease(SWEEPER, now=now, length=SWEEP_LEASE):
        return SweepReport(skipped=True)
    try:
        parked = _park_spent(now)
        released = _release_abandoned(now)
        sent = _send_waiting(now)
        forgotten = keys_prune(now=now)
        return SweepReport(sent=sent, released=released, parked=parked, forgotten=forgotten)
    finally:
        heartbeat_release(SWEEPER)


def _park_spent(now: datetime) -> int:
    """Park what was lost by its worker on the last attempt allowed."""
    return (
        jobs_abandoned(now)
        .filter(attempts__gte=F("attempts_allowed"))
        .update(
            state=Job.State.PARKED,
            lease_until=None,
            finished_at=now,
            last_error_code="worker_lost",
        )
    )


def _release_abandoned(now: datetime) -> int:
    return (
        jobs_abandoned(now)
        .filter(attempts__lt=F("attempts_allowed"))
        .update(
            state=Job.State.READY, lease_until=None, sent_at=None, last_error_code="worker_lost"
        )
    )


def _send_waiting(now: datetime) -> int:
    """Send what was never sent, and what was sent long ago to a queue that lost it."""
    sent = 0
    for queue in jobs_due(now).order_by("queue").values_list("queue", flat=True).distinct():
        for job_id in list(_to_send(queue, now).order_by("id")[:LARGEST_SWEEP]):
            if not job_send(job_id):
                return sent
            sent += 1
    return sent


def _to_send(queue: str, now: datetime) -> QuerySet[Job, int]:
    """The ids to send to one queue.

    A queue that holds as many messages as there are jobs sent and not yet claimed
    has lost none: sending again would only make it longer.
    """
    due = jobs_due(now).filter(queue=queue)
    wanted = Q(sent_at__isnull=True)
    long_ago = Q(sent_at__lt=now - timedelta(seconds=settings.PRECERT_SWEEP_RESEND_SECONDS))
    if due.filter(long_ago).exists():
        depth = publisher.depth(queue)
        if depth is not None and depth < due.filter(sent_at__isnull=False).count():
            wanted |= long_ago
    return due.filter(wanted).values_list("pk", flat=True)
