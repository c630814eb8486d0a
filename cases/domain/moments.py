"""Moments as people say them: how long until, what day and hour, how old."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def due_words(due_at: datetime | None, now: datetime) -> str:
    """How pressing it is: "due in 1 day 4 h", "overdue by 3 h", "no clock running"."""
    if due_at is None:
        return "no clock running"
    if due_at < now:
        return f"overdue by {span_words(now - due_at)}"
    return f"due in {span_words(due_at - now)}"


def span_words(span: timedelta) -> str:
    """A length of time in its two largest units, rounded down; never negative."""
    if span < timedelta(minutes=1):
        return "less than a minute"
    if span < _HOUR:
        return f"{span // timedelta(minutes=1)} min"
    if span < _DAY:
        minutes = (span % _HOUR) // timedelta(minutes=1)
        return f"{span // _HOUR} h {minutes} min" if minutes else f"{span // _HOUR} h"
    days, hours = span // _DAY, (span % _DAY) // _HOUR
    words = "1 day" if days == 1 else f"{days} days"
    return f"{words} {hours} h" if hours and days < 7 else words


def local_words(moment: datetime, time_zone: str) -> str:
    """Day, date and hour in a zone, with the zone's short name: "Tue 24 Nov 2026 15:00 CST"."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return f"{local:%a} {local.day} {local:%b %Y %H:%M %Z}"


def age_words(birth: date, today: date) -> str:
    """An age as a ward says it: days in the first month, months to two years, then years."""
    months = (today.year - birth.year) * 12 + today.month - birth.month
    months -= today.day < birth.day
    if months < 1:
        days = max((today - birth).days, 0)
        return "1 day" if days == 1 else f"{days} days"
    return f"{months} mo" if months < 24 else f"{months // 12} y"


def moment_of(text: str) -> datetime | None:
    """The moment in UTC that an ISO text with an offset names; None when it names none."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo else None
    except (ValueError, OverflowError):
        return None
