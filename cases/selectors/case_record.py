"""One case as plain values: what was asked, for whom, under which policy, and when it is due."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from cases.models import Appeal, Case, Coverage, Member, VoidProposal
from cases.selectors.access import is_late

SEXES = Member.Sex.choices
LINES_OF_BUSINESS = Coverage.LineOfBusiness.choices
REGIMES = Coverage.Regime.choices
FUNDINGS = Coverage.Funding.choices
ROUTES = Coverage.Route.choices


@dataclass(frozen=True)
class LineRecord:
    """One service asked for."""

    number: int
    product: str
    hcpcs: str
    ndc: str
    doses: int
    dose_amount: str
    billing_units: Decimal | None


@dataclass(frozen=True)
class MemberRecord:
    """The member as the case's own page shows them; of the number only its end."""

    name: str
    birth_date: date
    sex: str
    number_tail: str


@dataclass(frozen=True)
class CoverageRecord:
    """What covers the member on the service date."""

    line_of_business: str
    regime: str
    funding: str
    route: str


@dataclass(frozen=True)
class PartyRecord:
    """Who asks, or where the service is given."""

    npi: str
    name: str


@dataclass(frozen=True)
class PolicyRecord:
    """The policy revision that governs the case."""

    id: int
    slug: str
    version: date
    revision: int


@dataclass(frozen=True)
class AppealRecord:
    """An appeal of one of the determinations, with a clock of its own. reviewer may be empty."""

    sequence: int
    determination: int
    level: int
    urgency: str
    filed_by: str
    filed_late: bool
    state: str
    reviewer: str
    received_at: datetime
    due_at: datetime
    acknowledged_at: datetime | None
    closed_at: datetime | None


@dataclass(frozen=True)
class CaseRecord:
    """A case. coverage, facility and policy are None where there is none.

    appeals is None for an actor who may not see appeals.
    """

    number: str
    status: str
    version: int
    urgency: str
    request_type: str
    place_of_service: str
    diagnosis_code: str
    diagnosis_text: str
    indication: str
    service_from: date | None
    service_to: date | None
    weight_kg: Decimal | None
    weighed_on: date | None
    received_at: datetime
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    is_late: bool
    owner: str
    member: MemberRecord
    coverage: CoverageRecord | None
    requester: PartyRecord | None
    facility: PartyRecord | None
    policy: PolicyRecord | None
    lines: tuple[LineRecord, ...]
    is_void_proposed: bool
    appeals: tuple[AppealRecord, ...] | None


def case_record(case: Case, actor: Actor, *, now: datetime) -> CaseRecord:
    """The case, fetched by case_for, as plain values. Three queries."""
    requester, facility, policy = case.requester, case.facility, case.policy
    return CaseRecord(
        number=case.number,
        status=case.status,
        version=case.version,
        urgency=case.urgency,
        request_type=case.request_type,
        place_of_service=case.place_of_service,
        diagnosis_code=case.diagnosis_code,
        diagnosis_text=case.diagnosis_text,
        indication=case.indication,
        service_from=case.service_from,
        service_to=case.service_to,
        weight_kg=case.weight_kg,
        weighed_on=case.weighed_on,
        received_at=case.received_at,
        opened_at=case.opened_at,
        due_at=case.due_at,
        closed_at=case.closed_at,
        is_late=is_late(case, now),
        owner=str(case.owner) if case.owner else "",
        member=_member(case),
        coverage=_coverage(case.coverage),
        requester=PartyRecord(requester.npi, requester.name) if requester else None,
        facility=PartyRecord(facility.npi, facility.name) if facility else None,
        policy=PolicyRecord(policy.pk, policy.slug, policy.version, policy.revision)
        if policy
        else None,
        lines=_lines(case),
        is_void_proposed=case.state.is_open and _void_is_proposed(case),
        appeals=_appeals(case) if actor.may(Action.APPEAL_VIEW) else None,
    )


def _member(case: Case) -> MemberRecord:
    member = case.member
    return MemberRecord(member.full_name, member.birth_date, member.sex, member.number_tail)


def _coverage(coverage: Coverage | None) -> CoverageRecord | None:
    if coverage is None:
        return None
    return CoverageRecord(
        coverage.line_of_business, coverage.regime, coverage.funding, coverage.route
    )


def _lines(case: Case) -> tuple[LineRecord, ...]:
    return tuple(
        LineRecord(
            number=line.number,
            product=line.product,
            hcpcs=line.hcpcs,
            ndc=line.ndc,
            doses=line.doses,
            dose_amount=line.dose_amount,
            billing_units=line.billing_units,
        )
        for line in case.lines.order_by("number")
    )


def _void_is_proposed(case: Case) -> bool:
    return case.voids.filter(state=VoidProposal.State.PROPOSED).exists()


def _appeals(case: Case) -> tuple[AppealRecord, ...]:
    rows = case.appeals.select_related("determination", "reviewer").order_by("sequence")
    return tuple(_appeal(row) for row in rows)


def _appeal(row: Appeal) -> AppealRecord:
    return AppealRecord(
        sequence=row.sequence,
        determination=row.determination.sequence,
        level=row.level,
        urgency=row.urgency,
        filed_by=row.filed_by,
        filed_late=row.filed_late,
        state=row.state,
        reviewer=str(row.reviewer) if row.reviewer else "",
        received_at=row.received_at,
        due_at=row.due_at,
        acknowledged_at=row.acknowledged_at,
        closed_at=row.closed_at,
    )
