"""What a gate asks of a person, and whether an answer passes it."""

from criteria.domain.evaluate import evaluate
from criteria.domain.facts import FactSpec, FactType
from criteria.domain.policy import Gate, Policy
from criteria.domain.tree import facts_of
from criteria.domain.truth import Truth
from criteria.loading import parse_fact


def gate_fact(policy: Policy, gate: Gate) -> FactSpec:
    """The choice that a person makes at a gate which a person confirms.

    Raises:
        LookupError: the gate reads no choice; the policy was let in by mistake.
    """
    for name in facts_of(gate.passes):
        if policy.facts[name].type is FactType.CHOICE:
            return policy.facts[name]
    raise LookupError(f"gate {gate.id} asks no choice")


def gate_passes(policy: Policy, gate: Gate, raw: dict[str, str]) -> bool:
    """Whether the gate is passed when its facts have these raw values."""
    facts = {name: parse_fact(policy.facts[name], value) for name, value in raw.items()}
    return evaluate(policy, facts).gates[gate.id].status is Truth.MET
