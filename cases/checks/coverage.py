"""Is the member covered on the day of the service?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result
from cases.domain.newborn import NEWBORN_DAYS

CHECK_ID = "coverage"
TITLE = "Coverage on the service date"


def check(case: CaseSnapshot) -> CheckResult:
    """Passed when a coverage row holds on the day; the day is receipt when none is given.

    Without one it stops, but for a newborn whose subscriber is covered: enrolment counts
    from birth, so that needs a look and no more. The policy's gate on benefits still holds
    an approval back until the newborn's own coverage is on file.
    """
    day = f"{case.request.on:%Y-%m-%d}"
    basis = (
        day if case.request.service_date_known else f"{day} (day of receipt; no service date given)"
    )
    if case.coverage is not None:
        return CheckResult(CHECK_ID, TITLE, Result.PASSED, f"Coverage is active on {basis}.")
    if case.member.subscriber_covered_on:
        return _newborn(case, basis)
    return CheckResult(
        CHECK_ID,
        TITLE,
        Result.STOPS,
        f"No coverage is on file for {basis}.",
        "Look for other coverage or a newborn not yet enrolled, and correct the member "
        "record. Software closes nothing: a person decides what follows.",
    )


def _newborn(case: CaseSnapshot, basis: str) -> CheckResult:
    covered = case.member.subscriber_covered_on[0]
    return CheckResult(
        CHECK_ID,
        TITLE,
        Result.ATTENTION,
        f"No coverage of their own is on file for {basis}: a newborn, at most {NEWBORN_DAYS} days "
        f"old on {covered:%Y-%m-%d}, when the subscriber was covered.",
        "Ask enrolment to add the newborn to the subscriber's contract from birth. The clock "
        "keeps running, so review meanwhile; this check runs again once the coverage is there.",
    )
