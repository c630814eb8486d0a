"""What a manager may do about somebody else's claim: give it back, or give it to another."""

from datetime import datetime

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from cases.domain.lifecycle import Move, Status
from cases.errors import MoveRefusedError
from cases.models import Case
from cases.selectors.reviewers import reviewers_free
from cases.services.events import (
    case_locked,
    case_move,
    case_touch,
    event_add,
    version_check,
)


@transaction.atomic
def case_reassign(
    case_id: int, *, owner_id: int, version: int, actor: Actor, now: datetime
) -> Case:
    """Give a case in review to another nurse reviewer; every answer stays.

    Raises:
        NotPermittedError: the actor reassigns no cases.
        MoveRefusedError: the case is not in review, or the person is no active nurse
            reviewer or has it already.
        CaseChangedError: the case changed since the page was shown.
    """
    require(actor, Action.CASE_REASSIGN)
    case = _claimed(case_id, version)
    if owner_id == case.owner_id:
        raise MoveRefusedError("This person has the case already; nothing was changed.")
    if owner_id not in {one.id for one in reviewers_free()}:
        raise MoveRefusedError("Choose a nurse reviewer who is active.")
    before = case.owner_id
    case.owner_id = owner_id
    case.save(update_fields=["owner"])
    case_touch(case)
    event_add(
        case,
        kind="case.reassigned",
        actor=actor,
        now=now,
        detail={"from": f"user:{before}", "to": f"user:{owner_id}"},
    )
    return case


@transaction.atomic
def case_release_for(case_id: int, *, version: int, actor: Actor, now: datetime) -> Case:
    """Put a case that somebody claimed back in the queue; every answer stays.

    Raises:
        NotPermittedError: the actor reassigns no cases.
        MoveRefusedError: the case is not in review.
        CaseChangedError: the case changed since the page was shown.
    """
    require(actor, Action.CASE_REASSIGN)
    case = _claimed(case_id, version)
    before = case.owner_id
    case.owner = None
    case_move(case, Move.TAKE_BACK, actor=actor, fields=["owner"])
    event_add(
        case,
        kind="case.released_by_manager",
        actor=actor,
        now=now,
        detail={"from": f"user:{before}"},
    )
    return case


def _claimed(case_id: int, version: int) -> Case:
    case = case_locked(case_id)
    version_check(case, version)
    if case.state is not Status.IN_REVIEW:
        raise MoveRefusedError(
            f"This case is now: {case.state.label.lower()}. Only a case in review has a claim."
        )
    return case
