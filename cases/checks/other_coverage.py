"""Does another plan cover the member too, and who pays first?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result

CHECK_ID = "other_coverage"
TITLE = "Other coverage"


def check(case: CaseSnapshot) -> CheckResult:
    """Attention where another cover pays first or nobody knows the order; it never stops.

    Who pays first changes the payment, not whether the service is necessary, so the
    request is reviewed all the same.
    """
    first = sorted(other.payer for other in case.other_coverages if other.order == "primary")
    unknown = sorted(other.payer for other in case.other_coverages if other.order == "unknown")
    if first:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            f"{', '.join(first)} pays before this plan.",
            "Ask the requester whether that plan has decided too, and note it for payment. "
            "Review the request all the same.",
        )
    if unknown:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            f"The member is also covered by {', '.join(unknown)}; who pays first is not known.",
            "Ask member services to settle the order. Review the request all the same.",
        )
    if case.other_coverages:
        return CheckResult(
            CHECK_ID, TITLE, Result.PASSED, "Other coverage is on file, and ours pays first."
        )
    return CheckResult(CHECK_ID, TITLE, Result.PASSED, "No other coverage is on file.")
