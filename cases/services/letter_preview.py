"""A letter as it will be, before anything is decided: its parts, and a draft of its pages.

Nothing is written. The words come from the same code as the letter that is sent.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.domain.actor import Actor
from cases.domain.appeal_regime import AppealRegimeUnknownError
from cases.domain.authority import PHYSICIAN_LICENCES
from cases.domain.plain_language import TARGET_GRADE, Reading, reading_of
from cases.domain.rationale import Reason
from cases.errors import MoveRefusedError
from cases.letters.context import AuthorizationGrant, LetterContext, Party, RightsSection, Signer
from cases.letters.elements import missing_elements, reason_readings
from cases.letters.render import render_draft, template_version
from cases.models import Case
from cases.selectors.plan_day import plan_day
from cases.selectors.review import answers_of
from cases.services.letter_context import (
    context_of_approval,
    context_of_asking,
    context_of_denial,
    doses_words,
    signer_of,
    to_requester,
)

NUMBER_TO_COME = "given when it is approved"


@dataclass(frozen=True)
class ReasonShown:
    """A reason as the letter will say it, with how hard it is to read."""

    reason: Reason
    reading: Reading


@dataclass(frozen=True)
class LetterShown:
    """A letter before it is made: who gets it, what stands in it, what it lacks.

    recipients are in order, one letter each. rationale_reading is None without one.
    rights are locked: they come from the plan's rules and nobody edits them here.
    """

    recipients: tuple[tuple[str, Party], ...]
    reasons: tuple[ReasonShown, ...]
    rationale: str
    rationale_reading: Reading | None
    needed: tuple[str, ...]
    rights: tuple[RightsSection, ...]
    rights_regime: str
    missing: tuple[str, ...]
    template: str
    target_grade: float = TARGET_GRADE


def denial_draft(case: Case, *, rationale: str, actor: Actor, now: datetime) -> LetterContext:
    """The adverse letter over the answers as they stand and the reasons typed so far.

    Raises:
        MoveRefusedError: no appeal rules are held for the member's coverage.
    """
    try:
        return context_of_denial(
            case,
            answers_of(case),
            rationale=rationale.strip(),
            signer=_signer(actor, now, *PHYSICIAN_LICENCES),
            now=now,
        )
    except AppealRegimeUnknownError as error:
        raise MoveRefusedError(
            "No appeal rules are held for this member's coverage, so the letter cannot state them. "
            "Correct the coverage, or ask a manager."
        ) from error


def approval_draft(case: Case, *, days: int, actor: Actor, now: datetime) -> LetterContext:
    """The approval letter, with the authorization number still to come."""
    today: date = plan_day(now)
    first = case.lines.order_by("number").first()
    grant = AuthorizationGrant(
        number=NUMBER_TO_COME,
        valid_from=today,
        valid_to=today + timedelta(days=days),
        doses=doses_words(first.doses if first else 1),
    )
    signer = _signer(actor, now, *PHYSICIAN_LICENCES, "RN")
    return context_of_approval(case, grant, signer=signer, now=now)


def asking_draft(
    case: Case, sentences: tuple[str, ...], *, answer_by: date, now: datetime
) -> LetterContext:
    """The letter that asks for what has been ticked so far."""
    return context_of_asking(case, sentences, answer_by=answer_by, now=now)


def letter_shown(context: LetterContext) -> LetterShown:
    """The parts of a letter for the page that asks to confirm it."""
    recipients = [("Member", context.recipient)]
    if context.rights:
        recipients.append(("Requester", to_requester(context).recipient))
    readings = reason_readings(context)
    return LetterShown(
        recipients=tuple(recipients),
        reasons=tuple(
            ReasonShown(reason, reading)
            for reason, reading in zip(context.reasons, readings, strict=True)
        ),
        rationale=context.rationale,
        rationale_reading=reading_of(context.rationale) if context.rationale else None,
        needed=context.needed,
        rights=context.rights,
        rights_regime=context.rights_regime,
        missing=_missing(context),
        template=f"{context.template_id} {template_version(context.kind)}",
    )


def _missing(context: LetterContext) -> tuple[str, ...]:
    """What the member's letter lacks, then what only the requester's does."""
    own = missing_elements(context)
    theirs = missing_elements(to_requester(context)) if context.rights else ()
    return (*own, *(f"{what} (requester's letter)" for what in theirs if what not in own))


def letter_draft(context: LetterContext) -> bytes:
    """The pages of the letter as a PDF marked as a draft; nothing is stored.

    Raises:
        LetterRenderError: the words cannot be set.
    """
    return render_draft(context)


def _signer(actor: Actor, now: datetime, *licences: str) -> Signer:
    credential = actor.credential_on(plan_day(now), *licences)
    if credential is None:
        return Signer(name=actor.name)
    specialty = f", {credential.specialty}" if credential.specialty else ""
    return signer_of(actor.name, f"{credential.licence_type} {credential.state}{specialty}")
