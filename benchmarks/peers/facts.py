"""Seeded synthetic facts for a policy, and the same in the plain form that peers are given."""

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from criteria.domain.facts import FactJson, Facts, FactSpec, FactType
from criteria.domain.partial_date import NO_DISTANCE, DateSpan, Distance, add_distance
from criteria.domain.policy import Policy
from criteria.domain.quantity import Amount, in_base
from criteria.domain.tree import Dated, Node, parts_of

DAY = date(2026, 7, 1)
AMOUNTS = {"%": ("0.4", "1.2", "<2", "<1", "1.9", "2", "3.5", "<5", "41"), "kg": ("6.4", "9.8", "14.25", "31", "72.5"), "cells/kg": ("2.8e6", "3.1e6", "4.25e6"), "cells": ("2.1e7", "9e7", "3.22e8", "3.3e8")}  # fmt: skip
FAVOURED = 0.86
MISSING = 0.12
# Peers that count in decimals round a float's own last step away.
_STEP, _MOST = 1e-6, 1e15


def cases(policy: Policy, number: int, *, seed: int = 7) -> list[dict[str, FactJson]]:
    """As many cases, with roughly one fact in eight not on file and most answers favourable."""
    random = Random(seed)  # noqa: S311 - synthetic facts
    return [
        {
            name: _value(spec, random)
            for name, spec in policy.facts.items()
            if random.random() > MISSING
        }
        for _ in range(number)
    ]


def _value(spec: FactSpec, random: Random) -> FactJson:
    if spec.type is FactType.BOOLEAN:
        return random.random() < FAVOURED
    if spec.type is FactType.CHOICE:
        choices = list(spec.choices)
        return choices[0] if random.random() < FAVOURED else random.choice(choices)
    if spec.type is FactType.DATE:
        return (DAY + timedelta(days=random.randint(0, 120))).isoformat()
    if spec.type is FactType.TEXT:
        return random.choice(("J3590", "C9399"))
    if spec.type is FactType.COUNT:
        return random.choice(("1", "1", "1", "2"))
    return random.choice(AMOUNTS[spec.unit or ""])


def plain(facts: Facts, *, absent: Mapping[str, None]) -> dict[str, Any]:
    """Numbers for the ends of amounts and for days, words and yes/no as they are; else None."""
    found: dict[str, Any] = dict(absent)
    for name, given in facts.items():
        match given.value:
            case Amount() as amount:
                base = in_base(amount)
                low, high = float(base.low.value), float(base.high.value) if base.high else _MOST
                found[f"{name}_low"] = low if base.low.included else low + _STEP
                open_ = base.high is not None and not base.high.included
                found[f"{name}_high"] = high - _STEP if open_ else high
            case DateSpan(first=first, last=last):
                found[f"{name}_first"], found[f"{name}_last"] = first.toordinal(), last.toordinal()
            case str() as text:
                found[name] = text.casefold()
            case other:
                found[name] = other
    return found


def names_of(specs: Mapping[str, FactSpec]) -> dict[str, None]:
    """The names of the plain form, none on file."""
    found: list[str] = []
    for name, spec in specs.items():
        if spec.type.is_amount:
            found += [f"{name}_low", f"{name}_high"]
        elif spec.type is FactType.DATE:
            found += [f"{name}_first", f"{name}_last"]
        else:
            found.append(name)
    return dict.fromkeys(found)


def later(policy: Policy) -> list[tuple[str, int, int]]:
    """The facts that the policy's rules move on by months and days; peers are given the result."""
    found = {
        (node.fact, node.distance.months, node.distance.days)
        for rule in rules_of(policy)
        for node in walk(rule)
        if isinstance(node, Dated) and node.distance != NO_DISTANCE
    }
    return sorted(found)


def moved(facts: Facts, moves: list[tuple[str, int, int]]) -> dict[str, int]:
    """The days to which those facts are moved, under names of their own."""
    found = {}
    for name, months, days in moves:
        if name in facts:
            span, distance = facts[name].span, Distance(months, days)
            found[f"{name}_{months}_{days}_first"] = add_distance(span.first, distance).toordinal()
            found[f"{name}_{months}_{days}_last"] = add_distance(span.last, distance).toordinal()
    return found


def rules_of(policy: Policy) -> list[Node]:
    """The rules that the statuses of the criteria rest on."""
    found: list[Node] = []
    for leaf in policy.leaves():
        sides = (leaf.rule, leaf.not_applicable_when, leaf.applies_when)
        found += [node for node in sides if node is not None]
        found += [doubt.when for doubt in leaf.doubts]
    return found


def walk(node: Node) -> list[Node]:
    """The node and all below it."""
    return [node, *(inner for part in parts_of(node) for inner in walk(part))]
