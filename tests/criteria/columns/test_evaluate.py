"""Columns say what evaluate says, case by case."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.columns.evaluate import column_statuses
from criteria.columns.frame import facts_frame, frame_of, frame_schema
from criteria.domain.compile import SUGGESTIONS, TRUTH
from criteria.domain.evaluate import evaluate
from criteria.domain.policy import Shape
from criteria.domain.quantity import exact
from criteria.domain.reserved import BY_ROW, FACTS, SUGGESTION
from criteria.domain.tree import Compare, Comparison, Operand
from criteria.loading import parse_facts, policy_read
from tests.criteria.domain.random_policies import FACTS as RANDOM_FACTS
from tests.criteria.domain.random_policies import policies
from tests.criteria.domain.small_policy import SPECS, group, leaf, small_policy
from tests.criteria.domain.small_policy import given as facts_given
from tests.criteria.domain.test_compile import SLOW, WRITTEN, raw_values


def as_json(facts):
    return {name: value.as_json() for name, value in facts.items()}


def told(policy, facts):
    found = evaluate(policy, facts)
    return found.suggestion, {key: result.status for key, result in found.results.items()}


def columns_told(policy, frame):
    return [
        (SUGGESTIONS[row.pop(SUGGESTION)], {key: TRUTH[code] for key, code in row.items()})
        for row in column_statuses(policy, frame).to_dicts()
    ]


def same(policy, cases):
    frame = facts_frame(policy.facts, [(facts, as_json(facts)) for facts in cases])
    assert columns_told(policy, frame) == [told(policy, facts) for facts in cases]


@given(policies(), st.lists(RANDOM_FACTS, min_size=1, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=SLOW)
def test_they_are_equal_over_random_policies_and_random_facts(policy, cases):
    same(policy, cases)


@pytest.mark.long
@given(policies(), st.lists(RANDOM_FACTS, min_size=1, max_size=4))
@settings(max_examples=5000, deadline=None, suppress_health_check=SLOW)
def test_they_are_equal_over_very_many_random_policies(policy, cases):
    same(policy, cases)


@pytest.mark.parametrize("name", WRITTEN)
@given(data=st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=SLOW)
def test_they_are_equal_over_the_policies_that_come_with_the_product(name, data):
    policy = policy_read(WRITTEN[name])
    values = {key: raw_values(spec) for key, spec in policy.facts.items()}
    raw = data.draw(st.lists(st.fixed_dictionaries({}, optional=values), min_size=1, max_size=5))
    frame = frame_of(policy, raw)
    assert columns_told(policy, frame) == [told(policy, parse_facts(policy, r)) for r in raw]


def weighed(comparison=Comparison.AT_MOST, right=None):
    """A policy whose only rule compares rate times weight."""
    rule = Compare(Operand(("rate", "weight")), comparison, right or exact(30, "cells"))
    root = group("root", Shape.ALL, leaf("dose", rule))
    return small_policy(root=root, gates=(), limits=())


def test_a_product_at_the_very_limit_is_worked_out_exactly():
    policy = weighed()
    cases = [
        facts_given(rate="0.1 cells/kg", weight="300 kg"),
        facts_given(rate="0.1 cells/kg", weight="300.0000000001 kg"),
        facts_given(rate="0.3 cells/kg", weight="<100 kg"),
        facts_given(rate="0 cells/kg", weight=">100 kg"),
    ]
    same(policy, cases)
    statuses = column_statuses(policy, facts_frame(SPECS, [(f, as_json(f)) for f in cases]))
    assert statuses["dose"].to_list() == [1, -1, 1, 0]


def test_numbers_of_more_digits_than_a_column_keeps_are_worked_out_by_row():
    policy = small_policy()
    exactly = facts_given(marker="1.9999999999999999999 %")
    frame = facts_frame(SPECS, [(exactly, as_json(exactly))])
    assert frame[BY_ROW].to_list() == [True]
    assert column_statuses(policy, frame)["marker"].to_list() == [1]
    long = Compare(Operand(("marker",)), Comparison.BELOW, exact("1.9999999999999999999", "%"))
    policy = small_policy(root=group("root", Shape.ALL, leaf("marker", long)))
    frame = facts_frame(SPECS, [({**facts_given(marker="2 %")}, {"marker": "2 %"})])
    assert column_statuses(policy, frame)["marker"].to_list() == [-1]


def test_a_frame_of_another_policy_serves_for_what_it_holds():
    facts = facts_given(seen=True, route="ours")
    frame = facts_frame({"seen": SPECS["seen"]}, [(facts, as_json(facts))])
    assert "route" not in frame.columns
    assert columns_told(small_policy(), frame) == [told(small_policy(), facts_given(seen=True))]


def test_an_empty_frame_has_the_columns_and_no_row():
    policy = small_policy()
    found = column_statuses(policy, frame_of(policy, []))
    assert found.height == 0
    assert found.columns == [SUGGESTION, *(item.id for item in policy.criteria())]


def test_the_schema_names_each_column_of_a_fact():
    schema = frame_schema(SPECS)
    assert schema["marker.low"] == pl.Float64()
    assert schema["started.last"] == pl.Date()
    assert schema["seen"] == pl.Boolean()
    assert FACTS in schema
    facts = facts_given(started="2026-02", code="ODD")
    row = facts_frame(SPECS, [(facts, as_json(facts))]).to_dicts()[0]
    assert (row["started.first"], row["started.last"]) == (date(2026, 2, 1), date(2026, 2, 28))
    assert row["code"] == "odd"


@pytest.mark.parametrize("name", ["marker.low", "marker.high", "started.first", "seen", FACTS])
def test_a_criterion_may_have_the_name_of_a_column_of_facts(name):
    below = Compare(Operand(("marker",)), Comparison.BELOW, exact("2", "%"))
    policy = small_policy(root=group("root", Shape.ALL, leaf(name, below)), gates=(), limits=())
    same(policy, [facts_given(marker="1 %"), facts_given(marker="2.00000000000000001 %"), {}])
