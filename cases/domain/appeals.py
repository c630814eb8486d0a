"""Where an appeal stands, the one table of its moves, and who filed it."""

from enum import StrEnum


class AppealState(StrEnum):
    """Where an appeal stands. Deciding one is not part of this table yet."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ASSIGNED = "assigned"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The state in the words people use."""
        return {
            AppealState.RECEIVED: "Received",
            AppealState.ACKNOWLEDGED: "Acknowledged",
            AppealState.ASSIGNED: "With a reviewer",
            AppealState.CLOSED: "Closed",
        }[self]

    @property
    def is_open(self) -> bool:
        """Whether the plan still owes an answer."""
        return self is not AppealState.CLOSED


class AppealMove(StrEnum):
    """Something that changes where an appeal stands."""

    ACKNOWLEDGE = "acknowledge"
    ASSIGN = "assign"
    WITHDRAW = "withdraw"


class FiledBy(StrEnum):
    """In what part somebody filed the appeal."""

    MEMBER = "member"
    REPRESENTATIVE = "representative"
    PROVIDER = "provider"

    @property
    def label(self) -> str:
        """The part in words."""
        return {
            FiledBy.MEMBER: "The member, or a parent of a minor",
            FiledBy.REPRESENTATIVE: "An appointed representative",
            FiledBy.PROVIDER: "The treating provider",
        }[self]


_OPEN = (AppealState.RECEIVED, AppealState.ACKNOWLEDGED, AppealState.ASSIGNED)
APPEAL_MOVES: dict[AppealMove, dict[AppealState, AppealState]] = {
    AppealMove.ACKNOWLEDGE: {
        AppealState.RECEIVED: AppealState.ACKNOWLEDGED,
        AppealState.ASSIGNED: AppealState.ASSIGNED,
    },
    AppealMove.ASSIGN: dict.fromkeys(_OPEN, AppealState.ASSIGNED),
    AppealMove.WITHDRAW: dict.fromkeys(_OPEN, AppealState.CLOSED),
}


def appeal_target(state: AppealState, move: AppealMove) -> AppealState | None:
    """The state after the move; None when the move is not possible from here."""
    return APPEAL_MOVES[move].get(state)
