"""The time of receipt, corrected: found by the worker, proposed by one person, confirmed by another.

The clock begins when the plan, or a delegate for it, receives the request (29 CFR
2560.503-1(f)(4)). An earlier arrival of the same papers can turn up when the clock runs already.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.domain.actor import Actor, system_actor
from accounts.domain.permissions import Action
from accounts.errors import person_id, require
from cases.domain.lifecycle import Status
from cases.errors import MoveRefusedError
from cases.models import Case, CaseNotice, ClockCorrection, ClockEvent, Settlement
from cases.selectors.arrival_times import earlier_arrival
from cases.services.clock import clock_record, due_recompute
from cases.services.clock_proposals import proposal_check, proposal_settle
from cases.services.events import case_locked, case_touch, event_add, version_check
from cases.services.notices import notice_add
from documents.models import Receipt
from documents.selectors.arrival_times import receipts_before
from operations.models import Job
from operations.services.jobs import job_enqueue

COMPARE_JOB = "clock.compare"
_NOTICE = CaseNotice.Kind.EARLIER_ARRIVAL


def arrival_compare_ask(receipt_id: int, *, cause: str) -> Job:
    """The job that compares an arrival with the clocks that its papers began."""
    return job_enqueue(COMPARE_JOB, subject=receipt_id, digest=cause)


def arrivals_before_ask(receipt: Receipt, *, cause: str) -> list[Job]:
    """The jobs for what came before this arrival: the same file, or settled as a copy of it."""
    copies = Settlement.objects.filter(copy_of__document_id=receipt.document_id)
    before = receipts_before(receipt.received_at).filter(
        Q(document_id=receipt.document_id) | Q(pk__in=copies.values("receipt_id"))
    )
    return [
        arrival_compare_ask(receipt_id, cause=cause)
        for receipt_id in before.values_list("pk", flat=True)
    ]


def earlier_arrival_tell(case: Case, *, now: datetime) -> int:
    """Tell of papers that came before a locked case's clock began; 1 when it is news, else 0.

    Nothing of a clock moves by it. What was told once is not told again.
    """
    found = earlier_arrival(case)
    known = case.notices.filter(kind=_NOTICE, receipt=found)
    if found is None or case.state is Status.VOID or known.exists():
        return 0
    event_add(
        case,
        kind="clock.earlier_arrival",
        actor=system_actor("worker"),
        now=now,
        detail={"receipt": found.pk},
    )
    notice_add(case, _NOTICE, receipt=found, now=now, recipient_id=_signer_id(case))
    return 1


@transaction.atomic
def correction_propose(
    case_id: int, *, reason: str, version: int, actor: Actor, now: datetime
) -> ClockCorrection:
    """Say that the clock began too late; nothing changes until a second person agrees.

    The time is that of the earliest arrival on record, never a typed one.

    Raises:
        NotPermittedError: the actor's role proposes no corrections.
        MoveRefusedError: no reason, no earlier arrival, or one is proposed already.
        CaseChangedError: the case changed since the page was shown.
    """
    require(actor, Action.CLOCK_CORRECT_PROPOSE)
    case = case_locked(case_id)
    version_check(case, version)
    reason = proposal_check(reason, _proposed(case))
    found = _found(case)
    correction = ClockCorrection.objects.create(
        case=case,
        receipt=found,
        received_before=case.received_at,
        received_at=found.dated_at,
        reason=reason,
        proposed_by_id=person_id(actor),
        proposed_at=now,
    )
    case_touch(case)
    event_add(
        case,
        kind="clock.correction_proposed",
        actor=actor,
        now=now,
        detail={"correction": correction.pk, "receipt": found.pk},
    )
    return correction


@transaction.atomic
def correction_settle(
    case_id: int, *, answer: str, version: int, actor: Actor, now: datetime
) -> ClockCorrection:
    """Confirm or refuse the proposed correction. Confirmed, the due time is counted anew.

    answer is "confirmed" or "refused". The first row of the ledger stays as it was written.

    Raises:
        NotPermittedError: the actor's role confirms no corrections, or the actor proposed it.
        MoveRefusedError: nothing is proposed, or the case is entered in error.
        CaseChangedError: the case changed since the page was shown.
    """
    require(actor, Action.CLOCK_CORRECT_CONFIRM)
    case = case_locked(case_id)
    version_check(case, version)
    correction = _proposed(case)
    if correction is None:
        raise MoveRefusedError("No correction of this clock is proposed.")
    is_confirmed = proposal_settle(correction, answer, actor=actor, now=now)
    kind = "clock.correction_refused"
    if is_confirmed:
        _found(case)
        _correct(case, correction, actor=actor, now=now)
        kind = "clock.corrected"
    case_touch(case)
    event_add(
        case,
        kind=kind,
        actor=actor,
        now=now,
        detail={"correction": correction.pk, "receipt": correction.receipt_id},
    )
    if case.state.is_open and is_confirmed:
        job_enqueue("case.prepare", subject=case.pk, digest=f"v{case.version}")
    return correction


def _correct(case: Case, correction: ClockCorrection, *, actor: Actor, now: datetime) -> None:
    clock_record(
        case,
        ClockEvent.Kind.RECEIVED_CORRECTED,
        at=correction.received_at,
        source=f"receipt:{correction.receipt_id} ({correction.receipt.channel})",
        actor=actor,
        now=now,
    )
    case.received_at = correction.received_at
    case.save(update_fields=["received_at"])
    due_recompute(case)


def _found(case: Case) -> Receipt:
    """The arrival that shows it; refused where there is none, or the case counts nowhere."""
    found = earlier_arrival(case)
    if found is None or case.state is Status.VOID:
        raise MoveRefusedError(
            "No arrival of these papers is on record that came before this clock began."
        )
    return found


def _proposed(case: Case) -> ClockCorrection | None:
    proposed = case.clock_corrections.filter(appeal=None, state=ClockCorrection.State.PROPOSED)
    return proposed.first()


def _signer_id(case: Case) -> int | None:
    """Whoever signed the latest determination of a closed case; None for an open one."""
    if case.state.is_open:
        return None
    signed = case.determinations.order_by("-sequence").values_list("signer_id", flat=True)
    return signed.first()
