"""What a contact could do to a case as it stands, and why not."""

from dataclasses import dataclass
from datetime import datetime

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from cases.domain.lifecycle import Status
from cases.models import Case, Determination, InformationRequest, PeerToPeer, VoidProposal

OPEN_CALL = (PeerToPeer.State.REQUESTED, PeerToPeer.State.SCHEDULED)


@dataclass(frozen=True)
class ActOffered:
    """Something that the contact may do besides; why_not is empty where it is possible."""

    key: str
    label: str
    why_not: str


@dataclass(frozen=True)
class ItemOpen:
    """An item of the open information request that is not answered yet. index counts from 0."""

    index: int
    sentence: str


@dataclass(frozen=True)
class VoidSeen:
    """A void that was proposed: by whom, why, and what became of it."""

    reason: str
    by: str
    at: datetime
    state: str
    settled_by: str
    is_open: bool
    is_own: bool


_LABELS = {
    "answer": ("Answers what was asked", Action.CONTACT_RECORD),
    "amend": ("Changes the request", Action.CONTACT_RECORD),
    "withdraw": ("Withdraws the request", Action.CASE_WITHDRAW),
    "notice": ("Was told the decision", Action.ORAL_NOTICE_GIVE),
    "peer": ("Asks for a call between doctors", Action.PEER_TO_PEER_ARRANGE),
    "attempt": ("Attempt to reach the doctor", Action.PEER_TO_PEER_ARRANGE),
}


def contact_acts(case: Case, actor: Actor) -> tuple[ActOffered, ...]:
    """Every act with the reason why it is off, if it is. Three queries."""
    reasons = _reasons(case)
    return tuple(
        ActOffered(
            key,
            label,
            reasons[key] if actor.may(action) else "Your role does not do this.",
        )
        for key, (label, action) in _LABELS.items()
    )


def items_open(case: Case) -> tuple[ItemOpen, ...]:
    """The items still waiting for an answer; empty when nothing is asked. Two queries."""
    request = case.information_requests.filter(state=InformationRequest.State.OPEN).first()
    if request is None:
        return ()
    done = set(request.answers.values_list("item", flat=True))
    return tuple(
        ItemOpen(index, str(item["sentence"]))
        for index, item in enumerate(request.items)
        if index not in done
    )


def void_of(case: Case, actor: Actor) -> VoidSeen | None:
    """The newest proposed void of the case; None when there is none. One query."""
    row = case.voids.select_related("proposed_by", "settled_by").order_by("-id").first()
    if row is None:
        return None
    return VoidSeen(
        reason=row.reason,
        by=str(row.proposed_by),
        at=row.proposed_at,
        state=row.get_state_display(),
        settled_by=str(row.settled_by) if row.settled_by else "",
        is_open=row.state == VoidProposal.State.PROPOSED and case.state.is_open,
        is_own=row.proposed_by_id == actor.user_id,
    )


def _reasons(case: Case) -> dict[str, str]:
    latest = case.determinations.order_by("-sequence").first()
    called = case.peer_calls.filter(state__in=OPEN_CALL).first()
    closed = "" if case.state.is_open else "This case is closed."
    return {
        "answer": "" if items_open(case) else "Nothing is asked for now.",
        "amend": closed,
        "withdraw": closed,
        "notice": "" if latest else "Nothing is decided yet.",
        "peer": _peer_reason(case, latest, called),
        "attempt": "" if called else "No call between doctors is open.",
    }


def _peer_reason(case: Case, latest: Determination | None, called: PeerToPeer | None) -> str:
    if called is not None:
        return "One is asked for already."
    if case.state.is_open:
        return ""
    if case.state is not Status.DETERMINED or latest is None:
        return "This case is closed and nothing was decided."
    return "" if latest.outcome == Determination.Outcome.DENIED else "The request was approved."
