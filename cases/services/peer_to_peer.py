"""Calls between doctors: asked for, arranged, tried, held or not, and what came of them.

Before a determination the outcome informs the medical director. After an adverse one it
is a record: what is decided anew is a determination of its own, never an edit.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import NotPermittedError, person_id, require
from cases.domain.authority import PHYSICIAN_LICENCES
from cases.domain.contacts import Direction, Use
from cases.domain.lifecycle import Status
from cases.errors import CaseChangedError, ContactRefusedError, MoveRefusedError
from cases.models import Case, Determination, PeerToPeer, PeerToPeerAttempt
from cases.selectors.peer_window import window_end_of
from cases.selectors.plan_day import plan_day
from cases.services.contacts import ContactIntake, contact_add
from cases.services.events import case_locked, case_touch, event_add
from cases.services.grounds import contact_use_check

ATTEMPTS_NEEDED = 2
LEAST_SUMMARY = 20
LONGEST_WAIT = timedelta(days=366)
_OPEN = (PeerToPeer.State.REQUESTED, PeerToPeer.State.SCHEDULED)
_HELD = frozenset(
    {PeerToPeer.Outcome.UPHELD, PeerToPeer.Outcome.OVERTURNED, PeerToPeer.Outcome.PARTLY}
)


@transaction.atomic
def peer_call_request(
    case_id: int, intake: ContactIntake, *, physician: str, actor: Actor, now: datetime
) -> PeerToPeer:
    """Record that a doctor asks to speak with a medical director; physician is the doctor's name.

    Raises:
        NotPermittedError: the actor's role arranges no such calls.
        ContactRefusedError: the caller may not ask, or the time to ask is over.
        MoveRefusedError: one is open already, or there is nothing to speak about.
    """
    require(actor, Action.PEER_TO_PEER_ARRANGE)
    case = case_locked(case_id)
    determination = _about(case)
    if _open_call(case) is not None:
        raise MoveRefusedError("A call between doctors is asked for already on this case.")
    if not physician.strip():
        raise ContactRefusedError("Write the name of the doctor who asks for the call.")
    contact_use_check(intake, Use.PEER_TO_PEER)
    window_end = window_end_of(determination) if determination else None
    if window_end and plan_day(intake.happened_at) > window_end:
        raise ContactRefusedError(
            f"The time to ask for a call between doctors ended on {window_end:%Y-%m-%d}. Record "
            "the contact alone, and tell them about the appeal."
        )
    contact = contact_add(case, intake, actor=actor, now=now)
    call = PeerToPeer.objects.create(
        case=case,
        sequence=case.peer_calls.count() + 1,
        determination=determination,
        contact=contact,
        physician=physician.strip(),
        window_end=window_end,
    )
    _event(call, "requested", actor=actor, now=now, contact=contact.pk)
    return call


@transaction.atomic
def peer_call_schedule(
    case_id: int, *, scheduled_for: datetime, actor: Actor, now: datetime
) -> PeerToPeer:
    """Arrange the open call for a moment to come; may be arranged again.

    Raises:
        MoveRefusedError: no call is asked for, or the moment has passed or is a year away.
    """
    require(actor, Action.PEER_TO_PEER_ARRANGE)
    call = _open_or_refuse(case_locked(case_id))
    if scheduled_for <= now:
        raise MoveRefusedError("Arrange the call for a moment to come.")
    if scheduled_for > now + LONGEST_WAIT:
        raise MoveRefusedError("Arrange the call for a moment within a year.")
    call.state, call.scheduled_for = PeerToPeer.State.SCHEDULED, scheduled_for
    call.save(update_fields=["state", "scheduled_for"])
    case_touch(call.case)
    _event(call, "scheduled", actor=actor, now=now)
    return call


@transaction.atomic
def peer_call_attempt(
    case_id: int, intake: ContactIntake, *, actor: Actor, now: datetime
) -> PeerToPeerAttempt:
    """Record a try to reach the doctor that did not become the call.

    Raises:
        MoveRefusedError: no call is asked for.
        ContactRefusedError: it was not us who called, or it was before they asked.
    """
    require(actor, Action.PEER_TO_PEER_ARRANGE)
    case = case_locked(case_id)
    call = _open_or_refuse(case)
    if intake.direction != Direction.OUT:
        raise ContactRefusedError("An attempt is a call that we made.")
    if intake.happened_at < call.contact.happened_at:
        raise ContactRefusedError("This contact lies before the call was asked for.")
    contact = contact_add(case, intake, actor=actor, now=now)
    attempt = PeerToPeerAttempt.objects.create(peer_call=call, contact=contact)
    _event(call, "attempted", actor=actor, now=now, contact=contact.pk)
    return attempt


@dataclass(frozen=True)
class PeerOutcome:
    """What came of a call that was held; new_information is "yes" or "no"."""

    case_id: int
    outcome: str
    new_information: str
    summary: str


@transaction.atomic
def peer_call_hold(intake: PeerOutcome, *, actor: Actor, now: datetime) -> PeerToPeer:
    """Record a call that was held by the medical director who records it.

    Nothing is decided by it: the case stays where it is.

    Raises:
        NotPermittedError: the actor is no medical director with a valid licence.
        MoveRefusedError: no call is asked for, or the outcome is not complete.
    """
    require(actor, Action.PEER_TO_PEER_HOLD)
    call = _open_or_refuse(case_locked(intake.case_id))
    if actor.credential_on(plan_day(now), *PHYSICIAN_LICENCES) is None:
        raise NotPermittedError(
            "No valid physician licence is on file for you today, so you hold no such call."
        )
    if intake.outcome not in _HELD:
        raise MoveRefusedError("Choose what came of the call.")
    if intake.new_information not in {"yes", "no"}:
        raise MoveRefusedError("Say whether the doctor gave new information.")
    if len(intake.summary.strip()) < LEAST_SUMMARY:
        raise MoveRefusedError("Write what was said, in a sentence or more (at least 20 letters).")
    call.state, call.outcome = PeerToPeer.State.HELD, intake.outcome
    call.new_information = intake.new_information == "yes"
    call.summary = intake.summary.strip()
    call.director_id, call.concluded_at = person_id(actor), now
    call.save(
        update_fields=[
            "state",
            "outcome",
            "new_information",
            "summary",
            "director",
            "concluded_at",
        ]
    )
    case_touch(call.case)
    _event(call, "held", actor=actor, now=now, outcome=call.outcome)
    return call


@transaction.atomic
def peer_call_give_up(case_id: int, *, summary: str, actor: Actor, now: datetime) -> PeerToPeer:
    """Record that the call was not held, after two attempts, or since the request was closed.

    Raises:
        MoveRefusedError: no call is asked for, or fewer than two attempts are recorded.
    """
    require(actor, Action.PEER_TO_PEER_ARRANGE)
    call = _open_or_refuse(case_locked(case_id))
    tried = call.attempts.count()
    if tried < ATTEMPTS_NEEDED and not _closed_without_decision(call.case):
        raise MoveRefusedError(
            f"Record two attempts to reach the doctor first; there {_so_far(tried)} so far."
        )
    call.state, call.outcome = PeerToPeer.State.NOT_HELD, PeerToPeer.Outcome.NOT_HELD
    call.summary, call.concluded_at = summary.strip(), now
    call.save(update_fields=["state", "outcome", "summary", "concluded_at"])
    case_touch(call.case)
    _event(call, "not_held", actor=actor, now=now)
    return call


def _about(case: Case) -> Determination | None:
    """The adverse determination the call would be about; None while nothing is decided."""
    if case.state.is_open:
        return None
    latest = case.determinations.order_by("-sequence").first()
    if latest is None:
        raise CaseChangedError(
            f"This case is closed ({case.state.label.lower()}) and nothing was decided, so there "
            "is nothing to speak about."
        )
    if latest.outcome == Determination.Outcome.APPROVED:
        raise MoveRefusedError("This request was approved, so there is nothing to speak about.")
    return latest


def _open_call(case: Case) -> PeerToPeer | None:
    return case.peer_calls.filter(state__in=_OPEN).select_related("contact").first()


def _open_or_refuse(case: Case) -> PeerToPeer:
    call = _open_call(case)
    if call is None:
        raise MoveRefusedError("No call between doctors is open on this case.")
    call.case = case
    return call


def _closed_without_decision(case: Case) -> bool:
    return not case.state.is_open and case.state is not Status.DETERMINED


def _so_far(tried: int) -> str:
    return "is one" if tried == 1 else "is none"


def _event(call: PeerToPeer, verb: str, *, actor: Actor, now: datetime, **more: object) -> None:
    event_add(
        call.case,
        kind=f"peer_to_peer.{verb}",
        actor=actor,
        now=now,
        detail={"peer_to_peer": call.sequence, **more},
    )
