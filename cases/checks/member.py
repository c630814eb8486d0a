"""Is the member known, by two identifiers?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result

CHECK_ID = "member"
TITLE = "Member found"


def check(case: CaseSnapshot) -> CheckResult:
    """Passed when member number and birth date both agreed at intake and still do.

    Anything else is for a person to look at and holds nothing back by itself: a case
    cannot be opened without both, so a difference means that the record was corrected since.
    """
    if case.member.number_confirmed and case.member.birth_confirmed:
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
