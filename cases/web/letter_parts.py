"""The parts of the letter that a decision page is about to have sent."""

from cases.errors import MoveRefusedError
from cases.letters.context import LetterContext
from cases.selectors.granting import validity_days
from cases.services.letter_preview import (
    LetterShown,
    approval_draft,
    denial_draft,
    letter_shown,
)
from cases.web.case_frame import Opened


def approval_context(opened: Opened) -> LetterContext:
    """The approval letter of the case as the actor would sign it now."""
    days = validity_days(opened.case, opened.plan)
    return approval_draft(opened.case, days=days, actor=opened.actor, now=opened.now)


def denial_shown(opened: Opened, rationale: str) -> LetterShown | None:
    """The parts of the adverse letter; None while no appeal rules are held for the coverage."""
    try:
        context = denial_draft(opened.case, rationale=rationale, actor=opened.actor, now=opened.now)
    except MoveRefusedError:
        return None
    return letter_shown(context)


def approval_shown(opened: Opened) -> LetterShown:
    """The parts of the approval letter."""
    return letter_shown(approval_context(opened))
