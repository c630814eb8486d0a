"""Asking the requester for what is missing, and taking in what comes back."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import person_id, require
from cases.domain.first_look import IN_CASE
from cases.domain.lifecycle import Move, Status
from cases.errors import AfterDecisionError, IntakeRefusedError, MoveRefusedError
from cases.models import Case, CaseNotice, ClockEvent, FirstLook, InformationRequest
from cases.selectors.late_papers import late_choices_of
from cases.services.clock import answer_by_day, clock_record, due_recompute
from cases.services.events import case_locked, case_move, case_touch, event_add, version_check
from cases.services.locking import papers_lock
from cases.services.notices import notice_add
from cases.services.placement import PageIntake, pages_check, pages_open, pages_place
from cases.services.review_access import reviewer_check
from documents.models import Receipt
from operations.services.jobs import job_enqueue


@transaction.atomic
def information_request(
    case_id: int, *, items: Iterable[tuple[str, str]], version: int, actor: Actor, now: datetime
) -> InformationRequest:
    """Ask for the items (criterion id, sentence) and pend the case.

    The clock stands still only under rules that toll; the letter job is written
    in the same transaction.

    Raises:
        NotPermittedError: the actor's role does not ask.
        MoveRefusedError: nothing is asked for, or the case is not the actor's.
        CaseChangedError: the case changed since the page was shown.
    """
    require(actor, Action.INFORMATION_REQUEST)
    case = case_locked(case_id)
    reviewer_check(case, actor)
    version_check(case, version)
    asked = [{"criterion": c, "sentence": s.strip()} for c, s in items if s.strip()]
    if case.requester_id is None:
        raise MoveRefusedError(
            "Nobody is on file to ask: the pages of this request are not indexed yet. Index them "
            "first, so that the letter names who asked for the service."
        )
    if not asked:
        raise MoveRefusedError("Choose at least one item to ask for.")
    request = InformationRequest.objects.create(
        case=case,
        sequence=case.information_requests.count() + 1,
        items=asked,
        requested_by_id=person_id(actor),
        requested_at=now,
        answer_by=answer_by_day(case, now=now),
    )
    case_move(case, Move.PEND, actor=actor)
    clock_record(
        case,
        ClockEvent.Kind.INFORMATION_REQUESTED,
        at=now,
        source=f"information_request:{request.sequence}",
        actor=actor,
        now=now,
    )
    due_recompute(case)
    event_add(
        case,
        kind="information.requested",
        actor=actor,
        now=now,
        detail={"request": request.sequence, "criteria": [i["criterion"] for i in asked]},
    )
    job_enqueue("letter.render", subject=f"information_request:{request.pk}")
    return request


@transaction.atomic
def records_attach(
    case_id: int,
    *,
    receipt_id: int,
    pages: tuple[PageIntake, ...],
    actor: Actor,
    now: datetime,
) -> Case:
    """Place a later document's pages in an open case; a pended case wakes and goes back.

    Raises:
        NotPermittedError: the actor does not index.
        IntakeRefusedError: a page is left over or was placed by somebody else.
        AfterDecisionError: the case is already closed; nothing is edited silently.
    """
    require(actor, Action.DOCUMENT_INDEX)
    papers_lock(receipt_id, case_id=case_id)
    case = case_locked(case_id)
    late = late_choices_of(case, now=now)
    if late is not None:
        choices = tuple(choice.value for choice in late.choices)
        raise AfterDecisionError(f"{late.sentence} Nothing was attached.", choices)
    receipt = Receipt.objects.select_related("document").get(pk=receipt_id)
    if not case.lines.exists() and case.documents.filter(receipt=receipt).exists():
        raise IntakeRefusedError(
            "This arrival opened the case. File its pages as the new request, so that what is "
            "asked for is entered."
        )
    pages_check(pages, open_pages=pages_open(receipt))
    pages_place(case, pages, receipt=receipt, actor=actor, now=now)
    looks = FirstLook.objects.filter(receipt=receipt, case=case, outcome__in=IN_CASE)
    if looks.exists():
        case_touch(case)
        event_add(
            case, kind="records.indexed", actor=actor, now=now, detail={"receipt": receipt.pk}
        )
        job_enqueue("case.prepare", subject=case.pk, digest=f"v{case.version}")
        return case
    records_came(case, receipt=receipt, actor=actor, now=now)
    return case


def records_came(case: Case, *, receipt: Receipt, actor: Actor, now: datetime) -> None:
    """Tell of records on a locked open case: its event, who works on it, the checks again.

    A case that waited for information wakes and goes back to the queue.
    """
    owner_id = case.owner_id
    case_touch(case)
    event_add(case, kind="records.received", actor=actor, now=now, detail={"receipt": receipt.pk})
    notice_add(case, CaseNotice.Kind.RECORDS, receipt=receipt, now=now, recipient_id=owner_id)
    if case.state is Status.PENDED:
        _wake(case, receipt=receipt, actor=actor, now=now)
    job_enqueue("case.prepare", subject=case.pk, digest=f"v{case.version}")


def waiting_shorten(case: Case, *, now: datetime) -> date | None:
    """Bring the day to answer forward on a locked case that became expedited.

    Returns the day that now stands, None when nothing is asked or it was no later before.
    The day that the letter named stays in the history of the request.
    """
    request = case.information_requests.filter(state=InformationRequest.State.OPEN).first()
    day = answer_by_day(case, now=now)
    if request is None or request.answer_by <= day:
        return None
    request.answer_by = day
    request.save(update_fields=["answer_by"])
    return day


def waiting_end(case: Case, *, actor: Actor, now: datetime) -> None:
    """Close what is still asked on a locked case that is taken up without an answer.

    Clocks that stood still run on from now; nothing is decided by it.
    """
    for request in case.information_requests.filter(state=InformationRequest.State.OPEN):
        request.state = InformationRequest.State.CLOSED
        request.save(update_fields=["state"])
        clock_record(
            case,
            ClockEvent.Kind.INFORMATION_CLOSED,
            at=now,
            source=f"information_request:{request.sequence}",
            actor=actor,
            now=now,
        )
        event_add(
            case,
            kind="information.closed",
            actor=actor,
            now=now,
            detail={"request": request.sequence},
        )
    due_recompute(case)


def _wake(case: Case, *, receipt: Receipt, actor: Actor, now: datetime) -> None:
    for request in case.information_requests.filter(state=InformationRequest.State.OPEN):
        request.state = InformationRequest.State.ANSWERED
        request.answered_at = receipt.received_at
        request.save(update_fields=["state", "answered_at"])
    case.owner = None
    case_move(case, Move.RESUME, actor=actor, fields=["owner"])
    clock_record(
        case,
        ClockEvent.Kind.INFORMATION_RECEIVED,
        at=receipt.received_at,
        source=f"receipt:{receipt.pk} ({receipt.channel})",
        actor=actor,
        now=now,
    )
    due_recompute(case)
    event_add(case, kind="case.woken", actor=actor, now=now)
