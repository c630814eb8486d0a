"""Is this the same request again?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result

CHECK_ID = "duplicate"
TITLE = "Same request twice"
_LINK = (
    "Compare the two. If they are one request, link, do not delete: go on in the earlier one, whose "
    "receipt keeps its clock, and have the requester withdraw the later one by its number. If "
    "they are two, go on with both."
)


def check(case: CaseSnapshot) -> CheckResult:
    """Attention for an open case for the same product, or another that holds the same pages.

    Holds nothing back: a duplicate is linked by a person, and is no ground against a request.
    """
    pages = [row.number for row in case.other_cases if row.same_document]
    if pages:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            f"The same document is in {', '.join(pages)}.",
            _LINK,
        )
    same = [row for row in case.other_cases if row.same_product and row.is_open]
    if same:
        words = ", ".join(f"{row.number} (received {row.received_on:%Y-%m-%d})" for row in same)
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            f"An open request for the same member and product is on file: {words}.",
            _LINK,
        )
    return _arrivals(case)


def _arrivals(case: CaseSnapshot) -> CheckResult:
    if case.arrivals.earlier:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            f"The same pages had arrived before, on {case.arrivals.earlier[0]:%Y-%m-%d}.",
            "The earlier receipt counts for the clock: ask a manager to have the time of "
            "receipt corrected.",
        )
    if case.arrivals.later:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.PASSED,
            f"The same pages arrived again on {case.arrivals.later[-1]:%Y-%m-%d}; the first "
            "arrival keeps the clock.",
        )
    return CheckResult(CHECK_ID, TITLE, Result.PASSED, "No other open request looks like this one.")
