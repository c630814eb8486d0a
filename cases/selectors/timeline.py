"""What happened to a case, and why it is due when it is due, in words."""

from dataclasses import dataclass
from datetime import datetime

from accounts.selectors.names import names_of
from cases.models import Case

_WORDS = {
    "case.opened": "Request opened",
    "case.claimed": "Claimed for review",
    "case.released": "Given back to the queue",
    "case.reassigned": "Given to another reviewer",
    "case.released_by_manager": "Put back in the queue by a manager",
    "gate.confirmed": "Gate settled",
    "facts.settled": "Facts settled",
    "facts.gathered": "Facts found in the records",
    "checks.run": "Automated checks run",
    "case.coverage_changed": "Coverage changed since the request",
    "benefits.opened": "Benefits task opened",
    "benefits.settled": "Benefits task settled",
    "criterion.answered": "Criterion answered",
    "information.requested": "Information requested",
    "information.closed": "Taken up again without an answer",
    "information.item_answered": "Part of what was asked was answered by voice",
    "records.received": "Records received",
    "case.woken": "Back in the queue after an answer",
    "contact.recorded": "Contact recorded",
    "case.amended": "Request changed",
    "case.withdrawn": "Withdrawn by the requester",
    "void.proposed": "Proposed as entered in error",
    "void.refused": "Not entered in error after all",
    "case.voided": "Confirmed as entered in error",
    "notice.told": "Decision told by voice",
    "peer_to_peer.requested": "Call between doctors asked for",
    "peer_to_peer.scheduled": "Call between doctors arranged",
    "peer_to_peer.attempted": "Attempt to reach the doctor",
    "peer_to_peer.held": "Call between doctors held",
    "peer_to_peer.not_held": "Call between doctors not held",
    "case.referred": "Referred to a medical director",
    "case.returned": "Returned with a question",
    "case.redirected": "Redirected",
    "determination.approved": "Approved",
    "determination.denied": "Adverse determination signed",
    "letter.made": "Letter made",
    "appeal.received": "Appeal received",
    "appeal.records_received": "Papers received for an appeal",
    "appeal.acknowledged": "Appeal acknowledged",
    "appeal.assigned": "Appeal given to a reviewer",
    "appeal.withdrawn": "Appeal withdrawn",
    "appeal.ruled_out": "Looked at for appeal words: not an appeal",
}


_KEYS = {"page": "page record"}  # the row's id; a page of the case has a number of its own


@dataclass(frozen=True)
class TimelineRow:
    """One event in words; detail is made of ids and codes only."""

    at: datetime
    who: str
    what: str
    detail: str


@dataclass(frozen=True)
class LedgerRow:
    """One clock event in words."""

    at: datetime
    what: str
    source: str


def timeline_of(case: Case) -> tuple[TimelineRow, ...]:
    """Every event of the case, oldest first. Two queries."""
    events = list(case.events.order_by("sequence"))
    names = names_of(event.actor for event in events)
    return tuple(
        TimelineRow(
            at=event.at,
            who=names[event.actor],
            what=_WORDS.get(event.kind, event.kind),
            detail=_detail(event.detail),
        )
        for event in events
    )


def _detail(detail: dict[str, object]) -> str:
    shown = []
    for key, value in detail.items():
        words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        if words:
            shown.append(f"{_KEYS.get(key, key.replace('_', ' '))}: {words}")
    return "; ".join(shown)


def ledger_of(case: Case) -> tuple[LedgerRow, ...]:
    """The clock events of the case, oldest first. One query."""
    return tuple(
        LedgerRow(at=event.at, what=event.get_kind_display(), source=event.source)
        for event in case.clock.order_by("at", "id")
    )
