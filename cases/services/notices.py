"""Telling whoever works on a case that something new came, until they say that they saw it."""

from datetime import datetime

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import NotPermittedError, require
from cases.domain.lifecycle import Status
from cases.models import Case, CaseNotice
from cases.selectors.notices import may_see_off
from cases.services.events import case_locked, event_add
from documents.models import Receipt


def notice_add(
    case: Case,
    kind: str,
    *,
    receipt: Receipt,
    now: datetime,
    recipient_id: int | None = None,
) -> tuple[CaseNotice, ...]:
    """Tell the owner of a locked case, and the medical director while it is with one.

    recipient_id is given where the owner has just changed. With nobody to tell, the notice
    waits for whoever takes the case up. Returns what was written.
    """
    owner = recipient_id or case.owner_id
    told: list[int | None] = [owner]
    if case.state is Status.REFERRED and owner is not None:
        told.append(None)
    return tuple(
        CaseNotice.objects.create(
            case=case, kind=kind, receipt=receipt, recipient_id=person, created_at=now
        )
        for person in told
    )


@transaction.atomic
def notices_see(case_id: int, *, actor: Actor, now: datetime) -> int:
    """Record that the actor saw what is new on the case; how many notices that were.

    Raises:
        NotPermittedError: the actor neither works on the case nor was told.
    """
    require(actor, Action.CASE_CLAIM)
    case = case_locked(case_id)
    unread = list(case.notices.select_for_update().filter(appeal=None, seen_by=""))
    mine = [notice for notice in unread if may_see_off(notice, case, actor)]
    if unread and not mine:
        raise NotPermittedError(
            "This is for whoever works on the case. Claim it first, or leave it to them."
        )
    for notice in mine:
        notice.seen_by, notice.seen_at = actor.key, now
        notice.save(update_fields=["seen_by", "seen_at"])
    if mine:
        event_add(case, kind="notice.seen", actor=actor, now=now, detail={"notices": len(mine)})
    return len(mine)
