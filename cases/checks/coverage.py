"""Is the member covered on the day of the service?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result

CHECK_ID = "coverage"
TITLE = "Coverage on the service date"


def check(case: CaseSnapshot) -> CheckResult:
    """Passed when a coverage row holds on the day; the day is receipt when none is given."""
    day = f"{case.on:%Y-%m-%d}"
    basis = day if case.service_date_known else f"{day} (day of receipt; no service date given)"
    if case.coverage is None:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.STOPS,
            f"No coverage is on file for {basis}.",
            "Look for other coverage or a newborn not yet enrolled, and correct the member "
            "record. Software closes nothing: a person decides what follows.",
        )
    return CheckResult(CHECK_ID, TITLE, Result.PASSED, f"Coverage is active on {basis}.")
