"""The queue: who should look at what next. No more member data than a row needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BigIntegerField,
    DateTimeField,
    F,
    Func,
    Q,
    QuerySet,
    Value,
    prefetch_related_objects,
)
from django.db.models.lookups import GreaterThan

from accounts.domain.actor import Actor
from accounts.domain.roles import Role
from cases.domain.lifecycle import OPEN, Status
from cases.domain.moments import moment_of
from cases.models import Case, ClockCorrection, VoidProposal
from cases.selectors.identity import NOT_ENTERED
from cases.selectors.notices import cases_with_news

PAGE_SIZE = 100
MOST_COUNTED = 1000
"""Beyond this a count says "more than", since exact counts of long lists cost a scan each."""


@dataclass(frozen=True)
class QueueRow:
    """One case in the queue. news is what nobody has seen off yet, in words."""

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
    news: str = ""


@dataclass(frozen=True)
class QueueGroup:
    """Rows that are due at about the same time, under a heading."""

    key: str
    heading: str
    rows: tuple[QueueRow, ...]


@dataclass(frozen=True)
class QueuePage:
    """One page of a view. after is the place behind the last row, "" at the end of the view."""

    groups: tuple[QueueGroup, ...]
    after: str


def queue_for(actor: Actor, *, view: str, now: datetime, after: str = "") -> QueuePage:
    """The open cases of a view behind a place, grouped by how pressing they are. Four queries.

    view: "mine" (claimed by the actor), "ready", "referred", "waiting", "void" (waits
    for a second person) or "all"; an unknown view is "all". The earliest due time comes
    first, cases without one last. A place that cannot be read is the beginning.
    """
    cases = _page(_open_cases(actor, view), _place(after))
    shown = cases[:PAGE_SIZE]
    prefetch_related_objects(shown, "lines")
    news = cases_with_news(case.pk for case in shown)
    more = len(cases) > PAGE_SIZE
    return QueuePage(
        groups=_grouped([_row(case, actor, now, news.get(case.pk, "")) for case in shown], now),
        after=_place_text(shown[-1]) if more else "",
    )


def queue_counts(actor: Actor) -> dict[str, int]:
    """How many open cases each view holds; MOST_COUNTED + 1 means more than that. Six queries."""
    return {
        view: _open_cases(actor, view).order_by()[: MOST_COUNTED + 1].count()
        for view in ("mine", "ready", "referred", "waiting", "void", "all")
    }


class _Values(Func):
    """Several values compared as one: (due_at, id)."""

    template = "(%(expressions)s)"
    output_field = DateTimeField()


def _page(cases: QuerySet[Case], place: tuple[datetime | None, int] | None) -> list[Case]:
    """One case more than a page shows: those with a due time by it, then those without."""
    due, last_id = place or (None, 0)
    timed, untimed = cases.filter(due_at__isnull=False), cases.filter(due_at__isnull=True)
    found: list[Case] = []
    if place is None or due is not None:
        if due is not None:
            behind = _Values(Value(due, DateTimeField()), Value(last_id, BigIntegerField()))
            timed = timed.filter(GreaterThan(_Values(F("due_at"), F("id")), behind))
            last_id = 0
        found = list(timed.order_by("due_at", "id")[: PAGE_SIZE + 1])
    if len(found) <= PAGE_SIZE:
        rest = untimed.filter(id__gt=last_id).order_by("id")
        found += rest[: PAGE_SIZE + 1 - len(found)]
    return found


def _place_text(case: Case) -> str:
    return f"{case.due_at.isoformat() if case.due_at else ''}_{case.pk}"


def _place(text: str) -> tuple[datetime | None, int] | None:
    due, _, key = text.rpartition("_")
    moment = moment_of(due)
    if not (key.isascii() and key.isdigit() and len(key) < 19) or (due and moment is None):
        return None
    return moment, int(key)


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
        Case.objects.filter(status__in=sorted(status.value for status in OPEN))
        .select_related("member", "owner")
        .order_by(F("due_at").asc(nulls_last=True), "id")
    )
    chosen = {
        "mine": Q(owner_id=actor.user_id),
        "ready": Q(status=Status.READY),
        "referred": Q(status=Status.REFERRED),
        "waiting": Q(status=Status.PENDED),
        "void": Q(pk__in=_proposed(VoidProposal.objects.all()))
        | Q(pk__in=_proposed(ClockCorrection.objects.filter(appeal=None))),
    }.get(view)
    return cases.filter(chosen) if chosen is not None else cases


def _proposed(rows: QuerySet[Any]) -> QuerySet[Any, int]:
    """The cases of which one person said something that a second one settles."""
    return rows.filter(state="proposed").values_list("case_id", flat=True)


def _row(case: Case, actor: Actor, now: datetime, news: str) -> QueueRow:
    return QueueRow(
        number=case.number,
        url=case.get_absolute_url(),
        initials=case.member.initials,
        number_tail=case.member.number_tail,
        service=", ".join(line.product for line in case.lines.all()) or NOT_ENTERED,
        urgency=case.urgency,
        status=case.status,
        status_label=case.state.label,
        owner=str(case.owner) if case.owner else "",
        mine=case.owner_id is not None and case.owner_id == actor.user_id,
        due_at=case.due_at,
        late=bool(case.due_at and case.due_at < now),
        news=news,
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
