"""The life of a job: enqueue, claim, result, failure, retry.

A job is a row written in the transaction of its cause. A worker claims it by
compare-and-swap for the length of a lease, does the heavy work outside a
transaction, and writes what it found together with the fenced result. A late
result (the lease ran out and somebody else has the job) is refused and rolled
back. So any number of deliveries gives one result.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from operations.domain.jobs import ClaimedJob, rest_after_failure
from operations.errors import JobNotParkedError, LeaseLostError, NotInTransactionError
from operations.models import Job
from operations.models.job import FAILURES_BEFORE_PARKING
from operations.selectors.jobs import jobs_due
from operations.services.audit import audit_append
from operations.services.handlers import handler_for, turn_for
from operations.services.publishing import publisher

JOBS_STREAM = "operations"


def job_enqueue(
    kind: str, *, subject: int | str, digest: str = "", not_before: datetime | None = None
) -> Job:
    """The job of this kind, subject and digest, written now unless it exists already.

    A job that exists is returned as it stands, done or not: the same duty twice is
    one. Its id is sent to the workers after the commit.

    Raises:
        NotInTransactionError: outside a transaction, since a job that is not
            written together with its cause can be lost or come too early.
        UnknownJobKindError: when no handler is registered for the kind.
    """
    handler = handler_for(kind)
    if not connection.in_atomic_block:
        raise NotInTransactionError(f"A {kind} job must be enqueued in its cause's transaction.")
    job, created = Job.objects.get_or_create(
        kind=kind,
        subject=str(subject),
        digest=digest,
        defaults={"queue": handler.queue, "not_before": not_before},
    )
    if created:
        _send_after_commit(job.pk)
    return job


def job_send(job_id: int) -> bool:
    """Send the job's id if it is due; False when it was not sent.

    Reads the clock itself, since it runs after the commit of its cause.
    """
    now = timezone.now()
    job = jobs_due(now).filter(pk=job_id).only("id", "queue", "kind", "digest").first()
    if job is None:
        return False
    turn = turn_for(job.kind, job.digest)
    if not publisher.send(job.pk, queue=job.queue, turn=turn):
        return False
    Job.objects.filter(pk=job_id, state=Job.State.READY).update(sent_at=now)
    return True


def job_claim(job_id: int, *, now: datetime) -> ClaimedJob | None:
    """The job, held for the length of a lease; None when it is not to be had.

    Not to be had: done, parked, not yet due, held by another, or out of attempts.
    """
    claimable = Q(state=Job.State.READY) & (Q(not_before__isnull=True) | Q(not_before__lte=now))
    abandoned = Q(state=Job.State.RUNNING, lease_until__lt=now)
    with transaction.atomic():
        won = Job.objects.filter(
            claimable | abandoned, pk=job_id, attempts__lt=F("attempts_allowed")
        ).update(
            state=Job.State.RUNNING,
            attempts=F("attempts") + 1,
            lease_until=now + timedelta(seconds=settings.PRECERT_JOB_LEASE_SECONDS),
        )
        return _claimed(Job.objects.get(pk=job_id)) if won else None


@contextmanager
def job_result(claim: ClaimedJob, *, now: datetime) -> Iterator[None]:
    """A transaction in which the job is done; what is written inside counts once.

    The job's row is taken first and held until the commit, so nobody can claim it
    while the result is being written.

    Raises:
        LeaseLostError: the job is no longer this worker's; nothing was written.
    """
    with transaction.atomic():
        if not _finish(claim, now=now):
            raise _lease_lost(claim)
        yield


@contextmanager
def job_step(claim: ClaimedJob) -> Iterator[None]:
    """A transaction in which part of the result is written while the job goes on.

    The job's row is held until the commit. What is written must be whole in itself:
    whoever claims the job next finds it and continues.

    Raises:
        LeaseLostError: the job is no longer this worker's; nothing was written.
    """
    with transaction.atomic():
        if not _held(claim).update(state=Job.State.RUNNING):
            raise _lease_lost(claim)
        yield


def job_finish(claim: ClaimedJob, *, now: datetime) -> bool:
    """Whether the job is done by this claim: now, or by its handler before."""
    if _finish(claim, now=now):
        return True
    return Job.objects.filter(pk=claim.id, attempts=claim.attempts, state=Job.State.DONE).exists()


def job_fail(claim: ClaimedJob, *, error_code: str, now: datetime) -> bool:
    """Give the job back to rest, or park it at the last attempt allowed.

    Returns whether the claim still held; False changes nothing. error_code is a
    word, never a message: messages can carry member data.
    """
    rest = rest_after_failure(
        claim.attempts,
        base=timedelta(seconds=settings.PRECERT_JOB_RETRY_SECONDS),
        longest=timedelta(seconds=settings.PRECERT_JOB_RETRY_LONGEST_SECONDS),
    )
    code = error_code[:64]
    with transaction.atomic():
        held = _held(claim)
        resting = held.filter(attempts__lt=F("attempts_allowed")).update(
            state=Job.State.READY,
            lease_until=None,
            sent_at=None,
            not_before=now + rest,
            last_error_code=code,
        )
        if resting:
            return True
        return bool(
            held.update(
                state=Job.State.PARKED, lease_until=None, finished_at=now, last_error_code=code
            )
        )


def job_retry(job_id: int, *, actor_key: str, now: datetime) -> None:
    """Send a parked job round again, with as many attempts as a new one; audited.

    Raises:
        JobNotParkedError: when the job is not parked (or not there).
    """
    with transaction.atomic():
        freed = Job.objects.filter(pk=job_id, state=Job.State.PARKED).update(
            state=Job.State.READY,
            attempts_allowed=F("attempts") + FAILURES_BEFORE_PARKING,
            finished_at=None,
            not_before=None,
            sent_at=None,
        )
        if not freed:
            raise JobNotParkedError("Only a job that has been given up can be sent round again.")
        audit_append(
            JOBS_STREAM, actor=actor_key, action="job.retried", detail={"job": job_id}, now=now
        )
        _send_after_commit(job_id)


def _send_after_commit(job_id: int) -> None:
    """Send when the cause is committed; nothing that goes wrong then reaches the cause.

    A named function, since Django logs a robust callback by its __qualname__, and
    a partial, which has none, would turn the logging into an error of its own.
    """

    def send() -> None:
        job_send(job_id)

    transaction.on_commit(send, robust=True)


def _lease_lost(claim: ClaimedJob) -> LeaseLostError:
    return LeaseLostError(f"Job {claim.id}, attempt {claim.attempts}: lease lost.")


def _held(claim: ClaimedJob) -> QuerySet[Job]:
    return Job.objects.filter(pk=claim.id, attempts=claim.attempts, state=Job.State.RUNNING)


def _finish(claim: ClaimedJob, *, now: datetime) -> bool:
    return bool(
        _held(claim).update(
            state=Job.State.DONE, lease_until=None, finished_at=now, last_error_code=""
        )
    )


def _claimed(job: Job) -> ClaimedJob:
    return ClaimedJob(
        id=job.pk,
        kind=job.kind,
        subject=job.subject,
        digest=job.digest,
        attempts=job.attempts,
    )
