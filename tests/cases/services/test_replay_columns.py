"""Facts as columns in a file: equal to case by case, made again when it is of no use."""

from datetime import timedelta

import polars as pl
import pytest

from cases.domain.replay import SUGGESTION, Cell
from cases.models import FactSnapshot
from cases.selectors.replay_cohort import latest_facts
from cases.selectors.replay_store import (
    GRACE,
    store_path,
    store_scan,
    store_write,
    stored_facts,
)
from cases.services.replay_columns import columns_count, store_ready
from cases.services.replay_evaluate import stretch_count
from criteria.columns.cells import Changes
from criteria.domain.reserved import CASE
from criteria.loading import policy_read
from criteria.selectors.policies import policy_get
from tests.cases.factories import FACTS, NOW, Said
from tests.cases.replays import ASKS_MORE, TURNED
from tests.cases.replays import own_folder as own_folder

POSITIVE = {**FACTS, "hiv_result": Said("positive", "lab_report", "non-reactive")}
LATER = NOW + GRACE + timedelta(seconds=1)


@pytest.fixture
def cases(house):
    return [house.case(), house.case(facts=POSITIVE), house.case(prepared="no")]


@pytest.fixture
def policy(cases):
    return policy_get(cases[0].policy_id)


def snapshot(case, **facts):
    last = FactSnapshot.objects.filter(kind="suggested").earliest("pk")
    return FactSnapshot.objects.create(
        case=case,
        policy=last.policy,
        kind="suggested",
        facts={**last.facts, **facts},
        digest=f"{FactSnapshot.objects.count():064}",
        created_at=NOW,
    )


@pytest.mark.parametrize("text", [TURNED, ASKS_MORE])
def test_columns_count_what_case_by_case_counts(cases, policy, text):
    ids, new = [case.pk for case in cases], policy_read(text)
    columns = store_ready(policy, now=NOW)
    counted = columns_count(ids, columns, old=policy, new=new)
    by_row = stretch_count(ids, latest_facts(ids, "kresladi"), old=policy, new=new)
    assert counted is not None
    assert counted == by_row
    assert counted.without_facts == 1
    assert sum(len(c) for cell, c in counted.tally.cells.items() if cell.item == SUGGESTION) == 2


def test_only_the_cases_asked_for_are_counted(cases, policy):
    columns = store_ready(policy, now=NOW)
    one = columns_count([cases[1].pk], columns, old=policy, new=policy_read(TURNED))
    assert one is not None
    assert one.tally.cells[Cell("hiv.negative", "not_met", "met")] == [cases[1].pk]


def test_a_fact_on_file_that_the_draft_types_otherwise_is_counted_case_by_case(cases, policy):
    new = policy_read(TURNED.replace("      indeterminate: Neither\n", "      indeterminate: No\n"))
    columns = store_ready(policy, now=NOW)
    ids = [case.pk for case in cases]
    counted = columns_count(ids, columns, old=policy, new=new)
    assert counted == stretch_count(ids, latest_facts(ids, "kresladi"), old=policy, new=new)
    assert len(Changes(policy, new).keyed(columns, CASE)[1]) == 2


def test_a_fact_that_only_the_draft_asks_for_is_read_where_it_is_on_file(cases, policy):
    new = policy_read(ASKS_MORE)
    snapshot(cases[1], marker_seen="true")
    columns = store_ready(policy, now=NOW)
    ids = [case.pk for case in cases]
    counted = columns_count(ids, columns, old=policy, new=new)
    assert counted == stretch_count(ids, latest_facts(ids, "kresladi"), old=policy, new=new)
    assert Changes(policy, new).keyed(columns, CASE)[1].to_list() == [cases[1].pk]
    assert counted.lacking["marker_seen"] == 1


def test_cases_that_lie_far_apart_have_their_facts_read_by_id(cases, policy, monkeypatch):
    whole = latest_facts([case.pk for case in cases], "kresladi")
    monkeypatch.setattr("cases.selectors.replay_cohort._SPARSE", 0)
    monkeypatch.setattr("cases.selectors.replay_cohort._TOGETHER", 1)
    assert latest_facts([case.pk for case in cases], "kresladi") == whole


def test_later_snapshots_are_merged_and_the_newest_of_a_case_counts(cases, policy):
    store_ready(policy, now=NOW)
    snapshot(cases[0], hiv_result="positive")
    snapshot(cases[2])
    assert store_scan(policy) is None
    frame = store_ready(policy, now=NOW).collect()
    assert frame[CASE].to_list() == [case.pk for case in cases]
    assert frame["hiv_result"].cast(pl.String).to_list() == ["positive", "positive", "negative"]


def test_the_watermark_stays_behind_what_may_still_come(cases, policy):
    assert stored_facts(policy, now=NOW).watermark == 0
    assert stored_facts(policy, now=LATER).watermark == FactSnapshot.objects.latest("pk").pk


def test_a_file_that_is_up_to_date_is_read_as_it_is(cases, policy):
    store_ready(policy, now=LATER)
    written = store_path("kresladi").stat().st_mtime_ns
    assert store_scan(policy) is not None
    assert store_ready(policy, now=LATER).collect().height == 2
    assert store_path("kresladi").stat().st_mtime_ns == written


def cut(path):
    path.write_bytes(path.read_bytes()[:-20])


def emptied(path):
    path.write_bytes(bytes(path.stat().st_size))


@pytest.mark.parametrize(
    "damage", [cut, emptied, lambda p: p.write_text("no"), lambda p: p.unlink()]
)
def test_a_file_of_no_use_is_made_again(cases, policy, damage):
    whole = store_ready(policy, now=LATER).collect()
    damage(store_path("kresladi"))
    ids = [case.pk for case in cases]
    columns = store_ready(policy, now=LATER)
    new = policy_read(TURNED)
    counted = columns_count(ids, columns, old=policy, new=new)
    by_row = stretch_count(ids, latest_facts(ids, "kresladi"), old=policy, new=new)
    assert counted in (None, by_row)
    assert store_ready(policy, now=LATER).collect().equals(whole)


def test_a_file_of_another_shape_or_database_is_not_used(cases, policy):
    store_ready(policy, now=LATER)
    assert store_scan(policy) is not None
    assert store_scan(policy_read(ASKS_MORE)) is None
    stored = stored_facts(policy, now=LATER)
    ahead = pl.concat(
        [stored.frame, stored.frame.with_columns(snapshot_id=pl.lit(10**6, pl.Int64))]
    )
    store_write(policy, type(stored)(ahead, 10**6))
    assert store_scan(policy) is None
    assert store_ready(policy, now=LATER).collect().equals(stored.frame)


def test_where_nothing_can_be_written_the_columns_are_kept_in_memory(cases, policy, own_folder):
    own_folder.write_text("a file where the folder should be")
    assert store_ready(policy, now=NOW).collect().height == 2
