"""The cases a report counts, as plain rows without anything about the member."""

from typing import Any

from django.db.models import Case as Choose
from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery, When

from cases.domain.lifecycle import CLOSURES, OPEN, Status
from cases.domain.report_rows import CaseRow, Period
from cases.models import Case, ClockEvent, Determination

_FIELDS = (
    "number",
    "received_at",
    "urgency",
    "coverage__line_of_business",
    "status",
    "answer_due_at",
    "decided_at",
    "notified_at",
    "closed_at",
    "decided_outcome",
)


def report_rows(period: Period) -> list[CaseRow]:
    """Every open case, and every case received, closed or notified in the period.

    One query. Oldest receipt first. The latest determination of a case counts. A case
    entered in error (void) is in no count.
    """
    return [_row(values) for values in _cases(period).values(*_FIELDS)]


def _cases(period: Period) -> QuerySet[Case]:
    latest = Determination.objects.filter(case=OuterRef("pk")).order_by("-sequence")
    within = {"gte": period.starts_at, "lt": period.ends_at}
    notices = ClockEvent.objects.filter(kind=ClockEvent.Kind.NOTIFIED).order_by()
    first_notice = (
        notices.filter(case=OuterRef("pk")).values("case").annotate(first=Min("at")).values("first")
    )
    touched = Q(status__in=[status.value for status in OPEN])
    touched |= Q(**{f"received_at__{edge}": at for edge, at in within.items()})
    touched |= Q(**{f"closed_at__{edge}": at for edge, at in within.items()})
    noticed = notices.filter(**{f"at__{edge}": at for edge, at in within.items()})
    touched |= Q(pk__in=noticed.values("case"))
    return (
        Case.objects.filter(touched)
        .exclude(status=Status.VOID)
        .annotate(
            decided_at=Subquery(latest.values("decided_at")[:1]),
            decided_outcome=Subquery(latest.values("outcome")[:1]),
            notified_at=Subquery(first_notice),
        )
        .annotate(
            answer_due_at=Choose(
                When(decided_at__isnull=True, then=F("due_at")),
                default=Subquery(latest.values("due_at")[:1]),
            )
        )
        .order_by("received_at", "id")
    )


def _row(values: dict[str, Any]) -> CaseRow:
    status = Status(values["status"])
    return CaseRow(
        number=values["number"],
        received_at=values["received_at"],
        urgency=values["urgency"],
        line_of_business=values["coverage__line_of_business"] or "",
        is_open=status.is_open,
        status=status.label,
        due_at=values["answer_due_at"],
        decided_at=values["decided_at"],
        notified_at=values["notified_at"],
        closed_at=values["closed_at"],
        outcome=status.value if status in CLOSURES else values["decided_outcome"] or "",
    )
