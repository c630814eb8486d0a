"""Reads the audit record, the access log and what verifications found; newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from operations.models import AccessLog, AuditEntry, AuditStream, Verification

SYSTEM = "system"


@dataclass(frozen=True)
class Between:
    """Whose acts, and when: actor is a key, "system" for every part of the system, or empty.

    since is counted, until is not; None leaves that side open.
    """

    actor: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class ReadScope:
    """Reads of a case's data: from one of the cases, or of one of the subjects; whole keys."""

    cases: tuple[str, ...]
    subjects: tuple[str, ...] = ()


@dataclass(frozen=True)
class EntryView:
    """One act in a stream. detail is made of ids, codes and digests."""

    id: int
    stream: str
    sequence: int
    actor: str
    action: str
    detail: dict[str, object]
    at: datetime
    entry_hash: str


@dataclass(frozen=True)
class StreamView:
    """One chain and where it ends; verified is its own last verification, None when never."""

    id: int
    name: str
    entries: int
    head_hash: str
    verified: "VerificationView | None" = None


@dataclass(frozen=True)
class ReadView:
    """One read of member data; all are keys."""

    id: int
    actor: str
    subject: str
    purpose: str
    case: str
    at: datetime


@dataclass(frozen=True)
class VerificationView:
    """What one run of a verification found."""

    checked: int
    broken: int
    actor: str
    at: datetime


def entries(
    *, stream: str = "", between: Between, before_id: int | None, limit: int
) -> list[EntryView]:
    """Acts of one stream or of all, newest first, older than before_id. One query."""
    rows = AuditEntry.objects.select_related("stream").order_by("-id")
    if stream:
        rows = rows.filter(stream__name=stream)
    rows = _between(rows, between)
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return [
        EntryView(
            id=row.pk,
            stream=row.stream.name,
            sequence=row.sequence,
            actor=row.actor,
            action=row.action,
            detail=row.detail,
            at=row.at,
            entry_hash=row.entry_hash,
        )
        for row in rows[:limit]
    ]


def streams(*, prefix: str = "", after: str = "", limit: int) -> list[StreamView]:
    """Chains by name, those after the name given, with their last verification. Two queries."""
    rows = AuditStream.objects.filter(head_sequence__gt=0, name__gt=after).order_by("name")
    if prefix:
        rows = rows.filter(name__startswith=prefix)
    found = list(rows[:limit])
    verified = _verified(f"audit:{row.name}" for row in found)
    return [_stream(row, verified.get(f"audit:{row.name}")) for row in found]


def stream_get(name: str) -> StreamView | None:
    """One chain; None when there is none of that name. Two queries."""
    row = AuditStream.objects.filter(name=name).first()
    if row is None:
        return None
    return _stream(row, verification_last(f"audit:{name}"))


def stream_count() -> int:
    """How many chains there are."""
    return AuditStream.objects.count()


def reads(
    *, scope: ReadScope | None, between: Between, before_id: int | None, limit: int
) -> list[ReadView]:
    """Reads of member data, newest first, older than before_id. One query.

    scope None means reads of anything.
    """
    rows = _between(AccessLog.objects.order_by("-id"), between)
    if scope is not None:
        rows = rows.filter(Q(case__in=scope.cases) | Q(subject__in=scope.subjects))
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return [
        ReadView(row.pk, row.actor, row.subject, row.purpose, row.case, row.at)
        for row in rows[:limit]
    ]


def verification_last(subject: str) -> VerificationView | None:
    """The last run about the subject; None when there was none. One query."""
    return _verified([subject]).get(subject)


def _verified(subjects: Iterable[str]) -> dict[str, VerificationView]:
    last = (
        Verification.objects.filter(subject__in=list(subjects))
        .order_by()
        .values("subject")
        .annotate(last=Max("id"))
    )
    rows = Verification.objects.filter(pk__in=last.values("last"))
    return {
        row.subject: VerificationView(row.checked, row.broken, row.actor, row.at) for row in rows
    }


def _stream(row: AuditStream, verified: VerificationView | None) -> StreamView:
    return StreamView(row.pk, row.name, row.head_sequence, row.head_hash, verified)


def _between(rows: QuerySet, between: Between) -> QuerySet:  # type: ignore[type-arg]  # two models
    if between.actor == SYSTEM:
        rows = rows.filter(actor__startswith="system:")
    elif between.actor:
        rows = rows.filter(actor=between.actor)
    if between.since is not None:
        rows = rows.filter(at__gte=between.since)
    if between.until is not None:
        rows = rows.filter(at__lt=between.until)
    return rows
