"""Which pairs of pages somebody has seen side by side, as the index screen's form carries it."""

from django.http import QueryDict

SEEN, SHOWN = "compared_page", "compared_now"
"""Pairs seen before, and those on the page that is answered: seen once somebody goes on."""
ACTION, FINISH = "action", "finish"


def pair_key(pair: tuple[int, int]) -> str:
    """A pair by the ids of its pages, the one that may be a copy first: "811-640"."""
    return f"{pair[0]}-{pair[1]}"


def pairs_seen(posted: QueryDict) -> frozenset[str]:
    """The pairs that were seen. What was shown last counts only where it was agreed to."""
    shown = posted.getlist(SHOWN) if posted.get(ACTION) == FINISH else []
    return frozenset([*posted.getlist(SEEN), *shown])
