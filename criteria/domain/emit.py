"""Writes Python for the rules of a policy: one variable for each node, equal nodes once.

A status is a small number there: 1 is MET, -1 NOT_MET, 0 UNKNOWN. No text of a policy
becomes part of the code: facts and constants are names made here, their values are given
to the code from outside.
"""

from collections.abc import Mapping, Sequence

from criteria.domain.examine import examine
from criteria.domain.facts import Facts, FactSpec, FactType
from criteria.domain.partial_date import NO_DISTANCE, DateSpan, Distance, moved
from criteria.domain.prepared import ends_of, product_ends
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
    names_of,
    parts_of,
)
from criteria.domain.truth import Truth

CODE = {Truth.MET: 1, Truth.NOT_MET: -1, Truth.UNKNOWN: 0}
_TURNED = (Order.AFTER, Order.NOT_BEFORE, Order.AT_LEAST_AFTER, Order.AT_MOST_AFTER)


class Emitter:
    """Lines of Python for a function of the prepared values (v) and the facts (facts)."""

    def __init__(self, specs: Mapping[str, FactSpec]) -> None:
        self.lines: list[str] = []
        self.space: dict[str, object] = {
            "status_of": self._status_of,
            "result_of": self._result_of,
            "product": product_ends,
            "moved": moved,
        }
        self._specs = specs
        self._nodes: dict[Node, str] = {}
        self._facts = {name: f"f{place}" for place, name in enumerate(specs)}
        self.line(f"[{', '.join(self._facts.values())}] = v")
        self._constants: dict[object, str] = {}
        self._moves: dict[tuple[str, Distance], str] = {}

    def line(self, text: str, depth: int = 1) -> None:
        """One line more."""
        self.lines.append("    " * depth + text)

    def constant(self, value: object) -> str:
        """The name under which the code finds the value."""
        key = (type(value), value)
        if key not in self._constants:
            self._constants[key] = f"c{len(self._constants)}"
            self.space[self._constants[key]] = value
        return self._constants[key]

    def fact(self, name: str) -> str:
        """The variable with the prepared value of a fact, None when it is not on file."""
        return self._facts[name]

    def node(self, node: Node) -> str:
        """The variable with the status of the node."""
        if node not in self._nodes:
            written = self._written(node)
            self._nodes[node] = f"n{len(self._nodes)}"
            self.line(f"{self._nodes[node]} = {written}")
        return self._nodes[node]

    def is_interpreted(self, node: Node) -> bool:
        """Whether the node has no form of its own here: lists, and tables."""
        return is_list_node(node) or (isinstance(node, Compare) and isinstance(node.right, Bands))

    def source(self, head: str) -> str:
        """The function as text."""
        return "\n".join([head, *self.lines, ""])

    # --- nodes -----------------------------------------------------------------------------

    def _written(self, node: Node) -> str:
        if self.is_interpreted(node):
            return f"status_of({self.constant(node)}, facts)"
        if parts := parts_of(node):
            return combined(node, [self.node(part) for part in parts])
        if isinstance(node, Known):
            return f"1 if {self.fact(node.fact)} is not None else -1"
        absent = " or ".join(f"{self.fact(name)} is None" for name in names_of(node))
        return f"0 if {absent} else {self._leaf(node)}"

    def _leaf(self, node: Node) -> str:
        match node:
            case Compare():
                return self._compare(node)
            case Dated():
                return self._dated(node)
            case OneOf():
                return self._one_of(node)
            case _:  # Attested
                return f"1 if {self.fact(names_of(node)[0])} is True else -1"

    def _one_of(self, node: OneOf) -> str:
        variable = self.fact(node.fact)
        if self._specs[node.fact].type is FactType.BOOLEAN:
            return f"1 if {self._has(variable, node.values)} else -1"
        met = self._has(variable, [str(value).casefold() for value in node.values])
        open_ = f"0 if {self._has(variable, node.undecided)} else " if node.undecided else ""
        return f"1 if {met} else {open_}-1"

    def _has(self, variable: str, values: Sequence[str | bool]) -> str:
        """Whether a variable holds one of the values."""
        if len(values) == 1:
            return f"{variable} == {self.constant(values[0])}"
        return f"{variable} in {self.constant(frozenset(values))}"

    # --- amounts ---------------------------------------------------------------------------

    def _compare(self, node: Compare) -> str:
        left, right = self._operand(node.left), self._operand(node.right)
        match node.comparison:
            case Comparison.BELOW:
                return _below(left, right)
            case Comparison.ABOVE:
                return _below(right, left)
            case Comparison.AT_LEAST:
                return f"-({_below(left, right)})"
            case Comparison.AT_MOST:
                return f"-({_below(right, left)})"
            case _:
                same = f"{left}[0] == {left}[1] == {right}[0] == {right}[1]"
                apart = f"{left}[1] < {right}[0] or {right}[1] < {left}[0]"
                return f"1 if {same} else -1 if {apart} else 0"

    def _operand(self, operand: Amount | Operand | Bands) -> str:
        """The ends of an operand; of a product a variable of its own, None without its facts."""
        if isinstance(operand, Amount):
            return self.constant(ends_of(operand))
        names = [self.fact(name) for name in operand.names]
        times = operand.times if isinstance(operand, Operand) else None
        if times is None and len(names) == 1:
            return names[0]
        variable = f"p{len(self.lines)}"
        absent = " or ".join(f"{name} is None" for name in names)
        made = f"product({self.constant(times)}, ({', '.join(names)},))"
        self.line(f"{variable} = None if {absent} else {made}")
        return variable

    # --- dates -----------------------------------------------------------------------------

    def _dated(self, node: Dated) -> str:
        left = self.fact(node.fact)
        fixed = isinstance(node.other, DateSpan)
        right = self.constant(node.other) if fixed else self.fact(str(node.other))
        if node.order is Order.WITHIN:
            ways = ((left, right), (right, left))
            return all_met([self._reaches(a, b, node.distance) for a, b in ways])
        if node.order in _TURNED:
            left, right = right, left
        if node.order in (Order.BEFORE, Order.AFTER):
            return _earlier(left, right)
        if node.order in (Order.AT_MOST_BEFORE, Order.AT_MOST_AFTER):
            reaches = self._reaches(left, right, node.distance)
            return all_met([self._named(left, right, f"-({_earlier(right, left)})"), reaches])
        return f"-({_earlier(right, self._moved(left, node.distance))})"

    def _reaches(self, left: str, right: str, distance: Distance) -> str:
        """The variable that says whether left, so far on, is right or later."""
        later = self._moved(left, distance)
        return self._named(later, right, f"-({_earlier(later, right)})")

    def _named(self, left: str, right: str, written: str) -> str:
        """A variable for what is written of two dates, 0 while one is not on file."""
        variable = f"d{len(self.lines)}"
        self.line(f"{variable} = 0 if {left} is None or {right} is None else {written}")
        return variable

    def _moved(self, date: str, distance: Distance) -> str:
        """The variable with a date so far on; None while it is not on file."""
        if distance == NO_DISTANCE:
            return date
        if (date, distance) not in self._moves:
            self._moves[date, distance] = variable = f"m{len(self.lines)}"
            later = f"moved({date}, {self.constant(distance)})"
            self.line(f"{variable} = None if {date} is None else {later}")
        return self._moves[date, distance]

    # --- what is interpreted ---------------------------------------------------------------

    def _status_of(self, node: Node, facts: Facts) -> int:
        return CODE[examine(node, facts, self._specs).status]

    def _result_of(self, node: Node, facts: Facts) -> tuple[tuple[str, ...], tuple[str, ...]]:
        result = examine(node, facts, self._specs)
        return result.missing, result.undecided


def combined(node: Node, parts: Sequence[str]) -> str:
    """The status of a group from the variables of its parts."""
    match node:
        case All():
            return all_met(parts)
        case AnyOf():
            return any_met(parts)
        case KOf(k=k):
            met = " + ".join(f"({part} > 0)" for part in parts)
            open_ = " + ".join(f"({part} >= 0)" for part in parts)
            return f"1 if {met} >= {k:d} else -1 if {open_} < {k:d} else 0"
        case When():
            condition, then, other = parts
            agreed = f"{then} if {then} == {other} else 0"
            return f"{then} if {condition} > 0 else {other} if {condition} < 0 else {agreed}"
        case _:  # Not
            return f"-{parts[0]}"


def all_met(parts: Sequence[str]) -> str:
    """-1 if any is, else 0 if any is, else 1."""
    if len(parts) == 1:
        return parts[0]
    never = " or ".join(f"{part} < 0" for part in parts)
    open_ = " and ".join(f"{part} > 0" for part in parts)
    return f"-1 if {never} else 1 if {open_} else 0"


def any_met(parts: Sequence[str]) -> str:
    """1 if any is, else 0 if any is, else -1."""
    if len(parts) == 1:
        return parts[0]
    met = " or ".join(f"{part} > 0" for part in parts)
    never = " and ".join(f"{part} < 0" for part in parts)
    return f"1 if {met} else -1 if {never} else 0"


def _below(left: str, right: str) -> str:
    return f"1 if {left}[1] < {right}[0] else -1 if {left}[0] >= {right}[1] else 0"


def _earlier(left: str, right: str) -> str:
    first = f"{left}.last < {right}.first"
    return f"1 if {first} else -1 if {left}.first >= {right}.last else 0"
