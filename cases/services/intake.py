"""From placed pages to an open request."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from cases.domain.codes import CodeError, hcpcs_normal
from cases.domain.weight import IMPOSSIBLE, is_possible
from cases.errors import IntakeRefusedError
from cases.models import (
    Case,
    CaseNumber,
    ClockEvent,
    Facility,
    Member,
    MemberConfirmation,
    Provider,
    RequestLine,
)
from cases.selectors.coverage import coverage_for
from cases.selectors.plan_day import plan_day
from cases.services.clock import clock_record, due_recompute
from cases.services.events import event_add
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

    Every page must have exactly one disposition; those of another member may be kept for
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
    member = _confirmed_member(intake)
    pages_check(intake.pages, open_pages=pages_open(receipt))
    lines = _lines(intake)
    facility = _facility(intake)
    on = intake.service_from or plan_day(receipt.received_at)
    case = Case.objects.create(
        number=_next_number(now),
        member=member,
        coverage=coverage_for(member.pk, on),
        policy_id=_policy_id(lines[0], on),
        requester=Provider.objects.get(pk=intake.requester_id),
        facility=facility,
        place_of_service=intake.place_of_service,
        request_type=intake.request_type,
        urgency=intake.urgency,
        diagnosis_code=intake.diagnosis_code.strip().upper(),
        diagnosis_text=intake.diagnosis_text.strip(),
        indication=intake.indication,
        service_from=intake.service_from,
        service_to=intake.service_to,
        weight_kg=intake.weight_kg,
        weighed_on=intake.weighed_on,
        received_at=receipt.received_at,
        opened_at=now,
    )
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
    MemberConfirmation.objects.create(
        case=case,
        number_read=intake.member_number.strip(),
        birth_date_read=intake.birth_date,
        confirmed_by=actor.key,
        confirmed_at=now,
    )
    left = pages_place(case, intake.pages, receipt=receipt, actor=actor, now=now)
    clock_record(
        case,
        ClockEvent.Kind.RECEIVED,
        at=receipt.received_at,
        source=f"receipt:{receipt.pk} ({receipt.channel})",
        actor=actor,
        now=now,
    )
    due_recompute(case)
    detail = {"receipt": receipt.pk} | ({"pages_left": left} if left else {})
    event_add(case, kind="case.opened", actor=actor, now=now, detail=detail)
    job_enqueue("case.prepare", subject=case.pk, digest=f"v{case.version}")
    cases_beside_changed(case)
    return case


def _facility(intake: CaseIntake) -> Facility:
    facility = Facility.objects.filter(pk=intake.facility_id or 0).first()
    if facility is None:
        raise IntakeRefusedError("Choose the facility where the service is given.")
    if intake.place_of_service not in Case.Place.values:
        raise IntakeRefusedError("Choose the place of service; the letter has to name it.")
    return facility


def _confirmed_member(intake: CaseIntake) -> Member:
    member = Member.objects.filter(pk=intake.member_id).first()
    if member is None:
        raise IntakeRefusedError("Choose the member this request is for. What you typed was kept.")
    if member.number.upper() != intake.member_number.strip().upper():
        raise IntakeRefusedError(
            "The member number on the page is not this member's. Check the page, or choose "
            "another member."
        )
    if member.birth_date != intake.birth_date:
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
