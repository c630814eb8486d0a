"""Was a medical policy in force for the service on its date?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result

CHECK_ID = "policy_in_force"
TITLE = "Policy in force"


def check(case: CaseSnapshot) -> CheckResult:
    """Passed when a published policy covers the service on the day.

    Cannot be told while the services of a request are not entered. Without a policy it goes
    to a medical director for individual consideration; it is never denied for that.
    """
    if not case.request.lines:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.UNKNOWN,
            "What is asked for is not entered yet.",
            "Index the pages of the request; this check then runs again by itself.",
        )
    if case.policy is None:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            f"No medical policy was in force for this service on {case.request.on:%Y-%m-%d}.",
            "Refer to a medical director for individual consideration.",
        )
    policy = case.policy
    return CheckResult(
        CHECK_ID,
        TITLE,
        Result.PASSED,
        f"{policy.title}, version {policy.version:%Y-%m-%d} (revision {policy.revision}).",
    )
