"""Are no more doses asked for than the policy grants?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result

CHECK_ID = "doses"
TITLE = "Number of doses"


def check(case: CaseSnapshot) -> CheckResult:
    """Passed when all lines together ask for no more doses than one authorization holds.

    Kresladi 2026-07-23, sections I and II: one dose in all; bags and lots are no doses.
    More is a physician's matter. Nothing is held back here: the approval itself refuses
    lines that ask for more than the policy grants.
    """
    if case.policy is None:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.UNKNOWN,
            "Without a policy the number of doses has no measure.",
            "See whether a policy is in force first.",
        )
    asked, granted = sum(line.doses for line in case.request.lines), case.policy.doses
    if asked > granted:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            f"{asked} doses are asked for, and the policy grants {granted}.",
            "See that bags or lots were not counted as doses; else refer to a medical director.",
        )
    return CheckResult(CHECK_ID, TITLE, Result.PASSED, f"{asked} of {granted} asked for.")
