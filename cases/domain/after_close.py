"""What papers can be that come for a closed case. None of it changes what was decided.

Only a determination can be talked about, looked at again or appealed; a closure without
one is never spoken of as a decision.
"""

from dataclasses import dataclass
from enum import StrEnum

from cases.domain.lifecycle import Status


class Later(StrEnum):
    """What a person says late papers are."""

    FILE_ONLY = "file_only"
    PEER_TO_PEER = "peer"
    RECONSIDERATION = "reconsider"
    APPEAL = "appeal"
    NEW_REQUEST = "new"


@dataclass(frozen=True)
class LateChoices:
    """The sentence that says where the case stands, and what the papers can be."""

    sentence: str
    choices: tuple[Later, ...]


_FILED = (Later.FILE_ONLY, Later.NEW_REQUEST)
_CLOSURES = {
    Status.WITHDRAWN: LateChoices(
        "The requester took this request back, so nothing was decided. File the papers with it, "
        "or open a new request from them.",
        _FILED,
    ),
    Status.REDIRECTED: LateChoices(
        "This request was redirected: another plan answers it, and nothing was decided here. "
        "File the papers with it and send them on, or open a new request from them.",
        _FILED,
    ),
    Status.VOID: LateChoices(
        "This case was entered in error and counts nowhere, so nothing is filed with it. Open a "
        "new request, or find the right case.",
        (Later.NEW_REQUEST,),
    ),
}


_RECONSIDER = (
    " In Medicare Advantage a wish for reconsideration is an appeal (42 CFR 422.568(e), 422.590): "
    "record it as one, so that its clock runs from the arrival."
)


def late_choices(
    status: Status,
    *,
    is_adverse: bool,
    call_window_open: bool,
    appeal_open: bool,
    is_reconsideration_appeal: bool = False,
) -> LateChoices | None:
    """What papers for the case can be; None while it is open, when they are plain records.

    is_adverse tells that its determination denied something. call_window_open tells that a
    doctor may still ask to talk; appeal_open that an appeal is under way already, to which
    the papers may belong. is_reconsideration_appeal tells that what the member's line of
    business calls a reconsideration is an appeal: it is then offered as nothing less.
    """
    if status.is_open:
        return None
    if status is not Status.DETERMINED:
        return _CLOSURES[status]
    if not is_adverse:
        return LateChoices(
            "Everything asked for in this case was approved. What comes afterwards does not "
            "change that: file the papers with it, or open a new request from them.",
            _FILED,
        )
    choices = [Later.FILE_ONLY]
    if call_window_open:
        choices.append(Later.PEER_TO_PEER)
    if not is_reconsideration_appeal:
        choices.append(Later.RECONSIDERATION)
    choices += [Later.APPEAL, Later.NEW_REQUEST]
    appealed = " An appeal is open already; papers for it are added to it." if appeal_open else ""
    return LateChoices(
        "This case was decided, and what comes afterwards does not change the decision. Say what "
        f"the papers are.{appealed}{_RECONSIDER if is_reconsideration_appeal else ''}",
        tuple(choices),
    )
