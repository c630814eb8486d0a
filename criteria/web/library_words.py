"""What the library's pages say beside the policies themselves."""

import unicodedata
from dataclasses import dataclass
from urllib.parse import urlencode

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from criteria.domain.library import Standing
from criteria.selectors.policies import PolicyRevisionRef

_MOST_WORDS = 80


@dataclass(frozen=True)
class LibraryView:
    """One way to look at the list: all, or those of one standing."""

    label: str
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True)
class PublishOffer:
    """Whether the reader may publish a draft, or why not; neither for what is published."""

    may: bool = False
    why_not: str = ""


def library_views(
    counts: dict[Standing, int], words: str, current: Standing | None
) -> tuple[LibraryView, ...]:
    """All, and each standing that something has, with how many the words find."""
    asked = {"q": words} if words else {}

    def url(standing: str) -> str:
        return "?" + urlencode(asked | ({"standing": standing} if standing else {}))

    everything = LibraryView("All", sum(counts.values()), url(""), current is None)
    kinds = tuple(
        LibraryView(kind.label, count, url(kind.value), current is kind)
        for kind, count in counts.items()
        if count or current is kind
    )
    return (everything, *kinds)


def publish_offer(ref: PolicyRevisionRef, actor: Actor) -> PublishOffer:
    """What the page of a revision says about putting it in force."""
    if ref.is_published:
        return PublishOffer()
    if not actor.may(Action.POLICY_PUBLISH):
        return PublishOffer(why_not="A policy editor who did not import it puts it in force.")
    if ref.imported_by == actor.key:
        why = "You imported this revision, so somebody else must publish it."
        return PublishOffer(why_not=why)
    return PublishOffer(may=True)


def clean_words(text: str) -> str:
    """What was typed to search for, without control characters, at most 80 letters."""
    kept = "".join(c for c in text if unicodedata.category(c) != "Cc")
    return kept.strip()[:_MOST_WORDS]
