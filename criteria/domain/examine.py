"""What one rule says about a set of facts: a result for every node, without early stop."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from criteria.domain import quantity
from criteria.domain.facts import Facts, FactValue
from criteria.domain.partial_date import DateSpan, span_at_least_before, span_before
from criteria.domain.quantity import Amount
from criteria.domain.tree import (
    All,
    AnyOf,
    Attested,
    Compare,
    Comparison,
    Dated,
    Known,
    KOf,
    Node,
    Not,
    OneOf,
    Operand,
    Order,
    facts_of,
    parts_of,
)
from criteria.domain.truth import Truth, all_of, any_of, at_least, negate
from criteria.domain.words import Specs, demand_words, subject_words, value_words

_COMPARE = {
    Comparison.BELOW: quantity.below,
    Comparison.AT_MOST: quantity.amount_at_most,
    Comparison.AT_LEAST: quantity.amount_at_least,
    Comparison.ABOVE: quantity.above,
    Comparison.EQUALS: quantity.amount_equals,
}


@dataclass(frozen=True)
class NodeResult:
    """One node's status with its reason.

    facts_used: the facts on file that it and its parts read. missing: the facts whose
    absence leaves it UNKNOWN. undecided: the facts on file that leave it UNKNOWN.
    """

    node: Node
    status: Truth
    reason: str
    facts_used: tuple[str, ...]
    missing: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    parts: tuple["NodeResult", ...] = ()


def examine(node: Node, facts: Facts, specs: Specs) -> NodeResult:
    """The result of a node and of every node below it.

    Raises:
        QuantityError: when stated amounts cannot be compared exactly.
    """
    if parts := parts_of(node):
        results = tuple(examine(part, facts, specs) for part in parts)
        return _examine_group(node, results, facts, specs)
    return _examine_leaf(node, facts, specs)


def reasons_with(status: Truth, results: Iterable[NodeResult]) -> str:
    """The reasons of the results that have the status, each once."""
    return " ".join(_once(result.reason for result in results if result.status is status))


def open_reason(results: Iterable[NodeResult], specs: Specs) -> str:
    """Why results are UNKNOWN: what is stated and leaves it open, then what is not on file."""
    leaves = [leaf for result in results for leaf in _open_leaves(result)]
    stated = _once(leaf.reason for leaf in leaves if not leaf.missing)
    absent = _once(specs[name].ask for leaf in leaves for name in leaf.missing)
    listed = (f"Not on file: {'; '.join(absent)}.",) if absent else ()
    return " ".join((*stated, *listed))


def _open_leaves(result: NodeResult) -> Iterator[NodeResult]:
    if result.status is not Truth.UNKNOWN:
        return
    if not result.parts:
        yield result
    for part in result.parts:
        yield from _open_leaves(part)


def _examine_group(
    node: Node, parts: tuple[NodeResult, ...], facts: Facts, specs: Specs
) -> NodeResult:
    status = _group_status(node, tuple(part.status for part in parts))
    if status is Truth.UNKNOWN:
        reason = open_reason(parts, specs)
        waiting = [part for part in parts if part.status is Truth.UNKNOWN]
    else:
        deciding = negate(status) if isinstance(node, Not) else status
        reason = reasons_with(deciding, parts) or reasons_with(negate(status), parts)
        waiting = []
    return NodeResult(
        node=node,
        status=status,
        reason=reason,
        facts_used=_on_file(node, facts),
        missing=_once(name for part in waiting for name in part.missing),
        undecided=_once(name for part in waiting for name in part.undecided),
        parts=parts,
    )


def _group_status(node: Node, statuses: tuple[Truth, ...]) -> Truth:
    match node:
        case All():
            return all_of(statuses)
        case AnyOf():
            return any_of(statuses)
        case KOf(k=k):
            return at_least(k, statuses)
        case _:
            return negate(statuses[0])


def _examine_leaf(node: Node, facts: Facts, specs: Specs) -> NodeResult:
    used = _on_file(node, facts)
    if isinstance(node, Known):
        status = Truth.MET if used else Truth.NOT_MET
        where = "on file" if used else "not on file"
        return NodeResult(node, status, f"{subject_words(node, specs)}: {where}.", used)
    missing = tuple(name for name in facts_of(node) if name not in facts)
    if missing:
        asks = "; ".join(specs[name].ask for name in missing)
        return NodeResult(node, Truth.UNKNOWN, f"Not on file: {asks}.", used, missing)
    status = _leaf_status(node, facts)
    undecided = used if status is Truth.UNKNOWN else ()
    return NodeResult(node, status, _reason(node, status, facts, specs), used, (), undecided)


def _leaf_status(node: Node, facts: Facts) -> Truth:
    match node:
        case Compare(left=left, comparison=comparison, right=right):
            return _COMPARE[comparison](_amount(left, facts), _amount(right, facts))
        case Dated():
            return _dated_status(node, facts)
        case OneOf():
            return _one_of_status(node, facts[node.fact])
        case Attested(fact=fact):
            return Truth.MET if facts[fact].value is True else Truth.NOT_MET
        case _:
            raise TypeError(f"{type(node).__name__} is not a leaf that reads facts.")


def _amount(operand: Amount | Operand, facts: Facts) -> Amount:
    if isinstance(operand, Amount):
        return operand
    amounts = [facts[name].amount for name in operand.facts]
    product = amounts[0] if operand.times is None else quantity.multiply(operand.times, amounts[0])
    for amount in amounts[1:]:
        product = quantity.multiply(product, amount)
    return product


def _one_of_status(node: OneOf, given: FactValue) -> Truth:
    value = given.value
    if isinstance(value, str):
        wanted = {str(item).casefold() for item in node.values}
        if value.casefold() in wanted:
            return Truth.MET
        return Truth.UNKNOWN if value in node.undecided else Truth.NOT_MET
    return Truth.MET if value in node.values else Truth.NOT_MET


def _dated_status(node: Dated, facts: Facts) -> Truth:
    left = facts[node.fact].span
    right = node.other if isinstance(node.other, DateSpan) else facts[node.other].span
    match node.order:
        case Order.BEFORE:
            return span_before(left, right)
        case Order.AFTER:
            return span_before(right, left)
        case Order.NOT_BEFORE:
            return span_at_least_before(right, left, months=0)
        case Order.NOT_AFTER:
            return span_at_least_before(left, right, months=0)
        case _:
            return span_at_least_before(left, right, months=node.months)


def _reason(node: Node, status: Truth, facts: Facts, specs: Specs) -> str:
    stated = _stated(node, facts, specs)
    subject = subject_words(node, specs)
    if isinstance(node, OneOf | Attested):
        if status is Truth.UNKNOWN:
            return f"{subject}: {stated}, which leaves it open."
        return f"{subject}: {stated}."
    link = {
        Truth.MET: "which is",
        Truth.NOT_MET: "which is not",
        Truth.UNKNOWN: "which may or may not be",
    }[status]
    return f"{subject}: {stated}, {link} {demand_words(node, specs)}{_other(node, facts)}."


def _stated(node: Node, facts: Facts, specs: Specs) -> str:
    """The value on file that a leaf other than Known reads, as people read it."""
    if isinstance(node, Compare):
        return str(_amount(node.left, facts))
    name = facts_of(node)[0]
    value = facts[name].value
    return value_words(value, specs[name]) if isinstance(value, str | bool) else str(value)


def _other(node: Node, facts: Facts) -> str:
    """The value that a computed or dated right side has, in brackets."""
    match node:
        case Dated(other=str() as other):
            return f" ({facts[other]})"
        case Compare(right=Operand() as right):
            return f" ({_amount(right, facts)})"
        case _:
            return ""


def _on_file(node: Node, facts: Facts) -> tuple[str, ...]:
    return tuple(name for name in facts_of(node) if name in facts)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
