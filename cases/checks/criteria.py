"""What do the policy's criteria say about the facts found so far?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result

CHECK_ID = "criteria"
TITLE = "Policy criteria"


def check(case: CaseSnapshot) -> CheckResult:
    """A summary of the suggested evaluation; the reviewer answers each criterion.

    Passed only says that every criterion has evidence for it; nothing is decided.
    """
    found = case.evaluation
    if found is None:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.UNKNOWN,
            "The criteria have not been evaluated.",
            "Review by hand, or refer when no policy is in force.",
        )
    summary = (
        f"{found.met} of {found.total} criteria have evidence for them, "
        f"{len(found.not_met)} against, {len(found.unknown)} cannot be told."
    )
    if found.overall == "met":
        return CheckResult(CHECK_ID, TITLE, Result.PASSED, summary, "Confirm each on its page.")
    if found.not_met:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            summary,
            "Look at what speaks against first; a physician decides what is adverse.",
        )
    return CheckResult(
        CHECK_ID, TITLE, Result.ATTENTION, summary, "Look for the missing facts, or ask for them."
    )
