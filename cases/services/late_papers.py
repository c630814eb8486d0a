"""Papers that come after a case is closed: filed with it, and whoever decided is told.

The decision stays as it was signed. What changes it is a determination of its own.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from cases.domain.after_close import Later
from cases.errors import MoveRefusedError
from cases.models import Case, CaseNotice
from cases.selectors.late_papers import late_choices_of
from cases.services.events import case_locked, event_add
from cases.services.locking import papers_lock
from cases.services.notices import notice_add
from cases.services.placement import PageIntake, pages_check, pages_open, pages_place
from documents.models import Receipt

_EVENTS = {
    Later.FILE_ONLY: ("papers.filed", CaseNotice.Kind.AFTER_DECISION),
    Later.RECONSIDERATION: ("reconsideration.requested", CaseNotice.Kind.RECONSIDERATION),
}


@dataclass(frozen=True)
class LateIntake:
    """Papers for a closed case: which case, what they are, and every open page's place."""

    case_id: int
    later: Later
    receipt_id: int
    pages: tuple[PageIntake, ...]


@transaction.atomic
def late_papers_file(intake: LateIntake, *, actor: Actor, now: datetime) -> Case:
    """File papers with a closed case, alone or as a wish to have the decision looked at again.

    Nothing of the case moves: no clock, no fact, no answer. Whoever signed, else whoever
    owned the case, is told.

    Raises:
        NotPermittedError: the actor does not index.
        MoveRefusedError: the case is open, or the papers cannot be this for it.
        IntakeRefusedError: a page is left over or was placed by somebody else.
    """
    require(actor, Action.DOCUMENT_INDEX)
    papers_lock(intake.receipt_id, case_id=intake.case_id)
    case = case_locked(intake.case_id)
    late_check(case, intake.later, now=now)
    kind, notice = _EVENTS[intake.later]
    receipt = Receipt.objects.select_related("document").get(pk=intake.receipt_id)
    pages_check(intake.pages, open_pages=pages_open(receipt))
    pages_place(case, intake.pages, receipt=receipt, actor=actor, now=now)
    event_add(case, kind=kind, actor=actor, now=now, detail={"receipt": receipt.pk})
    signed = case.determinations.order_by("-sequence").values_list("signer_id", flat=True).first()
    notice_add(case, notice, receipt=receipt, now=now, recipient_id=signed)
    return case


def late_check(case: Case, later: Later, *, now: datetime) -> None:
    """Pass silently when papers that come now can be this for the closed case.

    Raises:
        MoveRefusedError: with where the case stands.
    """
    late = late_choices_of(case, now=now)
    if late is None:
        raise MoveRefusedError("This case is open. Add the pages to it as records.")
    if later not in late.choices:
        raise MoveRefusedError(late.sentence)
