"""Why a case is due when it is due: every applicable rule and the ledger it is counted from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.domain.deadlines import DueTime
from cases.domain.moments import due_words, local_words
from cases.models import Case
from cases.selectors.timeline import LedgerRow, ledger_of


@dataclass(frozen=True)
class RuleApplied:
    """One turnaround rule with the time it gives, in words and in the plan's zone."""

    limit: str
    why: str
    cite: str
    due: str
    due_local: str
    decides: bool


@dataclass(frozen=True)
class ClockWhy:
    """The explanation. rules is empty when no rule applies or every clock stands still."""

    rules: tuple[RuleApplied, ...]
    ledger: tuple[LedgerRow, ...]
    time_zone: str


def clock_why(
    case: Case, due_times: Iterable[DueTime], *, now: datetime, time_zone: str
) -> ClockWhy:
    """The explanation of the case's due time; due_times earliest first. One query."""
    return ClockWhy(
        rules=tuple(
            RuleApplied(
                limit=due.limit,
                why=due.why,
                cite=due.cite,
                due=due_words(due.due_at, now),
                due_local=local_words(due.due_at, time_zone),
                decides=index == 0,
            )
            for index, due in enumerate(due_times)
        ),
        ledger=ledger_of(case),
        time_zone=time_zone,
    )
