"""Until when an appeal may be filed and when it must be decided; the rules are data.

Days are counted as for requests (cases.domain.deadlines): calendar days in the plan's
time zone, hours as elapsed hours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from cases.domain.deadlines import Calendar, DueTime, Situation, due_times


@dataclass(frozen=True)
class FilingLimit:
    """How long somebody may appeal: days after the notice, and days allowed for its mail.

    counted_from is "notice", or "receipt" where the rule counts from the day the letter
    came to hand, which the plan does not know and which is never before the notice.
    """

    days: int
    mailing_days: int
    counted_from: str
    cite: str


@dataclass(frozen=True)
class AppealRule:
    """The limits of one set of appeal rules. filing is None when no limit is held.

    decide holds one mapping per limit, with the keys of a turnaround rule and `level`.
    """

    id: str
    title: str
    filing: FilingLimit | None
    decide: tuple[Mapping[str, Any], ...]
    verify: bool


@dataclass(frozen=True)
class Filing:
    """Whether an appeal came in time. file_by is the last day, None when no limit runs."""

    file_by: date | None
    is_late: bool
    why: str


def filing_of(rule: AppealRule, *, noticed_on: date | None, filed_on: date) -> Filing:
    """Whether an appeal filed on the day was in time; while no notice went out, it was.

    Late is only shown: whether there was good cause is for a person to say.
    """
    limit = rule.filing
    if limit is None:
        return Filing(None, is_late=False, why="No limit for filing is held for this coverage.")
    if noticed_on is None:
        return Filing(
            None, is_late=False, why="The notice has not gone out, so no time to file has run."
        )
    last = noticed_on + timedelta(days=limit.days + limit.mailing_days)
    mail = f" and {limit.mailing_days} for mail" if limit.mailing_days else ""
    receipt = (
        " The rule counts from the day the letter was received, which is not on record, so a "
        "late mark may be wrong by the days of mailing."
        if limit.counted_from == "receipt"
        else ""
    )
    why = f"{limit.days} days{mail} from the notice ({limit.cite}).{receipt}"
    return Filing(last, is_late=filed_on > last, why=why)


def appeal_due(
    rule: AppealRule,
    situation: Situation,
    *,
    level: int,
    received_at: datetime,
    calendar: Calendar,
) -> DueTime:
    """The earliest time by which the appeal must be decided, with the rule it comes from.

    A level for which no limit of its own is held has that of the first.

    Raises:
        LookupError: the rule holds no limit for the situation; the data are incomplete.
    """
    own = [limit for limit in rule.decide if int(limit.get("level", 1)) == level]
    for limits in (own, [limit for limit in rule.decide if int(limit.get("level", 1)) == 1]):
        found = due_times(limits, situation, received_at=received_at, tolls=(), calendar=calendar)
        if found:
            return found[0]
    raise LookupError(f"appeal rule {rule.id} has no limit for {situation.urgency}")
