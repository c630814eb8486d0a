"""Reasons for a letter, assembled from the criteria that were not shown to be met."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Shortfall(StrEnum):
    """Why a criterion did not count as met."""

    NOT_MET = "not_met"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class UnmetCriterion:
    """A leaf criterion as the review left it.

    letter is the policy's own plain-language reason for what is not met, request the sentence asking for what
    would settle it, note the reviewer's finding about this member, rests what the finding
    rests on, in words; each may be empty.
    """

    criterion_id: str
    label: str
    citation: str
    shortfall: Shortfall
    letter: str = ""
    request: str = ""
    note: str = ""
    rests: str = ""


@dataclass(frozen=True)
class Reason:
    """One reason in a letter: which rule, where it stands, why, what was found and on what."""

    criterion_id: str
    title: str
    citation: str
    text: str
    finding: str = ""
    rests: str = ""


def reasons_from(unmet: Sequence[UnmetCriterion]) -> tuple[Reason, ...]:
    """One reason per criterion, in policy order; a criterion named twice is told once.

    A criterion that is not met comes before one that could not be told, since the first
    is why the request was not approved and the second only why it could not be.
    """
    ordered = sorted(unmet, key=lambda item: item.shortfall is Shortfall.UNKNOWN)
    by_id = {item.criterion_id: item for item in reversed(ordered)}
    return tuple(
        _reason(item) for item in ordered if by_id.pop(item.criterion_id, None) is not None
    )


def needed_for_reconsideration(unmet: Sequence[UnmetCriterion]) -> tuple[str, ...]:
    """What to send so that we can look again: each request sentence once, in policy order."""
    return tuple(dict.fromkeys(as_sentence(item.request) for item in unmet if item.request.strip()))


def rests_words(basis: str, *, page: str = "", pages_read: str = "", contact: str = "") -> str:
    """What an answer rests on, for a letter; empty when it rests on nothing.

    page is the kind of record that was cited, pages_read the range that was read,
    contact with whom and when it was spoken.
    """
    kind = f" ({page.lower()})" if page else ""
    words = {
        "page": f"a page of the records we were sent{kind}",
        "contact": f"what we were told: {contact}" if contact else "",
        "attestation": f"a statement signed by the doctor{kind}",
        "plan_data": "the request and our own records",
        "nothing_contrary": f"pages {pages_read} of the records, where nothing else is written",
    }
    return words.get(basis, "")


def as_sentence(text: str) -> str:
    """The text with one leading capital and a full stop; empty stays empty."""
    trimmed = " ".join(text.split())
    if not trimmed:
        return ""
    closed = trimmed if trimmed[-1] in ".!?" else f"{trimmed}."
    return closed[0].upper() + closed[1:]


def _reason(item: UnmetCriterion) -> Reason:
    return Reason(
        criterion_id=item.criterion_id,
        title=item.label.strip(),
        citation=item.citation.strip(),
        text=_reason_text(item),
        finding=as_sentence(item.note),
        rests=as_sentence(item.rests),
    )


def _reason_text(item: UnmetCriterion) -> str:
    """Why, in words that are true: the policy's letter text speaks of what was found.

    Where it could not be told, that text would state what nobody found.
    """
    if item.shortfall is Shortfall.UNKNOWN:
        listed = " What is needed is in the list below." if item.request.strip() else ""
        return f"The records we have do not show if this rule is met.{listed}"
    return as_sentence(item.letter) or "The records we have show that this rule is not met."
