"""What one rule says about a set of facts: a result for every node, without early stop."""

from criteria.domain import quantity
from criteria.domain.counting import same_or_unknown
from criteria.domain.examine_lists import examine_list
from criteria.domain.facts import Facts, FactValue, spec_named
from criteria.domain.node_result import (
    NodeResult,
    deciding_parts,
    once,
    open_reason,
    reasons_with,
)
from criteria.domain.operands import compare_with, operand_amount, right_text
from criteria.domain.partial_date import (
    DateSpan,
    span_at_least_before,
    span_at_most_before,
    span_before,
    span_within,
)
from criteria.domain.quantity import Amount
from criteria.domain.tree import (
    All,
    AnyOf,
    Attested,
    Compare,
    Dated,
    Known,
    KOf,
    Node,
    Not,
    OneOf,
    Order,
    When,
    is_list_node,
    names_of,
    parts_of,
)
from criteria.domain.truth import Truth, all_of, any_of, at_least, negate
from criteria.domain.words import Specs, demand_words, subject_words, value_words

_TURNED = (Order.AFTER, Order.NOT_BEFORE, Order.AT_LEAST_AFTER, Order.AT_MOST_AFTER)


def examine(node: Node, facts: Facts, specs: Specs) -> NodeResult:
    """The result of a node and of every node below it.

    Raises:
        QuantityError: when stated amounts cannot be compared exactly.
    """
    if is_list_node(node):
        return examine_list(node, facts, specs, examine)
    if parts := parts_of(node):
        results = tuple(examine(part, facts, specs) for part in parts)
        return _examine_group(node, results, facts, specs)
    return _examine_leaf(node, facts, specs)


def _examine_group(
    node: Node, parts: tuple[NodeResult, ...], facts: Facts, specs: Specs
) -> NodeResult:
    status = _group_status(node, tuple(part.status for part in parts))
    bearing = deciding_parts(node, parts)
    if status is Truth.UNKNOWN:
        reason = open_reason(bearing, specs)
        waiting = [part for part in bearing if part.status is Truth.UNKNOWN]
    else:
        reason = _decided_reason(node, status, bearing)
        waiting = []
    return NodeResult(
        node=node,
        status=status,
        reason=reason,
        facts_used=_on_file(node, facts),
        missing=once(name for part in waiting for name in part.missing),
        undecided=once(name for part in waiting for name in part.undecided),
        parts=parts,
    )


def _decided_reason(node: Node, status: Truth, parts: tuple[NodeResult, ...]) -> str:
    """The reasons that decided; of When, those of its condition stand first."""
    if isinstance(node, When):
        return " ".join(once(part.reason for part in parts if part.status is not Truth.UNKNOWN))
    deciding = negate(status) if isinstance(node, Not) else status
    return reasons_with(deciding, parts) or reasons_with(negate(status), parts)


def _group_status(node: Node, statuses: tuple[Truth, ...]) -> Truth:
    match node:
        case All():
            return all_of(statuses)
        case AnyOf():
            return any_of(statuses)
        case KOf(k=k):
            return at_least(k, statuses)
        case When():
            return _arm_status(*statuses)
        case _:
            return negate(statuses[0])


def _arm_status(condition: Truth, then: Truth, otherwise: Truth) -> Truth:
    if condition is Truth.UNKNOWN:
        return same_or_unknown((then, otherwise))
    return then if condition is Truth.MET else otherwise


def _examine_leaf(node: Node, facts: Facts, specs: Specs) -> NodeResult:
    used = _on_file(node, facts)
    if isinstance(node, Known):
        status = Truth.MET if used else Truth.NOT_MET
        where = "on file" if used else "not on file"
        return NodeResult(node, status, f"{subject_words(node, specs)}: {where}.", used)
    missing = tuple(name for name in names_of(node) if name not in facts)
    if missing:
        asks = "; ".join(spec_named(specs, name).ask for name in missing)
        return NodeResult(node, Truth.UNKNOWN, f"Not on file: {asks}.", used, missing)
    status = _leaf_status(node, facts)
    undecided = used if status is Truth.UNKNOWN else ()
    return NodeResult(node, status, _reason(node, status, facts, specs), used, (), undecided)


def _leaf_status(node: Node, facts: Facts) -> Truth:
    match node:
        case Compare(left=left, comparison=comparison, right=right):
            return compare_with(operand_amount(left, facts), comparison, right, facts)
        case Dated():
            return _dated_status(node, facts)
        case OneOf():
            return _one_of_status(node, facts[node.fact])
        case Attested(fact=fact):
            return Truth.MET if facts[fact].value is True else Truth.NOT_MET
        case _:
            raise TypeError(f"{type(node).__name__} is not a leaf that reads facts.")


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
    if node.order is Order.WITHIN:
        return span_within(left, right, node.distance)
    if node.order in _TURNED:
        left, right = right, left
    if node.order in (Order.BEFORE, Order.AFTER):
        return span_before(left, right)
    if node.order in (Order.AT_MOST_BEFORE, Order.AT_MOST_AFTER):
        return span_at_most_before(left, right, node.distance)
    return span_at_least_before(left, right, node.distance)


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
        amount = operand_amount(node.left, facts)
        alone = len(node.left.facts) == 1 and node.left.times is None
        if isinstance(node.right, Amount) and not alone:
            amount = quantity.shown_in(amount, node.right.unit)
        return str(amount)
    name = names_of(node)[0]
    value = facts[name].value
    return (
        value_words(value, spec_named(specs, name)) if isinstance(value, str | bool) else str(value)
    )


def _other(node: Node, facts: Facts) -> str:
    """The value that a computed or dated right side has, in brackets."""
    match node:
        case Dated(other=str() as other):
            return f" ({facts[other]})"
        case Compare(left=left, right=right):
            return right_text(right, facts, operand_amount(left, facts).unit)
        case _:
            return ""


def _on_file(node: Node, facts: Facts) -> tuple[str, ...]:
    return tuple(name for name in names_of(node) if name in facts)
