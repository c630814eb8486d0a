"""What makes no sense in a policy that is well formed: criteria that nobody can meet or miss."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from criteria.domain.facts import RestsOn
from criteria.domain.policy import Audience, Criterion, Gate, Policy, Shape
from criteria.domain.reachable import MOST_EFFORT, Effort, can_be_met, can_be_met_together, can_fail
from criteria.domain.tree import All, AnyOf, Node, Not
from criteria.domain.truth import Truth
from criteria.domain.words import Specs


class Weight(StrEnum):
    """What a finding does: one refuses the file, the other is left to the author."""

    REFUSED = "refused"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, or looks wrong, in a policy file; lines count from 1."""

    line: int
    says: str
    weight: Weight = Weight.REFUSED


@dataclass(frozen=True)
class _Asked:
    """The facts that rules read, and how much may still be searched."""

    specs: Specs
    effort: Effort


_TOO_MUCH = (
    "The rules are too long to be searched to the end; whether each criterion can be met was not "
    "found out. Part long rules into criteria of their own."
)


def sense_findings(policy: Policy) -> tuple[Finding, ...]:
    """What is wrong with the sense of a policy that could be read, in the order of lines."""
    asked = _Asked(policy.facts, Effort(MOST_EFFORT))
    found = [
        *_criteria(policy.root, asked),
        *_side_conditions(policy, asked),
        *_around(policy, asked),
        *_audiences(policy.leaves()),
    ]
    if asked.effort.left <= 0:
        found.append(Finding(1, _TOO_MUCH, Weight.DOUBTFUL))
    return tuple(sorted(found, key=lambda finding: (finding.line, finding.says)))


# --- criteria ------------------------------------------------------------------------------------


def _criteria(criterion: Criterion, asked: _Asked) -> Iterator[Finding]:
    if criterion.rule is not None:
        yield from _leaf(criterion, criterion.rule, asked)
        return
    for child in criterion.children:
        yield from _criteria(child, asked)
    parts = tuple(_demand(child) for child in criterion.children)
    is_all = criterion.shape is Shape.ALL
    if is_all and can_be_met_together(parts, asked.specs, asked.effort) is Truth.NOT_MET:
        yield from _conflict(criterion, parts, asked)


def _leaf(criterion: Criterion, rule: Node, asked: _Asked) -> Iterator[Finding]:
    if _never(rule, asked):
        says = f"The criterion {criterion.id!r} can never be met, whatever the facts are."
        yield Finding(criterion.line, f"{says} Look for demands that exclude one another.")
    elif criterion.doubts and _never(_demand(criterion), asked):
        says = f"The criterion {criterion.id!r} can never be met: where its rule is met, a doubt"
        yield Finding(criterion.line, f"{says} takes the decision away.")
    if can_fail(rule, asked.specs, asked.effort) is Truth.NOT_MET:
        says = f"The criterion {criterion.id!r} is always met once its facts are on file."
        advice = "Make it an advisory, or mend the rule."
        yield Finding(criterion.line, f"{says} {advice}", Weight.DOUBTFUL)


def _conflict(criterion: Criterion, parts: tuple[Node, ...], asked: _Asked) -> Iterator[Finding]:
    """Nothing where a part by itself is the cause, which is told with that part."""
    if any(_never(part, asked) for part in parts):
        return
    pairs = combinations(zip(criterion.children, parts, strict=True), 2)
    pair = next(
        ((a.id, b.id) for (a, one), (b, two) in pairs if _never(All((one, two)), asked)), None
    )
    who = f"{pair[0]!r} and {pair[1]!r}" if pair else f"The parts of {criterion.id!r}"
    line = criterion.line
    if pair:
        line = next(child.line for child in criterion.children if child.id == pair[1])
    yield Finding(line, f"{who} can never both be met." if pair else f"{who} exclude one another.")


def _demand(criterion: Criterion) -> Node:
    """The criterion as one rule: met where it does not apply, not met under a doubt."""
    if criterion.rule is None:
        parts = tuple(_demand(child) for child in criterion.children)
        return AnyOf(parts) if criterion.shape is Shape.ANY else All(parts)
    doubts = tuple(Not(doubt.when) for doubt in criterion.doubts)
    rule = All((criterion.rule, *doubts)) if doubts else criterion.rule
    escapes: list[Node] = []
    if criterion.not_applicable_when is not None:
        escapes.append(criterion.not_applicable_when)
    if criterion.applies_when is not None:
        escapes.append(Not(criterion.applies_when))
    return AnyOf((*escapes, rule)) if escapes else rule


def _never(node: Node, asked: _Asked) -> bool:
    return can_be_met(node, asked.specs, asked.effort) is Truth.NOT_MET


# --- side conditions, gates, limits, advisories --------------------------------------------------


def _side_conditions(policy: Policy, asked: _Asked) -> Iterator[Finding]:
    for criterion in policy.leaves():
        for what, node in _sides(criterion):
            if _never(node, asked):
                says = f"{what} of {criterion.id!r} can never apply."
                yield Finding(criterion.line, says, Weight.DOUBTFUL)


def _sides(criterion: Criterion) -> Iterator[tuple[str, Node]]:
    if criterion.applies_when is not None:
        yield "for", criterion.applies_when
    if criterion.not_applicable_when is not None:
        yield "not_applicable_when", criterion.not_applicable_when
    if criterion.case_by_case_when is not None:
        yield "case_by_case_when", criterion.case_by_case_when
    yield from ((f"The doubt {doubt.because!r}", doubt.when) for doubt in criterion.doubts)
    yield from ((f"The note {note.says!r}", note.when) for note in criterion.notes)


def _around(policy: Policy, asked: _Asked) -> Iterator[Finding]:
    for gate in policy.gates:
        yield from _gate(gate, asked)
    for limit in policy.limits:
        if any(_never(node, asked) for node in limit.each_stated):
            yield Finding(limit.line, f"Nothing can be within the limit {limit.id!r}.")
    for advisory in policy.advisories:
        if advisory.when is not None and _never(advisory.when, asked):
            says = f"The advisory {advisory.id!r} can never be shown."
            yield Finding(advisory.line, says, Weight.DOUBTFUL)


def _gate(gate: Gate, asked: _Asked) -> Iterator[Finding]:
    if _never(gate.passes, asked):
        yield Finding(gate.line, f"The gate {gate.id!r} can never be passed.")
    for way in gate.exits:
        if _never(way.when, asked):
            says = f"An exit of {gate.id!r} can never be taken: {way.because}"
            yield Finding(gate.line, says, Weight.DOUBTFUL)


def _audiences(leaves: Iterable[Criterion]) -> Iterator[Finding]:
    for criterion in leaves:
        if RestsOn.PLAN_DATA not in criterion.rests_on:
            wrong = criterion.asked_of is Audience.PLAN
            says = "asks the plan, and no answer may rest on plan_data. Say asked_of: provider."
        else:
            wrong = criterion.asked_of is Audience.PROVIDER and len(criterion.rests_on) == 1
            says = "asks nobody who could answer: only plan data count. Say asked_of: plan."
        if wrong:
            sentence = f"The request of {criterion.id!r} {says}"
            yield Finding(criterion.line, sentence, Weight.DOUBTFUL)
