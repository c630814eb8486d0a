"""The queue: who should look at what next. No more member data than a row needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from accounts.domain.actor import Actor
from accounts.domain.roles import Role
from cases.domain.lifecycle import OPEN, Status
from cases.models import Case

PAGE_SIZE = 50


@dataclass(frozen=True)
class QueueRow:
    """One case in the queue."""

    number: str
    url: str
    initials: str
    number_tail: str
    service: str
    urgency: str
    status: str
    status_label: str
    owner: str
    mine: bool
    due_at: datetime | None
    late: bool


@dataclass(frozen=True)
class QueueGroup:
    """Rows that are due at about the same time, under a heading."""

    key: str
    heading: str
    rows: tuple[QueueRow, ...]


def queue_for(actor: Actor, *, view: str, now: datetime) -> tuple[QueueGroup, ...]:
    """The open cases of a view, grouped by how pressing they are. Three queries.

    view: "mine" (claimed by the actor), "ready", "referred", "waiting", "void" (proposed
    as entered in error) or "all"; an
    unknown view is "all". Within a group the earliest due time comes first.
    """
    rows = [_row(case, actor, now) for case in _open_cases(actor, view)[: PAGE_SIZE * 4]]
    return _grouped(rows, now)


def queue_counts(actor: Actor) -> dict[str, int]:
    """How many open cases each view holds."""
    return {
        view: _open_cases(actor, view).count()
        for view in ("mine", "ready", "referred", "waiting", "void", "all")
    }


def next_case_number(actor: Actor) -> str | None:
    """The most pressing case that the actor could take now; None when there is none."""
    view = "referred" if actor.role is Role.MEDICAL_DIRECTOR else "ready"
    return _open_cases(actor, view).values_list("number", flat=True).first()


def default_view(actor: Actor) -> str:
    """The view that the actor's role starts with."""
    return {Role.MEDICAL_DIRECTOR: "referred", Role.NURSE_REVIEWER: "all"}.get(
        actor.role or Role.AUDITOR, "all"
    )


def _open_cases(actor: Actor, view: str) -> QuerySet[Case]:
    cases = (
        Case.objects.filter(status__in=[status.value for status in OPEN])
        .select_related("member", "owner")
        .prefetch_related("lines")
        .order_by(F("due_at").asc(nulls_last=True), "id")
    )
    chosen = {
        "mine": Q(owner_id=actor.user_id),
        "ready": Q(status=Status.READY),
        "referred": Q(status=Status.REFERRED),
        "waiting": Q(status=Status.PENDED),
        "void": Q(voids__state="proposed"),
    }.get(view)
    return cases.filter(chosen) if chosen is not None else cases


def _row(case: Case, actor: Actor, now: datetime) -> QueueRow:
    return QueueRow(
        number=case.number,
        url=case.get_absolute_url(),
        initials=case.member.initials,
        number_tail=case.member.number_tail,
        service=", ".join(line.product for line in case.lines.all()),
        urgency=case.urgency,
        status=case.status,
        status_label=case.state.label,
        owner=str(case.owner) if case.owner else "",
        mine=case.owner_id is not None and case.owner_id == actor.user_id,
        due_at=case.due_at,
        late=bool(case.due_at and case.due_at < now),
    )


def _grouped(rows: Iterable[QueueRow], now: datetime) -> tuple[QueueGroup, ...]:
    groups: dict[str, list[QueueRow]] = {"overdue": [], "day": [], "week": [], "later": []}
    groups["waiting"] = []
    for row in rows:
        groups[_group_of(row, now)].append(row)
    headings = {
        "overdue": "Overdue",
        "day": "Due within a day",
        "week": "Due within a week",
        "later": "Due later",
        "waiting": "No clock running",
    }
    return tuple(
        QueueGroup(key, headings[key], tuple(found)) for key, found in groups.items() if found
    )


def _group_of(row: QueueRow, now: datetime) -> str:
    if row.due_at is None:
        return "waiting"
    if row.late:
        return "overdue"
    if row.due_at <= now + timedelta(days=1):
        return "day"
    return "week" if row.due_at <= now + timedelta(days=7) else "later"
