"""Writes the functions of a compiled policy: criteria, gates, limits and the suggestion."""

from collections.abc import Callable
from typing import Any

from criteria.domain.emit import Emitter, all_met, any_met
from criteria.domain.explain_code import Explainer
from criteria.domain.policy import Criterion, DoubtRoute, Gate, Limit, Policy, Shape, Suggestion

_HEAD = "def compiled(v, facts):"
_ORDER = tuple(Suggestion)


class PolicyWriter:
    """Writes functions for one policy; the code holds names made here and nothing of its text."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy

    def criteria(self) -> Callable[..., Any]:
        """A function that gives the code of every criterion."""
        emitter = Emitter(self._policy.facts)
        codes = CriteriaCode(self._policy, emitter)
        emitter.line(f"return {_tuple(codes.in_order())}")
        return _function(emitter)

    def whole(self) -> Callable[..., Any]:
        """A function that gives gates, criteria, limits and the place of the suggestion."""
        emitter = Emitter(self._policy.facts)
        gates = [_gate(gate, emitter) for gate in self._policy.gates]
        codes = CriteriaCode(self._policy, emitter)
        limits = [_limit(limit, emitter) for limit in self._policy.limits]
        _suggestion(self._policy, emitter, gates, codes, limits)
        parts = (_tuple(gates), _tuple(codes.in_order()), _tuple(limits))
        emitter.line(f"return {', '.join(parts)}, (s,)")
        return _function(emitter)

    def behind(self, made: type) -> Callable[..., Any]:
        """A function that gives the codes, and made(...) for every leaf that is not MET."""
        emitter = Emitter(self._policy.facts)
        codes = CriteriaCode(self._policy, emitter)
        emitter.space["made"] = made
        emitter.line("found = []")
        explainer = Explainer(emitter)
        for leaf in self._policy.leaves():
            emitter.line(f"if {codes.of[leaf.id]} < 1:")
            explainer.leaf(leaf)
        emitter.line(f"return {_tuple(codes.in_order())}, found")
        return _function(emitter)


class CriteriaCode:
    """The lines for all criteria. of: the variable of each by its id."""

    def __init__(self, policy: Policy, emitter: Emitter) -> None:
        self._policy, self._emitter = policy, emitter
        self.of: dict[str, str] = {}
        self._criterion(policy.root)

    def in_order(self) -> list[str]:
        """The variables in the policy's order."""
        return [self.of[criterion.id] for criterion in self._policy.criteria()]

    def _criterion(self, criterion: Criterion) -> str:
        if criterion.rule is None:
            parts = [self._criterion(child) for child in criterion.children]
            written = any_met(parts) if criterion.shape is Shape.ANY else all_met(parts)
        else:
            written = self._leaf(criterion)
        variable = f"k{len(self.of)}"
        self._emitter.line(f"{variable} = {written}")
        self.of[criterion.id] = variable
        return variable

    def _leaf(self, criterion: Criterion) -> str:
        """A leaf: its rule, or else UNKNOWN by a doubt, or not for this request."""
        node = self._emitter.node
        assert criterion.rule is not None  # noqa: S101 - a leaf has one
        base = node(criterion.rule)
        escape = criterion.not_applicable_when
        if escape is not None:
            base = any_met((node(escape), base))
        if criterion.doubts:
            held = any_of_names([node(doubt.when) for doubt in criterion.doubts])
            free = "" if escape is None else f" and {node(escape)} < 1"
            base = f"0 if ({held}){free} else ({base})"
        if criterion.applies_when is not None:
            asked = node(criterion.applies_when)
            base = f"-{asked} if {asked} < 1 else ({base})"
        return base


def any_of_names(names: list[str]) -> str:
    """Whether some side condition is MET."""
    return " or ".join(f"{name} > 0" for name in names)


def _gate(gate: Gate, emitter: Emitter) -> str:
    """The status of a gate: NOT_MET where one of its exits is taken."""
    passes = emitter.node(gate.passes)
    if not gate.exits:
        return passes
    taken = any_of_names([emitter.node(way.when) for way in gate.exits])
    variable = f"g{len(emitter.lines)}"
    emitter.line(f"{variable} = -1 if {taken} else {passes}")
    return variable


def _limit(limit: Limit, emitter: Emitter) -> str:
    """NOT_MET when a stated way is outside, else MET when one is within, else UNKNOWN."""
    ways = [emitter.node(node) for node in limit.each_stated]
    outside = " or ".join(f"{way} < 0" for way in ways)
    variable = f"l{len(emitter.lines)}"
    emitter.line(f"{variable} = -1 if {outside} else 1 if {any_of_names(ways)} else 0")
    return variable


# --- the suggestion ----------------------------------------------------------------------------


def _suggestion(
    policy: Policy, emitter: Emitter, gates: list[str], codes: CriteriaCode, limits: list[str]
) -> None:
    """The lines that leave the place of the suggestion in s."""
    for leaf in policy.leaves():  # their lines belong before the first "if"
        if leaf.case_by_case_when is not None:
            emitter.node(leaf.case_by_case_when)
    emitter.line("s = -1; open_ = case = physician = False")
    for gate, status in zip(policy.gates, gates, strict=True):
        _gate_suggestion(gate, status, emitter)
    _unsettled(policy.root, emitter, codes, 1)
    outside = " or ".join([f"{codes.of[policy.root.id]} < 0", "physician", *_under(limits)])
    emitter.line("if s < 0:")
    emitter.line(
        f"s = {_place(Suggestion.CASE_BY_CASE)} if case "
        f"else {_place(Suggestion.PHYSICIAN_REVIEW)} if {outside} "
        f"else {_place(Suggestion.REQUEST_INFORMATION)} if open_ "
        f"else {_place(Suggestion.APPROVE)}",
        2,
    )


def _under(limits: list[str]) -> list[str]:
    return [f"{limit} < 0" for limit in limits]


def _place(suggestion: Suggestion) -> int:
    return _ORDER.index(suggestion)


def _gate_suggestion(gate: Gate, status: str, emitter: Emitter) -> None:
    ways = [f"{_place(way.suggest)} if {emitter.node(way.when)} > 0 else " for way in gate.exits]
    emitter.line(f"if {status} < 0 and s < 0:")
    emitter.line(f"s = {''.join(ways)}{_place(Suggestion.PHYSICIAN_REVIEW)}", 2)
    if gate.holds_when_unknown:
        emitter.line(f"if {status} == 0: open_ = True")


def _unsettled(criterion: Criterion, emitter: Emitter, codes: CriteriaCode, depth: int) -> None:
    """What the leaves say that keep the whole from being MET."""
    emitter.line(f"if {codes.of[criterion.id]} < 1:", depth)
    if not criterion.is_leaf:
        for child in criterion.children:
            _unsettled(child, emitter, codes, depth + 1)
        return
    emitter.line("open_ = True", depth + 1)
    told = []
    if criterion.case_by_case_when is not None:
        told.append(f"if {emitter.node(criterion.case_by_case_when)} > 0: case = True")
    routed = [doubt for doubt in criterion.doubts if doubt.route is DoubtRoute.PHYSICIAN]
    if routed:
        held = any_of_names([emitter.node(doubt.when) for doubt in routed])
        told.append(f"if {held}: physician = True")
    if criterion.applies_when is not None and told:
        emitter.line(f"if {emitter.node(criterion.applies_when)} > 0:", depth + 1)
        depth += 1
    for line in told:
        emitter.line(line, depth + 1)


def _tuple(names: list[str]) -> str:
    return f"({', '.join(names)}{',' if names else ''})"


def _function(emitter: Emitter) -> Callable[..., Any]:
    space = dict(emitter.space)
    exec(compile(emitter.source(_HEAD), "<policy>", "exec"), space)  # noqa: S102 - our own names
    function: Callable[..., Any] = space["compiled"]  # type: ignore[assignment]
    return function
