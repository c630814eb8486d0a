"""Every automated eligibility check, in the order they are shown."""

from cases.checks import (
    codes,
    contract,
    coverage,
    criteria,
    documents,
    dose,
    doses,
    duplicate,
    earlier_authorization,
    earlier_treatment,
    facility,
    fact_age,
    indication,
    member,
    missing,
    ndc,
    other_coverage,
    plan_route,
    policy_in_force,
    requester,
    treatment_centre,
)
from cases.checks.snapshot import CaseSnapshot, CheckResult

MODULES = (
    member,
    coverage,
    other_coverage,
    plan_route,
    contract,
    policy_in_force,
    indication,
    requester,
    facility,
    treatment_centre,
    codes,
    ndc,
    doses,
    dose,
    earlier_authorization,
    earlier_treatment,
    fact_age,
    duplicate,
    documents,
    missing,
    criteria,
)
CHECK_IDS = tuple(module.CHECK_ID for module in MODULES)


def run_checks(case: CaseSnapshot) -> tuple[CheckResult, ...]:
    """What each check found on the snapshot, in their order."""
    return tuple(module.check(case) for module in MODULES)
