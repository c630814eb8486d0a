"""Calls and messages with people outside the plan: who spoke, how that was checked, what it can do."""

from datetime import datetime
from enum import StrEnum


class Direction(StrEnum):
    """Who called whom."""

    IN = "in"
    OUT = "out"

    @property
    def label(self) -> str:
        """The direction in words."""
        return "They called us" if self is Direction.IN else "We called them"


class Channel(StrEnum):
    """How people spoke."""

    PHONE = "phone"
    VOICEMAIL = "voicemail"
    IN_PERSON = "in_person"
    MESSAGE = "message"

    @property
    def label(self) -> str:
        """The channel in words."""
        return _CHANNELS[self.value]


_CHANNELS = {
    "phone": "Telephone",
    "voicemail": "Voicemail",
    "in_person": "In person",
    "message": "Portal or e-mail message",
}


class Counterpart(StrEnum):
    """What the other person is to the request."""

    REQUESTER = "requester"
    REQUESTER_STAFF = "requester_staff"
    MEMBER = "member"
    REPRESENTATIVE = "representative"
    FACILITY = "facility"
    OTHER_PLAN = "other_plan"

    @property
    def label(self) -> str:
        """The part in words."""
        return _COUNTERPARTS[self.value]


_COUNTERPARTS = {
    "requester": "The requesting provider",
    "requester_staff": "The requester's staff",
    "member": "The member",
    "representative": "The member's representative",
    "facility": "The facility",
    "other_plan": "Another plan",
}


class Verified(StrEnum):
    """How we know that it was them."""

    CALLED_BACK = "called_back"
    TWO_IDENTIFIERS = "two_identifiers"
    NPI_AND_OFFICE = "npi_and_office"
    NOT = "not_verified"

    @property
    def label(self) -> str:
        """The check in words."""
        return _VERIFIED[self.value]


_VERIFIED = {
    "called_back": "Called back on the number on file",
    "two_identifiers": "Two identifiers of the member",
    "npi_and_office": "NPI and office address",
    "not_verified": "Not verified",
}


class Use(StrEnum):
    """What a contact may do beside being recorded."""

    GROUND = "ground"
    ANSWER = "answer"
    AMEND = "amend"
    EXPEDITE = "expedite"
    LOWER = "lower"
    WITHDRAW = "withdraw"
    ORAL_NOTICE = "oral_notice"
    PEER_TO_PEER = "peer_to_peer"


_OFFICE = frozenset({Counterpart.REQUESTER, Counterpart.REQUESTER_STAFF})
_MEMBER = frozenset({Counterpart.MEMBER, Counterpart.REPRESENTATIVE})
_PROVIDERS = _OFFICE | {Counterpart.FACILITY}

MAY: dict[Use, frozenset[Counterpart]] = {
    Use.GROUND: _PROVIDERS,
    Use.ANSWER: _PROVIDERS | _MEMBER | {Counterpart.OTHER_PLAN},
    Use.AMEND: _OFFICE,
    Use.EXPEDITE: _OFFICE | _MEMBER,
    Use.LOWER: frozenset({Counterpart.REQUESTER}),
    Use.WITHDRAW: _OFFICE,
    Use.ORAL_NOTICE: _OFFICE | _MEMBER,
    Use.PEER_TO_PEER: _OFFICE,
}

_WHAT = {
    Use.GROUND: "be what an answer rests on",
    Use.ANSWER: "answer what was asked",
    Use.AMEND: "change the request",
    Use.EXPEDITE: "ask for an expedited answer",
    Use.LOWER: "ask for less than was requested",
    Use.WITHDRAW: "withdraw the request",
    Use.ORAL_NOTICE: "be told the decision",
    Use.PEER_TO_PEER: "ask for a call between doctors",
}


def refusal_of_use(use: Use, *, counterpart: str, verified: str) -> str:
    """Why a contact cannot do this, in a sentence; empty when it can."""
    if verified == Verified.NOT:
        return (
            f"A caller who was not verified cannot {_WHAT[use]}. Verify them, for example by "
            "calling back on the number on file, or record the contact alone."
        )
    if counterpart not in MAY[use]:
        listed = " or ".join(one.label.lower() for one in Counterpart if one in MAY[use])
        return f"Only {listed} can {_WHAT[use]}. Record the contact alone, or speak with them."
    return ""


def refusal_of_time(happened_at: datetime, *, received_at: datetime, now: datetime) -> str:
    """Why a contact cannot have happened then, in a sentence; empty when it can."""
    if happened_at > now:
        return "This contact lies in the future. Give the moment at which it happened."
    if happened_at < received_at:
        return "This contact lies before the request was received, so it is not about it."
    return ""
