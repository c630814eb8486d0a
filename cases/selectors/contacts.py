"""Contacts of a case as people read them, and which of them an answer may rest on."""

from dataclasses import dataclass
from datetime import datetime

from cases.domain.contacts import Use, Verified, refusal_of_use
from cases.models import Amendment, Case, Contact


@dataclass(frozen=True)
class Effect:
    """What a contact did, and what of it stays once the contact is corrected.

    way names the act by which a person mends it, empty where there is none: "ask" (for
    information), or the key of an act of a new contact.
    """

    words: str
    stands: str
    way: str = ""


@dataclass(frozen=True)
class ContactRow:
    """One contact in words. did says what it did to the request, beside being recorded.

    corrected says that a newer contact stands in its place; corrects is the id of the
    one that it mends, None when it mends none.
    """

    id: int
    direction: str
    channel: str
    counterpart: str
    name: str
    number: str
    verified: str
    is_verified: bool
    happened_at: datetime
    asked: str
    answered: str
    by: str
    recorded_at: datetime
    corrects: int | None
    corrected: bool
    did: tuple[Effect, ...]


@dataclass(frozen=True)
class ContactChoice:
    """A contact that an answer may rest on."""

    id: int
    words: str
    at: datetime


_SINGLE = {
    "withdrawal": Effect(
        "Withdrew the request",
        "The request stays closed as withdrawn. If nobody took it back, open it as a new request.",
    ),
    "oral_notice": Effect(
        "Was told the decision",
        "The decision still counts as told at that moment. If it was not, tell it and record that.",
        "notice",
    ),
    "peer_call": Effect(
        "Asked for a call between doctors",
        "The call stays asked for. If nobody asked, record it as not held.",
        "peer",
    ),
    "peer_attempt": Effect(
        "An attempt to reach the doctor", "It still counts as one attempt to reach the doctor."
    ),
}


def contacts_of(case: Case) -> tuple[ContactRow, ...]:
    """Every contact of the case, newest first. Three queries."""
    rows = (
        case.contacts.select_related(
            "recorded_by", "corrected_by", "withdrawal", "oral_notice", "peer_call", "peer_attempt"
        )
        .prefetch_related("item_answers", "amendments")
        .order_by("-happened_at", "-id")
    )
    return tuple(_row(row) for row in rows)


def contact_typed(case: Case, contact_id: int) -> dict[str, object]:
    """What was typed of a contact that may still be corrected; empty when there is none."""
    row = case.contacts.filter(pk=contact_id, corrected_by__isnull=True).first()
    if row is None:
        return {}
    return {
        "corrects": row.pk,
        "direction": row.direction,
        "channel": row.channel,
        "counterpart": row.counterpart,
        "name": row.name,
        "number": row.number,
        "verified": row.verified,
        "happened_at": row.happened_at,
        "asked": row.asked,
        "answered": row.answered,
    }


def contact_choices(case: Case) -> tuple[ContactChoice, ...]:
    """The contacts that an answer may rest on, newest first. One query."""
    rows = case.contacts.filter(corrected_by__isnull=True).order_by("-happened_at", "-id")
    return tuple(contact_choice(row) for row in rows if not _refusal(row))


def contact_choice(contact: Contact) -> ContactChoice:
    """The contact as an answer names it; no name in it. No query."""
    words = f"{contact.get_channel_display()} with {contact.get_counterpart_display().lower()}"
    return ContactChoice(contact.pk, words, contact.happened_at)


def contact_ground(case: Case, contact_id: int) -> tuple[Contact | None, str]:
    """The contact when an answer may rest on it, else None and the sentence that says why not."""
    contact = case.contacts.filter(pk=contact_id).first()
    if contact is None:
        return None, "That contact is not on this case. Record it first."
    if hasattr(contact, "corrected_by"):
        return None, "That contact was corrected. Rest the answer on the newer one."
    refusal = _refusal(contact)
    return (None, refusal) if refusal else (contact, "")


def _refusal(contact: Contact) -> str:
    return refusal_of_use(Use.GROUND, counterpart=contact.counterpart, verified=contact.verified)


def _row(row: Contact) -> ContactRow:
    return ContactRow(
        id=row.pk,
        direction=row.get_direction_display(),
        channel=row.get_channel_display(),
        counterpart=row.get_counterpart_display(),
        name=row.name,
        number=row.number,
        verified=row.get_verified_display(),
        is_verified=row.verified != Verified.NOT,
        happened_at=row.happened_at,
        asked=row.asked,
        answered=row.answered,
        by=str(row.recorded_by),
        recorded_at=row.recorded_at,
        corrects=row.corrects_id,
        corrected=hasattr(row, "corrected_by"),
        did=tuple(_did(row)),
    )


def _did(row: Contact) -> list[Effect]:
    answers = sorted(answer.item + 1 for answer in row.item_answers.all())
    did = [_answered(answers)] if answers else []
    did += [_changed(one) for one in row.amendments.all()]
    return did + [effect for name, effect in _SINGLE.items() if hasattr(row, name)]


def _answered(items: list[int]) -> Effect:
    return Effect(
        f"Answered item {', '.join(map(str, items))} of what was asked",
        "What was asked still counts as answered, and the clock runs as if it were. If it is "
        "not, ask for it again.",
        "ask",
    )


def _changed(amendment: Amendment) -> Effect:
    words = f"Changed the request (amendment {amendment.sequence})"
    if any(change["field"] == "urgency" for change in amendment.changes):
        return Effect(
            words,
            "The request stays as it was changed, and expedited: that is never taken back. "
            "Change the rest back on a new contact if nobody asked for it.",
            "amend",
        )
    return Effect(
        words,
        "The request stays as it was changed. Change it back on a new contact if nobody asked "
        "for it.",
        "amend",
    )
