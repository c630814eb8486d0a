"""Which cases stand under a policy revision, and how they stand."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from cases.domain.lifecycle import Status
from cases.models import Case

PAGE_SIZE = 50
MOST_COUNTED = 1_000


@dataclass(frozen=True)
class StatusCount:
    """How many cases of the revision have a status."""

    status: str
    label: str
    count: int


@dataclass(frozen=True)
class UseRow:
    """One case under the revision, without anything about the member."""

    id: int
    number: str
    url: str
    status_label: str
    received_at: datetime
    closed_at: datetime | None


def policy_case_counts(revision_id: int) -> tuple[StatusCount, ...]:
    """How many cases of each status were reviewed under the revision. One query."""
    rows = (
        Case.objects.filter(policy_id=revision_id)
        .order_by("status")
        .values_list("status")
        .annotate(count=Count("pk"))
    )
    counts = dict(rows)
    return tuple(
        StatusCount(status.value, status.label, counts[status.value])
        for status in Status
        if counts.get(status.value)
    )


def policy_case_list(revision_id: int, *, before_id: int | None = None) -> tuple[UseRow, ...]:
    """Cases under the revision, newest first, one more than a page holds. One query."""
    cases = Case.objects.filter(policy_id=revision_id).order_by("-pk")
    if before_id is not None:
        cases = cases.filter(pk__lt=before_id)
    return tuple(
        UseRow(
            id=case.pk,
            number=case.number,
            url=case.get_absolute_url(),
            status_label=case.state.label,
            received_at=case.received_at,
            closed_at=case.closed_at,
        )
        for case in cases[: PAGE_SIZE + 1]
    )


def cases_under(revision_id: int) -> int:
    """How many cases name the revision; counting stops at MOST_COUNTED. One query."""
    return Case.objects.filter(policy_id=revision_id)[:MOST_COUNTED].count()
