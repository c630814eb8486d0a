"""What else must be looked at again when something around a case changes.

A change writes one small job, and only where an open case is concerned; the job walks the
cases in slices and writes a case.prepare for each. So a facility with thousands of open
cases keeps nobody waiting, and what changed twice is prepared for both changes.
"""

from collections.abc import Callable, Iterable

from django.db.models import Q, QuerySet

from cases.domain.lifecycle import OPEN
from cases.models import (
    Case,
    Coverage,
    Facility,
    Group,
    Member,
    OtherCoverage,
    Provider,
    TreatmentCentre,
)
from operations.services.jobs import job_enqueue

SLICE = 200
_OF_MEMBERS = 500
Reference = Member | Coverage | OtherCoverage | Group | Provider | Facility | TreatmentCentre

_CASES_OF: dict[str, Callable[[int], Q]] = {
    "member": lambda key: Q(member_id=key) | Q(member__subscriber_id=key),
    "group": lambda key: Q(coverage__group_id=key),
    "provider": lambda key: Q(requester_id=key),
    "facility": lambda key: Q(facility_id=key),
    "beside": lambda key: Q(member__cases=key) & ~Q(pk=key),
}


def reference_changed(row: Reference) -> None:
    """Have the open cases that a saved row of reference data concerns looked at again.

    Call it in the transaction that saved the row; the newest entry of the row's history
    names the change. Two queries, one more where a case is concerned.
    """
    entry = row.history.values_list("history_id", flat=True).first()
    kind, key = _concerns(row)
    _enqueue(kind, key, cause=f"{type(row).__name__.lower()}.{row.pk}.{entry or 0}")


def members_changed(member_ids: Iterable[int], *, cause: str) -> int:
    """The same for many members at once; returns how many of them have an open case.

    cause names the change, in 64 letters at most, without member data. One query for
    each five hundred members, and one job for each that has an open case.
    """
    ids = sorted(set(member_ids))
    concerned: set[int] = set()
    for start in range(0, len(ids), _OF_MEMBERS):
        part = ids[start : start + _OF_MEMBERS]
        rows = Case.objects.filter(status__in=OPEN).filter(
            Q(member_id__in=part) | Q(member__subscriber_id__in=part)
        )
        for own, subscriber in rows.values_list("member_id", "member__subscriber_id"):
            concerned |= {key for key in (own, subscriber) if key in part}
    for member_id in sorted(concerned):
        job_enqueue("cases.refresh", subject=f"member:{member_id}", digest=cause)
    return len(concerned)


def cases_beside_changed(case: Case) -> None:
    """Have the member's other open cases looked at again, since this one opened or closed."""
    _enqueue("beside", case.pk, cause=f"case.{case.pk}.{case.status}")


def slice_refresh(subject: str, *, cause: str) -> int:
    """Enqueue the preparation of one slice of the cases concerned, and the next slice.

    subject is "kind:key" or "kind:key:last id done". Returns how many were enqueued.
    """
    kind, key, *done = subject.split(":")
    ids = list(
        _concerned(kind, int(key))
        .filter(pk__gt=int(done[0]) if done else 0)
        .order_by("pk")
        .values_list("pk", flat=True)
        .distinct()[:SLICE]
    )
    for case_id in ids:
        job_enqueue("case.prepare", subject=case_id, digest=cause)
    if len(ids) == SLICE:
        job_enqueue("cases.refresh", subject=f"{kind}:{key}:{ids[-1]}", digest=cause)
    return len(ids)


def _concerns(row: Reference) -> tuple[str, int]:
    if isinstance(row, Coverage | OtherCoverage):
        return "member", row.member_id
    if isinstance(row, TreatmentCentre):
        return "facility", row.facility_id
    return type(row).__name__.lower(), row.pk


def _concerned(kind: str, key: int) -> QuerySet[Case]:
    return Case.objects.filter(_CASES_OF[kind](key), status__in=OPEN)


def _enqueue(kind: str, key: int, *, cause: str) -> None:
    if _concerned(kind, key).exists():
        job_enqueue("cases.refresh", subject=f"{kind}:{key}", digest=cause)
