"""Rules in words, for people who read a policy or ask why."""

from collections.abc import Mapping
from typing import Any

from criteria.domain.facts import FactJson, FactSpec, spec_named
from criteria.domain.list_tree import (
    Change,
    CountBound,
    Counted,
    Every,
    ListNode,
    Measure,
    Observed,
    Picked,
    Rolling,
)
from criteria.domain.quantity import Amount, number_text
from criteria.domain.tree import (
    All,
    AnyOf,
    Attested,
    Band,
    Bands,
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
    When,
    parts_of,
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
    Order.AT_LEAST_BEFORE: "at least {} before",
    Order.AT_LEAST_AFTER: "at least {} after",
    Order.AT_MOST_BEFORE: "on the day or at most {} before",
    Order.AT_MOST_AFTER: "on the day or at most {} after",
    Order.WITHIN: "at most {} before or after",
}
_DISTANCES = {
    "years": "year",
    "months": "calendar month",
    "weeks": "week",
    "days": "day",
}


def subject_words(node: Node, specs: Specs) -> str:
    """What a node that reads facts is about: the question its fact asks."""
    match node:
        case Compare(left=left):
            return operand_words(left, specs)
        case Dated(fact=fact) | OneOf(fact=fact) | Attested(fact=fact) | Known(fact=fact):
            return spec_named(specs, fact).ask
        case Counted() | Every() | Observed() | Change() | Rolling():
            return _list_subject(node, specs)
        case _:
            return ""


def demand_words(node: Node, specs: Specs) -> str:
    """What a node asks of its subject: "below 2 %", "before Date of ..."."""
    match node:
        case (
            Compare(comparison=comparison, right=right)
            | Observed(comparison=comparison, right=right)
        ):
            return f"{_COMPARISONS[comparison]} {operand_words(right, specs)}"
        case Dated():
            return _order_words(node, specs)
        case OneOf(fact=fact, values=values):
            spec = spec_named(specs, fact)
            return " or ".join(value_words(value, spec) for value in values)
        case Attested() | Known():
            return "on file" if isinstance(node, Known) else "stated by the prescriber"
        case Counted() | Every() | Change() | Rolling():
            return _list_demand(node, specs)
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
        case When():
            return "If the first of these, then the second, otherwise the third:"
        case _:
            line = f"{subject_words(node, specs)}: {demand_words(node, specs)}"
            link = ":" if isinstance(node, Every) else ", where:"
            return f"{line}{link}" if parts_of(node) else line


def value_words(value: FactJson, spec: FactSpec) -> str:
    """A value of a choice, a yes/no or a list, as people read it; any other as it stands."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return _listed_words(value, spec)
    return spec.choices.get(value, value)


def operand_words(operand: Amount | Operand | Bands, specs: Specs) -> str:
    """A constant, the product that is compared, or the table that gives the amount."""
    if isinstance(operand, Amount):
        return str(operand)
    if isinstance(operand, Bands):
        rows = "; ".join(f"{band_words(row)}: {row.amount}" for row in operand.rows)
        return f"what the table {operand.table} gives for {specs[operand.fact].ask} ({rows})"
    factors = [str(operand.times)] if operand.times else []
    return " times ".join([*factors, *(spec_named(specs, name).ask for name in operand.facts)])


def band_words(band: Band) -> str:
    """The range of a table's row: "from 10 kg to below 25 kg"."""
    low, high = band.range.low, band.range.high
    unit = "" if band.range.unit.name == "count" else f" {band.range.unit.name}"
    first = f"{'from' if low.included else 'above'} {number_text(low.value)}{unit}"
    if high is None:
        return first
    return f"{first} to {'' if high.included else 'below '}{number_text(high.value)}{unit}"


def picked_words(side: Picked | str, specs: Specs) -> str:
    """An observation, or the fact that stands for one: "the latest Score"."""
    if isinstance(side, str):
        return specs[side].ask
    return f"{specs[side.list].ask}, the {side.pick.value} {spec_named(specs, side.of).ask}"


def distance_words(node: Dated) -> str:
    """A distance as it was written: "1 year and 6 calendar months"; empty for none."""
    stated = ((getattr(node, name), word) for name, word in _DISTANCES.items())
    return " and ".join(
        f"{number} {word}{'' if number == 1 else 's'}" for number, word in stated if number
    )


def _order_words(node: Dated, specs: Specs) -> str:
    other = spec_named(specs, node.other).ask if isinstance(node.other, str) else str(node.other)
    return f"{_ORDERS[node.order].format(distance_words(node))}: {other}"


def _list_subject(node: ListNode, specs: Specs) -> str:
    match node:
        case Counted(list=name) | Every(list=name):
            return specs[name].ask
        case Observed(picked=picked):
            return picked_words(picked, specs)
        case Change(before=before, after=after):
            return f"From {picked_words(before, specs)} to {picked_words(after, specs)}"
        case _:
            asked = f" with {specs[node.plus.amount].ask}" if node.plus else ""
            return f"{specs[node.list].ask}, {spec_named(specs, node.of).ask} added up{asked}"


def _list_demand(node: Counted | Every | Change | Rolling, specs: Specs) -> str:
    match node:
        case Counted():
            return _count_demand(node, specs)
        case Every():
            return "each of them"
        case Change(measure=measure, amount=amount):
            of = " of the first" if measure is Measure.RELATIVE else ""
            return f"{node.direction.value} by {_COMPARISONS[node.comparison]} {amount}{of}"
        case _:
            end = f" that end with {specs[node.ending].ask}" if node.ending else ""
            return f"at most {node.limit} in {'the' if end else 'any'} {node.days} days{end}"


def _count_demand(node: Counted, specs: Specs) -> str:
    distinct = f" different in {spec_named(specs, node.distinct).ask}" if node.distinct else ""
    if node.bound is CountBound.AT_MOST and node.k == 0:
        return f"none{distinct}"
    return f"{node.bound.value.replace('_', ' ')} {node.k}{distinct}"


def _listed_words(value: Mapping[str, Any], spec: FactSpec) -> str:
    items = [
        ", ".join(
            f"{field.ask}: {value_words(item[name], field)}"
            for name, field in spec.fields.items()
            if name in item
        )
        or "nothing stated"
        for item in value.get("items", ())
    ]
    if not items:
        return "None"
    return "; ".join(items) + ("; no others" if value.get("complete") else "")
