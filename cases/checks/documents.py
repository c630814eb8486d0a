"""Did clinical records come with the request, and can they be read?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result

CHECK_ID = "documents"
TITLE = "Documents present"
NOT_CLINICAL = frozenset({"request_form", "correspondence", "appeal_letter"})


def check(case: CaseSnapshot) -> CheckResult:
    """Passed when clinical pages are there and every page could be read.

    Kresladi 2026-07-23, section III: supporting records are required with every
    request. Missing records are asked for; they are no ground for the software.
    Pages still being read hold an approval back, since what they say is not known yet.
    """
    clinical = sum(count for kind, count in case.pages.by_type if kind not in NOT_CLINICAL)
    if case.pages.unread:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.UNKNOWN,
            f"{_pages(case.pages.unread)} still to be read.",
            "Wait for the reading to finish; this check then runs again by itself.",
        )
    if case.pages.unreadable:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            f"{_pages(case.pages.unreadable)} could not be read.",
            "Look at those pages yourself and ask the sender to fax them again.",
        )
    if not clinical:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            "No clinical record came with the request.",
            "Ask for the records that the policy requires.",
        )
    return CheckResult(
        CHECK_ID, TITLE, Result.PASSED, f"{_pages(clinical)} of clinical records, all readable."
    )


def _pages(number: int) -> str:
    return f"{number} page{'' if number == 1 else 's'}"
