"""Is the request for a condition that the policy speaks of?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result

CHECK_ID = "indication"
TITLE = "Indication"


def check(case: CaseSnapshot) -> CheckResult:
    """Passed when the request's indication is one of the policy's.

    Kresladi 2026-07-23, section III: the criteria are for LAD-I; a physician considers any
    other condition. Holds nothing back by itself: the policy's gate on the indication does.
    """
    if case.policy is None:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.UNKNOWN,
            "Without a policy there is no indication to compare.",
            "See whether a policy is in force first.",
        )
    known = dict(case.policy.indications)
    if not case.request.indication:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            "The request names no indication.",
            "Look for the diagnosis in the records, or ask for it.",
        )
    if case.request.indication not in known:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            f"The request is for another condition; the policy speaks of {'; '.join(known.values())}.",
            "Refer to a medical director for individual consideration.",
        )
    return CheckResult(CHECK_ID, TITLE, Result.PASSED, f"{known[case.request.indication]}.")
