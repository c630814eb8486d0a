"""Is the member known, by two identifiers?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result

CHECK_ID = "member"
TITLE = "Member found"


def check(case: CaseSnapshot) -> CheckResult:
    """Passed when member number and birth date both agreed at intake."""
    if case.member_number_confirmed and case.member_birth_confirmed:
        return CheckResult(
            CHECK_ID, TITLE, Result.PASSED, "Member number and birth date both agree."
        )
    return CheckResult(
        CHECK_ID,
        TITLE,
        Result.ATTENTION,
        "The member was not confirmed by two identifiers.",
        "Compare the member number and the birth date with the page before going on.",
    )
