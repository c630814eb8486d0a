"""Cheap checks that a rule can be met at all."""

from collections.abc import Iterator

from criteria.domain.list_tree import CountBound, Counted
from criteria.domain.quantity import Amount, amount_at_least, below
from criteria.domain.tree import Compare, Comparison, Node, OneOf
from criteria.domain.truth import Truth

_UPPER = (Comparison.BELOW, Comparison.AT_MOST)
_LOWER = (Comparison.AT_LEAST, Comparison.ABOVE)


def contradictions(parts: tuple[Node, ...]) -> Iterator[str]:
    """A sentence for each fact of which all parts together ask the impossible."""
    tests = [part for part in parts if isinstance(part, OneOf)]
    for name in dict.fromkeys(test.fact for test in tests):
        wanted = [set(test.values) for test in tests if test.fact == name]
        if not set.intersection(*wanted):
            yield f"no value of {name} is all that is asked"
    compares = [part for part in parts if isinstance(part, Compare)]
    for lower in compares:
        for upper in compares:
            if lower.left == upper.left and _apart(lower, upper):
                yield f"{' times '.join(lower.left.facts)} cannot be both"
    yield from _counts(parts)


def _counts(parts: tuple[Node, ...]) -> Iterator[str]:
    counts = [part for part in parts if isinstance(part, Counted)]
    for count in counts:
        if any(_cannot_both(count, other) for other in counts):
            yield f"the count of {count.list} cannot be both"


def _cannot_both(count: Counted, other: Counted) -> bool:
    """Whether one asks for at least more than the other allows of the same items."""
    if count.bound is not CountBound.AT_LEAST or other.bound is not CountBound.AT_MOST:
        return False
    same = (count.list, count.where, count.distinct) == (other.list, other.where, other.distinct)
    return same and count.k > other.k


def _apart(lower: Compare, upper: Compare) -> bool:
    """Whether the lower demand lies wholly above the upper one."""
    if lower.comparison not in _LOWER or upper.comparison not in _UPPER:
        return False
    low, high = lower.right, upper.right
    if not isinstance(low, Amount) or not isinstance(high, Amount):
        return False
    if lower.comparison is Comparison.AT_LEAST and upper.comparison is Comparison.AT_MOST:
        return below(high, low) is Truth.MET
    return amount_at_least(low, high) is Truth.MET
