"""The first look at an arrival: it opens the request and starts the work before indexing.

Indexing goes on later on the same arrival. Nothing is decided until each page has its place.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from cases.domain.first_look import (
    IN_CASE,
    LEAST_REASON,
    NEEDS_MEMBER,
    NOT_FOUND,
    Asked,
    LookKind,
    LookOutcome,
    urgency_refusal,
)
from cases.errors import IntakeRefusedError
from cases.models import Case, CaseDocument, FirstLook, Member, PagePlacement, Settlement
from cases.selectors.coverage import coverage_for
from cases.selectors.members import member_candidates
from cases.selectors.plan_day import plan_day
from cases.selectors.urgency_hint import urgency_hint
from cases.services.clock import due_recompute
from cases.services.events import case_locked, event_add
from cases.services.filing import AppealWord
from cases.services.information import records_came
from cases.services.intake import case_start, confirmation_write, member_confirmed
from cases.services.locking import papers_lock
from cases.services.placement import PageIntake, pages_open
from cases.services.refreshing import cases_beside_changed
from cases.services.settling import SettlementIntake, receipt_settle
from documents.models import Receipt
from documents.services.receive import AUDIT_STREAM
from operations.services.audit import audit_append
from operations.services.jobs import job_enqueue


@dataclass(frozen=True)
class LookIntake:
    """What the first look found. The identifiers are as they stand on the pages.

    member_id is None where the member is not found; case_id is the case that records, an
    appeal or a wish to talk belong to, None where it is said later. reason is a person's own words, where one is needed.
    """

    receipt_id: int
    kind: str
    urgency_asked: str
    urgency: str
    reason: str = ""
    member_id: int | None = None
    member_number: str = ""
    birth_date: date | None = None
    family_name: str = ""
    case_id: int | None = None


@transaction.atomic
def first_look_record(intake: LookIntake, *, actor: Actor, now: datetime) -> FirstLook:
    """Record the look and do what follows from it at once.

    A new request opens a case with its clock from the receipt; records join their open
    case, wake it and tell its owner; an appeal or a wish to talk keeps the case named for
    whoever files it; what is not ours is closed to all but the privacy officer. Without the member the arrival is parked, its clock running.

    Raises:
        NotPermittedError: the actor does not index.
        IntakeRefusedError: something needed is missing or disagrees, or the arrival was
            looked at or placed before.
    """
    require(actor, Action.DOCUMENT_INDEX)
    receipt = Receipt.objects.select_for_update(no_key=True).get(pk=intake.receipt_id)
    papers_lock(receipt.pk, case_id=intake.case_id)
    last = _looks(receipt).last()
    _check_open(receipt, last)
    _check_said(intake, receipt)
    member = _member(intake)
    case, outcome = _followed(intake, receipt, member, actor=actor, now=now)
    look = FirstLook.objects.create(
        receipt=receipt,
        sequence=(last.sequence if last else 0) + 1,
        kind=intake.kind,
        outcome=outcome,
        urgency_asked=intake.urgency_asked,
        urgency=intake.urgency,
        reason=intake.reason.strip(),
        number_read=intake.member_number.strip(),
        birth_date_read=intake.birth_date,
        name_read=intake.family_name.strip(),
        member=member,
        case=case,
        looked_by=actor.key,
        looked_at=now,
    )
    _audit(look, actor=actor, now=now)
    return look


@transaction.atomic
def sender_ask(receipt_id: int, *, how: str, actor: Actor, now: datetime) -> FirstLook:
    """Record that the sender of a parked arrival was asked whose papers they are.

    The arrival stays parked and its clock runs on. how says who was asked and how.

    Raises:
        NotPermittedError: the actor does not index.
        IntakeRefusedError: the arrival is not parked, or nothing is said of the asking.
    """
    require(actor, Action.DOCUMENT_INDEX)
    receipt = Receipt.objects.select_for_update(no_key=True).get(pk=receipt_id)
    last = _looks(receipt).last()
    if last is None or last.outcome not in NOT_FOUND:
        raise IntakeRefusedError("This arrival does not wait for its member. Nothing was changed.")
    if len(how.strip()) < LEAST_REASON:
        raise IntakeRefusedError("Write whom you asked and how, in a few words.")
    look = FirstLook.objects.create(
        receipt=receipt,
        sequence=last.sequence + 1,
        kind=last.kind,
        outcome=LookOutcome.ASKED,
        urgency_asked=last.urgency_asked,
        urgency=last.urgency,
        reason=how.strip(),
        number_read=last.number_read,
        birth_date_read=last.birth_date_read,
        name_read=last.name_read,
        looked_by=actor.key,
        looked_at=now,
    )
    _audit(look, actor=actor, now=now)
    return look


def first_look_refusal(receipt_id: int) -> str:
    """Why no first look at the arrival can be recorded, in one sentence; empty where it can."""
    receipt = Receipt.objects.select_related("document").get(pk=receipt_id)
    try:
        _check_open(receipt, _looks(receipt).last())
    except IntakeRefusedError as error:
        return str(error)
    return ""


def _looks(receipt: Receipt) -> QuerySet[FirstLook]:
    return FirstLook.objects.filter(receipt=receipt).order_by("sequence")


def _check_open(receipt: Receipt, last: FirstLook | None) -> None:
    if last is not None and last.outcome in IN_CASE:
        raise IntakeRefusedError(
            "Somebody looked at this arrival first and its case is open. Nothing was changed; go on "
            "by indexing its pages."
        )
    if Settlement.objects.filter(receipt=receipt).exists():
        raise IntakeRefusedError("This arrival is settled already. Nothing was changed.")
    document = receipt.document
    if document.state == "unreadable":
        raise IntakeRefusedError("No page of this file could be opened: settle it instead.")
    in_case = PagePlacement.objects.filter(receipt=receipt, case_document__isnull=False)
    if in_case.exists() or (document.page_count and not pages_open(receipt)):
        raise IntakeRefusedError("Pages of this arrival have their place already. Go on indexing.")


def _check_said(intake: LookIntake, receipt: Receipt) -> None:
    if intake.kind not in set(LookKind):
        raise IntakeRefusedError("Say what the papers are.")
    if intake.urgency_asked not in set(Asked):
        raise IntakeRefusedError("Say how soon an answer is asked for, as the papers say.")
    if intake.kind == LookKind.NOT_OURS:
        return
    refusal = urgency_refusal(
        Asked(intake.urgency_asked),
        intake.urgency,
        reason=intake.reason,
        words_seen=urgency_hint(receipt.document_id).is_seen,
    )
    if refusal:
        raise IntakeRefusedError(refusal)


def _member(intake: LookIntake) -> Member | None:
    """The member chosen, when both identifiers agree; None where nobody is chosen.

    A name alone chooses nobody. Somebody who agrees in both identifiers is never passed over.
    """
    if intake.member_id:
        return member_confirmed(
            intake.member_id, number=intake.member_number, birth_date=intake.birth_date
        )
    number, born = intake.member_number, intake.birth_date
    if intake.kind in NEEDS_MEMBER and any(
        one.is_match for one in member_candidates(number=number, birth_date=born).rows
    ):
        raise IntakeRefusedError(
            "A member with this number and this birth date is on file. Choose them below."
        )
    return None


def _followed(
    intake: LookIntake, receipt: Receipt, member: Member | None, *, actor: Actor, now: datetime
) -> tuple[Case | None, LookOutcome]:
    """What follows from the look: the case, if any, and the outcome."""
    if intake.kind == LookKind.NOT_OURS:
        _close(intake, receipt, actor=actor, now=now)
        return None, LookOutcome.CLOSED
    if intake.kind == LookKind.QUESTION:
        return None, LookOutcome.WAITING
    if member is None:
        return None, LookOutcome.PARKED
    if intake.kind == LookKind.NEW_REQUEST:
        case = _open(intake, receipt, member, actor=actor, now=now)
        return case, LookOutcome.OPENED
    if intake.kind == LookKind.RECORDS:
        return _join(intake, receipt, member, actor=actor, now=now)
    return _named(intake, member), LookOutcome.WAITING


def _open(
    intake: LookIntake, receipt: Receipt, member: Member, *, actor: Actor, now: datetime
) -> Case:
    said: dict[str, object] = {
        "coverage": coverage_for(member.pk, plan_day(receipt.received_at)),
        "urgency": intake.urgency,
    }
    case = case_start(receipt, member, said, actor=actor, now=now)
    if intake.birth_date is not None:
        confirmation_write(case, intake.member_number, intake.birth_date, actor=actor, now=now)
    _link(case, receipt, actor=actor, now=now)
    due_recompute(case)
    event_add(
        case,
        kind="case.opened",
        actor=actor,
        now=now,
        detail={"receipt": receipt.pk, "first_look": "yes", "asked": intake.urgency_asked},
    )
    job_enqueue("case.prepare", subject=case.pk, digest=f"v{case.version}")
    cases_beside_changed(case)
    return case


def _join(
    intake: LookIntake, receipt: Receipt, member: Member, *, actor: Actor, now: datetime
) -> tuple[Case | None, LookOutcome]:
    """The case that the records belong to; a closed one waits for what they are."""
    if intake.case_id is None:
        raise IntakeRefusedError(
            "Choose the case that the records belong to. If the member has none, they are a new "
            "request."
        )
    case = _of_member(intake.case_id, member)
    if not case.state.is_open:
        return case, LookOutcome.WAITING
    if case.documents.filter(document_id=receipt.document_id).exists():
        raise IntakeRefusedError(
            "The case has this very file already. Settle this arrival as a copy of it."
        )
    _link(case, receipt, actor=actor, now=now)
    records_came(case, receipt=receipt, actor=actor, now=now)
    return case, LookOutcome.JOINED


def _named(intake: LookIntake, member: Member) -> Case | None:
    """The member's case that the papers are about, left as it is; None where it is said later."""
    return None if intake.case_id is None else _of_member(intake.case_id, member)


def _of_member(case_id: int, member: Member) -> Case:
    case = case_locked(case_id)
    if case.member_id != member.pk:
        raise IntakeRefusedError("This case is another member's. Choose one of this member's.")
    return case


def _link(case: Case, receipt: Receipt, *, actor: Actor, now: datetime) -> None:
    """Join the arrival to the case with all its pages still to be placed."""
    CaseDocument.objects.create(
        case=case,
        document_id=receipt.document_id,
        receipt=receipt,
        linked_by=actor.key,
        linked_at=now,
        pages_left=receipt.document.page_count or 0,
    )


def _close(intake: LookIntake, receipt: Receipt, *, actor: Actor, now: datetime) -> None:
    if not receipt.document.page_count:
        raise IntakeRefusedError("The file is still being opened. Try again in a moment.")
    pages = tuple(
        PageIntake(number, PagePlacement.Disposition.MISDIRECTED) for number in pages_open(receipt)
    )
    settlement = SettlementIntake(
        receipt.pk,
        Settlement.Kind.MISDIRECTED,
        intake.reason,
        pages,
        said=AppealWord.NOT_AN_APPEAL,
    )
    receipt_settle(settlement, actor=actor, now=now)


def _audit(look: FirstLook, *, actor: Actor, now: datetime) -> None:
    audit_append(
        AUDIT_STREAM,
        actor=actor.key,
        action="receipt.looked_at",
        detail={
            "receipt": look.receipt_id,
            "kind": look.kind,
            "outcome": look.outcome,
            "asked": look.urgency_asked,
            "urgency": look.urgency,
        },
        now=now,
    )
