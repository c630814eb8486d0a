"""Whose policy governs: ours, the Federal Employee Program's, or another plan's?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result

CHECK_ID = "plan_route"
TITLE = "Plan route"


def check(case: CaseSnapshot) -> CheckResult:
    """Passed for insured and self-insured members of ours; stops for FEP and other plans.

    Kresladi 2026-07-23, opening notes: applies to insured members and to self-insured
    groups that the plan administers; FEP and other Blue plans follow their own policy.
    A redirected request is not a denial.
    """
    coverage = case.coverage
    if coverage is None:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.UNKNOWN,
            "Without coverage the route cannot be told.",
            "Settle the coverage first.",
        )
    if coverage.route == "fep":
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.STOPS,
            "A Federal Employee Program member: that programme's own policy governs.",
            "Redirect the request. This is not a denial.",
        )
    if coverage.route == "other_plan":
        home = coverage.home_plan or "another Blue plan"
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.STOPS,
            f"The member belongs to {home}, whose policy governs.",
            "Redirect the request to the home plan. This is not a denial.",
        )
    kind = (
        "self-insured group, administered by us"
        if coverage.funding == "self_insured"
        else "insured by us"
    )
    return CheckResult(CHECK_ID, TITLE, Result.PASSED, f"Ours to decide ({kind}).")
