"""Every automated eligibility check, in the order they are shown."""

from cases.checks import coverage, criteria, documents, member, plan_route, policy_in_force
from cases.checks.snapshot import CaseSnapshot, CheckResult

CHECKS = (
    member.check,
    coverage.check,
    plan_route.check,
    policy_in_force.check,
    documents.check,
    criteria.check,
)


def run_checks(case: CaseSnapshot) -> tuple[CheckResult, ...]:
    """What each check found on the snapshot, in their order."""
    return tuple(check(case) for check in CHECKS)
