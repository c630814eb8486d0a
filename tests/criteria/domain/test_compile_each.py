"""Each form of rule compiled by itself, over every fact that could decide it: nothing by chance."""

from dataclasses import replace
from itertools import product

import pytest

from criteria.domain.facts import FactType, FactValue
from criteria.domain.partial_date import date_parse
from criteria.domain.policy import Doubt, DoubtRoute, GateExit, Shape, Suggestion
from criteria.domain.tree import Dated, OneOf, Order
from tests.criteria.domain.small_policy import GATE, LIMIT, given, group, leaf, small_policy
from tests.criteria.domain.test_compile import same

DATES = [None, "2026-01-01", "2026-01-31", "2026-02", "2026-02-28", "2026-03-01", "2026", "2027-03"]
WAYS = [{}, {"months": 1}, {"days": 28}, {"months": 1, "days": 1}]
SEEN = OneOf("seen", (True,))
GENE = OneOf("gene", ("both",), ("pending",))


def only(rule, **more):
    return small_policy(root=group("root", Shape.ALL, leaf("one", rule, **more)))


def on(**dates):
    return {
        name: FactValue(FactType.DATE, date_parse(text)) for name, text in dates.items() if text
    }


def choices(**names):
    """Facts for every combination of values; None leaves a fact out."""
    for values in product(*names.values()):
        yield given(**{k: v for k, v in zip(names, values, strict=True) if v is not None})


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("far", WAYS)
@pytest.mark.parametrize("other", ["ended", date_parse("2026-02-28")])
def test_dates_in_every_order_and_distance(order, far, other):
    if far and not order.takes_distance:
        return
    policy = only(Dated("started", order, other, **far))
    for started, ended in product(DATES, DATES if other == "ended" else [None]):
        same(policy, on(started=started, ended=ended))


@pytest.mark.parametrize("shape", [Shape.ALL, Shape.ANY])
def test_a_group_of_all_and_a_group_of_any(shape):
    parts = (leaf("a", SEEN), leaf("b", GENE))
    policy = small_policy(root=group("root", Shape.ALL, group("inner", shape, *parts)))
    for facts in choices(seen=[None, True, False], gene=[None, "both", "one", "pending"]):
        same(policy, facts)


@pytest.mark.parametrize("route", DoubtRoute)
@pytest.mark.parametrize("side", ["not_applicable_when", "applies_when", "case_by_case_when"])
def test_a_doubt_beside_each_side_condition(route, side):
    doubt = Doubt(OneOf("code", ("odd",)), route, "An odd code.", "Send it again.")
    policy = only(SEEN, doubts=(doubt,), **{side: GENE})
    for facts in choices(
        seen=[None, True, False],
        gene=[None, "both", "one", "pending"],
        code=[None, "odd", "other"],
    ):
        same(policy, facts)


def test_the_first_exit_of_a_gate_that_is_taken_gives_the_suggestion():
    exits = (
        GateExit(SEEN, Suggestion.PHYSICIAN_REVIEW, "Seen."),
        GateExit(OneOf("route", ("theirs",)), Suggestion.REDIRECT, "Theirs.", "the other plan"),
    )
    for given_exits in (exits, exits[::-1]):
        policy = small_policy(gates=(replace(GATE, exits=given_exits),))
        for facts in choices(seen=[None, True, False], route=[None, "ours", "theirs"]):
            same(policy, facts)


def test_a_limit_stated_in_two_ways():
    policy = small_policy(limits=(LIMIT,))
    for facts in choices(
        total=[None, "5 cells", "10 cells", "11 cells", "<20 cells"],
        rate=[None, "2 cells/kg"],
        weight=[None, "5 kg", "6 kg"],
    ):
        same(policy, facts)
