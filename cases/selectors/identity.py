"""Whose case this is, what is asked, and when it is due: the bar on every page of a case."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from accounts.domain.actor import Actor
from cases.domain.lifecycle import Status
from cases.domain.moments import age_words, due_words, local_words
from cases.models import Case, RequestLine

STATUS_TONES = {
    Status.READY: "quiet",
    Status.IN_REVIEW: "info",
    Status.PENDED: "warn",
    Status.REFERRED: "info",
    Status.DETERMINED: "quiet",
    Status.REDIRECTED: "quiet",
    Status.WITHDRAWN: "quiet",
    Status.VOID: "quiet",
}

_IN_HAND = frozenset({Status.READY, Status.IN_REVIEW, Status.PENDED})


NOT_ENTERED = "Not entered yet"


@dataclass(frozen=True)
class LineShown:
    """One service asked for, in words. codes holds HCPCS and NDC where they were given."""

    number: int
    product: str
    codes: str
    doses: int
    dose_amount: str
    billing_units: Decimal | None


@dataclass(frozen=True)
class Party:
    """Who asks, or where the service is given."""

    name: str
    detail: str
    phone: str = ""
    fax: str = ""


@dataclass(frozen=True)
class Identity:
    """The identity bar. due_local is the due time in the plan's zone, empty without a clock.

    version is that of the case as shown: an act carries it back, so that nothing is
    decided on a page that has become old.
    """

    case_id: int
    number: str
    url: str
    version: int
    service: str
    member_name: str
    member_age: str
    member_sex: str
    birth_date: date
    id_tail: str
    urgency: str
    is_expedited: bool
    due: str
    due_at: datetime | None
    due_local: str
    is_late: bool
    received_at: datetime
    coverage: str
    policy: str
    status: str
    status_label: str
    status_tone: str
    owner: str
    is_mine: bool
    lines: tuple[LineShown, ...]
    requester: Party
    facility: Party | None
    place: str
    request_type: str
    diagnosis: str
    weight: str
    weighed_on: date | None
    service_from: date | None
    service_to: date | None

    @property
    def is_entered(self) -> bool:
        """Whether the services asked for are entered; before, a first look opened the case."""
        return bool(self.lines)

    @property
    def holder(self) -> str:
        """Who has the case in hand, or had it when it was referred or closed; empty for nobody."""
        if not self.owner:
            return ""
        verb = "Claimed" if self.status in _IN_HAND else "Reviewed"
        return f"{verb} by {'you' if self.is_mine else self.owner}"


def identity_of(case: Case, *, actor: Actor, now: datetime, time_zone: str) -> Identity:
    """The bar of a case fetched by case_for. One query, for the lines."""
    lines = tuple(_line(line) for line in case.lines.order_by("number"))
    today = now.astimezone(ZoneInfo(time_zone)).date()
    is_open = case.state.is_open
    return Identity(
        case_id=case.pk,
        number=case.number,
        url=case.get_absolute_url(),
        version=case.version,
        service=", ".join(line.product for line in lines) or NOT_ENTERED,
        member_name=case.member.full_name,
        member_age=age_words(case.member.birth_date, today),
        member_sex=case.member.get_sex_display(),
        birth_date=case.member.birth_date,
        id_tail=case.member.number_tail,
        urgency=case.get_urgency_display(),
        is_expedited=case.urgency == Case.Urgency.EXPEDITED,
        due=due_words(case.due_at, now) if is_open else "closed",
        due_at=case.due_at,
        due_local=local_words(case.due_at, time_zone) if case.due_at else "",
        is_late=bool(is_open and case.due_at and case.due_at < now),
        received_at=case.received_at,
        coverage=_coverage(case),
        policy=_policy(case, is_entered=bool(lines)),
        status=case.status,
        status_label=case.state.label,
        status_tone=STATUS_TONES[case.state],
        owner=str(case.owner) if case.owner else "",
        is_mine=case.owner_id is not None and case.owner_id == actor.user_id,
        lines=lines,
        requester=_requester(case),
        facility=_facility(case),
        place=case.get_place_of_service_display() if case.place_of_service else "",
        request_type=case.get_request_type_display(),
        diagnosis=" ".join(part for part in (case.diagnosis_code, case.diagnosis_text) if part),
        weight=f"{case.weight_kg.normalize():f} kg" if case.weight_kg else "",
        weighed_on=case.weighed_on,
        service_from=case.service_from,
        service_to=case.service_to,
    )


def _line(line: RequestLine) -> LineShown:
    codes = [line.hcpcs, f"NDC {line.ndc}" if line.ndc else ""]
    return LineShown(
        number=line.number,
        product=line.product,
        codes=", ".join(code for code in codes if code),
        doses=line.doses,
        dose_amount=line.dose_amount,
        billing_units=line.billing_units,
    )


def _coverage(case: Case) -> str:
    coverage = case.coverage
    if coverage is None:
        return "No coverage on the service date"
    if coverage.route != coverage.Route.OURS:
        return f"{coverage.get_route_display()}"
    kind = f"{coverage.get_line_of_business_display()}, {coverage.get_funding_display().lower()}"
    return f"{kind} ({coverage.get_regime_display()})"


def _policy(case: Case, *, is_entered: bool) -> str:
    if case.policy is None and not is_entered:
        return "Not known before the services are entered"
    if case.policy is None:
        return "No policy in force"
    return f"{case.policy.title} {case.policy.version:%Y-%m-%d}, revision {case.policy.revision}"


def _requester(case: Case) -> Party:
    who = case.requester
    if who is None:
        return Party(name=NOT_ENTERED, detail="")
    detail = ", ".join(part for part in (who.specialty, f"NPI {who.npi}") if part)
    return Party(name=who.name, detail=detail, phone=who.phone, fax=who.fax)


def _facility(case: Case) -> Party | None:
    if case.facility is None:
        return None
    where = ", ".join(part for part in (case.facility.city, case.facility.state) if part)
    return Party(name=case.facility.name, detail=where)
