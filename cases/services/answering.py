"""Taking an answer to what was asked from a contact, item by item."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from cases.domain.contacts import Use
from cases.domain.lifecycle import Move, Status
from cases.errors import ContactRefusedError
from cases.models import Case, ClockEvent, Contact, InformationAnswer, InformationRequest
from cases.services.clock import clock_record, due_recompute
from cases.services.contacts import ContactIntake, contact_add
from cases.services.events import case_locked, case_move, event_add
from cases.services.grounds import contact_use_check


@transaction.atomic
def items_answer(
    case_id: int, intake: ContactIntake, *, items: Iterable[int], actor: Actor, now: datetime
) -> Contact:
    """Record a contact that answers items of the open information request, counted from 0.

    When the last item is answered the request is answered, a pended case goes back to
    the queue, and the toll ends at the moment of the latest of its contacts.

    Raises:
        NotPermittedError: the actor's role records no contacts.
        ContactRefusedError: nothing is open, the caller was not verified, or the contact
            lies before the question.
    """
    require(actor, Action.CONTACT_RECORD)
    case = case_locked(case_id)
    request = case.information_requests.filter(state=InformationRequest.State.OPEN).first()
    if request is None:
        raise ContactRefusedError(
            "No information is asked for on this case now. Record the contact alone."
        )
    contact_use_check(intake, Use.ANSWER)
    chosen = _chosen(request, items)
    if intake.happened_at < request.requested_at:
        raise ContactRefusedError("This contact lies before the information was asked for.")
    contact = contact_add(case, intake, actor=actor, now=now)
    for item in chosen:
        InformationAnswer.objects.create(request=request, item=item, contact=contact)
    event_add(
        case,
        kind="information.item_answered",
        actor=actor,
        now=now,
        detail={
            "request": request.sequence,
            "items": [item + 1 for item in chosen],
            "contact": contact.pk,
        },
    )
    if request.answers.count() == len(request.items):
        _all_answered(case, request, contact, actor=actor, now=now)
    return contact


def _chosen(request: InformationRequest, items: Iterable[int]) -> list[int]:
    chosen = sorted(set(items))
    if not chosen:
        raise ContactRefusedError("Tick the items that were answered.")
    if any(item not in range(len(request.items)) for item in chosen):
        raise ContactRefusedError("One of these items was not asked for. Nothing was changed.")
    if request.answers.filter(item__in=chosen).exists():
        raise ContactRefusedError("One of these items is answered already. Nothing was changed.")
    return chosen


def _all_answered(
    case: Case, request: InformationRequest, contact: Contact, *, actor: Actor, now: datetime
) -> None:
    answered_at = max(
        answer.contact.happened_at for answer in request.answers.select_related("contact")
    )
    request.state = InformationRequest.State.ANSWERED
    request.answered_at = answered_at
    request.save(update_fields=["state", "answered_at"])
    if case.state is Status.PENDED:
        case.owner = None
        case_move(case, Move.HEAR, actor=actor, fields=["owner"])
    clock_record(
        case,
        ClockEvent.Kind.INFORMATION_RECEIVED,
        at=answered_at,
        source=f"contact:{contact.pk}",
        actor=actor,
        now=now,
    )
    due_recompute(case)
    event_add(case, kind="case.woken", actor=actor, now=now)
