"""When an answer is due: rules are data, the clock is a ledger of events.

Conventions (recorded with the plan's turnaround rules): hours are elapsed hours
added in UTC; days are calendar days in the plan's time zone, the day of receipt
being day 0, due at 23:59:59 local on day N; business days skip weekends and the
plan's holidays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Calendar:
    """The plan's time zone and the days on which it is closed."""

    time_zone: str
    holidays: frozenset[date] = frozenset()

    @property
    def zone(self) -> ZoneInfo:
        """The zone that days are counted in."""
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True)
class Situation:
    """What selects the rules: of the case and its coverage."""

    line_of_business: str
    regime: str
    funding: str
    urgency: str
    is_drug: bool
    benefit: str
    on: date


@dataclass(frozen=True)
class DueTime:
    """One rule applied: due_at in UTC, with the rule and a sentence for people."""

    rule_id: str
    due_at: datetime
    limit: str
    cite: str
    why: str


@dataclass(frozen=True)
class Toll:
    """A stretch during which a tolling rule's clock stood still; end None is still running."""

    start: datetime
    end: datetime | None


RECEIPT = "receipt"
_ANY = {None, "any", ""}
_UNITS = {"h": "hours", "cal_d": "calendar days", "bus_d": "business days"}


def rule_applies(rule: Mapping[str, Any], situation: Situation) -> bool:
    """Whether the rule governs the situation: in force on the day and every key matches."""
    if not _in_force(rule, situation.on):
        return False
    wanted = {
        "lob": situation.line_of_business,
        "regime": situation.regime,
        "funding": situation.funding,
        "urgency": situation.urgency,
        "benefit": situation.benefit,
        "is_drug": situation.is_drug,
    }
    return all(_matches(rule.get(key), value) for key, value in wanted.items())


def _in_force(rule: Mapping[str, Any], on: date) -> bool:
    if rule.get("status", "in_force") != "in_force":
        return False
    starts, ends = rule.get("effective_from"), rule.get("effective_to")
    return not (starts and on < _as_date(starts)) and not (ends and on > _as_date(ends))


def _matches(rule_value: object, value: object) -> bool:
    if isinstance(rule_value, (list, tuple)):
        return any(_matches(item, value) for item in rule_value)
    return rule_value in _ANY or rule_value == value


def _as_date(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def add_limit(start: datetime, value: int, unit: str, calendar: Calendar) -> datetime:
    """The moment `value` units after start, in UTC, by the conventions above.

    Raises:
        ValueError: the unit is not h, cal_d or bus_d.
    """
    if unit == "h":
        return start.astimezone(UTC) + timedelta(hours=value)
    if unit not in _UNITS:
        raise ValueError(f"unknown limit unit {unit}")
    day = start.astimezone(calendar.zone).date()
    left = value
    while left:
        day += timedelta(days=1)
        if unit == "cal_d" or (day.weekday() < 5 and day not in calendar.holidays):
            left -= 1
    return datetime.combine(day, time(23, 59, 59), tzinfo=calendar.zone).astimezone(UTC)


def due_times(
    rules: Iterable[Mapping[str, Any]],
    situation: Situation,
    *,
    received_at: datetime,
    tolls: tuple[Toll, ...],
    calendar: Calendar,
    since: str = RECEIPT,
) -> tuple[DueTime, ...]:
    """Every applicable rule's due time, earliest first; empty when no rule applies.

    since names in words what the clock starts from, where that is not the receipt.

    A rule that tolls is put off by the whole of each finished toll; while one is
    running its clock stands still and the rule is left out. Rules that do not
    toll are never moved.
    """
    found = []
    for rule in rules:
        if not rule_applies(rule, situation):
            continue
        due = _due(rule, received_at, tolls, calendar, since)
        if due is not None:
            found.append(due)
    return tuple(sorted(found, key=lambda due: (due.due_at, due.rule_id)))


def soonest_due(
    rules: Iterable[Mapping[str, Any]], *, received_at: datetime, on: date, calendar: Calendar
) -> datetime | None:
    """The earliest time by which any expedited request that came then would be due, in UTC.

    For an arrival of which nothing is known yet, so every line of business counts. None
    when the plan has no rule for expedited requests.
    """
    found = [
        add_limit(received_at, int(rule["limit_value"]), str(rule["limit_unit"]), calendar)
        for rule in rules
        if rule.get("urgency") == "expedited" and _in_force(rule, on)
    ]
    return min(found, default=None)


def _due(
    rule: Mapping[str, Any],
    received_at: datetime,
    tolls: tuple[Toll, ...],
    calendar: Calendar,
    since: str,
) -> DueTime | None:
    value, unit = int(rule["limit_value"]), str(rule["limit_unit"])
    due_at = add_limit(received_at, value, unit, calendar)
    limit = f"{value} {_UNITS[unit]}"
    why = f"{limit} from {since}"
    if rule.get("tolls") and tolls:
        if any(toll.end is None for toll in tolls):
            return None
        stopped = sum((t.end - t.start for t in tolls if t.end), timedelta())
        due_at = _later(due_at, stopped, unit, calendar)
        why = f"{limit} from {since}, put off by the time spent waiting for information"
    return DueTime(
        rule_id=str(rule["id"]), due_at=due_at, limit=limit, cite=str(rule["cite"]), why=why
    )


def tolls_after(start: datetime, tolls: Iterable[Toll]) -> tuple[Toll, ...]:
    """The parts of the tolls that lie after a clock's own start."""
    return tuple(
        Toll(max(toll.start, start), toll.end)
        for toll in tolls
        if toll.end is None or toll.end > start
    )


def _later(due_at: datetime, stopped: timedelta, unit: str, calendar: Calendar) -> datetime:
    if unit == "h":
        return due_at + stopped
    moved = due_at.astimezone(calendar.zone).date() + timedelta(days=stopped.days)
    return datetime.combine(moved, time(23, 59, 59), tzinfo=calendar.zone).astimezone(UTC)
