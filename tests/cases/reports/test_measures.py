"""The report's numbers, each with its list and its edges."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.report_rows import Period
from cases.reports.measures import (
    AGEING_LABELS,
    Measure,
    ageing_measures,
    bucket_of,
    late_measure,
    on_time_share,
    outcome_measures,
    turnaround_of,
    volume_measures,
)
from cases.reports.view import report_view
from cases.reports.volume import volume_points
from tests.cases.reports.rows import NOW, PERIOD, decided, opened

HOUR = timedelta(hours=1)


def keys(measures: tuple[Measure, ...]) -> dict[str, tuple[str, ...]]:
    return {measure.id: measure.keys for measure in measures}


def test_volume_counts_by_receipt_and_by_close():
    rows = [
        opened("old", received_at=NOW - timedelta(days=30)),
        opened("new"),
        decided("done"),
        decided("redirected", outcome="redirected", decided_at=None, notified_at=None),
        decided(
            "long ago", received_at=NOW - timedelta(days=60), closed_at=NOW - timedelta(days=50)
        ),
    ]
    assert keys(volume_measures(rows, PERIOD)) == {
        "received": ("new", "done", "redirected"),
        "closed": ("done", "redirected"),
        "open": ("old", "new"),
    }


def test_outcomes_tell_redirected_and_withdrawn_from_denied():
    rows = [
        decided("a"),
        decided("d", outcome="denied"),
        decided("r", outcome="redirected"),
        decided("w", outcome="withdrawn"),
        opened("o"),
    ]
    assert keys(outcome_measures(rows, PERIOD)) == {
        "outcome-approved": ("a",),
        "outcome-denied": ("d",),
        "outcome-redirected": ("r",),
        "outcome-withdrawn": ("w",),
    }


@pytest.mark.parametrize(
    ("changes", "judgement"),
    [
        ({}, "on time"),
        ({"due_at": NOW - 2 * HOUR}, "on time"),
        ({"due_at": NOW - 2 * HOUR - timedelta(seconds=1)}, "late"),
        ({"notified_at": None, "due_at": NOW - HOUR}, "late"),
        ({"notified_at": None, "due_at": NOW + HOUR}, "not judged"),
        ({"notified_at": None, "due_at": NOW}, "not judged"),
        ({"due_at": None}, "not judged"),
        ({"decided_at": NOW - timedelta(days=20)}, "not judged"),
    ],
)
def test_on_time_means_decided_and_sent_by_the_due_time(changes, judgement):
    row = decided("x", **changes)
    share = on_time_share([row], PERIOD, now=NOW)
    late = late_measure([row], PERIOD, now=NOW)
    found = {(1, 1, 0): "on time", (0, 1, 1): "late", (0, 0, 0): "not judged"}
    assert found[share.part.count, share.whole.count, late.count] == judgement


def test_the_share_is_a_percentage_or_nothing():
    rows = [decided("a"), decided("b"), decided("c", due_at=NOW - 3 * HOUR)]
    assert on_time_share(rows, PERIOD, now=NOW).percent == 66.7
    assert on_time_share([], PERIOD, now=NOW).percent is None


@pytest.mark.parametrize(
    ("left", "bucket"),
    [
        (-timedelta(seconds=1), "overdue"),
        (timedelta(), "under-4h"),
        (4 * HOUR - timedelta(seconds=1), "under-4h"),
        (4 * HOUR, "under-24h"),
        (24 * HOUR - timedelta(seconds=1), "under-24h"),
        (24 * HOUR, "days-1-3"),
        (72 * HOUR, "days-1-3"),
        (72 * HOUR + timedelta(seconds=1), "over-3d"),
    ],
)
def test_ageing_buckets_meet_without_gap_or_overlap(left, bucket):
    assert bucket_of(NOW + left, NOW) == bucket


def test_a_clock_that_stands_still_has_its_own_bucket():
    found = keys(ageing_measures([opened("t", due_at=None), decided("d")], now=NOW))
    assert found["ageing-no-clock"] == ("t",)
    assert sum(len(listed) for listed in found.values()) == 1


@given(st.lists(st.integers(min_value=-500, max_value=500) | st.none(), max_size=30))
def test_every_open_case_is_in_exactly_one_bucket(hours):
    rows = [
        opened(str(n), due_at=None if left is None else NOW + left * HOUR)
        for n, left in enumerate(hours)
    ]
    listed = [key for measure in ageing_measures(rows, now=NOW) for key in measure.keys]
    assert sorted(listed) == sorted(row.number for row in rows)
    assert len(ageing_measures(rows, now=NOW)) == len(AGEING_LABELS)


def test_turnaround_is_median_and_ninetieth_percentile_in_hours():
    rows = [
        decided(str(hours), urgency="expedited", received_at=NOW - hours * HOUR, notified_at=NOW)
        for hours in (40, 10, 20, 30)
    ]
    found = turnaround_of([*rows, decided("other")], PERIOD, urgency="expedited")
    assert found.measured.keys == ("40", "10", "20", "30")
    assert found.median_hours == 25.0
    assert found.p90_hours == 37.0


def test_turnaround_of_one_and_of_none():
    one = turnaround_of([decided("x")], PERIOD, urgency="standard")
    assert one.median_hours == one.p90_hours == 22.0
    none = turnaround_of([decided("x")], PERIOD, urgency="expedited")
    assert none.median_hours is None
    assert none.p90_hours is None
    assert none.measured.count == 0


# --- volume over time -----------------------------------------------------------------


def test_a_short_period_is_counted_by_day_with_empty_days_kept():
    points = volume_points([opened("a"), decided("b")], PERIOD)
    assert [point.label for point in points] == [
        "Nov 16", "Nov 17", "Nov 18", "Nov 19", "Nov 20", "Nov 21", "Nov 22",
    ]  # fmt: skip
    assert points[5].received == ("a", "b")
    assert points[6].closed == ("b",)
    assert points[0].received == ()


def test_a_long_period_is_counted_by_week_cut_at_its_ends():
    period = Period(date(2026, 10, 14), date(2026, 11, 17), "America/Chicago")
    points = volume_points([], period)
    assert [(point.first.day, point.last.day) for point in points] == [
        (14, 18), (19, 25), (26, 1), (2, 8), (9, 15), (16, 17),
    ]  # fmt: skip


@given(st.integers(min_value=0, max_value=120), st.integers(min_value=0, max_value=120))
def test_points_cover_the_period_once(start, length):
    first = date(2026, 1, 1) + timedelta(days=start)
    period = Period(first, first + timedelta(days=length), "UTC")
    points = volume_points([], period)
    assert points[0].first == period.first
    assert points[-1].last == period.last
    for before, after in itertools.pairwise(points):
        assert after.first == before.last + timedelta(days=1)


def test_the_points_add_up_to_the_totals():
    rows = [opened(str(n), received_at=NOW - timedelta(hours=7 * n)) for n in range(40)]
    view = report_view(rows, period=PERIOD, now=NOW)
    received = next(item for item in view.volume if item.id == "received")
    assert sum(len(point.received) for point in view.points) == received.count
