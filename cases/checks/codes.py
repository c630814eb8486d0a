"""Are the procedure codes the policy's, and used where they may be?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result
from cases.domain.seen import LineSeen, RequestSeen, ServiceSeen
from criteria.domain.codes import place_allowed

CHECK_ID = "codes"
TITLE = "Procedure code and place"
_TO_DO = (
    "A coding matter, not a clinical one: tell the requester which code fits. It is no ground "
    "against the request."
)


def check(case: CaseSnapshot) -> CheckResult:
    """Attention where a code is missing, not the policy's on the day, or in a wrong place.

    Codes and places are the policy's own (Kresladi 2026-07-23, Coding: C9399 in hospital
    outpatient use only). The list informs and may be incomplete, so a flag is a coding matter
    and holds nothing back; which policy governs a line is looked at when it is decided.
    """
    if case.policy is None:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.UNKNOWN,
            "Without a policy there are no codes to compare.",
            "See whether a policy is in force first.",
        )
    services = case.policy.services
    found = (_flag(line, case.request, services) for line in case.request.lines)
    flags = [flag for flag in found if flag]
    if flags:
        return CheckResult(CHECK_ID, TITLE, Result.ATTENTION, " ".join(flags), _TO_DO)
    used = dict.fromkeys(line.hcpcs for line in case.request.lines)
    return CheckResult(
        CHECK_ID, TITLE, Result.PASSED, f"{', '.join(used)} may be used where it is asked for."
    )


def _flag(line: LineSeen, request: RequestSeen, services: tuple[ServiceSeen, ...]) -> str:
    """What is wrong with the line's code in a sentence; empty when nothing is."""
    if not line.hcpcs:
        return f"Line {line.number} has no procedure code."
    listed = [service for service in services if service.hcpcs == line.hcpcs]
    held = [service for service in listed if service.holds_on(request.on)]
    where = f"{line.hcpcs} on line {line.number}"
    if not listed:
        return f"{where} is not among the codes the policy lists."
    if not held:
        return f"{where} is not valid on {request.on:%Y-%m-%d}."
    if any(place_allowed(service.places, request.place) for service in held):
        return ""
    places = ", ".join(name.replace("_", " ") for service in held for name in service.places)
    stated = f"place {request.place}" if request.place else "no place of service"
    return f"{where} is for {places} only, and the request says {stated}."
