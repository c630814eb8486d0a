"""Does the dose lie within the policy's limits for the member's weight?"""

from dataclasses import replace

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result

CHECK_ID = "dose"
TITLE = "Dose and weight"
_UNDATED = " The weight bears no date; the one before the first apheresis counts."


def check(case: CaseSnapshot) -> CheckResult:
    """Attention where a limit of the policy is passed: a physician considers it.

    Kresladi 2026-07-23, section II and dose table: at most 3.22e8 cells in all, at least
    2.8e6 for each kilogram, which agree up to 115 kg. The limits are compared by the policy's
    evaluation in exact decimals. An unknown dose or weight holds nothing back. A limit that
    is passed keeps a nurse from approving through the evaluation, not through this check.
    A weight that is unusual at the member's age wants a look, and holds nothing back.
    """
    found, doubt = _compared(case), case.request.weight_doubt
    if not doubt:
        return found
    if found.result is Result.ATTENTION:
        return replace(found, reason=f"{doubt} {found.reason}")
    return CheckResult(
        CHECK_ID, TITLE, Result.ATTENTION, f"{doubt} {found.reason}", "Compare it with its page."
    )


def _compared(case: CaseSnapshot) -> CheckResult:
    outside = [limit for limit in case.dose.limits if limit.status == "not_met"]
    if outside:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            " ".join(limit.reason for limit in outside) + _note(case),
            "Confirm dose and weight on their pages, then refer to a medical director.",
        )
    unread = [line.number for line in case.request.lines if line.dose_amount]
    if unread and case.policy is not None and not case.dose.is_known:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            f"A dose is stated on line {', '.join(map(str, unread))} and cannot be compared."
            + _note(case),
            "Ask for it as an amount with its unit, the same on every line.",
        )
    return _within(case)


def _within(case: CaseSnapshot) -> CheckResult:
    if not case.dose.is_known:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.UNKNOWN,
            "The dose is not stated. It is often known only once the product is made, and "
            "nothing waits for it." + _note(case),
        )
    if any(limit.status == "unknown" for limit in case.dose.limits):
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.UNKNOWN,
            "The dose cannot be compared with every limit, since dose or weight is not known "
            "fully; nothing waits for it." + _note(case),
        )
    return CheckResult(
        CHECK_ID, TITLE, Result.PASSED, "The dose is within the policy's limits." + _note(case)
    )


def _note(case: CaseSnapshot) -> str:
    return _UNDATED if case.dose.weight_known and not case.dose.weight_dated else ""
