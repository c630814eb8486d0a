"""The one table of moves a case can make, and who may ask for each."""

from dataclasses import dataclass
from enum import StrEnum

from accounts.domain.permissions import Action


class Status(StrEnum):
    """Where a request stands."""

    READY = "ready"
    IN_REVIEW = "in_review"
    PENDED = "pended"
    REFERRED = "referred"
    DETERMINED = "determined"
    REDIRECTED = "redirected"
    WITHDRAWN = "withdrawn"
    VOID = "void"

    @property
    def label(self) -> str:
        """The status in the words people use."""
        return _LABELS[self]

    @property
    def is_open(self) -> bool:
        """Whether the plan still owes an answer."""
        return self not in CLOSED


_LABELS = {
    Status.READY: "Ready for review",
    Status.IN_REVIEW: "In review",
    Status.PENDED: "Waiting for information",
    Status.REFERRED: "With medical director",
    Status.DETERMINED: "Determined",
    Status.REDIRECTED: "Redirected",
    Status.WITHDRAWN: "Withdrawn",
    Status.VOID: "Entered in error",
}
CLOSURES = frozenset({Status.REDIRECTED, Status.WITHDRAWN, Status.VOID})
CLOSED = CLOSURES | {Status.DETERMINED}
OPEN = frozenset(Status) - CLOSED


class Move(StrEnum):
    """Something that changes where a case stands."""

    CLAIM = "claim"
    RELEASE = "release"
    TAKE_BACK = "take_back"
    PEND = "pend"
    RESUME = "resume"
    HEAR = "hear"
    REFER = "refer"
    RETURN = "return"
    APPROVE = "approve"
    DENY = "deny"
    REDIRECT = "redirect"
    WITHDRAW = "withdraw"
    VOID = "void"


@dataclass(frozen=True)
class Rule:
    """From which states a move is possible, where it leads and the action it needs.

    action None means that only the system makes the move.
    """

    sources: frozenset[Status]
    target: Status
    action: Action | None


def _from(*statuses: Status) -> frozenset[Status]:
    return frozenset(statuses)


MOVES: dict[Move, Rule] = {
    Move.CLAIM: Rule(_from(Status.READY, Status.PENDED), Status.IN_REVIEW, Action.CASE_CLAIM),
    Move.RELEASE: Rule(_from(Status.IN_REVIEW), Status.READY, Action.CASE_CLAIM),
    Move.TAKE_BACK: Rule(_from(Status.IN_REVIEW), Status.READY, Action.CASE_REASSIGN),
    Move.PEND: Rule(
        _from(Status.IN_REVIEW, Status.REFERRED), Status.PENDED, Action.INFORMATION_REQUEST
    ),
    Move.RESUME: Rule(_from(Status.PENDED), Status.READY, Action.DOCUMENT_INDEX),
    Move.HEAR: Rule(_from(Status.PENDED), Status.READY, Action.CONTACT_RECORD),
    Move.REFER: Rule(_from(Status.IN_REVIEW), Status.REFERRED, Action.CASE_REFER),
    Move.RETURN: Rule(_from(Status.REFERRED), Status.IN_REVIEW, Action.DETERMINATION_SIGN_ADVERSE),
    Move.APPROVE: Rule(
        _from(Status.IN_REVIEW, Status.REFERRED),
        Status.DETERMINED,
        Action.DETERMINATION_APPROVE,
    ),
    Move.DENY: Rule(_from(Status.REFERRED), Status.DETERMINED, Action.DETERMINATION_SIGN_ADVERSE),
    Move.REDIRECT: Rule(
        _from(Status.READY, Status.IN_REVIEW, Status.REFERRED),
        Status.REDIRECTED,
        Action.CASE_REDIRECT,
    ),
    Move.WITHDRAW: Rule(OPEN, Status.WITHDRAWN, Action.CASE_WITHDRAW),
    Move.VOID: Rule(OPEN, Status.VOID, Action.CASE_VOID_CONFIRM),
}


def target_of(status: Status, move: Move) -> Status | None:
    """The status after the move; None when the move is not possible from here."""
    rule = MOVES[move]
    return rule.target if status in rule.sources else None
