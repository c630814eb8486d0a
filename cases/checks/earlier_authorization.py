"""Has the plan authorized this treatment for the member before?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result

CHECK_ID = "earlier_authorization"
TITLE = "Earlier authorization or decision"


def check(case: CaseSnapshot) -> CheckResult:
    """What the plan's own authorizations under this policy mean for the request.

    An authorization is a hint that a dose may have been given, never the fact. It holds
    nothing back here: the policy's criteria on length and repeat treatment do.
    """
    if case.policy is None:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.UNKNOWN,
            "Without a policy earlier authorizations are not compared.",
            "See whether a policy is in force first.",
        )
    if case.request.request_type == "extension":
        return _extension(case)
    if case.request.request_type == "renewal":
        return _renewal(case)
    if not case.authorizations:
        return _not_authorized(case)
    return CheckResult(
        CHECK_ID,
        TITLE,
        Result.ATTENTION,
        f"The plan has authorized this treatment before: {_listed(case)}.",
        "Find out whether that dose was given. If not, this may be more time for it; if so, a "
        "further dose is repeat treatment and a physician weighs it.",
    )


def _not_authorized(case: CaseSnapshot) -> CheckResult:
    if not case.adverse:
        return CheckResult(
            CHECK_ID, TITLE, Result.PASSED, "The plan has decided nothing under this policy before."
        )
    words = ", ".join(
        f"case {row.case_number} on {row.decided_on:%Y-%m-%d}" for row in case.adverse
    )
    return CheckResult(
        CHECK_ID,
        TITLE,
        Result.ATTENTION,
        f"An earlier request was determined adversely: {words}.",
        "See whether this is an appeal, which has a clock of its own. If it is a new request, "
        "review it afresh: the earlier decision is no ground against it.",
    )


def _extension(case: CaseSnapshot) -> CheckResult:
    if not case.authorizations:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            "More time is asked for, and no earlier authorization is on file.",
            "Ask for its number. If another plan gave it, review this as a first request.",
        )
    last = max(row.valid_to for row in case.authorizations)
    if last < case.request.received_on:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            f"More time is asked for after the authorization had run out: {_listed(case)}.",
            "It cannot be extended any more. Ask whether the dose was given, and refer where "
            "the policy's criterion is not met.",
        )
    return CheckResult(
        CHECK_ID,
        TITLE,
        Result.PASSED,
        f"More time is asked for while the authorization holds: {_listed(case)}.",
    )


def _renewal(case: CaseSnapshot) -> CheckResult:
    if case.policy is None or not case.policy.renewable:
        on_file = f" On file: {_listed(case)}." if case.authorizations else ""
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            f"A renewal is asked for, and the policy renews nothing.{on_file}",
            "Find out whether the dose was given, and ask for it. If not, this is more time for "
            "it; if so, a further dose is repeat treatment and a physician weighs it.",
        )
    if not case.authorizations:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            "A renewal is asked for, and no earlier authorization is on file.",
            "Ask for its number, and how often it was renewed.",
        )
    return CheckResult(
        CHECK_ID,
        TITLE,
        Result.PASSED,
        f"A renewal is asked for of what is on file: {_listed(case)}.",
    )


def _listed(case: CaseSnapshot) -> str:
    return "; ".join(
        f"{row.number} (case {row.case_number}), {row.valid_from:%Y-%m-%d} to {row.valid_to:%Y-%m-%d}"
        for row in case.authorizations[:3]
    )
