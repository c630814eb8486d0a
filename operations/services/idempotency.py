"""Acts once for each key, however often the same request is sent.

The claim is committed by itself, so that a second sender sees it at once. The effect and
its answer are committed together under the fence of the claim: either both are there or
neither. A refusal or a fault gives the key back; a process that dies leaves a lease that
runs out.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from operations.domain.idempotency import KeptAnswer, KeyClaim, KeyUse
from operations.errors import KeyInFlightError, KeyReusedError
from operations.models import IdempotencyRecord

_RUNNING = IdempotencyRecord.State.RUNNING
LARGEST_PRUNING = 1000


def key_claim(use: KeyUse, *, now: datetime) -> KeyClaim | KeptAnswer:
    """The right to act under the key, or the answer that was given under it before.

    Raises:
        KeyReusedError: the key was used for another request.
        KeyInFlightError: somebody acts under the key now.
    """
    try:
        record, created = IdempotencyRecord.objects.get_or_create(
            principal=use.principal,
            key=use.key,
            defaults={
                "method": use.method,
                "path": use.path,
                "body_sha256": use.body_sha256,
                "lease_until": _lease(now),
                "created_at": now,
            },
        )
    except IntegrityError as error:  # taken and given back between two of our queries
        raise KeyInFlightError(1) from error
    if created:
        return KeyClaim(record.pk, record.attempts)
    if (record.method, record.path, record.body_sha256) != (use.method, use.path, use.body_sha256):
        raise KeyReusedError
    if record.status is not None:
        return KeptAnswer(record.status, record.response)
    return _taken_over(record, now=now)


def key_spend(claim: KeyClaim, effect: Callable[[], KeptAnswer], *, now: datetime) -> KeptAnswer:
    """Carry out the effect and keep its answer, in one transaction; what was answered.

    Raises:
        KeyInFlightError: the lease ran out and somebody else has the key; nothing was written.
        Exception: whatever the effect raised; nothing was written and the key is free again.
    """
    try:
        with transaction.atomic():
            # Takes the row until the commit, so nobody can take over while the effect is written.
            if not _held(claim).update(lease_until=_lease(now)):
                raise KeyInFlightError(1)
            answer = effect()
            _held(claim).update(
                state=IdempotencyRecord.State.DONE,
                lease_until=None,
                status=answer.status,
                response=answer.content,
            )
    except Exception:
        _held(claim).delete()
        raise
    return answer


def keys_prune(*, now: datetime) -> int:
    """Forget keys older than PRECERT_IDEMPOTENCY_KEEP_HOURS; how many were forgotten.

    A bounded number in one go, oldest first; one still held by somebody is left.
    """
    oldest = now - timedelta(hours=max(24.0, settings.PRECERT_IDEMPOTENCY_KEEP_HOURS))
    old = IdempotencyRecord.objects.filter(created_at__lt=oldest).exclude(lease_until__gte=now)
    found = list(old.order_by("created_at").values_list("pk", flat=True)[:LARGEST_PRUNING])
    return IdempotencyRecord.objects.filter(pk__in=found).delete()[0] if found else 0


def _taken_over(record: IdempotencyRecord, *, now: datetime) -> KeyClaim:
    """The claim of a key whose holder was lost."""
    lease_until = record.lease_until or now
    won = IdempotencyRecord.objects.filter(
        pk=record.pk, state=_RUNNING, attempts=record.attempts, lease_until__lt=now
    ).update(lease_until=_lease(now), attempts=F("attempts") + 1)
    if not won:
        raise KeyInFlightError(max(1, ceil((lease_until - now).total_seconds())))
    return KeyClaim(record.pk, record.attempts + 1)


def _held(claim: KeyClaim) -> QuerySet[IdempotencyRecord]:
    return IdempotencyRecord.objects.filter(pk=claim.id, attempts=claim.attempts, state=_RUNNING)


def _lease(now: datetime) -> datetime:
    return now + timedelta(seconds=settings.PRECERT_IDEMPOTENCY_LEASE_SECONDS)
