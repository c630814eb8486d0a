"""Gates that a person settled, opened again when what they were settled for is another."""

from cases.models import Case, Fact
from cases.selectors.gates import gate_fact
from criteria.selectors.policies import policy_get


def gates_reopen(case: Case) -> bool:
    """Take back every gate that a person settled on a locked case; whether there was one.

    Call it before the case takes its new coverage or policy: the facts are the old one's.
    """
    policy = policy_get(case.policy_id) if case.policy_id else None
    settled = {gate.gate_id for gate in case.gates.all()}
    gates = [gate for gate in policy.gates if gate.id in settled] if policy else []
    names = [gate_fact(policy, gate).name for gate in gates] if policy else []
    for fact in case.facts.filter(name__in=names, state=Fact.State.CONFIRMED):
        fact.state = Fact.State.SUPERSEDED
        fact.save(update_fields=["state"])
    for confirmation in case.gates.all():
        confirmation.delete()
    return bool(settled)
