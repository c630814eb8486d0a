"""The policy over the facts of a case, kept as it was."""

from datetime import datetime
from typing import Any

from cases.models import Case, Evaluation, FactSnapshot
from cases.selectors.evaluation import facts_digest, facts_of, facts_read
from criteria.domain.evaluate import evaluate
from criteria.domain.policy import Policy
from criteria.selectors.policies import policy_get


def case_evaluate(case: Case, *, now: datetime) -> None:
    """Evaluate the locked case twice: over confirmed facts, and with proposals beside them.

    An evaluation is written once per policy revision and facts; the same facts give the same
    row. A snapshot is written when it differs from the newest. Without a policy nothing is.
    """
    if case.policy_id is None:
        return
    policy = policy_get(case.policy_id)
    for kind in Evaluation.Kind.values:
        _evaluate_kind(case, policy, kind, now=now)


def _evaluate_kind(case: Case, policy: Policy, kind: str, *, now: datetime) -> Evaluation:
    raw = facts_of(case, kind)
    snapshot = _snapshot(case, kind, raw, now=now)
    digest = snapshot.digest
    found = evaluate(policy, facts_read(policy, raw))
    evaluation, _ = Evaluation.objects.get_or_create(
        case=case,
        kind=kind,
        policy_id=case.policy_id,
        facts_digest=digest,
        defaults={
            "snapshot": snapshot,
            "overall": found.overall.value,
            "suggestion": found.suggestion.value,
            "document": found.as_json(),
            "created_at": now,
        },
    )
    return evaluation


def _snapshot(case: Case, kind: str, raw: dict[str, Any], *, now: datetime) -> FactSnapshot:
    """The newest snapshot when it is of these facts under the case's policy, or a new one."""
    digest, policy_id = facts_digest(raw), case.policy_id or 0
    newest = case.snapshots.filter(kind=kind).order_by("-pk").first()
    if newest and (newest.policy_id, newest.digest) == (policy_id, digest):
        return newest
    return FactSnapshot.objects.create(
        case=case,
        policy_id=policy_id,
        kind=kind,
        facts=raw,
        digest=digest,
        follows=newest,
        created_at=now,
    )
