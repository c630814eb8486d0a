"""Until when a doctor may ask to talk about a determination."""

from datetime import date, timedelta

from cases.models import Determination
from cases.selectors.plan_day import plan_day
from operations.selectors.plan import plan_settings_on

DEFAULT_WINDOW_DAYS = 14


def window_end_of(determination: Determination) -> date:
    """The plan's last day to ask for a call about the determination, by the plan's settings."""
    plan = plan_settings_on(determination.decided_at.date())
    days = int(plan.letterhead.get("peer_to_peer_days", DEFAULT_WINDOW_DAYS))
    return plan_day(determination.decided_at) + timedelta(days=days)
