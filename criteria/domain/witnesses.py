"""Values of facts that tell apart everything a rule can say: each bound, and beside it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from criteria.domain.facts import FactSpec, FactType, FactValue
from criteria.domain.partial_date import NO_DISTANCE, DateSpan, Distance, add_distance, day_span
from criteria.domain.quantity import Amount, Bound, exact
from criteria.domain.tree import (
    All,
    AnyOf,
    Compare,
    Dated,
    Known,
    KOf,
    Node,
    Not,
    OneOf,
    When,
    facts_of,
    parts_of,
)
from criteria.domain.words import Specs

# The middle of a month, far from every end that a calendar month is clamped to.
_SOME_DAY = date(2025, 6, 15)
_MOST_VALUES = 60
# What combines parts, and what asks only whether a fact is on file.
_SAY_NOTHING_OF_VALUES = (All, AnyOf, Not, KOf, When, Known)
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
    names = facts_of(node)
    dated = [name for name in names if specs[name].type is FactType.DATE]
    found: dict[str, Witnesses] = dict.fromkeys(dated, _dates(nodes)) if dated else {}
    for name in names:
        spec = specs[name]
        if spec.type.is_amount:
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
        if isinstance(node, _SAY_NOTHING_OF_VALUES) or spec.name not in facts_of(node):
            continue
        constant = _constant(node)
        if constant is None:
            complete = False
        else:
            bounds.add(constant.low.value * constant.unit.factor / factor)
    values = _counts(bounds) if spec.type is FactType.COUNT else _between(bounds)
    amounts = (Amount(Bound(v), Bound(v), exact(1, unit).unit) for v in sorted(values))
    return _kept(tuple(FactValue(spec.type, amount) for amount in amounts), complete=complete)


def _constant(node: Node) -> Amount | None:
    """What the fact by itself is compared with; None where the rule says something else."""
    if not isinstance(node, Compare) or not isinstance(node.right, Amount):
        return None
    alone = len(node.left.facts) == 1 and node.left.times is None
    return node.right if alone else None


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
    orders = [node for node in nodes if isinstance(node, Dated) and "." not in node.fact]
    names = {name for node in orders for name in facts_of(node)}
    days = {_SOME_DAY}
    for node in orders:
        if isinstance(node.other, DateSpan):
            days |= {node.other.first, node.other.last}
    distances = {node.distance for node in orders}
    reached = set(days)
    for _ in range(max(1, len(names) - 1)):
        reached |= {day for known in reached for day in _steps(known, distances)}
        if len(reached) > _MOST_VALUES:
            break
    values = tuple(FactValue(FactType.DATE, day_span(day)) for day in sorted(reached))
    return _kept(values, complete=True)


def _steps(day: date, distances: set[Distance]) -> Iterator[date]:
    back = {Distance(-distance.months, -distance.days) for distance in distances}
    for distance in {NO_DISTANCE} | distances | back:
        far = add_distance(day, distance)
        yield from (add_distance(far, Distance(days=step)) for step in (-1, 0, 1))


def _kept(values: tuple[FactValue, ...], *, complete: bool) -> Witnesses:
    return Witnesses(values[:_MOST_VALUES], complete and len(values) <= _MOST_VALUES)
