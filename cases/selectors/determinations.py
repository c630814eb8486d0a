"""Every determination of a case as plain values, with what it grants."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.models import Authorization, Case, Determination, DeterminationLine

OUTCOMES = Determination.Outcome.choices


@dataclass(frozen=True)
class AuthorizationRecord:
    """What an approved line grants; valid_to is the last valid day."""

    number: str
    doses: int
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class LineDetermined:
    """The decision on one line; authorization is None unless it was approved."""

    number: int
    product: str
    outcome: str
    doses: int
    authorization: AuthorizationRecord | None


@dataclass(frozen=True)
class DeterminationRecord:
    """The plan's decision. is_on_time is None when nothing was due.

    category is empty unless the decision is adverse. policy_id is None where no policy
    was in force.
    """

    sequence: int
    outcome: str
    category: str
    rationale: str
    policy_id: int | None
    signer: str
    signer_role: str
    decided_at: datetime
    due_at: datetime | None
    is_on_time: bool | None
    lines: tuple[LineDetermined, ...]


def determinations_of(case: Case) -> tuple[DeterminationRecord, ...]:
    """The determinations, oldest first; the last one counts. Three queries."""
    rows = (
        case.determinations.select_related("signer")
        .prefetch_related("lines__line")
        .order_by("sequence")
    )
    granted = {
        one.determination_line_id: one
        for one in Authorization.objects.filter(determination_line__determination__case=case)
    }
    return tuple(_record(row, granted) for row in rows)


def _record(row: Determination, granted: dict[int, Authorization]) -> DeterminationRecord:
    lines = sorted(row.lines.all(), key=lambda line: line.line.number)
    return DeterminationRecord(
        sequence=row.sequence,
        outcome=row.outcome,
        category=row.category,
        rationale=row.rationale,
        policy_id=row.policy_id,
        signer=str(row.signer),
        signer_role=row.signer_role,
        decided_at=row.decided_at,
        due_at=row.due_at,
        is_on_time=row.decided_at <= row.due_at if row.due_at else None,
        lines=tuple(_line(line, granted.get(line.pk)) for line in lines),
    )


def _line(row: DeterminationLine, grant: Authorization | None) -> LineDetermined:
    return LineDetermined(
        number=row.line.number,
        product=row.line.product,
        outcome=row.outcome,
        doses=row.doses,
        authorization=AuthorizationRecord(
            grant.number, grant.doses, grant.valid_from, grant.valid_to
        )
        if grant
        else None,
    )
