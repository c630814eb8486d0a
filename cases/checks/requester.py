"""How does the provider who asks stand with the plan?"""

from cases.checks.parties import party_result
from cases.checks.snapshot import CaseSnapshot, CheckResult, Result

CHECK_ID = "requester"
TITLE = "Requesting provider"


def check(case: CaseSnapshot) -> CheckResult:
    """Attention for one who is excluded, no longer active or out of network; never stops."""
    if case.requester is None:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.UNKNOWN,
            "Who asks for the service is not entered yet.",
            "Index the pages of the request; this check then runs again by itself.",
        )
    return party_result(CHECK_ID, TITLE, case.requester, who="The requesting provider")
