"""The time of receipt of an appeal, corrected: proposed by one person, confirmed by another.

The time to decide begins when the appeal is filed (29 CFR 2560.503-1(i)(4)): when the plan, or
a delegate for it, received it. Whether it was filed in time is told from the same day. Both
are counted anew from an earlier arrival of the same papers once two people say so.
"""

from datetime import datetime

from django.db import transaction

from accounts.domain.actor import Actor, system_actor
from accounts.domain.permissions import Action
from accounts.errors import person_id, require
from cases.domain.lifecycle import Status
from cases.errors import CaseNotFoundError, MoveRefusedError
from cases.models import Appeal, Case, CaseNotice, ClockCorrection
from cases.selectors.arrival_times import earlier_arrival_of
from cases.services.appeal_limits import appeal_limits
from cases.services.appeal_notices import appeal_notice_add
from cases.services.clock_proposals import proposal_check, proposal_settle
from cases.services.events import case_locked, event_add
from documents.models import Receipt

TOLD = "appeal.earlier_arrival"


def earlier_appeals_tell(case: Case, *, now: datetime) -> int:
    """Mark each open appeal of a locked case whose papers came earlier and tell of it; how many.

    Nothing of a clock moves by it. What was told once is not told again.
    """
    told = 0
    for appeal in case.appeals.filter(closed_at=None).order_by("sequence"):
        appeal.case = case
        found = earlier_arrival_of(appeal)
        if found is None or case.state is Status.VOID or _was_told(appeal, found):
            continue
        appeal.earlier_receipt = found
        appeal.save(update_fields=["earlier_receipt"])
        _event(appeal, TOLD, found, actor=system_actor("worker"), now=now)
        appeal_notice_add(appeal, CaseNotice.Kind.EARLIER_ARRIVAL, receipt=found, now=now)
        told += 1
    return told


@transaction.atomic
def appeal_correction_propose(
    appeal_id: int, *, reason: str, actor: Actor, now: datetime
) -> ClockCorrection:
    """Say that the clock of an open appeal began too late; a second person settles it.

    The time is that of the earliest arrival on record, never a typed one.

    Raises:
        NotPermittedError: the actor's role proposes no corrections of appeals.
        CaseNotFoundError: there is no such appeal.
        MoveRefusedError: no reason, no earlier arrival, or one is proposed already.
    """
    require(actor, Action.APPEAL_CLOCK_PROPOSE)
    appeal = _locked(appeal_id)
    reason = proposal_check(reason, _proposed(appeal))
    found = _found(appeal)
    correction = ClockCorrection.objects.create(
        case=appeal.case,
        appeal=appeal,
        receipt=found,
        received_before=appeal.received_at,
        received_at=found.dated_at,
        reason=reason,
        proposed_by_id=person_id(actor),
        proposed_at=now,
    )
    _event(appeal, "appeal.correction_proposed", found, actor=actor, now=now)
    return correction


@transaction.atomic
def appeal_correction_settle(
    appeal_id: int, *, correction_id: int, answer: str, actor: Actor, now: datetime
) -> ClockCorrection:
    """Confirm or refuse the proposed correction. Confirmed, both limits are counted anew.

    answer is "confirmed" or "refused"; correction_id is the proposal that the actor was shown.

    Raises:
        NotPermittedError: the actor's role confirms no corrections, or the actor proposed it.
        CaseNotFoundError: there is no such appeal.
        MoveRefusedError: this is not what is proposed, or the appeal is closed.
    """
    require(actor, Action.APPEAL_CLOCK_CONFIRM)
    appeal = _locked(appeal_id)
    correction = _proposed(appeal)
    if correction is None or correction.pk != correction_id:
        raise MoveRefusedError(
            "This correction is not proposed any more. Look at the page again before you settle "
            "anything."
        )
    is_confirmed = proposal_settle(correction, answer, actor=actor, now=now)
    kind = "appeal.correction_refused"
    if is_confirmed:
        _found(appeal)
        _correct(appeal, correction.received_at)
        kind = "appeal.corrected"
    appeal.earlier_receipt = None
    appeal.save(update_fields=["earlier_receipt"])
    _event(appeal, kind, correction.receipt, actor=actor, now=now)
    return correction


def _correct(appeal: Appeal, received_at: datetime) -> None:
    limits = appeal_limits(
        appeal.determination, urgency=appeal.urgency, level=appeal.level, received_at=received_at
    ).fields()
    appeal.received_at = received_at
    for name, value in limits.items():
        setattr(appeal, name, value)
    appeal.save(update_fields=["received_at", *limits])


def _locked(appeal_id: int) -> Appeal:
    case_id = Appeal.objects.filter(pk=appeal_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise CaseNotFoundError("There is no such appeal.")
    case = case_locked(case_id)
    appeal = Appeal.objects.select_related("determination").get(pk=appeal_id)
    appeal.case = case
    return appeal


def _found(appeal: Appeal) -> Receipt:
    """The arrival that shows it; refused where there is none, or the case counts nowhere."""
    found = earlier_arrival_of(appeal)
    if found is None or appeal.case.state is Status.VOID:
        raise MoveRefusedError(
            "No arrival of these papers is on record that came before this clock began, or the "
            "appeal is closed."
        )
    return found


def _proposed(appeal: Appeal) -> ClockCorrection | None:
    return appeal.clock_corrections.filter(state=ClockCorrection.State.PROPOSED).first()


def _was_told(appeal: Appeal, receipt: Receipt) -> bool:
    told = appeal.case.events.filter(kind=TOLD).values_list("detail", flat=True)
    return any(one["appeal"] == appeal.sequence and one["receipt"] == receipt.pk for one in told)


def _event(appeal: Appeal, kind: str, receipt: Receipt, *, actor: Actor, now: datetime) -> None:
    event_add(
        appeal.case,
        kind=kind,
        actor=actor,
        now=now,
        detail={"appeal": appeal.sequence, "receipt": receipt.pk},
    )
