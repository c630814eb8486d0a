"""How does the facility stand with the plan?"""

from cases.checks.parties import party_result
from cases.checks.snapshot import CaseSnapshot, CheckResult, Result

CHECK_ID = "facility"
TITLE = "Facility"


def check(case: CaseSnapshot) -> CheckResult:
    """Attention for one that is excluded, closed, out of network or not named; never stops."""
    if case.facility is None:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            "No facility is named.",
            "Ask the requester where the service is given; the letter has to name it.",
        )
    return party_result(CHECK_ID, TITLE, case.facility, who="The facility")
