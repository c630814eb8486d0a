"""Columns say what evaluate says, case by case."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.columns.frame import facts_frame, frame_schema, on_file
from criteria.columns.policy_columns import PolicyColumns
from criteria.columns.sheet import Sheet
from criteria.domain.compile import TRUTH
from criteria.domain.evaluate import evaluate
from criteria.domain.policy import Shape
from criteria.domain.quantity import exact
from criteria.domain.reserved import BY_ROW, OTHERS
from criteria.domain.tree import Compare, Comparison, Dated, Operand, Order
from criteria.domain.truth import Truth
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
    """The suggestion and the statuses of each row by columns; None of one that is left."""
    sheet = Sheet()
    form = PolicyColumns(policy, sheet)
    exprs: dict[tuple[str, Any], pl.Expr] = {("by row", 1): form.by_row}
    exprs |= {("suggestion", each): expr for each, expr in form.suggestions.items()}
    for name, status in form.statuses.items():
        exprs |= {(name, 1): status.met, (name, -1): status.unmet}
    lazy = sheet.written(frame.lazy()).with_columns(
        expr.alias(f"told {number}") for number, expr in enumerate(exprs.values())
    )
    found = lazy.select(f"told {number}" for number in range(len(exprs))).collect()
    return [_row_told(form, dict(zip(exprs, row, strict=True))) for row in found.iter_rows()]


def _row_told(form, row):
    if row["by row", 1]:
        return None
    (suggestion,) = (each for each in form.suggestions if row["suggestion", each])
    return suggestion, {name: TRUTH[row[name, 1] - row[name, -1]] for name in form.statuses}


def same(policy, cases):
    frame = facts_frame(policy.facts, [(facts, as_json(facts)) for facts in cases])
    found = columns_told(policy, frame)
    assert found == [
        None if by_columns is None else told(policy, facts)
        for facts, by_columns in zip(cases, found, strict=True)
    ]
    return found


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
    frame = facts_frame(policy.facts, [(parse_facts(policy, one), one) for one in raw])
    for one, found in zip(raw, columns_told(policy, frame), strict=True):
        assert found in (None, told(policy, parse_facts(policy, one)))


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
        facts_given(rate="0.1 cells/kg", weight="300.1 kg"),
        facts_given(rate="0.3 cells/kg", weight="<99 kg"),
        facts_given(rate="0 cells/kg", weight=">100 kg"),
    ]
    found = same(policy, cases)
    assert [one and one[1]["dose"] for one in found] == [None, None, Truth.NOT_MET, Truth.MET, None]


def test_numbers_of_more_digits_than_a_column_keeps_are_left():
    policy = small_policy()
    exactly = facts_given(marker="1.9999999999999999999 %")
    frame = facts_frame(SPECS, [(exactly, as_json(exactly))])
    assert frame[BY_ROW].to_list() == [True]
    assert columns_told(policy, frame) == [None]
    long = Compare(Operand(("marker",)), Comparison.BELOW, exact("1.9999999999999999999", "%"))
    policy = small_policy(root=group("root", Shape.ALL, leaf("marker", long)))
    assert same(policy, [facts_given(marker="2 %")]) == [None]


def test_a_date_far_from_today_that_would_be_moved_is_left():
    rule = Dated("started", Order.AT_MOST_BEFORE, "ended", months=3)
    policy = small_policy(root=group("root", Shape.ALL, leaf("stay", rule)), gates=(), limits=())
    near, far = (
        facts_given(started=day, ended="2026-02-28") for day in ("2025-11-30", "1849-12-31")
    )
    found = same(policy, [near, far, facts_given(started="2025-11-27", ended="2026-02-28")])
    assert found[1] is None
    assert [found[place][1]["stay"] for place in (0, 2)] == [Truth.MET, Truth.NOT_MET]


def test_an_empty_frame_has_no_row():
    assert columns_told(small_policy(), facts_frame(SPECS, [])) == []


def test_the_schema_names_each_column_of_a_fact():
    schema = frame_schema(SPECS)
    assert schema["marker.low"] == pl.Float64()
    assert schema["started.last"] == pl.Date()
    assert schema["seen"] == pl.Boolean()
    facts = facts_given(started="2026-02", code="ODD")
    row = facts_frame(SPECS, [(facts, as_json(facts))]).to_dicts()[0]
    assert (row["started.first"], row["started.last"]) == (date(2026, 2, 1), date(2026, 2, 28))
    assert row["code"] == "odd"
    assert row[OTHERS] is None


def test_what_else_is_on_file_is_named():
    facts = facts_given(seen=True)
    frame = facts_frame(SPECS, [(facts, {"seen": True, "marker": "much", "unasked": "1"})])
    assert frame.select(
        *(on_file(SPECS, name).alias(name) for name in ("seen", "marker", "unasked", "asked"))
    ).to_dicts() == [{"seen": True, "marker": True, "unasked": True, "asked": False}]


@pytest.mark.parametrize("name", ["marker.low", "marker.high", "started.first", "seen", OTHERS])
def test_a_criterion_may_have_the_name_of_a_column_of_facts(name):
    below = Compare(Operand(("marker",)), Comparison.BELOW, exact("2", "%"))
    policy = small_policy(root=group("root", Shape.ALL, leaf(name, below)), gates=(), limits=())
    same(policy, [facts_given(marker="1 %"), facts_given(marker="2.00000000000000001 %"), {}])
