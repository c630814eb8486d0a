"""From placed pages to an open request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from cases.domain.codes import CodeError, hcpcs_normal
from cases.domain.first_look import LookOutcome
from cases.domain.weight import IMPOSSIBLE, is_possible
from cases.errors import IntakeRefusedError
from cases.models import (
    Case,
    CaseNumber,
    ClockEvent,
    Facility,
    FirstLook,
    Member,
    MemberConfirmation,
    Provider,
    RequestLine,
)
from cases.selectors.coverage import coverage_for
from cases.selectors.members import NOT_TOLD_APART, number_refusal
from cases.selectors.plan_day import plan_day
from cases.services.clock import clock_record, due_recompute
from cases.services.clock_correction import arrivals_before_ask
from cases.services.events import case_locked, event_add
from cases.services.gates import gates_reopen
from cases.services.locking import papers_lock
from cases.services.placement import PageIntake, pages_check, pages_open, pages_place
from cases.services.refreshing import cases_beside_changed
from criteria.domain.codes import NdcError, ndc_normalize
from criteria.selectors.policies import policies_for_service
from documents.models import Receipt
from operations.services.jobs import job_enqueue


@dataclass(frozen=True)
class LineIntake:
    """One service asked for, as typed from the request form."""

    product: str
    hcpcs: str = ""
    ndc: str = ""
    doses: int = 1
    dose_amount: str = ""
    billing_units: Decimal | None = None


@dataclass(frozen=True)
class CaseIntake:
    """Everything the index screen asks for. Dates and weight may be unknown (None).

    member_number and birth_date are the two identifiers as read on the page; they
    must both agree with the member chosen.
    """

    receipt_id: int
    member_id: int
    member_number: str
    birth_date: date
    requester_id: int
    facility_id: int | None
    place_of_service: str
    request_type: str
    urgency: str
    diagnosis_code: str
    diagnosis_text: str
    indication: str
    service_from: date | None
    service_to: date | None
    weight_kg: Decimal | None
    weighed_on: date | None
    lines: tuple[LineIntake, ...]
    pages: tuple[PageIntake, ...]


@transaction.atomic
def case_open(intake: CaseIntake, *, actor: Actor, now: datetime) -> Case:
    """Open a request from a received document, with its clock running from the receipt.

    Where a first look at the arrival opened it for this member already, that case takes what
    was typed and no second one is made. Every page must have exactly one disposition; those of another member may be kept for
    a request of their own, which is opened from the same arrival next. Writes the case, its lines, the
    page placements, the first clock events and the job that runs the checks.

    Raises:
        NotPermittedError: the actor may not open cases.
        IntakeRefusedError: an identifier disagrees, a page is left over, a code is
            malformed, the weight is none, or the document was already placed by somebody else.
    """
    require(actor, Action.CASE_CREATE)
    if intake.weight_kg is not None and not is_possible(intake.weight_kg):
        raise IntakeRefusedError(IMPOSSIBLE)
    receipt = Receipt.objects.select_related("document").get(pk=intake.receipt_id)
    member = member_confirmed(
        intake.member_id, number=intake.member_number, birth_date=intake.birth_date
    )
    papers_lock(receipt.pk)
    pages_check(intake.pages, open_pages=pages_open(receipt))
    lines = _lines(intake)
    on = intake.service_from or plan_day(receipt.received_at)
    started = _started(receipt, member)
    said = _said(intake, policy_id=_policy_id(lines[0], on), facility=_facility(intake))
    coverage = coverage_for(member.pk, on)
    if started is not None:
        case = _filled(started, {**said, "coverage": coverage})
    else:
        case = case_start(receipt, member, {**said, "coverage": coverage}, actor=actor, now=now)
    for number, line in enumerate(lines, start=1):
        RequestLine.objects.create(
            case=case,
            number=number,
            product=line.product,
            hcpcs=line.hcpcs,
            ndc=line.ndc,
            doses=line.doses,
            dose_amount=line.dose_amount,
            billing_units=line.billing_units,
        )
    if started is None:
        confirmation_write(case, intake.member_number, intake.birth_date, actor=actor, now=now)
    left = pages_place(case, intake.pages, receipt=receipt, actor=actor, now=now)
    due_recompute(case)
    detail = {"receipt": receipt.pk} | ({"pages_left": left} if left else {})
    kind = "case.opened" if started is None else "request.indexed"
    event_add(case, kind=kind, actor=actor, now=now, detail=detail)
    job_enqueue("case.prepare", subject=case.pk, digest=f"v{case.version}")
    cases_beside_changed(case)
    return case


def case_start(
    receipt: Receipt, member: Member, said: Mapping[str, object], *, actor: Actor, now: datetime
) -> Case:
    """A new case with its number and its clock from the receipt; said are fields of the case.

    The due time is not computed yet: the caller does once the services are written.
    """
    case = Case.objects.create(
        number=_next_number(now),
        member=member,
        received_at=receipt.received_at,
        opened_at=now,
        **said,
    )
    clock_record(
        case,
        ClockEvent.Kind.RECEIVED,
        at=receipt.received_at,
        source=f"receipt:{receipt.pk} ({receipt.channel})",
        actor=actor,
        now=now,
    )
    arrivals_before_ask(receipt, cause=f"case:{case.pk}")
    return case


def confirmation_write(
    case: Case, number: str, birth_date: date, *, actor: Actor, now: datetime
) -> None:
    """Keep the two identifiers as they were read beside the member chosen."""
    MemberConfirmation.objects.create(
        case=case,
        number_read=number.strip(),
        birth_date_read=birth_date,
        confirmed_by=actor.key,
        confirmed_at=now,
    )


def _said(intake: CaseIntake, *, policy_id: int | None, facility: Facility) -> dict[str, object]:
    """The fields of the case that are typed from the pages."""
    return {
        "policy_id": policy_id,
        "requester": Provider.objects.get(pk=intake.requester_id),
        "facility": facility,
        "place_of_service": intake.place_of_service,
        "request_type": intake.request_type,
        "urgency": intake.urgency,
        "diagnosis_code": intake.diagnosis_code.strip().upper(),
        "diagnosis_text": intake.diagnosis_text.strip(),
        "indication": intake.indication,
        "service_from": intake.service_from,
        "service_to": intake.service_to,
        "weight_kg": intake.weight_kg,
        "weighed_on": intake.weighed_on,
    }


def _started(receipt: Receipt, member: Member) -> Case | None:
    """The open case, locked, that a first look at the arrival began for the member, if any."""
    looks = FirstLook.objects.filter(receipt=receipt, outcome=LookOutcome.OPENED)
    case_id = looks.filter(member=member).values_list("case_id", flat=True).last()
    if case_id is None:
        return None
    case = case_locked(case_id)
    return case if case.state.is_open and not case.lines.exists() else None


def _filled(case: Case, said: Mapping[str, object]) -> Case:
    """The started case with what was typed; an expedited clock stays expedited."""
    was_expedited = case.urgency == Case.Urgency.EXPEDITED
    if said["policy_id"] != case.policy_id:
        gates_reopen(case)
    for name, value in said.items():
        setattr(case, name, value)
    if was_expedited:
        case.urgency = Case.Urgency.EXPEDITED
    case.version += 1
    fields = [name.removesuffix("_id") for name in said]
    case.save(update_fields=[*fields, "version"])
    return case


def _facility(intake: CaseIntake) -> Facility:
    facility = Facility.objects.filter(pk=intake.facility_id or 0).first()
    if facility is None:
        raise IntakeRefusedError("Choose the facility where the service is given.")
    if intake.place_of_service not in Case.Place.values:
        raise IntakeRefusedError("Choose the place of service; the letter has to name it.")
    return facility


def member_confirmed(member_id: int, *, number: str, birth_date: date | None) -> Member:
    """The member chosen, when both identifiers read on the page are theirs.

    The number may be the subscriber's, where the birth date tells the member from the
    subscriber's other dependents.

    Raises:
        IntakeRefusedError: nobody is chosen, or an identifier disagrees.
    """
    member = Member.objects.select_related("subscriber").filter(pk=member_id).first()
    if member is None:
        raise IntakeRefusedError("Choose the member this request is for. What you typed was kept.")
    refusal = number_refusal(member, number)
    if refusal == NOT_TOLD_APART:
        raise IntakeRefusedError(f"This member cannot be chosen: {refusal}")
    if refusal:
        raise IntakeRefusedError(
            "The member number on the page is not this member's. Check the page, or choose "
            "another member."
        )
    if member.birth_date != birth_date:
        raise IntakeRefusedError(
            "The birth date on the page is not this member's. Check the page, or choose another "
            "member."
        )
    return member


def _lines(intake: CaseIntake) -> tuple[LineIntake, ...]:
    if not intake.lines:
        raise IntakeRefusedError("Enter at least one service.")
    try:
        return tuple(
            LineIntake(
                product=line.product.strip(),
                hcpcs=hcpcs_normal(line.hcpcs) if line.hcpcs else "",
                ndc=ndc_normalize(line.ndc) if line.ndc else "",
                doses=line.doses,
                dose_amount=line.dose_amount.strip(),
                billing_units=line.billing_units,
            )
            for line in intake.lines
        )
    except (CodeError, NdcError) as error:
        raise IntakeRefusedError(str(error)) from error


def _policy_id(line: LineIntake, on: date) -> int | None:
    found = policies_for_service(hcpcs=line.hcpcs or None, ndc=line.ndc or None, on=on)
    return found[0].id if found else None


def _next_number(now: datetime) -> str:
    CaseNumber.objects.get_or_create(year=now.year)
    row = CaseNumber.objects.select_for_update().get(year=now.year)
    row.last += 1
    row.save(update_fields=["last"])
    return f"PA-{now.year}-{row.last:06d}"
