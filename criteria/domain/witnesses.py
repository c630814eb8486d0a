"""Values of facts that tell apart everything a rule can say: each bound, and beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from criteria.domain.facts import FactSpec, FactType, FactValue
from criteria.domain.partial_date import DateSpan, PartialDateError, add_months, day_span
from criteria.domain.quantity import Amount, Bound, exact
from criteria.domain.tree import Compare, Dated, Node, OneOf, facts_of, parts_of
from criteria.domain.words import Specs

# The middle of a month, far from every end that a calendar month is clamped to.
_SOME_DAY = date(2025, 6, 15)
_MOST_VALUES = 60
_WORDS = (FactType.BOOLEAN, FactType.CHOICE, FactType.TEXT)


@dataclass(frozen=True)
class Witnesses:
    """Values of one fact; complete: no other value makes a rule say anything else."""

    values: tuple[FactValue, ...]
    complete: bool


def nodes_of(node: Node) -> Iterator[Node]:
    """The node and every node below it."""
    yield node
    for part in parts_of(node):
        yield from nodes_of(part)


def witnesses_for(node: Node, specs: Specs) -> dict[str, Witnesses]:
    """Witnesses for each fact that the rule reads; none for a type that is not searched."""
    nodes = tuple(nodes_of(node))
    dates = _dates(nodes)
    found: dict[str, Witnesses] = {}
    for name in facts_of(node):
        spec = specs[name]
        if spec.type is FactType.DATE:
            found[name] = dates
        elif spec.type.is_amount:
            found[name] = _amounts(spec, nodes)
        elif spec.type in _WORDS:
            found[name] = Witnesses(tuple(_words(spec, nodes)), complete=True)
    return found


def _words(spec: FactSpec, nodes: Iterable[Node]) -> Iterator[FactValue]:
    if spec.type is FactType.BOOLEAN:
        yield from (FactValue(spec.type, value) for value in (True, False))
    elif spec.type is FactType.CHOICE:
        yield from (FactValue(spec.type, value) for value in spec.choices)
    else:
        tests = [node for node in nodes if isinstance(node, OneOf) and node.fact == spec.name]
        named = dict.fromkeys(str(value) for test in tests for value in test.values)
        yield from (FactValue(spec.type, value) for value in named)
        yield FactValue(spec.type, "".join(named) + " and other words")


# --- amounts -------------------------------------------------------------------------------------


def _amounts(spec: FactSpec, nodes: Iterable[Node]) -> Witnesses:
    """The bounds that the fact is compared with, a value between each two, below and above."""
    unit = spec.unit or "count"
    factor = exact(1, unit).unit.factor
    bounds, complete = {Decimal(0)}, True
    for node in nodes:
        if not isinstance(node, Compare) or spec.name not in facts_of(node):
            continue
        if node.left.facts == (spec.name,) and isinstance(node.right, Amount):
            times = node.left.times
            high = node.right.low.value * node.right.unit.factor
            bounds.add(high / factor / (times.low.value or 1 if times else 1))
            complete = complete and times is None
        else:
            complete = False
    values = _counts(bounds) if spec.type is FactType.COUNT else _between(bounds)
    amounts = (Amount(Bound(v), Bound(v), exact(1, unit).unit) for v in sorted(values))
    return _kept(tuple(FactValue(spec.type, amount) for amount in amounts), complete=complete)


def _counts(bounds: set[Decimal]) -> set[Decimal]:
    near = {value.to_integral_value() + step for value in bounds for step in (-1, 0, 1)}
    return {value for value in near if value >= 0}


def _between(bounds: set[Decimal]) -> set[Decimal]:
    ordered = sorted(bounds)
    middles = {(low + high) / 2 for low, high in pairwise(ordered)}
    return bounds | middles | {ordered[-1] * 2 + 1}


# --- dates ---------------------------------------------------------------------------------------


def _dates(nodes: Iterable[Node]) -> Witnesses:
    """Days that lie to one another, and to the days that are named, in every way tested.

    Each order of two dates is a step of a day, or of the distance; whatever orders can
    hold at once hold for days that lie so many steps apart as there are other dates.
    """
    orders = [node for node in nodes if isinstance(node, Dated)]
    names = {name for node in orders for name in facts_of(node)}
    days = {_SOME_DAY}
    for node in orders:
        if isinstance(node.other, DateSpan):
            days |= {node.other.first, node.other.last}
    distances = {distance for node in orders for distance in _distances(node)}
    reached = set(days)
    for _ in range(max(1, len(names) - 1)):
        reached |= {day for known in reached for day in _steps(known, distances)}
        if len(reached) > _MOST_VALUES:
            break
    values = tuple(FactValue(FactType.DATE, day_span(day)) for day in sorted(reached))
    return _kept(values, complete=True)


def _distances(node: Dated) -> set[int]:
    return {node.months} if node.months else set()


def _steps(day: date, distances: set[int]) -> Iterator[date]:
    for months in {0} | distances | {-months for months in distances}:
        try:
            far = add_months(day, months)
            yield from (far + timedelta(days=step) for step in (-1, 0, 1))
        except (PartialDateError, OverflowError):
            continue


def _kept(values: tuple[FactValue, ...], *, complete: bool) -> Witnesses:
    return Witnesses(values[:_MOST_VALUES], complete and len(values) <= _MOST_VALUES)
