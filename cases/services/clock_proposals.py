"""What every proposed correction of a clock asks of the two people who make it."""

from datetime import datetime

from accounts.domain.actor import Actor
from accounts.errors import NotPermittedError, person_id
from cases.errors import MoveRefusedError
from cases.models import ClockCorrection

LEAST_REASON = 10
ANSWERS = frozenset({ClockCorrection.State.CONFIRMED, ClockCorrection.State.REFUSED})


def proposal_check(reason: str, waiting: ClockCorrection | None) -> str:
    """The reason without blanks around it, where a correction may be proposed.

    Raises:
        MoveRefusedError: no reason worth the name, or a correction waits for an answer.
    """
    if len(reason.strip()) < LEAST_REASON:
        raise MoveRefusedError(
            "Write why the earlier arrival counts, in a few words "
            f"(at least {LEAST_REASON} letters)."
        )
    if waiting is not None:
        raise MoveRefusedError("A correction of this clock already waits for a second person.")
    return reason.strip()


def proposal_settle(
    correction: ClockCorrection, answer: str, *, actor: Actor, now: datetime
) -> bool:
    """Write the answer of a second person; whether it confirms. The clock itself stays.

    Raises:
        NotPermittedError: the actor proposed it.
        MoveRefusedError: the answer is neither "confirmed" nor "refused".
    """
    if answer not in ANSWERS:
        raise MoveRefusedError("Choose whether the papers had come earlier.")
    if correction.proposed_by_id == actor.user_id:
        raise NotPermittedError("You proposed this correction, so a second person settles it.")
    correction.state = answer
    correction.settled_by_id, correction.settled_at = person_id(actor), now
    correction.save(update_fields=["state", "settled_by", "settled_at"])
    return answer == ClockCorrection.State.CONFIRMED
