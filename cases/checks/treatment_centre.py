"""Is the facility one that may give this treatment?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result

CHECK_ID = "treatment_centre"
TITLE = "Treatment centre"


def check(case: CaseSnapshot) -> CheckResult:
    """Attention where the plan lists centres for the policy and this is none on the day.

    Without a list nothing is known and nothing waits. No policy text makes the list a
    criterion, so it never stops and never holds an approval back.
    """
    if not case.centres.on_file:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.UNKNOWN,
            "The plan keeps no list of treatment centres for this policy; nothing waits for it.",
        )
    if not case.centres.is_listed:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            f"The facility is not on the plan's list of treatment centres on "
            f"{case.request.on:%Y-%m-%d}.",
            "Ask the manufacturer or provider relations whether it may give the treatment.",
        )
    return CheckResult(
        CHECK_ID, TITLE, Result.PASSED, "The facility is on the plan's list of treatment centres."
    )
