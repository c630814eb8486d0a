"""The first look at an arrival: what it is, whose it is and how soon an answer is asked for.

An arrival that nobody has looked at counts as urgent.
"""

from enum import StrEnum


class LookKind(StrEnum):
    """What a person says the papers are."""

    NEW_REQUEST = "new"
    RECORDS = "records"
    APPEAL = "appeal"
    PEER_TO_PEER = "peer"
    QUESTION = "question"
    NOT_OURS = "not_ours"

    @property
    def label(self) -> str:
        """The kind in the words of the form."""
        return _KINDS[self]


_KINDS = {
    LookKind.NEW_REQUEST: "A new request",
    LookKind.RECORDS: "Records for a case",
    LookKind.APPEAL: "An appeal",
    LookKind.PEER_TO_PEER: "A doctor asks to talk",
    LookKind.QUESTION: "A question",
    LookKind.NOT_OURS: "Not ours",
}


class LookOutcome(StrEnum):
    """What came of a look. Of several looks at an arrival the last one counts."""

    OPENED = "opened"
    JOINED = "joined"
    WAITING = "waiting"
    PARKED = "parked"
    ASKED = "asked"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The outcome in words."""
        return _OUTCOMES[self]


_OUTCOMES = {
    LookOutcome.OPENED: "Request opened",
    LookOutcome.JOINED: "Records joined a case",
    LookOutcome.WAITING: "Waits to be filed",
    LookOutcome.PARKED: "Member not found",
    LookOutcome.ASKED: "Member not found, sender asked",
    LookOutcome.CLOSED: "Not ours, closed",
}
IN_CASE = frozenset({LookOutcome.OPENED, LookOutcome.JOINED})
NOT_FOUND = frozenset({LookOutcome.PARKED, LookOutcome.ASKED})
NEEDS_MEMBER = frozenset(
    {LookKind.NEW_REQUEST, LookKind.RECORDS, LookKind.APPEAL, LookKind.PEER_TO_PEER}
)


class Asked(StrEnum):
    """How soon an answer is asked for, and by whom, as the papers say."""

    BY_PROVIDER = "by_provider"
    BY_MEMBER = "by_member"
    STANDARD = "standard"
    UNSTATED = "unstated"

    @property
    def label(self) -> str:
        """The wish in the words of the form."""
        return _ASKED[self]


_ASKED = {
    Asked.BY_PROVIDER: "Expedited, asked by a doctor or the provider",
    Asked.BY_MEMBER: "Expedited, asked by the member or the family",
    Asked.STANDARD: "Standard",
    Asked.UNSTATED: "Not stated",
}
STANDARD, EXPEDITED = "standard", "expedited"
LEAST_REASON = 10
BINDS = (
    "A doctor or provider asked for an expedited answer, so it is expedited; intake cannot lower "
    "it (29 CFR 2560.503-1(m)(1)(iii); 42 CFR 422.570(c)(2)(ii))."
)
WHY_STANDARD = (
    "An expedited answer is asked for. To treat it as standard, write why; the member has to be "
    "told at once (42 CFR 422.570(d))."
)
WORDS_SEEN = (
    "The pages speak of an urgent answer. Say that one is asked for, or write why it is not."
)


def urgency_refusal(asked: Asked, urgency: str, *, reason: str, words_seen: bool) -> str:
    """Why the urgency cannot be recorded like that; empty when it can.

    words_seen tells that pages of the arrival speak of an urgent answer. 29 CFR
    2560.503-1(m)(1)(iii): a physician with knowledge of the condition who says urgent
    binds the plan.
    """
    if urgency not in (STANDARD, EXPEDITED):
        return "Say whether the request is treated as standard or expedited."
    if urgency == EXPEDITED:
        return ""
    if asked is Asked.BY_PROVIDER:
        return BINDS
    has_reason = len(reason.strip()) >= LEAST_REASON
    if asked is Asked.BY_MEMBER and not has_reason:
        return WHY_STANDARD
    return WORDS_SEEN if words_seen and not has_reason else ""
