"""What a rule over a list of items says: one result, with the results of its items."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from criteria.domain.counting import (
    Span,
    count_span,
    count_status,
    distinct_span,
    every_status,
    same_or_unknown,
)
from criteria.domain.facts import Facts, FactType, ListValue, Record, spec_named
from criteria.domain.list_tree import (
    Change,
    Counted,
    Every,
    ListNode,
    Observed,
    Picked,
    Rolling,
    list_names,
)
from criteria.domain.node_result import NodeResult, once, open_reason
from criteria.domain.observing import Dose, candidates, changed, rolling_status, rolling_total
from criteria.domain.operands import compare_with, right_text
from criteria.domain.partial_date import DateSpan
from criteria.domain.quantity import Amount, unit_parse
from criteria.domain.tree import Node, names_of
from criteria.domain.truth import Truth
from criteria.domain.words import Specs, demand_words, subject_words

Examine = Callable[[Node, Facts, Specs], NodeResult]


@dataclass(frozen=True)
class _Seen:
    """The items of a list on file, with the result of a rule for each (none: no rule)."""

    value: ListValue
    results: tuple[NodeResult, ...]

    @property
    def statuses(self) -> list[Truth]:
        """Whether each item belongs."""
        return [result.status for result in self.results] or [Truth.MET] * len(self.value.records)


@dataclass(frozen=True)
class _Found:
    """What a list node comes to: its status, what is stated, and the items' results.

    other: the value that what it is compared with has, in brackets.
    """

    status: Truth
    stated: str
    items: tuple[NodeResult, ...]
    other: str = ""


def examine_list(node: ListNode, facts: Facts, specs: Specs, examine: Examine) -> NodeResult:
    """The result of a node that reads a list; examine gives that of a rule over one item.

    Raises:
        QuantityError: when stated amounts cannot be compared exactly.
    """
    used = tuple(name for name in names_of(node) if name in facts and "." not in name)
    missing = tuple(name for name in list_names(node) if name not in facts)
    if missing:
        asks = "; ".join(spec_named(specs, name).ask for name in missing)
        return NodeResult(node, Truth.UNKNOWN, f"Not on file: {asks}.", used, once(missing))
    found = _found(node, facts, specs, examine)
    reason = _reason(node, found, specs)
    if found.status is not Truth.UNKNOWN:
        return NodeResult(node, found.status, reason, used, items=found.items)
    waiting = [item for item in found.items if item.status is Truth.UNKNOWN]
    outer = once(name for item in waiting for name in item.missing if "." not in name)
    undecided = once(name for name in list_names(node) if name in facts)
    return NodeResult(node, Truth.UNKNOWN, reason, used, outer, undecided, items=found.items)


def _found(node: ListNode, facts: Facts, specs: Specs, examine: Examine) -> _Found:
    match node:
        case Counted():
            return _counted(node, _seen(node.list, node.where, facts, specs, examine), specs)
        case Every():
            seen = _seen(node.list, node.holds, facts, specs, examine)
            status = every_status(seen.statuses, complete=seen.value.complete)
            return _Found(status, _how_many(seen, _span(seen)), seen.results)
        case Observed():
            return _observed(node, facts, specs, examine)
        case Change():
            return _changed(node, facts, specs, examine)
        case _:
            return _rolling(node, facts, specs, examine)


def _seen(name: str, where: Node | None, facts: Facts, specs: Specs, examine: Examine) -> _Seen:
    value = facts[name].listed
    if where is None:
        return _Seen(value, ())
    return _Seen(
        value,
        tuple(examine(where, _within(name, record, facts), specs) for record in value.records),
    )


def _within(name: str, record: Record, facts: Facts) -> Facts:
    """The facts as a rule over one item reads them: those of the item beside all others."""
    others = {key: value for key, value in facts.items() if not key.startswith(f"{name}.")}
    return others | {f"{name}.{field}": value for field, value in record.fields}


def _span(seen: _Seen) -> Span:
    return count_span(seen.statuses, complete=True)


def _how_many(seen: _Seen, span: Span) -> str:
    """How many of the items are counted: "1 to 2 of 3 listed, which may not be all"."""
    rest = "" if seen.value.complete else ", not stated to be all"
    return f"{span} of {len(seen.value.records)} listed{rest}"


# --- counts --------------------------------------------------------------------------------


def _counted(node: Counted, seen: _Seen, specs: Specs) -> _Found:
    if node.distinct is None:
        span = count_span(seen.statuses, complete=seen.value.complete)
        stated = _how_many(seen, _span(seen))
    else:
        values = list(_distinct_values(node.distinct, seen, specs))
        possible = _possible(node.distinct, specs)
        span = distinct_span(values, complete=seen.value.complete, possible=possible)
        on_file = distinct_span(values, complete=True, possible=possible)
        stated = f"{on_file} different among {_how_many(seen, _span(seen))}"
    return _Found(count_status(span, node.bound, node.k), stated, seen.results)


def _distinct_values(
    name: str, seen: _Seen, specs: Specs
) -> Iterator[tuple[Truth, str | bool | None]]:
    spec = spec_named(specs, name)
    short = name.partition(".")[2]
    for status, record in zip(seen.statuses, seen.value.records, strict=True):
        given = record.get(short)
        value = given.value if given and isinstance(given.value, str | bool) else None
        if isinstance(value, str):
            value = None if value in spec.undecided else value.casefold()
        yield status, value


def _possible(name: str, specs: Specs) -> int | None:
    """How many different values a field can have; None for any number."""
    spec = spec_named(specs, name)
    if spec.type is FactType.BOOLEAN:
        return 2
    return len(set(spec.choices) - set(spec.undecided)) if spec.type is FactType.CHOICE else None


# --- dated observations ------------------------------------------------------------------------


@dataclass(frozen=True)
class _Choice:
    """One value that an observation may be; where it stands, None for a fact."""

    amount: Amount | None
    place: tuple[str, int] | None


def _choices(
    side: Picked | str, facts: Facts, specs: Specs, examine: Examine
) -> tuple[tuple[_Choice, ...], tuple[NodeResult, ...]]:
    """The values that the side may have, None for one not on file, and its items' results."""
    if isinstance(side, str):
        return (_Choice(facts[side].amount, None),), ()
    seen = _seen(side.list, side.where, facts, specs, examine)
    dates = [_date_of(record, side.by) for record in seen.value.records]
    indexes, certain = candidates(list(zip(seen.statuses, dates, strict=True)), side.pick)
    found = [
        _Choice(_amount_of(seen.value.records[index], side.of), (side.list, index))
        for index in indexes
    ]
    return (*found, *(() if certain else (_Choice(None, None),))), seen.results


def _date_of(record: Record, name: str) -> DateSpan | None:
    given = record.get(name.partition(".")[2])
    return given.span if given else None


def _amount_of(record: Record, name: str) -> Amount | None:
    given = record.get(name.partition(".")[2])
    return given.amount if given else None


def _observed(node: Observed, facts: Facts, specs: Specs, examine: Examine) -> _Found:
    found, items = _choices(node.picked, facts, specs, examine)
    status = same_or_unknown(
        Truth.UNKNOWN
        if choice.amount is None
        else compare_with(choice.amount, node.comparison, node.right, facts)
        for choice in found
    )
    unit = unit_parse(spec_named(specs, node.picked.of).unit or "")
    return _Found(status, _or_words(found), items, right_text(node.right, facts, unit))


def _or_words(found: tuple[_Choice, ...]) -> str:
    values = (str(choice.amount) for choice in found if choice.amount is not None)
    return " or ".join(dict.fromkeys(values)) or "no value on file"


def _changed(node: Change, facts: Facts, specs: Specs, examine: Examine) -> _Found:
    before, before_items = _choices(node.before, facts, specs, examine)
    after, after_items = _choices(node.after, facts, specs, examine)
    status = same_or_unknown(_change_of(node, a, b) for a in before for b in after)
    stated = f"from {_or_words(before)} to {_or_words(after)}"
    return _Found(status, stated, before_items + after_items)


def _change_of(node: Change, before: _Choice, after: _Choice) -> Truth:
    same = before.place is not None and before.place == after.place
    if before.amount is None or after.amount is None or same:
        return Truth.UNKNOWN
    return changed(
        before.amount,
        after.amount,
        direction=node.direction,
        measure=node.measure,
        by=node.amount,
        comparison=node.comparison,
    )


def _rolling(node: Rolling, facts: Facts, specs: Specs, examine: Examine) -> _Found:
    seen = _seen(node.list, node.where, facts, specs, examine)
    doses = [
        Dose(status, _date_of(record, node.by), _amount_of(record, node.of))
        for status, record in zip(seen.statuses, seen.value.records, strict=True)
    ]
    asked = ""
    if node.plus is not None:
        asked = f", and {facts[node.plus.amount]} on {facts[node.plus.on]}"
        doses.append(Dose(Truth.MET, facts[node.plus.on].span, facts[node.plus.amount].amount))
    total = rolling_total(
        doses,
        days=node.days,
        unit=node.limit.unit,
        ending=facts[node.ending].span if node.ending else None,
    )
    status = rolling_status(total, node.limit, complete=seen.value.complete)
    stated = f"{total}, from {_how_many(seen, _span(seen))}{asked}"
    return _Found(status, stated, seen.results)


# --- words -----------------------------------------------------------------------------------


_LINKS = {
    Truth.MET: "which is",
    Truth.NOT_MET: "which is not",
    Truth.UNKNOWN: "which may or may not be",
}
_CHANGED = {
    Truth.MET: "so it",
    Truth.NOT_MET: "so it is not true that it",
    Truth.UNKNOWN: "so it cannot be told whether it",
}


def _reason(node: ListNode, found: _Found, specs: Specs) -> str:
    link = (_CHANGED if isinstance(node, Change) else _LINKS)[found.status]
    demand = f"{demand_words(node, specs)}{found.other}"
    line = f"{subject_words(node, specs)}: {found.stated}, {link} {demand}."
    if found.status is not Truth.UNKNOWN:
        return line
    return " ".join((line, *once(_open_items(found.items, specs))))


def _open_items(items: tuple[NodeResult, ...], specs: Specs) -> Iterator[str]:
    for number, item in enumerate(items, start=1):
        if item.status is Truth.UNKNOWN:
            yield f"Item {number}: {open_reason((item,), specs)}"
