"""The nodes that a criterion's rule is made of: pure shape, no evaluation."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeGuard

from criteria.domain.list_tree import (
    Change,
    Counted,
    Every,
    ListNode,
    Observed,
    Rolling,
    list_names,
    wheres_of,
)
from criteria.domain.partial_date import DateSpan, Distance
from criteria.domain.quantity import Amount


class Comparison(StrEnum):
    """How an amount is compared with another."""

    BELOW = "below"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    ABOVE = "above"
    EQUALS = "equals"


class Order(StrEnum):
    """How a date lies to another; those of a distance take days, weeks, months or years.

    "At most before" is within the stretch that ends with the other date, "at most after"
    within the one that begins with it; the other date itself belongs to both.
    """

    BEFORE = "before"
    AFTER = "after"
    NOT_BEFORE = "not_before"
    NOT_AFTER = "not_after"
    AT_LEAST_BEFORE = "at_least_before"
    AT_LEAST_AFTER = "at_least_after"
    AT_MOST_BEFORE = "at_most_before"
    AT_MOST_AFTER = "at_most_after"
    WITHIN = "within"

    @property
    def takes_distance(self) -> bool:
        """Whether days, weeks, months or years belong to it."""
        return self.value.startswith(("at_", "within"))


@dataclass(frozen=True)
class All:
    """MET when every part is."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class AnyOf:
    """MET when some part is."""

    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Not:
    """The opposite of its part; UNKNOWN stays UNKNOWN."""

    part: "Node"


@dataclass(frozen=True)
class KOf:
    """MET when at least k of the parts are."""

    k: int
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class When:
    """The arm "then" when the condition is MET, "otherwise" when it is NOT_MET.

    While the condition is UNKNOWN, what both arms agree on.
    """

    condition: "Node"
    then: "Node"
    otherwise: "Node"


@dataclass(frozen=True)
class Operand:
    """An amount: the product of the named facts, times a constant if there is one."""

    facts: tuple[str, ...]
    times: Amount | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The facts that it reads."""
        return self.facts


@dataclass(frozen=True)
class Band:
    """One row of a table: what it gives for every amount in the range."""

    range: Amount
    amount: Amount


@dataclass(frozen=True)
class Bands:
    """The amount that a table gives for a fact, by bands without gap or overlap."""

    table: str
    fact: str
    rows: tuple[Band, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The fact that it reads."""
        return (self.fact,)


@dataclass(frozen=True)
class Compare:
    """Compares an amount with a constant, a computed amount, or what a table gives."""

    left: Operand
    comparison: Comparison
    right: Amount | Operand | Bands


@dataclass(frozen=True)
class OneOf:
    """MET when a choice, a text or a yes/no has one of the values.

    undecided: choices that say "not known"; they leave it UNKNOWN.
    """

    fact: str
    values: tuple[str | bool, ...]
    undecided: tuple[str, ...] = ()


@dataclass(frozen=True)
class Dated:
    """Compares a date with another fact's date or with a fixed one.

    The parts of a distance add up; calendar months are clamped to the month's end.
    """

    fact: str
    order: Order
    other: str | DateSpan
    months: int = 0
    days: int = 0
    weeks: int = 0
    years: int = 0

    @property
    def distance(self) -> Distance:
        """How far the dates lie apart, in months and days."""
        return Distance(self.years * 12 + self.months, self.weeks * 7 + self.days)


@dataclass(frozen=True)
class Attested:
    """MET when the prescriber states the intent, NOT_MET when they state the contrary."""

    fact: str


@dataclass(frozen=True)
class Known:
    """MET when the fact is on file, else NOT_MET: it asks about the file, not the member."""

    fact: str


Leaf = Compare | OneOf | Dated | Attested | Known
Node = All | AnyOf | Not | KOf | When | Leaf | ListNode


def parts_of(node: Node) -> tuple[Node, ...]:
    """The nodes directly below; none below a leaf. Below a list: the rules over its items."""
    match node:
        case All(parts=parts) | AnyOf(parts=parts) | KOf(parts=parts):
            return parts
        case Not(part=part):
            return (part,)
        case When(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case Counted() | Every() | Observed() | Change() | Rolling():
            return wheres_of(node)
        case _:
            return ()


def is_list_node(node: Node) -> TypeGuard[ListNode]:
    """Whether the node reads a list of items."""
    return isinstance(node, Counted | Every | Observed | Change | Rolling)


def facts_of(node: Node) -> tuple[str, ...]:
    """The names of the facts that the node and all below it read, in order, once each.

    A field of a list counts as the list.
    """
    return tuple(dict.fromkeys(name.partition(".")[0] for name in names_of(node)))


def names_of(node: Node) -> tuple[str, ...]:
    """The facts that the node and all below it read; fields of lists as "list.field"."""
    return tuple(dict.fromkeys(_names_below(node)))


def _names_below(node: Node) -> Iterator[str]:
    yield from _own_names(node)
    for part in parts_of(node):
        yield from _names_below(part)


def tables_of(node: Node) -> tuple[str, ...]:
    """The tables that the node and all below it read."""
    own = node.right if isinstance(node, Compare | Observed) else None
    names = [own.table] if isinstance(own, Bands) else []
    return (*names, *(name for part in parts_of(node) for name in tables_of(part)))


def _own_names(node: Node) -> tuple[str, ...]:
    match node:
        case Compare(left=left, right=right):
            return left.facts + (() if isinstance(right, Amount) else right.names)
        case Dated(fact=fact, other=other):
            return (fact, other) if isinstance(other, str) else (fact,)
        case OneOf(fact=fact) | Attested(fact=fact) | Known(fact=fact):
            return (fact,)
        case Counted() | Every() | Observed() | Change() | Rolling():
            return list_names(node)
        case _:
            return ()
