"""What would a request for information ask?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result

CHECK_ID = "missing"
TITLE = "Missing items"
_MOST_NAMED = 6


def check(case: CaseSnapshot) -> CheckResult:
    """Attention where criteria or gates lack a fact that the requester can be asked for.

    The sentences to send are the policy's own; a person chooses among them. Holds nothing
    back by itself: the criteria and gates that lack the facts do.
    """
    if case.evaluation is None:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.UNKNOWN,
            "The criteria have not been evaluated.",
            "Review by hand what is missing.",
        )
    if case.evaluation.missing:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.ATTENTION,
            f"{len(case.evaluation.missing)} to ask for: {_named(case.evaluation.missing)}.",
            "Look for them in the records first, then ask for the rest in one letter.",
        )
    if case.evaluation.plan_missing:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.PASSED,
            "Nothing to ask the requester for. For the plan to look up: "
            f"{_named(case.evaluation.plan_missing)}.",
        )
    return CheckResult(CHECK_ID, TITLE, Result.PASSED, "Nothing to ask the requester for.")


def _named(labels: tuple[str, ...]) -> str:
    more = len(labels) - _MOST_NAMED
    return "; ".join(labels[:_MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")
