"""Cases as a list that programs read piece by piece, without saying whose they are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.domain.actor import Actor
from cases.domain.lifecycle import OPEN
from cases.models import Case
from cases.selectors.access import is_late


@dataclass(frozen=True)
class CaseFilter:
    """Which cases; None asks nothing. due_before and received_since are moments."""

    status: str | None = None
    urgency: str | None = None
    is_open: bool | None = None
    is_mine: bool | None = None
    due_before: datetime | None = None
    received_since: datetime | None = None


@dataclass(frozen=True)
class CaseRow:
    """One case with no more than a list needs; nothing of the member."""

    id: int
    number: str
    status: str
    urgency: str
    request_type: str
    services: tuple[str, ...]
    policy: str
    owner: str
    received_at: datetime
    due_at: datetime | None
    is_late: bool
    version: int


def cases_before(
    actor: Actor, wanted: CaseFilter, *, before_id: int | None, limit: int, now: datetime
) -> list[CaseRow]:
    """Cases, newest first, older than before_id when it is given. Two queries."""
    rows = (
        Case.objects.filter(**_conditions(actor, wanted, before_id))
        .select_related("policy", "owner")
        .prefetch_related("lines")
        .order_by("-pk")
    )
    if wanted.is_open is not None:
        open_now = [status.value for status in OPEN]
        rows = (
            rows.filter(status__in=open_now)
            if wanted.is_open
            else rows.exclude(status__in=open_now)
        )
    return [_row(case, now) for case in rows[:limit]]


def _conditions(actor: Actor, wanted: CaseFilter, before_id: int | None) -> dict[str, Any]:
    asked = {
        "status": wanted.status,
        "urgency": wanted.urgency,
        "owner_id": actor.user_id if wanted.is_mine else None,
        "due_at__lt": wanted.due_before,
        "received_at__gte": wanted.received_since,
        "pk__lt": before_id,
    }
    return {name: value for name, value in asked.items() if value is not None}


def _row(case: Case, now: datetime) -> CaseRow:
    policy = case.policy
    return CaseRow(
        id=case.pk,
        number=case.number,
        status=case.status,
        urgency=case.urgency,
        request_type=case.request_type,
        services=tuple(line.product for line in case.lines.all()),
        policy=f"{policy.slug} {policy.version:%Y-%m-%d}" if policy else "",
        owner=str(case.owner) if case.owner else "",
        received_at=case.received_at,
        due_at=case.due_at,
        is_late=is_late(case, now),
        version=case.version,
    )
