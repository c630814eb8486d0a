"""What checks look at of the policy, and of what it makes of the facts so far."""

from collections.abc import Iterator, Mapping
from typing import Any

from cases.domain.seen import (
    ContractSeen,
    DoseSeen,
    EarlierSeen,
    EvaluationSeen,
    LimitSeen,
    PolicySeen,
    ServiceSeen,
)
from cases.models import Evaluation
from cases.selectors.request_facts import CONTRACT_REVIEW, DOSES_REQUESTED, WEIGHT, WEIGHT_DATE
from criteria.domain.policy import Audience, Limit, Policy
from criteria.domain.tree import facts_of
from criteria.models import PolicyRevision


def policy_seen(revision: PolicyRevision, policy: Policy) -> PolicySeen:
    """The policy as far as checks need it. No query."""
    return PolicySeen(
        title=revision.title,
        version=revision.version,
        revision=revision.revision,
        digest=revision.digest,
        indications=tuple(policy.applies.indications.items()),
        services=tuple(
            ServiceSeen(service.hcpcs, service.places, service.effective_from, service.effective_to)
            for service in policy.applies.services
        ),
        products=tuple(product.ndc for product in policy.applies.products),
        doses=policy.authorization.doses,
        retreatment=policy.authorization.retreatment,
        renewable=policy.authorization.renewable,
    )


def contract_seen(policy: Policy | None, confirmed: Evaluation | None) -> ContractSeen:
    """How the policy's gate about contract and mandates stands by confirmed facts. No query."""
    gates = policy.gates if policy else ()
    gate = next((gate for gate in gates if CONTRACT_REVIEW in facts_of(gate.passes)), None)
    if gate is None:
        return ContractSeen(asked=False)
    found: Mapping[str, Any] = confirmed.gates.get(gate.id, {}) if confirmed else {}
    return ContractSeen(
        asked=True,
        status=str(found.get("status", "unknown")),
        because=str(found.get("because", "")),
    )


def dose_seen(
    policy: Policy | None, evaluation: Evaluation | None, facts: Mapping[str, Any]
) -> DoseSeen:
    """What is known of the dose, and each limit on it as the evaluation found it. No query.

    The amounts are compared by the policy's own limits, in exact decimals, and nowhere else.
    """
    limits = [limit for limit in (policy.limits if policy else ()) if _limits_amount(limit)]
    results = evaluation.limits if evaluation else {}
    asked = {name for limit in limits for name in _facts_of_limit(limit)} - {WEIGHT}
    return DoseSeen(
        limits=tuple(
            LimitSeen(limit.label, results[limit.id]["status"], results[limit.id]["reason"])
            for limit in limits
            if limit.id in results
        ),
        is_known=any(name in facts for name in asked),
        weight_known=WEIGHT in facts,
        weight_dated=WEIGHT_DATE in facts,
    )


def _limits_amount(limit: Limit) -> bool:
    """Whether a limit is about an amount rather than about the number of doses."""
    return set(_facts_of_limit(limit)) != {DOSES_REQUESTED}


def _facts_of_limit(limit: Limit) -> Iterator[str]:
    return (name for node in limit.each_stated for name in facts_of(node))


def evaluation_seen(policy: Policy | None, evaluation: Evaluation | None) -> EvaluationSeen | None:
    """The suggested evaluation; None when there is no policy or it has not run. No query."""
    if policy is None or evaluation is None:
        return None
    by_status: dict[str, list[str]] = {"met": [], "not_met": [], "unknown": []}
    for leaf in policy.leaves():
        by_status[evaluation.results[leaf.id]["status"]].append(leaf.id)
    return EvaluationSeen(
        overall=evaluation.overall,
        suggestion=evaluation.suggestion,
        met=len(by_status["met"]),
        not_met=tuple(by_status["not_met"]),
        unknown=tuple(by_status["unknown"]),
        missing=_missing(policy, evaluation, Audience.PROVIDER),
        plan_missing=_missing(policy, evaluation, Audience.PLAN),
        earlier=_earlier(policy, evaluation),
    )


def _missing(policy: Policy, evaluation: Evaluation, asked_of: Audience) -> tuple[str, ...]:
    """Labels of what lacks a fact and has a sentence that asks for it, once each, in order."""
    labels = {gate.id: gate.label for gate in policy.gates}
    labels |= {criterion.id: criterion.label for criterion in policy.criteria()}
    found = [
        labels[item["id"]]
        for item in evaluation.missing
        if item["request"] and item["asked_of"] == asked_of.value
    ]
    return tuple(dict.fromkeys(found))


def _earlier(policy: Policy, evaluation: Evaluation) -> EarlierSeen:
    found: dict[str, list[str]] = {"case_by_case": [], "not_met": [], "unknown": [], "met": []}
    for leaf in policy.leaves():
        if leaf.case_by_case:
            result = evaluation.results[leaf.id]
            found["case_by_case" if result["case_by_case"] else result["status"]].append(leaf.label)
    return EarlierSeen(
        case_by_case=tuple(found["case_by_case"]),
        against=tuple(found["not_met"]),
        open=tuple(found["unknown"]),
    )
