"""Counts over items of which some are unknown: from how many to how many there may be."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from criteria.domain.list_tree import CountBound
from criteria.domain.truth import Truth, all_of


@dataclass(frozen=True)
class Span:
    """The least and the most that a count may be; most is None without an upper end."""

    least: int
    most: int | None

    def __str__(self) -> str:
        if self.most is None:
            return f"{self.least} or more"
        return str(self.least) if self.least == self.most else f"{self.least} to {self.most}"


def count_span(statuses: Sequence[Truth], *, complete: bool) -> Span:
    """How many of the items there are, by whether each belongs."""
    least = statuses.count(Truth.MET)
    return Span(least, least + statuses.count(Truth.UNKNOWN) if complete else None)


def distinct_span(
    items: Iterable[tuple[Truth, Hashable | None]], *, complete: bool, possible: int | None
) -> Span:
    """How many different values the items have.

    An item without a value (None) may have one that another has, or one of its own.

    Args:
        items: whether each belongs, and its value.
        complete: whether there are no others.
        possible: how many different values there can be at all, None for any number.
    """
    held = [(status, value) for status, value in items if status is not Truth.NOT_MET]
    certain = {value for status, value in held if status is Truth.MET and value is not None}
    named = {value for _, value in held if value is not None}
    least = len(certain) or int(any(status is Truth.MET for status, _ in held))
    most = len(named) + sum(value is None for _, value in held) if complete else possible
    if most is not None and possible is not None:
        most = max(least, min(most, possible))
    return Span(least, most)


def count_status(span: Span, bound: CountBound, k: int) -> Truth:
    """Whether the count is at least, or at most, k."""
    if bound is CountBound.AT_LEAST:
        if span.least >= k:
            return Truth.MET
        return Truth.NOT_MET if span.most is not None and span.most < k else Truth.UNKNOWN
    if span.least > k:
        return Truth.NOT_MET
    return Truth.MET if span.most is not None and span.most <= k else Truth.UNKNOWN


def every_status(statuses: Sequence[Truth], *, complete: bool) -> Truth:
    """NOT_MET if any is, else UNKNOWN if any is or there may be others, else MET."""
    return all_of([*statuses, *(() if complete else (Truth.UNKNOWN,))])


def same_or_unknown(statuses: Iterable[Truth]) -> Truth:
    """What all agree on; UNKNOWN when they do not, or there are none."""
    seen = set(statuses)
    return seen.pop() if len(seen) == 1 else Truth.UNKNOWN
