"""From which day an approval holds."""

from datetime import date


def first_valid_day(*, today: date, service_from: date | None) -> date:
    """Today, or the day of the service where that has passed already.

    A service that was given before it was decided must lie within what is granted.
    """
    return min(today, service_from or today)
