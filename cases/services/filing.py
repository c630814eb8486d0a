"""What a document is, said by a person: request, records, appeal papers, a call to a doctor.

A document that speaks of an appeal is never filed as something else without a person's
word for it, since an appeal has a clock of its own.
"""

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from cases.domain.after_close import Later
from cases.errors import AppealWordsError
from cases.models import Case
from cases.selectors.appeal_hint import AppealHint, appeal_hint
from cases.services.events import case_locked, event_add
from cases.services.information import records_attach
from cases.services.intake import CaseIntake, case_open
from cases.services.late_papers import LateIntake, late_check, late_papers_file
from cases.services.locking import papers_lock
from cases.services.placement import PageIntake, pages_check, pages_open, pages_place
from documents.models import Receipt


class AppealWord(StrEnum):
    """What the person who files a document said about appeal words on its pages."""

    UNSAID = "unsaid"
    NOT_AN_APPEAL = "not_an_appeal"


@transaction.atomic
def request_file(intake: CaseIntake, *, said: AppealWord, actor: Actor, now: datetime) -> Case:
    """Open a request; where pages speak of an appeal, only with a person's word against it.

    Raises:
        NotPermittedError, IntakeRefusedError: as case_open, or nobody ruled the appeal out.
    """
    hint = appeal_looked_at(intake.receipt_id, said)
    case = case_open(intake, actor=actor, now=now)
    _ruled_out(case, hint, intake.receipt_id, actor=actor, now=now)
    return case


@transaction.atomic
def records_file(
    case_id: int,
    *,
    receipt_id: int,
    pages: tuple[PageIntake, ...],
    said: AppealWord,
    actor: Actor,
    now: datetime,
) -> Case:
    """Add records to an open case; where pages speak of an appeal, only with a person's word.

    Raises:
        NotPermittedError, IntakeRefusedError, AfterDecisionError: as records_attach, or
            nobody ruled the appeal out.
    """
    hint = appeal_looked_at(receipt_id, said)
    case = records_attach(case_id, receipt_id=receipt_id, pages=pages, actor=actor, now=now)
    _ruled_out(case, hint, receipt_id, actor=actor, now=now)
    return case


@transaction.atomic
def peer_to_peer_receive(
    case_id: int,
    *,
    receipt_id: int,
    pages: tuple[PageIntake, ...],
    said: AppealWord,
    actor: Actor,
    now: datetime,
) -> Case:
    """File a written request to talk with the doctor who decided. It starts no clock.

    Raises:
        NotPermittedError: the actor does not index.
        MoveRefusedError: nothing adverse was decided, or the time to ask is over.
        IntakeRefusedError: a page is left over or was placed by somebody else, or nobody
            ruled the appeal out.
    """
    require(actor, Action.DOCUMENT_INDEX)
    hint = appeal_looked_at(receipt_id, said)
    papers_lock(receipt_id, case_id=case_id)
    case = case_locked(case_id)
    late_check(case, Later.PEER_TO_PEER, now=now)
    receipt = Receipt.objects.select_related("document").get(pk=receipt_id)
    pages_check(pages, open_pages=pages_open(receipt))
    pages_place(case, pages, receipt=receipt, actor=actor, now=now)
    event_add(
        case,
        kind="peer_to_peer.requested",
        actor=actor,
        now=now,
        detail={"receipt": receipt.pk},
    )
    _ruled_out(case, hint, receipt_id, actor=actor, now=now)
    return case


@transaction.atomic
def late_file(intake: LateIntake, *, said: AppealWord, actor: Actor, now: datetime) -> Case:
    """File papers with a closed case; where pages speak of an appeal, only with a person's word.

    Raises:
        NotPermittedError, MoveRefusedError, IntakeRefusedError: as late_papers_file, or
            nobody ruled the appeal out.
    """
    hint = appeal_looked_at(intake.receipt_id, said)
    case = late_papers_file(intake, actor=actor, now=now)
    _ruled_out(case, hint, intake.receipt_id, actor=actor, now=now)
    return case


def appeal_looked_at(receipt_id: int, said: AppealWord) -> AppealHint:
    """What the arrival's pages say of an appeal, once a person has ruled it out if they do.

    Raises:
        AppealWordsError: pages speak of an appeal and nobody has said that it is none.
    """
    document_id = Receipt.objects.values_list("document_id", flat=True).get(pk=receipt_id)
    hint = appeal_hint(document_id)
    if hint.is_seen and said is not AppealWord.NOT_AN_APPEAL:
        raise AppealWordsError(
            f"{hint.sentence} An appeal has a clock of its own. Record it as an appeal, or say "
            "that it is none."
        )
    return hint


def _ruled_out(
    case: Case, hint: AppealHint, receipt_id: int, *, actor: Actor, now: datetime
) -> None:
    if hint.is_seen:
        event_add(
            case,
            kind="appeal.ruled_out",
            actor=actor,
            now=now,
            detail={"receipt": receipt_id, "pages": [number for number, _ in hint.pages]},
        )
