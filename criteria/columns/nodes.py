"""Rules as column expressions. Each status is two columns: whether MET, whether NOT_MET."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import reduce
from operator import and_, mul, or_
from typing import NamedTuple

import polars as pl

from criteria.columns.frame import ends, is_exact
from criteria.domain.facts import FactSpec, FactType
from criteria.domain.list_tree import list_names
from criteria.domain.partial_date import DateSpan, Distance
from criteria.domain.quantity import Amount
from criteria.domain.tree import (
    All,
    AnyOf,
    Bands,
    Compare,
    Comparison,
    Dated,
    Known,
    KOf,
    Node,
    OneOf,
    Operand,
    Order,
    When,
    is_list_node,
    parts_of,
)

NO, YES = pl.lit(value=False), pl.lit(value=True)
_NEAR = 1e-12
_TURNED = (Order.AFTER, Order.NOT_BEFORE, Order.AT_LEAST_AFTER, Order.AT_MOST_AFTER)


class Status(NamedTuple):
    """met and unmet are never both true; UNKNOWN is neither."""

    met: pl.Expr
    unmet: pl.Expr

    def negated(self) -> "Status":
        """The opposite; UNKNOWN stays UNKNOWN."""
        return Status(self.unmet, self.met)

    @property
    def unknown(self) -> pl.Expr:
        """Whether it is neither."""
        return ~(self.met | self.unmet)


def all_met(parts: Sequence[Status]) -> Status:
    """As truth.all_of."""
    return Status(
        reduce(and_, (part.met for part in parts), YES),
        reduce(or_, (part.unmet for part in parts), NO),
    )


def any_met(parts: Sequence[Status]) -> Status:
    """As truth.any_of."""
    return all_met([part.negated() for part in parts]).negated()


class Columns:
    """Expressions for the nodes of one policy.

    by_row: expressions that are true of a row for which the columns do not suffice, since a
    node has no column form, or a product lies too near to what it is compared with.
    """

    def __init__(self, specs: Mapping[str, FactSpec]) -> None:
        self.by_row: list[pl.Expr] = []
        self._specs = specs
        self._known: dict[Node, Status] = {}

    def status(self, node: Node) -> Status:
        """The status of a node; of one without a column form UNKNOWN, and its rows in by_row."""
        if node not in self._known:
            self._known[node] = self._status(node)
        return self._known[node]

    def _status(self, node: Node) -> Status:
        if is_list_node(node):
            return self._left_to_rows(list_names(node))
        if isinstance(node, Compare) and isinstance(node.right, Bands):
            return self._left_to_rows((*node.left.names, *node.right.names))
        if parts := parts_of(node):
            return _group(node, [self.status(part) for part in parts])
        return self._leaf(node)

    def _leaf(self, node: Node) -> Status:
        match node:
            case Compare():
                return self._compare(node)
            case Dated():
                return _dated(node)
            case Known(fact=fact):
                there = self._there(fact)
                return Status(there, ~there)
            case OneOf():
                return self._one_of(node)
            case _:  # Attested
                said = pl.col(node.fact)  # type: ignore[union-attr]
                return Status(said.fill_null(value=False), (~said).fill_null(value=False))

    def _left_to_rows(self, names: Sequence[str]) -> Status:
        self.by_row.append(reduce(and_, (self._there(name) for name in names)))
        return Status(NO, NO)

    def _there(self, name: str) -> pl.Expr:
        kind = self._specs[name].type
        if kind is FactType.LIST:
            return pl.col(f"{name}.there").is_not_null()
        end = ".low" if kind.is_amount else ".first" if kind is FactType.DATE else ""
        return pl.col(f"{name}{end}").is_not_null()

    def _one_of(self, node: OneOf) -> Status:
        spec, given = self._specs[node.fact], pl.col(node.fact)
        if spec.type is FactType.BOOLEAN:
            met = reduce(or_, (given if value else ~given for value in node.values))
            return Status(met.fill_null(value=False), (~met).fill_null(value=False))
        wanted = {str(value).casefold() for value in node.values}
        if spec.type is FactType.CHOICE:
            wanted = {choice for choice in spec.choices if choice.casefold() in wanted}
        met = _one_of(given, wanted)
        open_ = _one_of(given, set(node.undecided) - wanted)
        return Status(met, given.is_not_null() & ~met & ~open_)

    # --- amounts ---------------------------------------------------------------------------

    def _compare(self, node: Compare) -> Status:
        left, right = self._ends(node.left), self._ends(node.right)  # type: ignore[arg-type]
        if any(_is_product(side) for side in (node.left, node.right)):
            self.by_row.append(_near(left, right))
        match node.comparison:
            case Comparison.BELOW:
                return _below(left, right)
            case Comparison.ABOVE:
                return _below(right, left)
            case Comparison.AT_LEAST:
                return _below(left, right).negated()
            case Comparison.AT_MOST:
                return _below(right, left).negated()
            case _:
                same = (left.low == left.high) & (left.low == right.low)
                met = (same & (right.low == right.high)).fill_null(value=False)
                return Status(met, any_met([_below(left, right), _below(right, left)]).met)

    def _ends(self, operand: Amount | Operand) -> "_Ends":
        if isinstance(operand, Amount):
            return self._constant(operand)
        lows = [pl.col(f"{name}.low") for name in operand.facts]
        highs = [pl.col(f"{name}.high") for name in operand.facts]
        if operand.times is not None:
            times = self._constant(operand.times)
            lows, highs = [times.low, *lows], [times.high, *highs]
        return _Ends(reduce(mul, lows), reduce(mul, highs))

    def _constant(self, amount: Amount) -> "_Ends":
        if not is_exact(amount):
            self.by_row.append(YES)
        low, high = ends(amount)
        return _Ends(pl.lit(low), pl.lit(high))


class _Ends(NamedTuple):
    low: pl.Expr
    high: pl.Expr


def _is_product(side: object) -> bool:
    return isinstance(side, Operand) and (len(side.facts) > 1 or side.times is not None)


def _near(left: _Ends, right: _Ends) -> pl.Expr:
    """Whether rounding could turn a comparison of the two: then the row is worked out exactly.

    Nothing times an amount without an upper end is no number, and is left to the row too.
    """
    close = [_close(left.high, right.low), _close(left.low, right.high)]
    odd = [side.high.is_nan() | side.low.is_nan() for side in (left, right)]
    return reduce(or_, [*close, *odd]).fill_null(value=False)


def _close(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    apart = (one - other).abs()
    return (apart <= _NEAR * one.abs()) & (apart <= _NEAR * other.abs())


def _below(left: _Ends, right: _Ends) -> Status:
    return Status(
        (left.high < right.low).fill_null(value=False),
        (left.low >= right.high).fill_null(value=False),
    )


# --- dates ---------------------------------------------------------------------------------


class _Days(NamedTuple):
    first: pl.Expr
    last: pl.Expr


def _days(given: str | DateSpan) -> _Days:
    if isinstance(given, DateSpan):
        return _Days(pl.lit(given.first), pl.lit(given.last))
    return _Days(pl.col(f"{given}.first"), pl.col(f"{given}.last"))


def _dated(node: Dated) -> Status:
    left, right = _days(node.fact), _days(node.other)
    if node.order is Order.WITHIN:
        ways = (_reaches(left, right, node.distance), _reaches(right, left, node.distance))
        return all_met(ways)
    if node.order in _TURNED:
        left, right = right, left
    if node.order in (Order.BEFORE, Order.AFTER):
        return _earlier(left, right)
    if node.order in (Order.AT_MOST_BEFORE, Order.AT_MOST_AFTER):
        return all_met([_earlier(right, left).negated(), _reaches(left, right, node.distance)])
    return _earlier(right, _moved(left, node.distance)).negated()


def _reaches(left: _Days, right: _Days, distance: Distance) -> Status:
    return _earlier(_moved(left, distance), right).negated()


def _moved(days: _Days, distance: Distance) -> _Days:
    return _Days(*(_later(day, distance) for day in days))


def _later(day: pl.Expr, distance: Distance) -> pl.Expr:
    if distance.months:
        day = day.dt.offset_by(f"{distance.months}mo")
    if distance.days:
        day = day.dt.offset_by(f"{distance.days}d")
    return day.clip(upper_bound=date.max) if distance != Distance() else day


def _earlier(left: _Days, right: _Days) -> Status:
    return Status(
        (left.last < right.first).fill_null(value=False),
        (left.first >= right.last).fill_null(value=False),
    )


# --- groups and words ------------------------------------------------------------------------


def _one_of(given: pl.Expr, wanted: set[str]) -> pl.Expr:
    if not wanted:
        return NO
    return reduce(or_, ((given == word) for word in sorted(wanted))).fill_null(value=False)


def _group(node: Node, parts: list[Status]) -> Status:
    match node:
        case All():
            return all_met(parts)
        case AnyOf():
            return any_met(parts)
        case KOf(k=k):
            met = pl.sum_horizontal([part.met.cast(pl.Int8) for part in parts])
            left = pl.sum_horizontal([(~part.unmet).cast(pl.Int8) for part in parts])
            return Status(met >= k, left < k)
        case When():
            condition, then, other = parts
            agreed = Status(then.met & other.met, then.unmet & other.unmet)
            return Status(
                *(
                    (condition.met & a) | (condition.unmet & b) | (condition.unknown & c)
                    for a, b, c in zip(then, other, agreed, strict=True)
                )
            )
        case _:  # Not
            return parts[0].negated()
