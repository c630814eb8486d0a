"""Appeals: received with a clock of their own, acknowledged, assigned, withdrawn.

Deciding an appeal is not here.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from cases.domain.appeals import AppealMove, FiledBy, appeal_target
from cases.errors import CaseNotFoundError, IntakeRefusedError, MoveRefusedError
from cases.models import Appeal, Case, Determination
from cases.selectors.independence import independence_of
from cases.services.appeal_limits import appeal_limits
from cases.services.clock_correction import arrivals_before_ask
from cases.services.events import case_locked, event_add
from cases.services.locking import papers_lock
from cases.services.placement import PageIntake, pages_check, pages_open, pages_place
from documents.models import Receipt

LEVELS = (1, 2)
MIN_NOTE = 10


@dataclass(frozen=True)
class AppealIntake:
    """An appeal as somebody received it: on paper (receipt_id, pages) or by phone (heard_at).

    asked is what the caller asked for, in the words of whoever took the call.
    """

    case_id: int
    filed_by: str
    urgency: str
    level: int = 1
    receipt_id: int | None = None
    pages: tuple[PageIntake, ...] = ()
    heard_at: datetime | None = None
    asked: str = ""


@transaction.atomic
def appeal_receive(intake: AppealIntake, *, actor: Actor, now: datetime) -> Appeal:
    """Record an appeal of the latest determination; its clock runs from the arrival.

    A late appeal is recorded like any other and marked late. The case itself stays as
    it was decided.

    Raises:
        NotPermittedError: the actor does not receive appeals.
        MoveRefusedError: there is no adverse decision, or this level is open already.
        IntakeRefusedError: something needed is missing or a page is left over.
    """
    require(actor, Action.APPEAL_RECEIVE)
    if intake.receipt_id is not None:
        papers_lock(intake.receipt_id, case_id=intake.case_id)
    case = case_locked(intake.case_id)
    determination = _appealed(case, intake.level)
    _intake_check(intake)
    receipt = _receipt(intake)
    received_at = receipt.received_at if receipt else _heard_at(intake, determination, now)
    if received_at < determination.decided_at:
        raise IntakeRefusedError(
            "These pages arrived before the decision was made, so they cannot appeal it. File them "
            "as records, or settle the arrival."
        )
    if receipt:
        pages_place(case, intake.pages, receipt=receipt, actor=actor, now=now)
    limits = appeal_limits(
        determination, urgency=intake.urgency, level=intake.level, received_at=received_at
    )
    appeal = Appeal.objects.create(
        case=case,
        determination=determination,
        sequence=case.appeals.count() + 1,
        level=intake.level,
        urgency=intake.urgency,
        filed_by=intake.filed_by,
        channel=Appeal.Channel.PAPER if receipt else Appeal.Channel.PHONE,
        receipt=receipt,
        asked=intake.asked.strip(),
        received_at=received_at,
        recorded_at=now,
        recorded_by=actor.key,
        **limits.fields(),
    )
    if receipt:
        arrivals_before_ask(receipt, cause=f"appeal:{appeal.pk}")
    event_add(
        case,
        kind="appeal.received",
        actor=actor,
        now=now,
        detail={
            "appeal": appeal.sequence,
            "determination": determination.sequence,
            "level": appeal.level,
            "urgency": appeal.urgency,
            "source": f"receipt:{receipt.pk}" if receipt else "call",
            "rule": appeal.due_rule,
            "late": "yes" if appeal.filed_late else "no",
        },
    )
    return appeal


@transaction.atomic
def appeal_records_add(
    appeal_id: int,
    *,
    receipt_id: int,
    pages: tuple[PageIntake, ...],
    actor: Actor,
    now: datetime,
) -> Appeal:
    """Place a later document's pages with an open appeal; the clock stays as it runs.

    Raises:
        NotPermittedError: the actor does not receive appeals.
        MoveRefusedError: the appeal is closed.
        IntakeRefusedError: a page is left over or was placed by somebody else.
    """
    require(actor, Action.APPEAL_RECEIVE)
    papers_lock(receipt_id, case_id=_case_id(appeal_id))
    appeal = _locked(appeal_id)
    if not appeal.standing.is_open:
        raise MoveRefusedError("This appeal is closed, so nothing was added to it.")
    receipt = Receipt.objects.select_related("document").get(pk=receipt_id)
    pages_check(pages, open_pages=pages_open(receipt))
    pages_place(appeal.case, pages, receipt=receipt, actor=actor, now=now)
    _event(appeal, "appeal.records_received", actor=actor, now=now, receipt=receipt.pk)
    return appeal


@transaction.atomic
def appeal_acknowledge(appeal_id: int, *, actor: Actor, now: datetime) -> Appeal:
    """Record that whoever filed the appeal was told that it arrived.

    Raises:
        NotPermittedError: the actor does not receive appeals.
        MoveRefusedError: it was acknowledged before, or is closed.
    """
    require(actor, Action.APPEAL_RECEIVE)
    appeal = _locked(appeal_id)
    if appeal.acknowledged_at is not None:
        raise MoveRefusedError("This appeal was acknowledged before; nothing was changed.")
    _move(appeal, AppealMove.ACKNOWLEDGE)
    appeal.acknowledged_at = now
    appeal.save(update_fields=["state", "acknowledged_at"])
    _event(appeal, "appeal.acknowledged", actor=actor, now=now)
    return appeal


@transaction.atomic
def appeal_assign(appeal_id: int, *, reviewer_id: int, actor: Actor, now: datetime) -> Appeal:
    """Give an open appeal to an appeals reviewer who is independent of the decision.

    Raises:
        NotPermittedError: the actor assigns no appeals.
        MoveRefusedError: the appeal is closed, or the person is not independent or no
            active appeals reviewer (29 CFR 2560.503-1(h)(3)(ii); 42 CFR 438.406(b)(2)).
    """
    require(actor, Action.APPEAL_ASSIGN)
    appeal = _locked(appeal_id)
    independence = independence_of(appeal.case, appeal=appeal)
    why = independence.why_not(reviewer_id)
    if why:
        raise MoveRefusedError(
            f"This person may not decide the appeal: {why}. Choose somebody who took no part and "
            "works for nobody who did."
        )
    if reviewer_id not in {one.id for one in independence.free}:
        raise MoveRefusedError("Choose an appeals reviewer who is active.")
    _move(appeal, AppealMove.ASSIGN)
    appeal.reviewer_id = reviewer_id
    appeal.assigned_at = now
    appeal.save(update_fields=["state", "reviewer", "assigned_at"])
    _event(appeal, "appeal.assigned", actor=actor, now=now, reviewer=f"user:{reviewer_id}")
    return appeal


@transaction.atomic
def appeal_withdraw(appeal_id: int, *, note: str, actor: Actor, now: datetime) -> Appeal:
    """Close an appeal that whoever filed it has taken back; the note says who and how.

    Raises:
        NotPermittedError: the actor does not receive appeals.
        MoveRefusedError: there is no note, or the appeal is closed.
    """
    require(actor, Action.APPEAL_RECEIVE)
    appeal = _locked(appeal_id)
    if len(note.strip()) < MIN_NOTE:
        raise MoveRefusedError("Write who took the appeal back, when and how.")
    _move(appeal, AppealMove.WITHDRAW)
    appeal.closed_at = now
    appeal.closing_note = note.strip()
    appeal.save(update_fields=["state", "closed_at", "closing_note"])
    _event(appeal, "appeal.withdrawn", actor=actor, now=now)
    return appeal


def _appealed(case: Case, level: int) -> Determination:
    determination = case.determinations.order_by("-sequence").first()
    if determination is None:
        raise MoveRefusedError(
            "This case has no determination, so there is nothing to appeal yet. If it is open, add "
            "the pages to it as records; if it was redirected, the other plan decides."
        )
    if determination.outcome == Determination.Outcome.APPROVED:
        raise MoveRefusedError(
            "Everything asked for in this case was approved, so there is no adverse decision to "
            "appeal. Look for the case that was denied, or open a new request."
        )
    if level not in LEVELS:
        raise IntakeRefusedError("Choose the level of the appeal.")
    open_one = determination.appeals.filter(level=level, closed_at__isnull=True).first()
    if open_one is not None:
        raise MoveRefusedError(
            f"Appeal {open_one.sequence} of this decision is open already. Add the pages to it "
            "instead; its clock runs."
        )
    return determination


def _intake_check(intake: AppealIntake) -> None:
    if intake.filed_by not in [part.value for part in FiledBy]:
        raise IntakeRefusedError("Say who filed the appeal.")
    if intake.urgency not in Case.Urgency.values:
        raise IntakeRefusedError("Say whether the appeal is standard or expedited.")
    if intake.receipt_id is None and len(intake.asked.strip()) < MIN_NOTE:
        raise IntakeRefusedError("Write what the caller asked for, in a sentence.")


def _receipt(intake: AppealIntake) -> Receipt | None:
    if intake.receipt_id is None:
        return None
    receipt = Receipt.objects.select_related("document").get(pk=intake.receipt_id)
    pages_check(intake.pages, open_pages=pages_open(receipt))
    return receipt


def _heard_at(intake: AppealIntake, determination: Determination, now: datetime) -> datetime:
    heard_at = intake.heard_at
    if heard_at is None:
        raise IntakeRefusedError("Say when the call came in; the clock runs from then.")
    if heard_at > now:
        raise IntakeRefusedError("The call cannot have come in later than now.")
    if heard_at < determination.decided_at:
        raise IntakeRefusedError("The call cannot have come in before the decision was made.")
    return heard_at


def _case_id(appeal_id: int) -> int:
    case_id = Appeal.objects.filter(pk=appeal_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise CaseNotFoundError("There is no such appeal.")
    return case_id


def _locked(appeal_id: int) -> Appeal:
    case = case_locked(_case_id(appeal_id))
    appeal = Appeal.objects.get(pk=appeal_id)
    appeal.case = case
    return appeal


def _move(appeal: Appeal, move: AppealMove) -> None:
    target = appeal_target(appeal.standing, move)
    if target is None:
        raise MoveRefusedError(
            f"This appeal is now: {appeal.standing.label.lower()}. So this is no longer possible "
            "and nothing was changed."
        )
    appeal.state = target.value


def _event(appeal: Appeal, kind: str, *, actor: Actor, now: datetime, **detail: object) -> None:
    event_add(
        appeal.case,
        kind=kind,
        actor=actor,
        now=now,
        detail={"appeal": appeal.sequence, **detail},
    )
