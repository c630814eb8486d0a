"""Rules as column expressions."""

from collections.abc import Mapping, Sequence, Set
from functools import reduce
from operator import mul
from typing import NamedTuple

import polars as pl

from criteria.columns.days import Dates
from criteria.columns.frame import ends, has_value, is_exact
from criteria.columns.sheet import NO, YES, Sheet, either, every, opposite, some
from criteria.columns.status import Status, any_met, combined
from criteria.domain.facts import FactSpec, FactType
from criteria.domain.list_tree import list_names
from criteria.domain.quantity import Amount
from criteria.domain.tree import (
    Bands,
    Compare,
    Comparison,
    Dated,
    Known,
    Node,
    OneOf,
    Operand,
    facts_of,
    is_list_node,
    parts_of,
)

_NEAR = 1e-12


class Columns:
    """Expressions for the nodes of one policy, kept on a sheet.

    absent names facts of which the frame has no column; they count as not on file. by_row:
    expressions that are true of a row for which the columns do not suffice, since a node has no
    column form, or a product lies too near to what it is compared with.
    """

    def __init__(
        self, specs: Mapping[str, FactSpec], sheet: Sheet, *, absent: Set[str] = frozenset()
    ) -> None:
        self._by_row: list[pl.Expr] = []
        self._dates = Dates(sheet)
        self._specs = specs
        self._sheet = sheet
        self._absent = absent
        self._known: dict[Node, Status] = {}

    @property
    def by_row(self) -> list[pl.Expr]:
        """What is true of a row for which the columns do not suffice."""
        return [*self._by_row, *self._dates.by_row]

    def kept(self, status: Status) -> Status:
        """The status as two columns of their own, which what follows names instead of repeating."""
        return Status(self._sheet.kept(status.met), self._sheet.kept(status.unmet))

    def status(self, node: Node) -> Status:
        """The status of a node; of one without a column form UNKNOWN, and its rows in by_row."""
        if node not in self._known:
            self._known[node] = self.kept(self._status(node))
        return self._known[node]

    def _status(self, node: Node) -> Status:
        if is_list_node(node):
            return self._left_to_rows(list_names(node))
        if isinstance(node, Compare) and isinstance(node.right, Bands):
            return self._left_to_rows((*node.left.names, *node.right.names))
        if parts := parts_of(node):
            return combined(node, [self.status(part) for part in parts])
        return self._leaf(node)

    def _leaf(self, node: Node) -> Status:
        if not self._absent.isdisjoint(facts_of(node)):
            return Status(NO, YES if isinstance(node, Known) else NO)
        match node:
            case Compare():
                return self._compare(node)
            case Dated():
                return self._dates.status(node)
            case Known(fact=fact):
                there = self._there(fact)
                return Status(there, opposite(there))
            case OneOf():
                return self._one_of(node)
            case _:  # Attested
                said = pl.col(node.fact)  # type: ignore[union-attr]
                return Status(said.fill_null(value=False), (~said).fill_null(value=False))

    def _left_to_rows(self, names: Sequence[str]) -> Status:
        self._by_row.append(every([self._there(name) for name in names]))
        return Status(NO, NO)

    def _there(self, name: str) -> pl.Expr:
        if name in self._absent:
            return NO
        return has_value(self._specs[name], name)

    def _one_of(self, node: OneOf) -> Status:
        spec, given = self._specs[node.fact], pl.col(node.fact)
        if spec.type is FactType.BOOLEAN:
            met = some([given if value else ~given for value in node.values])
            return Status(met.fill_null(value=False), (~met).fill_null(value=False))
        wanted = {str(value).casefold() for value in node.values}
        if spec.type is FactType.CHOICE:
            wanted = {choice for choice in spec.choices if choice.casefold() in wanted}
        met = _one_of(given, wanted)
        open_ = _one_of(given, set(node.undecided) - wanted)
        return Status(met, every([given.is_not_null(), opposite(either(met, open_))]))

    # --- amounts ---------------------------------------------------------------------------

    def _compare(self, node: Compare) -> Status:
        left, right = self._ends(node.left), self._ends(node.right)  # type: ignore[arg-type]
        if any(_is_product(side) for side in (node.left, node.right)):
            self._by_row.append(_near(left, right))
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
            self._by_row.append(YES)
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
    return some([*close, *odd]).fill_null(value=False)


def _close(one: pl.Expr, other: pl.Expr) -> pl.Expr:
    apart = (one - other).abs()
    return (apart <= _NEAR * one.abs()) & (apart <= _NEAR * other.abs())


def _below(left: _Ends, right: _Ends) -> Status:
    return Status(
        (left.high < right.low).fill_null(value=False),
        (left.low >= right.high).fill_null(value=False),
    )


def _one_of(given: pl.Expr, wanted: set[str]) -> pl.Expr:
    words = some([given == word for word in sorted(wanted)])
    return words if words is NO else words.fill_null(value=False)
