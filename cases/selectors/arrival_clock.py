"""How long an arrival may wait: it counts as urgent, and nothing of it is known yet."""

from datetime import datetime

from cases.domain.deadlines import Calendar, soonest_due
from cases.domain.moments import due_words
from operations.domain.plan import PlanView


def arrival_due(received_at: datetime, plan: PlanView) -> datetime | None:
    """When the soonest answer would be due if the request is expedited; None without a rule."""
    calendar = Calendar(plan.time_zone, frozenset(plan.holidays))
    return soonest_due(
        plan.turnaround_rules,
        received_at=received_at,
        on=received_at.astimezone(calendar.zone).date(),
        calendar=calendar,
    )


def arrival_due_words(received_at: datetime, plan: PlanView, *, now: datetime) -> str:
    """The time left in words: "due in 20 h at the soonest"; empty without a rule."""
    due = arrival_due(received_at, plan)
    if due is None:
        return ""
    words = due_words(due, now)
    return words if due < now else f"{words} at the soonest"
