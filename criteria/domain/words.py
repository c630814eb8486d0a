"""Rules in words, for people who read a policy or ask why."""

from collections.abc import Mapping

from criteria.domain.facts import FactJson, FactSpec
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
)

Specs = Mapping[str, FactSpec]

_COMPARISONS = {
    Comparison.BELOW: "below",
    Comparison.AT_MOST: "at most",
    Comparison.AT_LEAST: "at least",
    Comparison.ABOVE: "above",
    Comparison.EQUALS: "exactly",
}
_ORDERS = {
    Order.BEFORE: "before",
    Order.AFTER: "after",
    Order.NOT_BEFORE: "on or after",
    Order.NOT_AFTER: "on or before",
}


def subject_words(node: Node, specs: Specs) -> str:
    """What a node that reads facts is about: the question its fact asks."""
    match node:
        case Compare(left=left):
            return operand_words(left, specs)
        case Dated(fact=fact) | OneOf(fact=fact) | Attested(fact=fact) | Known(fact=fact):
            return specs[fact].ask
        case _:
            return ""


def demand_words(node: Node, specs: Specs) -> str:
    """What a node asks of its subject: "below 2 %", "before Date of ..."."""
    match node:
        case Compare(comparison=comparison, right=right):
            return f"{_COMPARISONS[comparison]} {operand_words(right, specs)}"
        case Dated():
            return _order_words(node, specs)
        case OneOf(fact=fact, values=values):
            return " or ".join(value_words(value, specs[fact]) for value in values)
        case Attested():
            return "stated by the prescriber"
        case Known():
            return "on file"
        case _:
            return ""


def node_words(node: Node, specs: Specs) -> str:
    """One line for a node: its heading when it has parts, else the whole demand."""
    match node:
        case All():
            return "All of:"
        case AnyOf():
            return "Any of:"
        case KOf(k=k, parts=parts):
            return f"At least {k} of these {len(parts)}:"
        case Not():
            return "Not:"
        case _:
            return f"{subject_words(node, specs)}: {demand_words(node, specs)}"


def value_words(value: FactJson, spec: FactSpec) -> str:
    """A value of a choice or a yes/no, as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return spec.choices.get(value, value)


def operand_words(operand: Amount | Operand, specs: Specs) -> str:
    """A constant, or the product that is compared."""
    if isinstance(operand, Amount):
        return str(operand)
    factors = [str(operand.times)] if operand.times else []
    return " times ".join([*factors, *(specs[name].ask for name in operand.facts)])


def _order_words(node: Dated, specs: Specs) -> str:
    other = specs[node.other].ask if isinstance(node.other, str) else str(node.other)
    if node.order is not Order.AT_LEAST_BEFORE:
        return f"{_ORDERS[node.order]}: {other}"
    months = "1 calendar month" if node.months == 1 else f"{node.months} calendar months"
    return f"at least {months} before: {other}"
