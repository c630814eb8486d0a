"""Which stored cases a replay goes through, and the facts that were known of each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max, Q

from cases.models import Case, Evaluation, FactSnapshot, ReplayRun

# Of fewer cases than one in so many, each is asked for by its id.
_SPARSE = 10
_TOGETHER = 500


@dataclass(frozen=True)
class Cohort:
    """Cases of one policy. What is None or empty asks nothing; both days are included."""

    slug: str
    reviewed_under: int | None = None
    line_of_business: str = ""
    status: str = ""
    received_from: date | None = None
    received_to: date | None = None


@dataclass(frozen=True)
class CohortSize:
    """How many cases there are, and the highest id among them; 0 where there is none."""

    cases: int
    until_case: int


def cohort_of(run: ReplayRun) -> Cohort:
    """The cohort that the run was asked for; one query unless the draft is loaded."""
    return Cohort(
        slug=run.draft.slug,
        reviewed_under=run.reviewed_under_id,
        line_of_business=run.line_of_business,
        status=run.status,
        received_from=run.received_from,
        received_to=run.received_to,
    )


def cohort_size(cohort: Cohort, *, zone: ZoneInfo) -> CohortSize:
    """How many cases the cohort has now. Two queries."""
    rows = Case.objects.filter(_asked(cohort, zone))
    return CohortSize(rows.count(), rows.aggregate(last=Max("pk"))["last"] or 0)


def cohort_case_ids(
    cohort: Cohort, *, zone: ZoneInfo, after: int, until: int, limit: int
) -> list[int]:
    """The next cases of the cohort by id: above after, up to until. One query."""
    rows = Case.objects.filter(_asked(cohort, zone), pk__gt=after, pk__lte=until)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def latest_facts(case_ids: Sequence[int], slug: str) -> dict[int, dict[str, Any]]:
    """The facts in the newest snapshot with proposals, by case; a case without one is left out.

    The case ids ascend. One query, or one for every 500 cases where they lie far apart.
    """
    if not case_ids:
        return {}
    rows = FactSnapshot.objects.filter(kind=Evaluation.Kind.SUGGESTED, policy__slug=slug)
    wanted = set(case_ids)
    newest: dict[int, dict[str, Any]] = {}
    for stretch in _stretches(case_ids):
        found = rows.filter(stretch).order_by("pk").values_list("case_id", "facts")
        newest.update((case, facts) for case, facts in found.iterator() if case in wanted)
    return newest


def _stretches(case_ids: Sequence[int]) -> Iterator[Q]:
    """The rows to be read: all between the first and the last, or where they lie far apart these."""
    if case_ids[-1] - case_ids[0] < _SPARSE * len(case_ids):
        yield Q(case_id__gte=case_ids[0], case_id__lte=case_ids[-1])
    else:
        for first in range(0, len(case_ids), _TOGETHER):
            yield Q(case_id__in=case_ids[first : first + _TOGETHER])


def _asked(cohort: Cohort, zone: ZoneInfo) -> Q:
    asked = Q(policy__slug=cohort.slug)
    if cohort.reviewed_under is not None:
        asked &= Q(policy_id=cohort.reviewed_under)
    if cohort.line_of_business:
        asked &= Q(coverage__line_of_business=cohort.line_of_business)
    if cohort.status:
        asked &= Q(status=cohort.status)
    if cohort.received_from is not None:
        asked &= Q(received_at__gte=_begin(cohort.received_from, zone))
    if cohort.received_to is not None:
        asked &= Q(received_at__lt=_begin(cohort.received_to + timedelta(days=1), zone))
    return asked


def _begin(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
