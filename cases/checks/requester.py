"""How does the provider who asks stand with the plan?"""

from cases.checks.parties import party_result
from cases.checks.snapshot import CaseSnapshot, CheckResult

CHECK_ID = "requester"
TITLE = "Requesting provider"


def check(case: CaseSnapshot) -> CheckResult:
    """Attention for one who is excluded, no longer active or out of network; never stops."""
    return party_result(CHECK_ID, TITLE, case.requester, who="The requesting provider")
