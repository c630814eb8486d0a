"""Is what the plan takes only for a while recent enough?"""

from cases.checks.snapshot import CaseSnapshot, CheckResult, Result
from cases.domain.ages import Age
from cases.domain.seen import AgeSeen

CHECK_ID = "fact_age"
TITLE = "Recent enough"
_RESULTS = {
    Age.GOOD: Result.PASSED,
    Age.OLD: Result.ATTENTION,
    Age.AHEAD: Result.ATTENTION,
}
_SAYS = {
    Age.GOOD: "It is not older than that",
    Age.OLD: "It is older than that",
    Age.AHEAD: "That day has not come",
    Age.OPEN: "Whether it is older than that cannot be told without the day",
    Age.UNSET: "How long it is good is not set",
}
_TO_DO = {
    Age.OLD: "Look for a later one, or ask for it.",
    Age.AHEAD: "Compare the date with its page.",
    Age.OPEN: "Look for the full date, or ask for it.",
    Age.UNDATED: "Look for the date, settle which one counts, or ask for it.",
    Age.UNSET: "Weigh by hand whether it is recent enough, and have the plan set the length.",
}
_ORDER = (Result.ATTENTION, Result.UNKNOWN, Result.PASSED)


def check(case: CaseSnapshot) -> CheckResult:
    """Passed when every fact that grows old is dated and recent enough; it decides nothing.

    Kresladi 2026-07-23, section III (5) and (7) leave to the plan how old an infection
    assessment and an HIV screen may be. Which facts, dates and lengths: the policy's settings
    and the plan's. Counted on the day of the service, or today where that is earlier or none
    is known. An unknown date never passes. Holds nothing back: the policy states no limit.
    """
    if case.policy is None:
        return CheckResult(
            CHECK_ID,
            TITLE,
            Result.UNKNOWN,
            "Without a policy nothing says what may grow old.",
            "See whether a policy is in force first.",
        )
    if not case.ages:
        return CheckResult(
            CHECK_ID, TITLE, Result.PASSED, "The policy leaves no such length to the plan."
        )
    standings = [Age(age.standing) for age in case.ages]
    return CheckResult(
        CHECK_ID,
        TITLE,
        min((_RESULTS.get(one, Result.UNKNOWN) for one in standings), key=_ORDER.index),
        " ".join(_sentence(age) for age in case.ages),
        " ".join(dict.fromkeys(_TO_DO[one] for one in standings if one in _TO_DO)),
    )


def _sentence(age: AgeSeen) -> str:
    """The fact with its date and page, how long it is good, and how that stands."""
    if age.standing == Age.ABSENT:
        return f"{age.what}: not on file."
    days = f" The plan takes it for {age.days} days." if age.days is not None else ""
    if age.standing == Age.UNDATED:
        return f"{age.what}: on file, but without one date that counts.{days}"
    end = " today, and will be on the service date" if age.ends_before_service else ""
    return f"{age.what}: dated {age.dated} ({_place(age)}).{days} {_SAYS[Age(age.standing)]}{end}."


def _place(age: AgeSeen) -> str:
    where = f"page {age.page}" if age.page is not None else "on no page of the case"
    return where if age.is_confirmed else f"{where}, not confirmed yet"
