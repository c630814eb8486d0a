"""Who is working on a case right now."""

from accounts.domain.actor import Actor
from accounts.domain.roles import Role
from cases.domain.lifecycle import Status
from cases.errors import ClaimedByOtherError, MoveRefusedError
from cases.models import Case


def reviewer_check(case: Case, actor: Actor) -> None:
    """Pass silently when the actor is the one working on the locked case.

    A nurse works on what they claimed; a medical director on what was referred.

    Raises:
        MoveRefusedError: the case is in another state.
        ClaimedByOtherError: somebody else has it.
    """
    if case.state is Status.REFERRED and actor.role is Role.MEDICAL_DIRECTOR:
        return
    if case.state is not Status.IN_REVIEW:
        raise MoveRefusedError(
            f"This case is now: {case.state.label.lower()}. Answers can be given while it is in "
            "review. Nothing was changed."
        )
    if case.owner_id != actor.user_id:
        raise ClaimedByOtherError(
            "Somebody else has claimed this case. Nothing was changed; ask them, or a manager."
        )
