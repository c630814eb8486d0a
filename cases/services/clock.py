"""The clock as a ledger: events in, due times out."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from accounts.domain.actor import Actor
from cases.domain.deadlines import (
    Calendar,
    DueTime,
    Situation,
    Toll,
    add_limit,
    due_times,
    rule_applies,
    tolls_after,
)
from cases.models import Case, ClockEvent
from cases.selectors.plan_day import plan_day
from operations.selectors.plan import plan_settings_on

EXPEDITED = Case.Urgency.EXPEDITED
ASKED = "when an expedited answer was asked for"
_RECEIVED = frozenset({ClockEvent.Kind.RECEIVED, ClockEvent.Kind.RECEIVED_CORRECTED})
WAITING_ENDS = frozenset({ClockEvent.Kind.INFORMATION_RECEIVED, ClockEvent.Kind.INFORMATION_CLOSED})


def clock_record(
    case: Case, kind: str, *, at: datetime, source: str, actor: Actor, now: datetime
) -> ClockEvent:
    """Write one clock event; `at` is when it happened, `now` when it was recorded."""
    return ClockEvent.objects.create(
        case=case, kind=kind, at=at, recorded_at=now, source=source, actor=actor.key
    )


def due_recompute(case: Case) -> tuple[DueTime, ...]:
    """Set due_at of a locked case from its ledger; return every due time.

    due_at becomes None when no rule applies or every applicable clock stands still.
    The caller's transaction saves it here, with history.
    """
    found = due_times_of(case)
    case.due_at = found[0].due_at if found else None
    case.save(update_fields=["due_at"])
    return found


def due_times_of(case: Case, *, received_at: datetime | None = None) -> tuple[DueTime, ...]:
    """Every applicable due time of the case, earliest first, from its ledger.

    received_at asks what they would be had the request been received then.

    A request that became expedited later keeps the clock it had from receipt and has
    the expedited one besides, from the moment that was asked for.
    """
    events = list(case.clock.order_by("at", "id"))
    received = received_at or _received(events)
    raised = next((e.at for e in events if e.kind == ClockEvent.Kind.EXPEDITED), None)
    plan = plan_settings_on(received.date())
    calendar = Calendar(plan.time_zone, frozenset(plan.holidays))
    situation, tolls = situation_of(case, received), _tolls(events)
    if raised is not None:
        situation = replace(situation, urgency=Case.Urgency.STANDARD.value)
    found = due_times(
        plan.turnaround_rules, situation, received_at=received, tolls=tolls, calendar=calendar
    )
    if raised is None:
        return found
    besides = due_times(
        [rule for rule in plan.turnaround_rules if not rule_applies(rule, situation)],
        replace(situation, urgency=EXPEDITED.value),
        received_at=raised,
        tolls=tolls_after(raised, tolls),
        calendar=calendar,
        since=ASKED,
    )
    return tuple(sorted((*found, *besides), key=lambda due: (due.due_at, due.rule_id)))


def answer_by_day(case: Case, *, now: datetime) -> date:
    """The plan's local day until which the requester may answer a request for information.

    The longest time that an applicable turnaround rule gives (info_min_time); where
    none says, 48 hours when expedited and 45 days otherwise, as 29 CFR
    2560.503-1(f)(2)(i) and (f)(2)(iii) give at least.
    """
    plan = plan_settings_on(now.date())
    calendar = Calendar(plan.time_zone, frozenset(plan.holidays))
    situation = situation_of(case, case.received_at)
    given = [
        rule["info_min_time"]
        for rule in plan.turnaround_rules
        if rule.get("info_min_time") and rule_applies(rule, situation)
    ]
    usual = (
        {"value": 48, "unit": "h"} if case.urgency == EXPEDITED else {"value": 45, "unit": "cal_d"}
    )
    ends = [
        add_limit(now, int(limit["value"]), str(limit["unit"]), calendar)
        for limit in given or [usual]
    ]
    return max(ends).astimezone(calendar.zone).date()


def clock_tolls(case: Case) -> bool:
    """Whether an applicable turnaround rule stops its clock while information is awaited."""
    plan = plan_settings_on(case.received_at.date())
    situation = situation_of(case, case.received_at)
    return any(
        rule.get("tolls") and rule_applies(rule, situation) for rule in plan.turnaround_rules
    )


def situation_of(case: Case, received_at: datetime) -> Situation:
    """What selects the turnaround rules for the case; no coverage matches only "any" rules."""
    coverage = case.coverage
    line = case.lines.order_by("number").first()
    return Situation(
        line_of_business=coverage.line_of_business if coverage else "",
        regime=coverage.regime if coverage else "",
        funding=coverage.funding if coverage else "",
        urgency=case.urgency,
        is_drug=line.is_drug if line else True,
        benefit=line.benefit if line else "medical",
        on=plan_day(received_at),
    )


def _received(events: Iterable[ClockEvent]) -> datetime:
    """When the request was received: as recorded first, or as two people corrected it last."""
    told = [event for event in events if event.kind in _RECEIVED]
    return max(told, key=lambda event: event.pk).at


def _tolls(events: Iterable[ClockEvent]) -> tuple[Toll, ...]:
    tolls: list[Toll] = []
    start: datetime | None = None
    for event in sorted(events, key=lambda event: event.pk):
        if event.kind == ClockEvent.Kind.INFORMATION_REQUESTED and start is None:
            start = event.at
        elif event.kind in WAITING_ENDS and start is not None:
            tolls.append(Toll(start, max(start, event.at)))
            start = None
    if start is not None:
        tolls.append(Toll(start, None))
    return tuple(tolls)
