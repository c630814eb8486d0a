"""Automated checks over a case: snapshot, run, keep. Checks never write an outcome."""

from datetime import datetime

from accounts.domain.actor import system_actor
from cases.checks.all_checks import CHECK_IDS, run_checks
from cases.checks.snapshot import CaseSnapshot
from cases.models import Case, CheckRun, Evaluation, Finding
from cases.selectors.coverage import coverage_for
from cases.selectors.evaluation import evaluation_current, facts_of
from cases.selectors.seen_ages import ages_seen
from cases.selectors.seen_history import (
    adverse_seen,
    arrivals_seen,
    authorizations_seen,
    other_cases_seen,
)
from cases.selectors.seen_member import coverage_seen, member_seen, other_coverages_seen
from cases.selectors.seen_policy import contract_seen, dose_seen, evaluation_seen, policy_seen
from cases.selectors.seen_request import centres_seen, pages_seen, party_seen, request_seen
from cases.services.benefits import benefits_follow
from cases.services.events import event_add
from criteria.selectors.policies import policy_get
from operations.domain.canonical import digest_of


def checks_run(case: Case, *, now: datetime) -> CheckRun:
    """Run every check over the locked case and keep the findings; see to its benefits task.

    An input equal to the newest run's gives that run: nothing is written the second time.
    """
    snapshot = snapshot_of(case, now=now)
    benefits_follow(case, snapshot.coverage, snapshot.contract, now=now)
    inputs = {**snapshot.as_inputs(), "checks": list(CHECK_IDS)}
    digest = digest_of(inputs)
    latest = case.check_runs.order_by("-id").first()
    if latest is not None and latest.input_digest == digest:
        return latest
    run = CheckRun.objects.create(
        case=case, input_digest=digest, inputs=inputs, follows=latest, created_at=now
    )
    Finding.objects.bulk_create(
        Finding(
            run=run,
            check_id=found.check_id,
            title=found.title,
            result=found.result.value,
            reason=found.reason,
            to_do=found.to_do,
        )
        for found in run_checks(snapshot)
    )
    event_add(
        case, kind="checks.run", actor=system_actor("worker"), now=now, detail={"run": run.pk}
    )
    return run


def snapshot_of(case: Case, *, now: datetime) -> CaseSnapshot:
    """What the checks may look at, read from the case as it stands.

    Thirty queries with one document, two more for each further one, and three or four for
    each date of a fact that the policy lets grow old.
    """
    request = request_seen(case)
    policy = policy_get(case.policy_id) if case.policy_id else None
    suggested = evaluation_current(case, Evaluation.Kind.SUGGESTED)
    confirmed = evaluation_current(case, Evaluation.Kind.CONFIRMED)
    facts = facts_of(case, Evaluation.Kind.SUGGESTED)
    return CaseSnapshot(
        member=member_seen(case, (request.on, request.received_on)),
        request=request,
        coverage=coverage_seen(coverage_for(case.member_id, request.on)),
        other_coverages=other_coverages_seen(case.member_id, request.on),
        requester=party_seen(case.requester) if case.requester else None,
        facility=party_seen(case.facility) if case.facility else None,
        centres=centres_seen(case.facility_id, policy.slug if policy else "", request.on),
        policy=policy_seen(case.policy, policy) if case.policy and policy else None,
        contract=contract_seen(policy, confirmed),
        dose=dose_seen(policy, suggested, facts),
        evaluation=evaluation_seen(policy, suggested),
        ages=ages_seen(case, policy, facts, now=now),
        authorizations=authorizations_seen(case),
        adverse=adverse_seen(case),
        other_cases=other_cases_seen(case, request.lines),
        arrivals=arrivals_seen(case),
        pages=pages_seen(case),
    )
