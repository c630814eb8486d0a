"""The day it is at the plan."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from operations.selectors.plan import plan_settings_on


def plan_zone(moment: datetime) -> ZoneInfo:
    """The plan's time zone as it was at the moment; one query.

    Raises:
        NoPlanSettingsError: no plan settings are in force yet.
    """
    return ZoneInfo(plan_settings_on(moment.date()).time_zone)


def plan_day(moment: datetime) -> date:
    """The date of the moment in the plan's time zone; one query.

    Raises:
        NoPlanSettingsError: no plan settings are in force yet.
    """
    return moment.astimezone(plan_zone(moment)).date()
