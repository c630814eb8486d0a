"""Benefits tasks: the plan's list of contracts to find, and the task of one case."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.selectors.names import names_of
from cases.domain.benefits import BenefitsFinding
from cases.models import BenefitsTask, Case

PAGE_SIZE = 50
COUNTED_TO = 500


@dataclass(frozen=True)
class BenefitsRow:
    """One task still to do; group is empty where none is on file. No more of a member than this."""

    id: int
    case_number: str
    service: str
    initials: str
    number_tail: str
    reason: str
    group: str
    due_at: datetime
    is_late: bool
    case_due_at: datetime | None


@dataclass(frozen=True)
class BenefitsPage:
    """Tasks to do, the earliest due first. after is the key of the next page, None at the end.

    total counts no further than COUNTED_TO.
    """

    rows: tuple[BenefitsRow, ...]
    after: int | None
    total: int


@dataclass(frozen=True)
class BenefitsShown:
    """The task of a case in words. by and at are empty and None while it is to do.

    overrides: what was found is that something comes before the policy, or None while open.
    """

    id: int
    is_open: bool
    reason: str
    group: str
    opened_at: datetime
    due_at: datetime
    is_late: bool
    finding: str
    note: str
    by: str
    at: datetime | None
    overrides: bool | None


def benefits_page(*, now: datetime, after_id: int | None = None) -> BenefitsPage:
    """A page of the tasks to do, by due time. Three queries, one more for a later page."""
    tasks = _to_do()
    if after_id is not None:
        last = BenefitsTask.objects.filter(pk=after_id).values_list("due_at", "pk").first()
        if last is not None:
            tasks = tasks.filter(Q(due_at__gt=last[0]) | Q(due_at=last[0], pk__gt=last[1]))
    found = list(
        tasks.select_related("case__member", "group")
        .prefetch_related("case__lines")
        .order_by("due_at", "pk")[: PAGE_SIZE + 1]
    )
    shown = found[:PAGE_SIZE]
    return BenefitsPage(
        rows=tuple(_row(task, now) for task in shown),
        after=shown[-1].pk if len(found) > PAGE_SIZE else None,
        total=_to_do()[:COUNTED_TO].count(),
    )


def benefits_of(case: Case, *, now: datetime) -> BenefitsShown | None:
    """The case's newest task; None where a contract was never missing. One or two queries."""
    task = case.benefits_tasks.select_related("group").order_by("-pk").first()
    if task is None:
        return None
    overriding = {BenefitsFinding.BENEFIT_EXCLUDED, BenefitsFinding.MANDATE_GOVERNS}
    return BenefitsShown(
        id=task.pk,
        is_open=task.is_open,
        reason=task.get_reason_display(),
        group=task.group.name if task.group else "",
        opened_at=task.opened_at,
        due_at=task.due_at,
        is_late=task.is_open and task.due_at < now,
        finding=task.get_finding_display(),
        note=task.note,
        by=names_of([task.settled_by])[task.settled_by] if task.settled_by else "",
        at=task.settled_at,
        overrides=None if task.is_open else task.finding in overriding,
    )


def _to_do() -> QuerySet[BenefitsTask]:
    return BenefitsTask.objects.filter(state=BenefitsTask.State.OPEN)


def _row(task: BenefitsTask, now: datetime) -> BenefitsRow:
    case = task.case
    return BenefitsRow(
        id=task.pk,
        case_number=case.number,
        service=", ".join(line.product for line in case.lines.all()),
        initials=case.member.initials,
        number_tail=case.member.number_tail,
        reason=task.get_reason_display(),
        group=task.group.name if task.group else "",
        due_at=task.due_at,
        is_late=task.due_at < now,
        case_due_at=case.due_at,
    )
