"""Have the contract and the mandates been looked at, and is the contract at hand?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result
from cases.domain.benefits import BenefitsReason, benefits_reason

CHECK_ID = "contract"
TITLE = "Contract and mandates"
_MISSING = {
    BenefitsReason.CONTRACT_UNKNOWN: "The wording of the group's contract is not on file.",
    BenefitsReason.GROUP_UNKNOWN: "The coverage is a group's, and no group is on file for it.",
}
_TASK = (
    "Find the contract and settle the benefits task, which has a due time; then settle the gate "
    "about contract and mandates."
)


def check(case: CaseSnapshot) -> CheckResult:
    """Passed once a person has settled the policy's gate that nothing overrides the policy.

    Kresladi 2026-07-23, opening statements: mandates and the member's contract come before
    the policy and are considered first. Holds nothing back by itself: the gate does.
    """
    if case.coverage is None or case.coverage.route != "ours":
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.UNKNOWN,
            "Which contract counts is known once coverage and route are settled.",
            "Settle the coverage and the plan route first.",
        )
    if case.contract.status == "met":
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.PASSED,
            "Looked at by a person: nothing in a mandate or the contract overrides the policy.",
        )
    if case.contract.status == "not_met":
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            case.contract.because or "Something in a mandate or the contract comes first.",
            "Follow what the gate says; a person decides what comes of it.",
        )
    return _open(case)


def _open(case: CaseSnapshot) -> CheckResult:
    reason = benefits_reason(case.coverage)
    if reason is not None:
        return CheckResult(CHECK_ID, TITLE, Result.ATTENTION, _MISSING[reason], _TASK)
    if not case.contract.asked:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.PASSED,
            "The contract is on file, and the policy asks for no confirmation.",
        )
    return CheckResult(
        CHECK_ID,
        TITLE,
        Result.ATTENTION,
        "Nobody has looked at the contract and the mandates yet.",
        "Look at the contract and at state and federal mandates, and settle the gate.",
    )
