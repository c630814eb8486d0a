"""A policy's criteria told to another engine: what differs is how each engine says it."""

from typing import Any, Protocol

from criteria.columns.frame import ends
from criteria.domain.facts import FactType
from criteria.domain.partial_date import NO_DISTANCE, DateSpan
from criteria.domain.policy import Criterion, Policy, Shape
from criteria.domain.quantity import Amount
from criteria.domain.tree import (
    All,
    AnyOf,
    Attested,
    Compare,
    Comparison,
    Dated,
    Known,
    Node,
    Not,
    OneOf,
    Order,
    parts_of,
)

_TURNED = (Order.AFTER, Order.NOT_BEFORE, Order.AT_LEAST_AFTER)


class Dialect(Protocol):
    """How an engine says the parts of a rule; what it says is its own kind of value."""

    def less(self, pair: tuple[Any, Any], other: tuple[Any, Any], facts: tuple[str, ...]) -> Any:
        """MET when the first ends before the other begins, NOT_MET when it begins at its end."""

    def is_in(self, fact: str, values: tuple[Any, ...], undecided: tuple[str, ...]) -> Any:
        """MET when the fact has one of the values."""

    def known(self, fact: str) -> Any:
        """MET when the fact is on file, else NOT_MET."""

    def every(self, parts: list[Any]) -> Any:
        """MET when every part is."""

    def some(self, parts: list[Any]) -> Any:
        """MET when some part is."""

    def opposite(self, part: Any) -> Any:
        """The opposite."""

    def unless(self, held: list[Any], free: list[Any], base: Any) -> Any:
        """UNKNOWN when one of held is MET and none of free, else base."""

    def field(self, name: str) -> Any:
        """A value of the plain form."""

    def number(self, value: float) -> Any:
        """A constant."""

    def criterion(self, name: str) -> Any:
        """The status of a criterion that was told before."""


class Teller:
    """Tells every criterion in turn: told holds what the engine is to work out, by id."""

    def __init__(self, policy: Policy, dialect: Dialect) -> None:
        self.told: dict[str, Any] = {}
        self._dialect = dialect
        self._policy = policy
        self._criterion(policy.root)

    def _criterion(self, criterion: Criterion) -> Any:
        say = self._dialect
        if criterion.rule is None:
            parts = [self._criterion(child) for child in criterion.children]
            told = say.some(parts) if criterion.shape is Shape.ANY else say.every(parts)
        else:
            told = self._leaf(criterion, criterion.rule)
        self.told[criterion.id] = told
        return say.criterion(criterion.id)

    def _leaf(self, criterion: Criterion, rule: Node) -> Any:
        base = self._node(rule)
        free = []
        if criterion.applies_when is not None:
            raise ValueError("No peer is told criteria for some requests only.")
        if criterion.not_applicable_when is not None:
            escape = self._node(criterion.not_applicable_when)
            base, free = self._dialect.some([escape, base]), [escape]
        held = [self._node(doubt.when) for doubt in criterion.doubts]
        return self._dialect.unless(held, free, base) if held else base

    def _node(self, node: Node) -> Any:
        parts = [self._node(part) for part in parts_of(node)]
        match node:
            case All():
                return self._dialect.every(parts)
            case AnyOf():
                return self._dialect.some(parts)
            case Not():
                return self._dialect.opposite(parts[0])
            case Dated():
                return self._dated(node)
            case Compare():
                return self._compare(node)
            case _:
                return self._word(node)

    def _word(self, node: Node) -> Any:
        match node:
            case Known(fact=fact):
                return self._dialect.known(self._field(fact))
            case Attested(fact=fact):
                return self._dialect.is_in(fact, (True,), ())
            case OneOf(fact=fact, values=values, undecided=undecided):
                open_ = tuple(word for word in undecided if word not in values)
                return self._dialect.is_in(fact, values, open_)
            case _:
                raise ValueError(f"No peer is told {type(node).__name__}.")

    def _field(self, fact: str) -> str:
        """The value of the plain form that is there when the fact is on file."""
        kind = self._policy.facts[fact].type
        end = "_low" if kind.is_amount else "_first" if kind is FactType.DATE else ""
        return f"{fact}{end}"

    def _compare(self, node: Compare) -> Any:
        if not isinstance(node.right, Amount) or len(node.left.facts) != 1 or node.left.times:
            raise ValueError("No peer is told products and tables.")
        say, name = self._dialect, node.left.facts[0]
        left = (say.field(f"{name}_low"), say.field(f"{name}_high"))
        low, high = ends(node.right)
        right = (say.number(low), say.number(high))
        facts = (f"{name}_low",)
        match node.comparison:
            case Comparison.BELOW:
                return say.less(left, right, facts)
            case Comparison.ABOVE:
                return say.less(right, left, facts)
            case Comparison.AT_LEAST:
                return say.opposite(say.less(left, right, facts))
            case Comparison.AT_MOST:
                return say.opposite(say.less(right, left, facts))
            case _:
                raise ValueError("No peer is told equals.")

    def _dated(self, node: Dated) -> Any:
        say = self._dialect
        if isinstance(node.other, DateSpan):
            raise ValueError("No peer is told fixed dates.")
        left, right = node.fact, node.other
        facts = (f"{left}_first", f"{right}_first")
        if node.order in _TURNED:
            left, right = right, left
        if node.order in (Order.BEFORE, Order.AFTER):
            return say.less(self._days(left), self._days(right), facts)
        if node.distance != NO_DISTANCE:
            left = f"{left}_{node.distance.months}_{node.distance.days}"
        return say.opposite(say.less(self._days(right), self._days(left), facts))

    def _days(self, name: str) -> tuple[Any, Any]:
        return self._dialect.field(f"{name}_first"), self._dialect.field(f"{name}_last")
