"""Ends without a determination: withdrawn by the requester, void as entered in error.

Neither is a denial. A withdrawal needs the requester's own word; a void needs two people.
"""

from datetime import datetime

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import NotPermittedError, person_id, require
from cases.domain.contacts import Use
from cases.domain.lifecycle import Move, Status
from cases.errors import CaseChangedError, MoveRefusedError
from cases.models import Case, ClockEvent, VoidProposal, Withdrawal
from cases.services.benefits import benefits_drop
from cases.services.clock import clock_record
from cases.services.events import case_locked, case_move, case_touch, event_add, version_check
from cases.services.grounds import Ground, PageGround, ground_take, written_withdrawal_check
from cases.services.information import waiting_end
from cases.services.locking import case_papers_lock
from cases.services.placement import pages_release
from cases.services.refreshing import cases_beside_changed

LEAST_REASON = 20


@transaction.atomic
def case_withdraw(
    case_id: int, ground: Ground, *, reason: str, actor: Actor, now: datetime
) -> Withdrawal:
    """Close a case because the requester took the request back, by voice or in writing.

    Raises:
        NotPermittedError: the actor's role records no withdrawals, or the actor referred it.
        ContactRefusedError: the ground is not the requester's own word.
        CaseChangedError: the case is closed already.
    """
    require(actor, Action.CASE_WITHDRAW)
    case = case_locked(case_id)
    _still_open(case)
    _not_by_whoever_referred(case, actor)
    if isinstance(ground, PageGround):
        written_withdrawal_check(case, ground)
    grounded = ground_take(case, ground, uses=(Use.WITHDRAW,), actor=actor, now=now)
    withdrawal = Withdrawal.objects.create(
        case=case,
        reason=reason.strip(),
        contact=grounded.contact,
        page=grounded.page,
        asked_at=grounded.asked_at,
        recorded_by_id=person_id(actor),
        recorded_at=now,
    )
    _close(case, Move.WITHDRAW, source=grounded.source, actor=actor, now=now)
    event_add(case, kind="case.withdrawn", actor=actor, now=now, detail=grounded.detail)
    return withdrawal


@transaction.atomic
def void_propose(
    case_id: int, *, reason: str, version: int, actor: Actor, now: datetime
) -> VoidProposal:
    """Say that a case was entered in error; nothing changes until a second person agrees.

    Raises:
        NotPermittedError: the actor's role proposes no voids.
        MoveRefusedError: no reason, one is proposed already, or the case is closed.
    """
    require(actor, Action.CASE_VOID_PROPOSE)
    case = case_locked(case_id)
    _still_open(case)
    version_check(case, version)
    if len(reason.strip()) < LEAST_REASON:
        raise MoveRefusedError(
            "Write what was entered in error, in a sentence or more (at least 20 letters)."
        )
    if _open_proposal(case) is not None:
        raise MoveRefusedError("A void of this case already waits for a second person.")
    proposal = VoidProposal.objects.create(
        case=case,
        reason=reason.strip(),
        proposed_by_id=person_id(actor),
        proposed_at=now,
    )
    case_touch(case)
    event_add(case, kind="void.proposed", actor=actor, now=now, detail={"proposal": proposal.pk})
    return proposal


@transaction.atomic
def void_settle(
    case_id: int, *, answer: str, version: int, actor: Actor, now: datetime
) -> VoidProposal:
    """Confirm or refuse the proposed void. Confirmed, the case closes and its pages come free.

    answer is "confirmed" or "refused". The pages go back to the inbox, so that a
    request which was entered wrongly is entered again, with its clock from the receipt.

    Raises:
        NotPermittedError: the actor's role settles no voids, or the actor proposed it.
        MoveRefusedError: nothing is proposed, or the case is closed.
    """
    require(actor, Action.CASE_VOID_CONFIRM)
    case_papers_lock(case_id)
    case = case_locked(case_id)
    _still_open(case)
    version_check(case, version)
    proposal = _open_proposal(case)
    if proposal is None:
        raise MoveRefusedError("No void of this case is proposed.")
    if answer not in {VoidProposal.State.CONFIRMED, VoidProposal.State.REFUSED}:
        raise MoveRefusedError("Choose whether the case was entered in error.")
    if proposal.proposed_by_id == actor.user_id:
        raise NotPermittedError("You proposed this void, so a second person settles it.")
    proposal.state = answer
    proposal.settled_by_id, proposal.settled_at = person_id(actor), now
    proposal.save(update_fields=["state", "settled_by", "settled_at"])
    detail: dict[str, object] = {"proposal": proposal.pk}
    if answer == VoidProposal.State.REFUSED:
        case_touch(case)
        event_add(case, kind="void.refused", actor=actor, now=now, detail=detail)
        return proposal
    _close(case, Move.VOID, source=f"void:{proposal.pk}", actor=actor, now=now)
    detail["documents"] = pages_release(case)
    event_add(case, kind="case.voided", actor=actor, now=now, detail=detail)
    return proposal


def _not_by_whoever_referred(case: Case, actor: Actor) -> None:
    """So that no recommendation to deny ends as a withdrawal by the same hand."""
    if case.state is not Status.REFERRED:
        return
    latest = case.recommendations.order_by("-sequence").first()
    if latest is not None and latest.made_by_id == actor.user_id:
        raise NotPermittedError(
            "You referred this request to the medical director, so somebody else records its "
            "withdrawal."
        )


def _still_open(case: Case) -> None:
    if not case.state.is_open:
        raise CaseChangedError(
            f"This case is closed ({case.state.label.lower()}), so nothing was changed. What you "
            "typed was kept below."
        )


def _open_proposal(case: Case) -> VoidProposal | None:
    return case.voids.filter(state=VoidProposal.State.PROPOSED).first()


def _close(case: Case, move: Move, *, source: str, actor: Actor, now: datetime) -> None:
    if case.state is Status.PENDED:
        waiting_end(case, actor=actor, now=now)
    case.closed_at = now
    case_move(case, move, actor=actor, fields=["closed_at"])
    clock_record(case, ClockEvent.Kind.CLOSED, at=now, source=source, actor=actor, now=now)
    benefits_drop(case, now=now)
    cases_beside_changed(case)
