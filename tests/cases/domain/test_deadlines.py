"""Due times: the vectors of the rules, and what no clock may do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.deadlines import (
    Calendar,
    Situation,
    Toll,
    add_limit,
    due_times,
    rule_applies,
    soonest_due,
)

CHICAGO = ZoneInfo("America/Chicago")
FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
CALENDAR = Calendar("America/Chicago", frozenset({date(2026, 11, 26)}))


def local(year, month, day, hour=0, minute=0, second=0):
    return datetime(year, month, day, hour, minute, second, tzinfo=CHICAGO)


def rule(**changes):
    row = {
        "id": "erisa.pre_service",
        "lob": "commercial",
        "regime": ["erisa"],
        "funding": "any",
        "urgency": "standard",
        "benefit": "any",
        "is_drug": None,
        "limit_value": 15,
        "limit_unit": "cal_d",
        "tolls": True,
        "status": "in_force",
        "cite": "29 CFR 2560.503-1(f)(2)(iii)(A)",
    }
    return row | changes


SITUATION = Situation(
    line_of_business="commercial",
    regime="erisa",
    funding="self_insured",
    urgency="standard",
    is_drug=True,
    benefit="medical",
    on=date(2026, 11, 20),
)


def situation(**changes):
    return replace(SITUATION, **changes)


def due(rules, received, *, tolls=(), **changes):
    return due_times(
        rules, situation(**changes), received_at=received, tolls=tuple(tolls), calendar=CALENDAR
    )


def test_fifteen_calendar_days_end_at_the_last_second_of_the_local_day():
    (found,) = due([rule()], local(2026, 11, 20, 16, 40))
    assert found.due_at == local(2026, 12, 5, 23, 59, 59)
    assert "15 calendar days" in found.why


def test_the_earliest_of_several_rules_comes_first():
    seven = rule(id="ncqa.7", limit_value=7, tolls=False)
    found = due([rule(), seven], local(2026, 11, 20, 16, 40))
    assert [d.rule_id for d in found] == ["ncqa.7", "erisa.pre_service"]
    assert found[0].due_at == local(2026, 11, 27, 23, 59, 59)


def test_hours_are_elapsed_hours_across_the_change_of_clocks():
    start = local(2027, 3, 13, 20)
    assert add_limit(start, 72, "h", CALENDAR) == local(2027, 3, 16, 21)
    autumn = local(2026, 10, 31, 20)
    assert add_limit(autumn, 72, "h", CALENDAR) - autumn == timedelta(hours=72)


def test_business_days_skip_weekends_and_the_plans_holidays():
    # Wednesday 25th; Thursday 26th is a holiday; Friday, Monday.
    assert add_limit(local(2026, 11, 25, 9), 2, "bus_d", CALENDAR) == local(
        2026, 11, 30, 23, 59, 59
    )


def test_an_unknown_unit_is_refused():
    with pytest.raises(ValueError, match="unknown limit unit"):
        add_limit(local(2026, 1, 1), 1, "weeks", CALENDAR)


@pytest.mark.parametrize(
    "change",
    [
        {"status": "proposed"},
        {"effective_from": "2026-11-21"},
        {"effective_to": date(2026, 11, 19)},
        {"lob": "medicaid"},
        {"regime": ["church", "governmental"]},
        {"urgency": "expedited"},
        {"is_drug": False},
        {"funding": "insured"},
        {"benefit": "pharmacy"},
    ],
)
def test_a_rule_that_differs_in_one_thing_does_not_apply(change):
    assert rule_applies(rule(), situation())
    assert not rule_applies(rule(**change), situation())


def test_a_rule_applies_on_its_first_and_last_day():
    assert rule_applies(rule(effective_from="2026-11-20", effective_to="2026-11-20"), situation())


def test_a_running_toll_stops_only_the_rule_that_tolls():
    seven = rule(id="ncqa.7", limit_value=7, tolls=False)
    waiting = [Toll(local(2026, 11, 22, 9), None)]
    found = due([rule(), seven], local(2026, 11, 20, 16, 40), tolls=waiting)
    assert [d.rule_id for d in found] == ["ncqa.7"]


def test_a_finished_toll_puts_off_days_by_whole_days_and_hours_by_all_of_it():
    stopped = [Toll(local(2026, 11, 22, 9), local(2026, 11, 24, 15))]
    received = local(2026, 11, 20, 16, 40)
    (days,) = due([rule()], received, tolls=stopped)
    assert days.due_at == local(2026, 12, 7, 23, 59, 59)
    assert "put off" in days.why
    (hours,) = due([rule(limit_value=72, limit_unit="h")], received, tolls=stopped)
    assert hours.due_at == received + timedelta(hours=72 + 54)


def test_no_rule_gives_no_due_time():
    assert due([], local(2026, 11, 20)) == ()


@given(st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None)), st.integers(1, 400))
def test_hour_rules_give_exactly_that_many_real_hours(moment, hours):
    start = moment.replace(tzinfo=UTC)
    assert add_limit(start, hours, "h", CALENDAR) - start == timedelta(hours=hours)


@given(st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None)), st.integers(1, 120))
def test_calendar_days_end_on_that_local_day(moment, days):
    start = moment.replace(tzinfo=UTC)
    end = add_limit(start, days, "cal_d", CALENDAR).astimezone(CHICAGO)
    assert end.date() == start.astimezone(CHICAGO).date() + timedelta(days=days)
    assert (end.hour, end.minute, end.second) == (23, 59, 59)


def test_an_arrival_of_which_nothing_is_known_waits_no_longer_than_the_soonest_rule():
    rules = [
        {"id": "a", "urgency": "expedited", "limit_value": 72, "limit_unit": "h"},
        {"id": "b", "urgency": "expedited", "limit_value": 24, "limit_unit": "h"},
        {"id": "c", "urgency": "standard", "limit_value": 1, "limit_unit": "h"},
        {"id": "d", "urgency": "expedited", "limit_value": 1, "limit_unit": "h"}
        | {"status": "proposed"},
        {"id": "e", "urgency": "expedited", "limit_value": 2, "limit_unit": "h"}
        | {"effective_to": "2026-01-01"},
        {"id": "f", "urgency": "expedited", "limit_value": 3, "limit_unit": "h"}
        | {"effective_from": "2027-01-01"},
    ]
    received = datetime(2026, 11, 20, 22, 40, tzinfo=UTC)
    soonest = partial(
        soonest_due, received_at=received, on=date(2026, 11, 20), calendar=Calendar("UTC")
    )
    assert soonest(rules) == received + timedelta(hours=24)
    assert soonest(rules[2:]) is None
