"""Is this a repeat treatment, or has the member had such a treatment before?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result
from cases.domain.seen import EarlierSeen

CHECK_ID = "earlier_treatment"
TITLE = "Earlier treatment"
_CASE_BY_CASE = (
    "Refer to a medical director, who weighs it case by case. Software closes nothing for it."
)


def check(case: CaseSnapshot) -> CheckResult:
    """Attention where the request or the records speak of earlier treatment; never more.

    Kresladi 2026-07-23, sections I and III (11): retreatment is weighed case by case, and
    another gene therapy goes to a physician. Read from the criteria that the policy itself
    marks, so that another policy needs no change here. Holds nothing back by itself: those
    criteria do.
    """
    if case.request.request_type == "repeat":
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            "Another dose is asked for after one was given.",
            _CASE_BY_CASE,
        )
    if case.evaluation is None:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.UNKNOWN,
            "The criteria have not been evaluated.",
            "Look for earlier treatment in the records by hand.",
        )
    return _by_records(case.evaluation.earlier)


def _by_records(earlier: EarlierSeen) -> CheckResult:
    if earlier.case_by_case:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            f"A reading of the records speaks of repeat treatment: {'; '.join(earlier.case_by_case)}.",
            _CASE_BY_CASE,
        )
    if earlier.against:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            f"A reading of the records speaks of earlier treatment: {'; '.join(earlier.against)}.",
            "Confirm it on its page; a physician considers it.",
        )
    if earlier.open:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.UNKNOWN,
            f"Earlier treatment cannot be told yet: {'; '.join(earlier.open)}.",
            "Look for it in the records, or ask.",
        )
    return CheckResult(
        CHECK_ID, TITLE, Result.PASSED, "Nothing on file speaks of earlier treatment."
    )
