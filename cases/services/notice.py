"""Telling a determination by voice, before or beside the letter."""

from datetime import datetime

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from cases.domain.contacts import Use
from cases.errors import ContactRefusedError
from cases.models import ClockEvent, OralNotice
from cases.services.clock import clock_record
from cases.services.contacts import ContactIntake, contact_add
from cases.services.events import case_locked, event_add
from cases.services.grounds import contact_use_check


@transaction.atomic
def oral_notice_give(
    case_id: int, intake: ContactIntake, *, actor: Actor, now: datetime
) -> OralNotice:
    """Record that the latest determination was told by voice, to whom and when.

    The letter is still owed: 29 CFR 2560.503-1(g)(2) lets an urgent decision be told
    by voice only when the written notice follows within three days.

    Raises:
        NotPermittedError: the actor's role tells no decisions.
        ContactRefusedError: nothing is decided yet, the contact lies before the decision,
            or it was with somebody who may not be told.
    """
    require(actor, Action.ORAL_NOTICE_GIVE)
    case = case_locked(case_id)
    determination = case.determinations.order_by("-sequence").first()
    if determination is None:
        raise ContactRefusedError("Nothing is decided on this case yet, so nothing can be told.")
    contact_use_check(intake, Use.ORAL_NOTICE)
    if intake.happened_at < determination.decided_at:
        raise ContactRefusedError("This contact lies before the decision, so it did not tell it.")
    contact = contact_add(case, intake, actor=actor, now=now)
    notice = OralNotice.objects.create(determination=determination, contact=contact)
    clock_record(
        case,
        ClockEvent.Kind.ORAL_NOTICE,
        at=contact.happened_at,
        source=f"contact:{contact.pk}",
        actor=actor,
        now=now,
    )
    event_add(
        case,
        kind="notice.told",
        actor=actor,
        now=now,
        detail={"determination": determination.sequence, "contact": contact.pk},
    )
    return notice
