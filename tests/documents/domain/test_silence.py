"""When a source of faxes counts as silent, and when it is left in peace."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from documents.domain.silence import SilenceRule, SourceState, source_state

ZONE = ZoneInfo("America/Chicago")
FOUR = SilenceRule(after=timedelta(hours=4), zone=ZONE, holidays=frozenset({date(2026, 11, 26)}))
EVERY = SilenceRule(after=timedelta(hours=4), zone=ZONE, every_hour=True)


def at(day, hour, minute=0):
    """A moment of November 2026 by the plan's clock; the 2nd is a Monday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def office_days(*days, until=(17, 0)):
    """Something came at ten past each hour from 8 to 16 of these days, at last at until."""
    heard = [at(day, hour, 10) for day in days for hour in range(8, 17)]
    last = at(days[-1], *until)
    return [one for one in heard if one < last]


WEEK = office_days(2, 3, 4, 5, 6)  # the last arrival is on Friday at 16:10


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (at(6, 16, 59), SourceState.DELIVERS),
        (at(6, 23), SourceState.DELIVERS),
        (at(8, 12), SourceState.DELIVERS),  # Sunday: 50 minutes of usual hours
        (at(9, 11, 9), SourceState.DELIVERS),  # Monday: 3 h 59 min of them
        (at(9, 11, 10), SourceState.SILENT),
        (at(9, 16, 59), SourceState.SILENT),
        (at(9, 17), SourceState.RESTING),
        (at(10, 7, 59), SourceState.RESTING),
        (at(10, 8), SourceState.SILENT),
        (at(14, 12), SourceState.RESTING),  # Saturday
        (at(26, 12), SourceState.RESTING),  # a holiday
        (at(27, 12), SourceState.SILENT),
    ],
)
def test_silence_is_counted_in_the_hours_in_which_something_comes(now, state):
    assert source_state(WEEK, now=now, rule=FOUR) is state


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (at(6, 20, 9), SourceState.DELIVERS),
        (at(6, 20, 10), SourceState.SILENT),
        (at(8, 3), SourceState.SILENT),
    ],
)
def test_all_hours_count_where_the_plan_says_so(now, state):
    assert source_state(WEEK, now=now, rule=EVERY) is state


def test_what_comes_at_weekends_is_expected_at_weekends():
    weekends = [at(day, hour) for day in (7, 8, 14, 15) for hour in range(9, 15)]
    assert source_state(weekends, now=at(17, 12), rule=FOUR) is SourceState.DELIVERS
    assert source_state(weekends, now=at(21, 11, 59), rule=FOUR) is SourceState.DELIVERS
    assert source_state(weekends, now=at(21, 13), rule=FOUR) is SourceState.SILENT


def test_a_source_is_known_after_three_days():
    two, three = office_days(2, 3), office_days(2, 3, 4)
    assert source_state(two, now=at(6, 16), rule=FOUR) is SourceState.NEW
    assert source_state(three, now=at(6, 16), rule=FOUR) is SourceState.SILENT
    once_a_day = [at(day, 9) for day in (2, 3, 4)]
    assert source_state(once_a_day, now=at(9, 9, 30), rule=FOUR) is SourceState.DELIVERS
    assert source_state(once_a_day, now=at(11, 9, 30), rule=FOUR) is SourceState.SILENT


def test_what_lies_before_the_four_weeks_does_not_count():
    long_ago = [one - timedelta(days=28) for one in WEEK]
    new = [at(9, 9), at(10, 9)]
    assert source_state([*long_ago[:9], *new], now=at(10, 12), rule=EVERY) is SourceState.NEW


def test_after_four_weeks_nobody_is_alarmed_any_more():
    last = WEEK[-1]
    almost, over = last + timedelta(days=27, hours=20), last + timedelta(days=28)
    assert source_state(WEEK, now=almost, rule=FOUR) is SourceState.SILENT
    assert source_state(WEEK, now=over, rule=FOUR) is SourceState.GONE


def test_the_clock_change_moves_no_usual_hour():
    """On 1 November 2026 Chicago's clocks go back: 9 o'clock is another hour of UTC."""
    before = [
        datetime(2026, 10, day, 9, 5, tzinfo=ZONE).astimezone(UTC) for day in (27, 28, 29, 30)
    ]
    rule = SilenceRule(after=timedelta(hours=1), zone=ZONE)
    assert source_state(before, now=at(2, 9, 4), rule=rule) is SourceState.DELIVERS
    assert source_state(before, now=at(2, 9, 6), rule=rule) is SourceState.SILENT
    assert source_state(before, now=at(2, 8, 59), rule=rule) is SourceState.DELIVERS


def test_every_state_has_words_and_those_that_need_them_a_sentence():
    assert all(state.label for state in SourceState)
    assert {state for state in SourceState if not state.sentence} == {SourceState.DELIVERS}
