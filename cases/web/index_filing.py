"""What the index screen's "finish" does, by what the clerk says the document is."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils import timezone

from accounts.web.access import request_actor
from cases.domain.after_close import Later
from cases.domain.weight import weight_doubt
from cases.errors import IntakeRefusedError, MoveRefusedError
from cases.selectors.access import case_for
from cases.selectors.appeals import open_appeal_id
from cases.selectors.plan_day import plan_day
from cases.services.appeals import AppealIntake, appeal_receive, appeal_records_add
from cases.services.filing import late_file, peer_to_peer_receive, records_file, request_file
from cases.services.late_papers import LateIntake
from cases.services.settling import receipt_settle
from cases.web.index_draft import IndexDraft, Purpose
from documents.selectors.views import ReceiptView
from operations.services.access import access_record


def document_file(request: HttpRequest, receipt: ReceiptView, draft: IndexDraft) -> str:
    """Does what the filled-in draft says; returns what happened in one sentence.

    Raises:
        CasesError: refused, with the sentence to show.
    """
    return _ACTS[draft.purpose](request, receipt, draft)


def _new_request(request: HttpRequest, receipt: ReceiptView, draft: IndexDraft) -> str:
    case = request_file(
        draft.case_intake(receipt.id),
        said=draft.said,
        actor=request_actor(request),
        now=timezone.now(),
    )
    doubt = weight_doubt(
        case.weight_kg,
        birth_date=case.member.birth_date,
        on=case.weighed_on or plan_day(case.received_at),
    )
    opened = f"{case.number} is open and its clock runs from the arrival. The checks have started."
    return f"{opened} {doubt}" if doubt else opened


def _records(request: HttpRequest, receipt: ReceiptView, draft: IndexDraft) -> str:
    case_id, number = _case_of(request, receipt, draft)
    records_file(
        case_id,
        receipt_id=receipt.id,
        pages=draft.page_intakes(),
        said=draft.said,
        actor=request_actor(request),
        now=timezone.now(),
    )
    return f"The records were added to {number}. Its checks have started again."


def _appeal(request: HttpRequest, receipt: ReceiptView, draft: IndexDraft) -> str:
    case_id, number = _case_of(request, receipt, draft)
    given = draft.filing.cleaned_data
    intake = AppealIntake(
        case_id=case_id,
        filed_by=given["filed_by"],
        urgency=given["appeal_urgency"],
        level=given["level"],
        receipt_id=receipt.id,
        pages=draft.page_intakes(),
    )
    appeal = appeal_receive(intake, actor=request_actor(request), now=timezone.now())
    late = " It looks late; a person decides what follows." if appeal.filed_late else ""
    return f"The appeal of {number} is recorded and its clock runs from the arrival.{late}"


def _appeal_papers(request: HttpRequest, receipt: ReceiptView, draft: IndexDraft) -> str:
    case_id, number = _case_of(request, receipt, draft)
    appeal_id = open_appeal_id(case_id)
    if appeal_id is None:
        raise MoveRefusedError(
            "No appeal of this case is open. Record these pages as an appeal instead."
        )
    appeal_records_add(
        appeal_id,
        receipt_id=receipt.id,
        pages=draft.page_intakes(),
        actor=request_actor(request),
        now=timezone.now(),
    )
    return f"The papers were added to the open appeal of {number}; its clock runs on."


def _peer_to_peer(request: HttpRequest, receipt: ReceiptView, draft: IndexDraft) -> str:
    case_id, number = _case_of(request, receipt, draft)
    peer_to_peer_receive(
        case_id,
        receipt_id=receipt.id,
        pages=draft.page_intakes(),
        said=draft.said,
        actor=request_actor(request),
        now=timezone.now(),
    )
    return f"The request to talk about {number} is on file. No clock runs: call back soon."


def _late(request: HttpRequest, receipt: ReceiptView, draft: IndexDraft) -> str:
    case_id, number = _case_of(request, receipt, draft)
    late_file(
        LateIntake(case_id, Later(draft.purpose.value), receipt.id, draft.page_intakes()),
        said=draft.said,
        actor=request_actor(request),
        now=timezone.now(),
    )
    return f"The papers are filed with {number}, and whoever worked on it is told. Nothing else changed."


def _settle(request: HttpRequest, receipt: ReceiptView, draft: IndexDraft) -> str:
    receipt_settle(
        draft.settlement_intake(receipt.id), actor=request_actor(request), now=timezone.now()
    )
    return f"Arrival {receipt.id} is settled without a request. Everything in it is kept."


_ACTS: dict[Purpose, Callable[[HttpRequest, ReceiptView, IndexDraft], str]] = {
    Purpose.NEW_REQUEST: _new_request,
    Purpose.RECORDS: _records,
    Purpose.APPEAL: _appeal,
    Purpose.APPEAL_PAPERS: _appeal_papers,
    Purpose.PEER_TO_PEER: _peer_to_peer,
    Purpose.FILE_ONLY: _late,
    Purpose.RECONSIDERATION: _late,
    Purpose.SETTLE: _settle,
}


def _case_of(request: HttpRequest, receipt: ReceiptView, draft: IndexDraft) -> tuple[int, str]:
    """The case named, when the two identifiers on the pages are those of its member."""
    actor = request_actor(request)
    case = case_for(actor, draft.records.cleaned_data["case_number"].strip().upper())
    access_record(
        actor=actor.key,
        subject=f"case:{case.pk}",
        purpose=f"intake.attach receipt:{receipt.id}",
        now=timezone.now(),
        case=f"case:{case.pk}",
    )
    if not any(c.id == case.member_id and c.is_match for c in draft.candidates().rows):
        raise IntakeRefusedError(
            "The member number and birth date on the pages are not those of the member of this "
            "case. Nothing was attached; check the pages and the case number."
        )
    return case.pk, case.number
