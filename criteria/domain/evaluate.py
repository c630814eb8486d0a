"""Evaluates a policy: over facts, which gives a suggestion, or over a reviewer's answers."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from criteria.domain.examine import examine
from criteria.domain.facts import Facts, RestsOn
from criteria.domain.node_result import NodeResult, open_reason, reasons_with
from criteria.domain.policy import (
    Advisory,
    Audience,
    Criterion,
    Doubt,
    DoubtRoute,
    Gate,
    Limit,
    Policy,
    Shape,
    Suggestion,
)
from criteria.domain.results import (
    AnswersOutcome,
    CriterionResult,
    Evaluation,
    GateResult,
    LimitResult,
    MissingItem,
)
from criteria.domain.tree import AnyOf, Node
from criteria.domain.truth import Truth, all_of, any_of
from criteria.domain.words import Specs


def evaluate(policy: Policy, facts: Facts) -> Evaluation:
    """The status of every gate, criterion and limit, and what they suggest.

    Missing facts leave criteria UNKNOWN. There is no early stop.

    Raises:
        QuantityError: when stated amounts cannot be compared exactly.
    """
    gates = {gate.id: _gate_result(gate, facts, policy.facts) for gate in policy.gates}
    limits = {limit.id: _limit_result(limit, facts, policy.facts) for limit in policy.limits}
    results: dict[str, CriterionResult] = {}
    root = _criterion_result(policy.root, facts, policy.facts, results)
    ordered = {item.id: results[item.id] for item in policy.criteria()}
    suggestion, because = _suggest(policy, gates, ordered, limits)
    return Evaluation(
        policy_slug=policy.slug,
        policy_version=policy.version.isoformat(),
        policy_revision=policy.revision,
        overall=root.status,
        suggestion=suggestion,
        because=because,
        results=ordered,
        gates=gates,
        limits=limits,
        missing=tuple(_missing(policy, gates, ordered)),
        advisories=tuple(_advisories(policy, facts)),
    )


def outcome_of_answers(
    policy: Policy,
    answers: Mapping[str, Truth],
    *,
    not_applicable: Collection[str] = (),
) -> AnswersOutcome:
    """The policy's tree over a reviewer's answers by leaf id; unanswered leaves are UNKNOWN.

    Args:
        policy: the policy reviewed.
        answers: leaf id to answer.
        not_applicable: leaves answered "not applicable"; they count as MET.

    Raises:
        KeyError: when an id is no leaf of the policy, or may not be not applicable.
    """
    leaves = {leaf.id: leaf for leaf in policy.leaves()}
    for leaf_id in (*answers, *not_applicable):
        if leaf_id not in leaves:
            raise KeyError(leaf_id)
    given = dict(answers)
    for leaf_id in not_applicable:
        if not leaves[leaf_id].may_be_not_applicable:
            raise KeyError(leaf_id)
        given[leaf_id] = Truth.MET
    statuses: dict[str, Truth] = {}
    overall = _answered_status(policy.root, given, statuses)
    return AnswersOutcome(
        overall=overall,
        statuses={item.id: statuses[item.id] for item in policy.criteria()},
        unanswered=tuple(leaf_id for leaf_id in leaves if leaf_id not in given),
        not_met=tuple(key for key in leaves if statuses[key] is Truth.NOT_MET),
        cannot_tell=tuple(key for key in leaves if given.get(key) is Truth.UNKNOWN),
    )


def _answered_status(
    criterion: Criterion, answers: Mapping[str, Truth], statuses: dict[str, Truth]
) -> Truth:
    if criterion.is_leaf:
        status = answers.get(criterion.id, Truth.UNKNOWN)
    else:
        parts = [_answered_status(child, answers, statuses) for child in criterion.children]
        status = _combined(criterion.shape, parts)
    statuses[criterion.id] = status
    return status


def _combined(shape: Shape, parts: list[Truth]) -> Truth:
    return any_of(parts) if shape is Shape.ANY else all_of(parts)


# --- criteria ------------------------------------------------------------------------------


def _criterion_result(
    criterion: Criterion, facts: Facts, specs: Specs, results: dict[str, CriterionResult]
) -> CriterionResult:
    if criterion.rule is not None:
        result = _leaf_result(criterion, criterion.rule, facts, specs)
    else:
        parts = [_criterion_result(child, facts, specs, results) for child in criterion.children]
        result = _group_result(criterion, parts)
    results[criterion.id] = result
    return result


def _group_result(criterion: Criterion, parts: list[CriterionResult]) -> CriterionResult:
    status = _combined(criterion.shape, [part.status for part in parts])
    waiting = [part for part in parts if part.status is status is Truth.UNKNOWN]
    other_request = criterion.applies_when is not None and all(p.not_applicable for p in parts)
    return CriterionResult(
        criterion_id=criterion.id,
        status=status,
        reason=_NOT_FOR_THIS if other_request else _count_words(criterion, parts),
        facts_used=_once(name for part in parts for name in part.facts_used),
        missing=_once(name for part in waiting for name in part.missing),
        undecided=_once(name for part in waiting for name in part.undecided),
        not_applicable=other_request,
    )


def _count_words(criterion: Criterion, parts: list[CriterionResult]) -> str:
    """How many parts are met, and the labels of those that are not or cannot be told."""
    pairs = list(zip(criterion.children, parts, strict=True))
    others = sum(part.not_applicable for child, part in pairs if child.applies_when is not None)
    met = sum(part.status is Truth.MET for part in parts) - others
    words = [f"{met} of {len(parts) - others} met."]
    if others:
        words.append(f"{others} not for this request.")
    for status in (Truth.NOT_MET, Truth.UNKNOWN):
        labels = [child.label for child, part in pairs if part.status is status]
        if labels:
            words.append(f"{status.label}: {'; '.join(labels)}.")
    return " ".join(words)


_NOT_FOR_THIS = "Does not apply to this request."


def _leaf_result(criterion: Criterion, rule: Node, facts: Facts, specs: Specs) -> CriterionResult:
    applies = criterion.applies_when
    asked = None if applies is None else examine(applies, facts, specs)
    if asked is not None and asked.status is not Truth.MET:
        return _other_request_result(criterion, asked, specs)
    escape = criterion.not_applicable_when
    trace = examine(rule if escape is None else AnyOf((escape, rule)), facts, specs)
    not_applicable = _holds(escape, facts, specs)
    doubts = [
        doubt
        for doubt in criterion.doubts
        if not not_applicable and _holds(doubt.when, facts, specs)
    ]
    if doubts:
        return _doubtful_result(criterion, doubts, trace, facts, specs)
    return CriterionResult(
        criterion_id=criterion.id,
        status=trace.status,
        reason=_NOT_FOR_THIS if not_applicable else trace.reason,
        facts_used=trace.facts_used,
        missing=trace.missing,
        undecided=trace.undecided,
        case_by_case=_holds(criterion.case_by_case_when, facts, specs),
        not_applicable=not_applicable,
        notes=_notes(criterion, facts, specs),
        trace=trace,
    )


def _other_request_result(criterion: Criterion, asked: NodeResult, specs: Specs) -> CriterionResult:
    """What is for other requests counts as MET; what may be for others is UNKNOWN.

    It is then asked what the request is for, not yet what the criterion would ask.
    """
    other = asked.status is Truth.NOT_MET
    open_facts = (*asked.missing, *asked.undecided)
    return CriterionResult(
        criterion_id=criterion.id,
        status=Truth.MET if other else Truth.UNKNOWN,
        reason=_NOT_FOR_THIS if other else asked.reason,
        facts_used=asked.facts_used,
        missing=asked.missing,
        undecided=asked.undecided,
        not_applicable=other,
        requests=tuple(f"Please state: {specs[name].ask}." for name in open_facts),
        trace=asked,
    )


def _doubtful_result(
    criterion: Criterion, doubts: list[Doubt], trace: NodeResult, facts: Facts, specs: Specs
) -> CriterionResult:
    reasons = tuple(doubt.because for doubt in doubts)
    causes = _once(
        name for doubt in doubts for name in examine(doubt.when, facts, specs).facts_used
    )
    return CriterionResult(
        criterion_id=criterion.id,
        status=Truth.UNKNOWN,
        reason=" ".join(reasons),
        facts_used=_once((*trace.facts_used, *causes)),
        undecided=causes,
        case_by_case=_holds(criterion.case_by_case_when, facts, specs),
        physician=tuple(d.because for d in doubts if d.route is DoubtRoute.PHYSICIAN),
        requests=tuple(d.request for d in doubts if d.route is DoubtRoute.ASK),
        notes=_notes(criterion, facts, specs),
        trace=trace,
    )


def _notes(criterion: Criterion, facts: Facts, specs: Specs) -> tuple[str, ...]:
    return tuple(note.says for note in criterion.notes if _holds(note.when, facts, specs))


def _holds(node: Node | None, facts: Facts, specs: Specs) -> bool:
    """Whether a side condition is MET; one that is UNKNOWN does not hold."""
    return node is not None and examine(node, facts, specs).status is Truth.MET


# --- gates, limits, advisories ---------------------------------------------------------------


def _gate_result(gate: Gate, facts: Facts, specs: Specs) -> GateResult:
    passed = examine(gate.passes, facts, specs)
    out = next((way for way in gate.exits if _holds(way.when, facts, specs)), None)
    status = passed.status if out is None else Truth.NOT_MET
    missing = passed.missing + passed.undecided
    if status is not Truth.NOT_MET:
        holds = status is Truth.UNKNOWN and gate.holds_when_unknown
        return GateResult(gate.id, status, passed.reason, passed.facts_used, missing, holds)
    return GateResult(
        gate_id=gate.id,
        status=status,
        reason=passed.reason,
        facts_used=passed.facts_used,
        holds=True,
        suggest=out.suggest if out else Suggestion.PHYSICIAN_REVIEW,
        because=out.because if out else f"This is not so: {gate.says}",
        to=out.to if out else "",
    )


def _limit_result(limit: Limit, facts: Facts, specs: Specs) -> LimitResult:
    """NOT_MET when a stated way is outside, MET when one is within and none is outside."""
    found = [examine(node, facts, specs) for node in limit.each_stated]
    statuses = {result.status for result in found}
    if Truth.NOT_MET in statuses:
        status = Truth.NOT_MET
        reason = f"{limit.because} {reasons_with(status, found)}"
    elif Truth.MET in statuses:
        status = Truth.MET
        reason = reasons_with(status, found)
    else:
        status = Truth.UNKNOWN
        reason = open_reason(found, specs)
    used = _once(name for result in found for name in result.facts_used)
    return LimitResult(limit.id, status, reason, used)


def _advisories(policy: Policy, facts: Facts) -> Iterator[Advisory]:
    for advisory in policy.advisories:
        if advisory.when is None or _holds(advisory.when, facts, policy.facts):
            yield advisory


# --- the whole ---------------------------------------------------------------------------------


def _suggest(
    policy: Policy,
    gates: Mapping[str, GateResult],
    results: Mapping[str, CriterionResult],
    limits: Mapping[str, LimitResult],
) -> tuple[Suggestion, str]:
    """The suggestion and its reason: gates in order, then criteria, then what is missing."""
    for gate in gates.values():
        if gate.suggest is not None:
            return gate.suggest, gate.because
    unsettled = list(_unsettled(policy.root, results))
    if any(result.case_by_case for result in unsettled):
        return Suggestion.CASE_BY_CASE, policy.authorization.says
    for reason in _physician_reasons(policy, results, limits, unsettled):
        return Suggestion.PHYSICIAN_REVIEW, reason
    if unsettled or any(gate.holds for gate in gates.values()):
        return Suggestion.REQUEST_INFORMATION, "Something that is needed is not on file."
    return Suggestion.APPROVE, "Every gate is passed and every criterion is met."


def _physician_reasons(
    policy: Policy,
    results: Mapping[str, CriterionResult],
    limits: Mapping[str, LimitResult],
    unsettled: list[CriterionResult],
) -> Iterator[str]:
    if results[policy.root.id].status is Truth.NOT_MET:
        labels = [
            policy.criterion(result.criterion_id).label
            for result in unsettled
            if result.status is Truth.NOT_MET
        ]
        yield f"Not met: {'; '.join(labels)}."
    for result in unsettled:
        yield from result.physician
    for limit in limits.values():
        if limit.status is Truth.NOT_MET:
            yield limit.reason


def _unsettled(
    criterion: Criterion, results: Mapping[str, CriterionResult]
) -> Iterator[CriterionResult]:
    """The leaves that keep the criterion from being MET."""
    result = results[criterion.id]
    if result.status is Truth.MET:
        return
    if criterion.is_leaf:
        yield result
    for child in criterion.children:
        yield from _unsettled(child, results)


def _missing(
    policy: Policy,
    gates: Mapping[str, GateResult],
    results: Mapping[str, CriterionResult],
) -> Iterator[MissingItem]:
    """One item for each fact that would help to settle an open gate or criterion."""
    for gate in policy.gates:
        if gates[gate.id].status is Truth.UNKNOWN and gate.holds_when_unknown:
            for name in gates[gate.id].missing:
                yield MissingItem(gate.id, name, gate.request, gate.asked_of)
    for result in _unsettled(policy.root, results):
        if result.status is Truth.UNKNOWN and not result.physician:
            criterion = policy.criterion(result.criterion_id)
            yield from _missing_of(criterion, result, policy.facts)


def _missing_of(
    criterion: Criterion, result: CriterionResult, specs: Specs
) -> Iterator[MissingItem]:
    request = " ".join(result.requests) or criterion.request
    for name in (*result.missing, *result.undecided):
        only_plan = specs[name].rests_on == (RestsOn.PLAN_DATA,)
        asked_of = Audience.PLAN if only_plan else criterion.asked_of
        on_file = name in result.undecided
        yield MissingItem(criterion.id, name, request, asked_of, on_file)


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
