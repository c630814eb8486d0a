"""The nodes that read lists of items: counts, dated observations, changes, rolling totals.

Fields are named "list.field". A where is a rule over the fields of one item and over
the other facts; an item of which it is UNKNOWN may or may not belong.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Union

from criteria.domain.quantity import Amount

if TYPE_CHECKING:
    from criteria.domain.tree import Bands, Comparison, Node, Operand


class CountBound(StrEnum):
    """Which way a count is limited."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"


class Pick(StrEnum):
    """Which observation of several is meant."""

    EARLIEST = "earliest"
    LATEST = "latest"


class Direction(StrEnum):
    """Which way a value changes."""

    FALLS = "falls"
    RISES = "rises"


class Measure(StrEnum):
    """How a change is measured: as a part of the value before, or in its own unit."""

    RELATIVE = "relative"
    ABSOLUTE = "absolute"


@dataclass(frozen=True)
class Counted:
    """MET when at least, or at most, k items meet the where.

    distinct: count the different values of this field instead of the items. Unless the
    list is complete there may be more: "at most" is then never MET, "at least" never NOT_MET.
    """

    list: str
    bound: CountBound
    k: int
    where: Union["Node", None] = None
    distinct: str | None = None


@dataclass(frozen=True)
class Every:
    """MET when the list is complete and the rule holds for each item; so for no items."""

    list: str
    holds: "Node"


@dataclass(frozen=True)
class Picked:
    """The value of the field "of" in the earliest or latest item on file, by the date "by"."""

    list: str
    pick: Pick
    of: str
    by: str
    where: Union["Node", None] = None


@dataclass(frozen=True)
class Observed:
    """Compares a picked observation; UNKNOWN while none is on file."""

    picked: Picked
    comparison: "Comparison"
    right: Union[Amount, "Operand", "Bands"]


@dataclass(frozen=True)
class Change:
    """Compares how far a value has changed from one observation, or fact, to another.

    UNKNOWN when both are the same observation, and for a part of a value that may be 0.
    """

    before: Picked | str
    after: Picked | str
    direction: Direction
    measure: Measure
    comparison: "Comparison"
    amount: Amount


@dataclass(frozen=True)
class Request:
    """What is asked for now, counted beside the items of a list: its amount and its day."""

    amount: str
    on: str


@dataclass(frozen=True)
class Rolling:
    """MET when the field "of" adds up to at most the limit in every stretch of so many days.

    ending: a date fact; then only the stretch that ends with that day counts.
    """

    list: str
    of: str
    by: str
    days: int
    limit: Amount
    where: Union["Node", None] = None
    plus: Request | None = None
    ending: str | None = None


ListNode = Counted | Every | Observed | Change | Rolling


def wheres_of(node: ListNode) -> tuple["Node", ...]:
    """The rules over the fields of one item that the node holds."""
    match node:
        case Every(holds=holds):
            return (holds,)
        case Observed(picked=picked):
            found: tuple[Node | None, ...] = (picked.where,)
        case Change(before=before, after=after):
            found = tuple(side.where for side in (before, after) if isinstance(side, Picked))
        case _:
            found = (node.where,)
    return tuple(where for where in found if where is not None)


def list_names(node: ListNode) -> tuple[str, ...]:
    """The lists and facts that the node reads itself, its rules over items apart."""
    match node:
        case Counted(list=name) | Every(list=name):
            return (name,)
        case Observed(picked=picked, right=right):
            return (picked.list, *(() if isinstance(right, Amount) else right.names))
        case Change(before=before, after=after):
            sides = (before, after)
            return tuple(side.list if isinstance(side, Picked) else side for side in sides)
        case _:
            asked = (node.plus.amount, node.plus.on) if node.plus else ()
            return (node.list, *asked, *((node.ending,) if node.ending else ()))
