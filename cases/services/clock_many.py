"""Due times of very many cases: the rules of cases.domain.deadlines, each thing worked out once."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from cases.domain.deadlines import Calendar, Situation, Toll, add_limit, due_times, rule_applies
from operations.errors import NoPlanSettingsError
from operations.selectors.plan import PlanView, plan_settings_versions

Rules = tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class ClockOf:
    """What of a case and its coverage selects the turnaround rules."""

    line_of_business: str
    regime: str
    funding: str
    urgency: str
    is_drug: bool = True
    benefit: str = "medical"


class ManyClocks:
    """Earliest due times by the plan settings as they are when it is made; one query."""

    def __init__(self) -> None:
        self._versions = plan_settings_versions()
        self._firsts = [plan.effective_from for plan in self._versions]
        self._plans: dict[date, tuple[PlanView, Calendar, ZoneInfo]] = {}
        self._rules: dict[tuple[ClockOf, int, int], Rules] = {}
        self._changes: dict[int, list[date]] = {}
        self._ends: dict[tuple[int, date, int, str], datetime] = {}

    def plan(self, day: date) -> PlanView:
        """The plan settings in force on the day; NoPlanSettingsError before the first."""
        return self._plan(day)[0]

    def due_at(
        self, clock: ClockOf, *, received_at: datetime, tolls: Iterable[Toll] = ()
    ) -> datetime | None:
        """What due_times gives first; None when no rule applies or every clock stands still."""
        plan, calendar, zone = self._plan(received_at.date())
        day = received_at.astimezone(zone).date()
        rules = self._applicable(clock, plan, day)
        stops = tuple(tolls)
        if stops:
            found = due_times(
                rules,
                _situation(clock, day),
                received_at=received_at,
                tolls=stops,
                calendar=calendar,
            )
            return found[0].due_at if found else None
        ends = [self._end(rule, plan, received_at, day, calendar) for rule in rules]
        return min(ends, default=None)

    def _plan(self, day: date) -> tuple[PlanView, Calendar, ZoneInfo]:
        found = self._plans.get(day)
        if found is None:
            place = bisect_right(self._firsts, day)
            if not place:
                raise NoPlanSettingsError(
                    f"No plan settings are in force on {day:%Y-%m-%d}: load and approve them first."
                )
            plan = self._versions[place - 1]
            calendar = Calendar(plan.time_zone, frozenset(plan.holidays))
            found = self._plans[day] = plan, calendar, calendar.zone
        return found

    def _applicable(self, clock: ClockOf, plan: PlanView, day: date) -> Rules:
        changes = self._changes.get(plan.version)
        if changes is None:
            changes = self._changes[plan.version] = _changes(plan)
        key = clock, plan.version, bisect_right(changes, day)
        found = self._rules.get(key)
        if found is None:
            situation = _situation(clock, day)
            found = tuple(r for r in plan.turnaround_rules if rule_applies(r, situation))
            self._rules[key] = found
        return found

    def _end(
        self,
        rule: dict[str, Any],
        plan: PlanView,
        received_at: datetime,
        day: date,
        calendar: Calendar,
    ) -> datetime:
        """The end of one limit; one counted in days is the same for the whole day."""
        value, unit = int(rule["limit_value"]), str(rule["limit_unit"])
        if unit == "h":
            return add_limit(received_at, value, unit, calendar)
        key = plan.version, day, value, unit
        found = self._ends.get(key)
        if found is None:
            found = self._ends[key] = add_limit(received_at, value, unit, calendar)
        return found


def _changes(plan: PlanView) -> list[date]:
    """The days on which a rule comes into force or has ceased to be."""
    firsts = {_day(rule.get("effective_from")) for rule in plan.turnaround_rules}
    lasts = {_day(rule.get("effective_to")) for rule in plan.turnaround_rules}
    return sorted({d for d in firsts if d} | {d + timedelta(days=1) for d in lasts if d})


def _day(value: object) -> date | None:
    if not value:
        return None
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _situation(clock: ClockOf, day: date) -> Situation:
    return replace(_BLANK, **{name: getattr(clock, name) for name in ClockOf.__slots__}, on=day)


_BLANK = Situation("", "", "", "", is_drug=True, benefit="medical", on=date.min)
