"""Telling whoever works on an appeal that something new came, until they say that they saw it."""

from datetime import datetime

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import NotPermittedError, require
from cases.errors import CaseNotFoundError
from cases.models import Appeal, CaseNotice
from cases.selectors.appeal_notices import may_see_off_appeal
from cases.services.events import case_locked, event_add
from documents.models import Receipt


def appeal_notice_add(appeal: Appeal, kind: str, *, receipt: Receipt, now: datetime) -> CaseNotice:
    """Tell the reviewer of an appeal whose case is locked.

    With none the notice waits for whoever gives the appeals out, then for who takes it.
    """
    return CaseNotice.objects.create(
        case_id=appeal.case_id,
        appeal=appeal,
        kind=kind,
        receipt=receipt,
        recipient_id=appeal.reviewer_id,
        created_at=now,
    )


@transaction.atomic
def appeal_notices_see(appeal_id: int, *, actor: Actor, now: datetime) -> int:
    """Record that the actor saw what is new on the appeal; how many notices that were.

    Raises:
        NotPermittedError: the actor neither works on the appeal nor was told.
        CaseNotFoundError: there is no such appeal.
    """
    require(actor, Action.APPEAL_ASSIGN)
    case_id = Appeal.objects.filter(pk=appeal_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise CaseNotFoundError("There is no such appeal.")
    case = case_locked(case_id)
    appeal = Appeal.objects.get(pk=appeal_id)
    unread = list(appeal.notices.select_for_update().filter(seen_by=""))
    mine = [notice for notice in unread if may_see_off_appeal(notice, appeal, actor)]
    if unread and not mine:
        raise NotPermittedError("This is for whoever works on the appeal. Leave it to them.")
    for notice in mine:
        notice.seen_by, notice.seen_at = actor.key, now
        notice.save(update_fields=["seen_by", "seen_at"])
    if mine:
        detail = {"appeal": appeal.sequence, "notices": len(mine)}
        event_add(case, kind="notice.seen", actor=actor, now=now, detail=detail)
    return len(mine)
