"""The nodes that a criterion's rule is made of: pure shape, no evaluation."""

from dataclasses import dataclass
from enum import StrEnum

from criteria.domain.partial_date import DateSpan
from criteria.domain.quantity import Amount


class Comparison(StrEnum):
    """How an amount is compared with another."""

    BELOW = "below"
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    ABOVE = "above"
    EQUALS = "equals"


class Order(StrEnum):
    """How a date lies to another; at_least_before takes calendar months."""

    BEFORE = "before"
    AFTER = "after"
    NOT_BEFORE = "not_before"
    NOT_AFTER = "not_after"
    AT_LEAST_BEFORE = "at_least_before"


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
class Operand:
    """An amount: the product of the named facts, times a constant if there is one."""

    facts: tuple[str, ...]
    times: Amount | None = None


@dataclass(frozen=True)
class Compare:
    """Compares an amount with a constant, or with another computed amount."""

    left: Operand
    comparison: Comparison
    right: Amount | Operand


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
    """Compares a date with another fact's date or with a fixed one."""

    fact: str
    order: Order
    other: str | DateSpan
    months: int = 0


@dataclass(frozen=True)
class Attested:
    """MET when the prescriber states the intent, NOT_MET when they state the contrary."""

    fact: str


@dataclass(frozen=True)
class Known:
    """MET when the fact is on file, else NOT_MET: it asks about the file, not the member."""

    fact: str


Node = All | AnyOf | Not | KOf | Compare | OneOf | Dated | Attested | Known


def parts_of(node: Node) -> tuple[Node, ...]:
    """The nodes directly below; none below a leaf."""
    if isinstance(node, All | AnyOf | KOf):
        return node.parts
    return (node.part,) if isinstance(node, Not) else ()


def facts_of(node: Node) -> tuple[str, ...]:
    """The names of the facts that the node and all below it read, in order, once each."""
    names: dict[str, None] = dict.fromkeys(_own_facts(node))
    for part in parts_of(node):
        names.update(dict.fromkeys(facts_of(part)))
    return tuple(names)


def _own_facts(node: Node) -> tuple[str, ...]:
    match node:
        case Compare(left=left, right=right):
            return left.facts + (right.facts if isinstance(right, Operand) else ())
        case Dated(fact=fact, other=other):
            return (fact, other) if isinstance(other, str) else (fact,)
        case OneOf(fact=fact) | Attested(fact=fact) | Known(fact=fact):
            return (fact,)
        case _:
            return ()
