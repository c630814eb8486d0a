"""Rules that nobody can meet, or miss."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.domain import reachable
from criteria.domain.examine import examine
from criteria.domain.facts import FactSpec, FactType, FactValue, RestsOn
from criteria.domain.list_tree import Change, CountBound, Counted, Direction, Measure
from criteria.domain.partial_date import date_parse, day_span
from criteria.domain.quantity import exact
from criteria.domain.reachable import Effort, can_be_met, can_be_met_together, can_fail
from criteria.domain.tree import (
    All,
    AnyOf,
    Attested,
    Compare,
    Comparison,
    Dated,
    Known,
    KOf,
    Not,
    OneOf,
    Operand,
    Order,
    When,
)
from criteria.domain.truth import Truth
from criteria.domain.witnesses import witnesses_for

MET, NOT_MET, UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN


def spec(name, kind, **more):
    return FactSpec(name, name, kind, (RestsOn.PAGE,), **more)


SPECS = {
    "marker": spec("marker", FactType.PERCENT, unit="%"),
    "weight": spec("weight", FactType.QUANTITY, unit="kg"),
    "rate": spec("rate", FactType.QUANTITY, unit="cells/kg"),
    "tries": spec("tries", FactType.COUNT, unit="count"),
    "planned": spec("planned", FactType.BOOLEAN),
    "gene": spec(
        "gene",
        FactType.CHOICE,
        choices={"both": "Both", "one": "One", "pending": "Not back"},
        undecided=("pending",),
    ),
    "side": spec("side", FactType.CHOICE, choices={"left": "Left", "right": "Right"}),
    "code": spec("code", FactType.TEXT),
    "drugs": spec("drugs", FactType.LIST),
    **{name: spec(name, FactType.DATE) for name in ("began", "ended", "seen", "read")},
}


def amount(name, comparison, value, unit="%"):
    return Compare(Operand((name,)), Comparison(comparison), exact(value, unit))


def is_(name, *values):
    return OneOf(name, values, SPECS[name].undecided)


def dated(name, order, other, months=0):
    return Dated(name, Order(order), other, months)


CAN_NEVER_BE_MET = [
    All((amount("marker", "below", 2), amount("marker", "at_least", 2))),
    All((amount("marker", "above", 2), Not(amount("marker", "above", 2)))),
    All((amount("marker", "equals", 3), amount("marker", "below", 2))),
    All((amount("weight", "at_most", 1, "kg"), amount("weight", "at_least", 10, "lb"))),
    All((amount("tries", "above", 1, "count"), amount("tries", "below", 2, "count"))),
    amount("marker", "below", 0),
    All((is_("gene", "both"), is_("gene", "one"))),
    All((is_("gene", "both"), AnyOf((is_("gene", "one"), is_("gene", "pending"))))),
    All((Attested("planned"), is_("planned", False))),
    All((is_("code", "a"), Not(is_("code", "a", "b")))),
    Not(AnyOf((Known("marker"), Not(Known("marker"))))),
    All((Not(Known("marker")), amount("marker", "below", 2))),
    All((dated("began", "before", "ended"), dated("ended", "before", "began"))),
    All((dated("began", "at_least_before", "ended", 1), dated("began", "not_before", "ended"))),
    All(
        (
            dated("began", "not_after", date_parse("2026-03")),
            dated("began", "after", date_parse("2026-05")),
        )
    ),
    KOf(2, (is_("gene", "both"), is_("gene", "one"))),
    All((All((is_("side", "left"), amount("marker", "below", 2))), Not(is_("side", "left")))),
]
CAN_BE_MET = [
    amount("marker", "below", 2),
    All((amount("marker", "above", 2), amount("marker", "below", 3))),
    All((amount("tries", "at_least", 2, "count"), amount("tries", "at_most", 2, "count"))),
    KOf(2, (is_("gene", "both"), is_("side", "left"), amount("marker", "equals", 0))),
    All((dated("began", "before", "ended"), dated("ended", "before", "seen"))),
    All((dated("began", "at_least_before", "ended", 1), dated("began", "not_before", date_parse("2026-02")))),
    All((Not(Known("marker")), is_("planned", True))),
    All((Known("code"), Not(is_("code", "a")))),
    Compare(Operand(("rate", "weight")), Comparison.AT_MOST, exact(10, "cells")),
    Not(is_("side", "left")),
]  # fmt: skip


@pytest.mark.parametrize("rule", CAN_NEVER_BE_MET)
def test_what_excludes_itself_can_never_be_met(rule):
    assert can_be_met(rule, SPECS) is NOT_MET
    assert can_fail(Not(rule), SPECS) in (NOT_MET, UNKNOWN)


@pytest.mark.parametrize("rule", CAN_BE_MET)
def test_what_some_facts_meet_can_be_met(rule):
    assert can_be_met(rule, SPECS) is MET


def test_a_rule_that_every_fact_meets_cannot_fail():
    assert can_fail(AnyOf((is_("side", "left"), is_("side", "right"))), SPECS) is NOT_MET
    assert can_fail(is_("side", "left"), SPECS) is MET


def test_a_fact_that_is_left_absent_stays_so_while_others_are_tried():
    known = Known("weight")
    arms = When(amount("weight", "below", 2, "kg"), is_("side", "left"), known)
    assert can_fail(AnyOf((arms, known)), SPECS) is MET


def test_a_choice_that_is_not_known_is_no_proof_that_a_rule_cannot_fail():
    assert can_fail(is_("gene", "both", "one"), SPECS) is UNKNOWN


def test_what_is_not_searched_is_not_claimed():
    product = Compare(Operand(("rate", "weight")), Comparison.BELOW, exact(0, "cells"))
    assert can_be_met(product, SPECS) is UNKNOWN
    doubled = Compare(Operand(("weight",), exact(2, "count")), Comparison.BELOW, exact(0, "kg"))
    assert can_be_met(doubled, SPECS) is UNKNOWN
    fixed = Compare(Operand(("weight",)), Comparison.ABOVE, Operand(("weight",)))
    assert can_be_met(fixed, SPECS) is UNKNOWN


def test_too_many_roads_are_not_walked_to_the_end(monkeypatch):
    monkeypatch.setattr(reachable, "MOST_TRIES", 3)
    rule = All((amount("marker", "below", 2), amount("marker", "at_least", 2)))
    assert can_be_met(rule, SPECS) is UNKNOWN


def test_a_long_rule_is_tried_less_often(monkeypatch):
    rule = All((amount("marker", "below", 2), amount("marker", "at_least", 2)))
    assert can_be_met(rule, SPECS) is Truth.NOT_MET
    monkeypatch.setattr(reachable, "MOST_STEPS", 3)
    assert can_be_met(rule, SPECS) is UNKNOWN


def test_searches_that_share_their_effort_stop_when_it_is_spent():
    rule = All((amount("marker", "below", 2), amount("marker", "at_least", 2)))
    effort = Effort(left=30)
    assert can_be_met(rule, SPECS, effort) is Truth.NOT_MET
    while effort.left > 0:
        can_fail(rule, SPECS, effort)
    assert can_be_met(rule, SPECS, effort) is UNKNOWN


def test_parts_that_share_no_fact_are_not_searched_together():
    apart = (amount("marker", "below", 2), amount("marker", "at_least", 2))
    effort = Effort()
    assert can_be_met_together(apart, SPECS, effort) is Truth.NOT_MET
    spent = effort.left
    assert can_be_met_together((apart[0], amount("weight", "above", 1)), SPECS, effort) is Truth.MET
    assert effort.left == spent


def test_many_dates_in_a_ring_are_claimed_neither_way():
    names = ("began", "ended", "seen", "read")
    ring = zip(names, (*names[1:], names[0]), strict=True)
    rule = All(tuple(dated(a, "at_least_before", b, 2) for a, b in ring))
    assert can_be_met(rule, SPECS) is UNKNOWN


def test_dates_with_many_distances_are_not_all_tried():
    pairs = [
        ("began", "ended", 2),
        ("ended", "seen", 5),
        ("seen", "read", 13),
        ("read", "began", 1),
    ]
    rule = All(tuple(dated(a, "at_least_before", b, months) for a, b, months in pairs))
    assert can_be_met(rule, SPECS) is UNKNOWN


def test_days_beyond_the_calendar_are_passed_over():
    late = dated("began", "at_least_before", "ended", 96_000)
    assert can_be_met(All((late, dated("began", "after", "ended"))), SPECS) is NOT_MET


def test_lists_are_not_searched_but_what_stands_beside_them_is():
    some = Counted("drugs", CountBound.AT_LEAST, 1, is_("side", "left"))
    both = All((is_("side", "left"), is_("side", "right")))
    assert can_be_met(some, SPECS) is UNKNOWN
    assert can_fail(some, SPECS) is UNKNOWN
    assert can_be_met(All((some, both)), SPECS) is NOT_MET
    assert can_be_met(All((Known("drugs"), is_("side", "left"))), SPECS) is UNKNOWN
    assert can_be_met(AnyOf((some, is_("side", "left"))), SPECS) is MET


def test_a_rule_with_two_arms_is_followed_into_both():
    arms = When(is_("side", "left"), is_("planned", True), amount("marker", "below", 2))
    never = amount("marker", "below", 0)
    assert can_be_met(arms, SPECS) is MET
    assert can_be_met(When(is_("side", "left"), never, never), SPECS) is NOT_MET
    assert can_fail(When(is_("side", "left"), Not(never), Not(never)), SPECS) is NOT_MET


def test_how_far_a_value_has_changed_is_not_searched():
    change = Change(
        "weight", "weight", Direction.FALLS, Measure.ABSOLUTE, Comparison.ABOVE, exact(1, "kg")
    )
    assert can_be_met(change, SPECS) is UNKNOWN


@pytest.mark.parametrize("order", ["at_most_before", "at_least_after", "at_most_after", "within"])
def test_distances_both_ways_are_searched(order):
    near = Dated("began", Order(order), "ended", days=10, weeks=1)
    assert can_be_met(near, SPECS) is MET
    assert can_fail(near, SPECS) is MET
    assert can_be_met(All((near, Not(near))), SPECS) is NOT_MET


def test_amounts_too_long_to_be_exact_are_not_claimed():
    long = exact("1." + "3" * 27, "count")
    rule = All(
        (
            amount("rate", "equals", long.low.value, "cells/kg"),
            amount("weight", "equals", long.low.value, "kg"),
            Compare(
                Operand(("rate", "weight"), exact("1." + "7" * 29, "count")),
                Comparison.EQUALS,
                exact(1, "cells"),
            ),
        )
    )
    assert can_be_met(rule, SPECS) is UNKNOWN


def test_a_choice_without_choices_can_never_be_made():
    specs = SPECS | {"side": replace(SPECS["side"], choices={})}
    assert can_be_met(is_("side", "left"), specs) is NOT_MET


LEAVES = st.sampled_from(
    [
        is_("gene", "both"),
        is_("gene", "one", "pending"),
        is_("side", "left"),
        is_("planned", True),
        Attested("planned"),
        Known("side"),
        amount("marker", "below", 2),
        amount("marker", "at_least", 3),
    ]
)
RULES = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda found: All(tuple(found))),
        st.lists(parts, min_size=1, max_size=3).map(lambda found: AnyOf(tuple(found))),
        parts.map(Not),
    ),
    max_leaves=6,
)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "gene": st.sampled_from(["both", "one", "pending"]).map(
            lambda value: FactValue(FactType.CHOICE, value)
        ),
        "side": st.sampled_from(["left", "right"]).map(
            lambda value: FactValue(FactType.CHOICE, value)
        ),
        "planned": st.booleans().map(lambda value: FactValue(FactType.BOOLEAN, value)),
        "marker": st.sampled_from(["0", "1.9", "2", "2.5", "3", "90"]).map(
            lambda value: FactValue(FactType.PERCENT, exact(value, "%"))
        ),
    },
)


@settings(max_examples=200, deadline=None)
@given(rule=RULES, facts=FACTS)
def test_no_facts_ever_contradict_a_claim(rule, facts):
    status = examine(rule, facts, SPECS).status
    if status is MET:
        assert can_be_met(rule, SPECS) is not NOT_MET
    if status is NOT_MET:
        assert can_fail(rule, SPECS) is not NOT_MET


@settings(max_examples=100, deadline=None)
@given(rule=RULES)
def test_small_rules_are_always_settled(rule):
    assert can_be_met(rule, SPECS) is not UNKNOWN


def test_witnesses_lie_on_each_bound_and_beside_it():
    rule = AnyOf((amount("marker", "below", 2), amount("marker", "above", 5)))
    found = witnesses_for(rule, SPECS)["marker"]
    assert found.complete
    assert [str(value) for value in found.values] == ["0 %", "1 %", "2 %", "3.5 %", "5 %", "11 %"]
    counts = witnesses_for(amount("tries", "at_least", 2, "count"), SPECS)["tries"]
    assert [str(value) for value in counts.values] == ["0", "1", "2", "3"]


DAYS = [date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 1), date(2025, 6, 15), date(2026, 3, 1)]
DATE_LEAVES = st.builds(
    lambda fact, order, other, months, days: Dated(
        fact,
        order,
        other,
        months=months if order.takes_distance else 0,
        days=days if order.takes_distance else 0,
    ),
    st.sampled_from(["began", "ended", "seen"]),
    st.sampled_from(list(Order)),
    st.one_of(
        st.sampled_from(["began", "ended", "seen"]),
        st.sampled_from(["2025-02", "2025-03-01", "2025"]).map(date_parse),
    ),
    st.sampled_from([0, 1, 12]),
    st.sampled_from([1, 30]),
)
UNITS = {"weight": "lb", "tries": "count"}
AMOUNT_LEAVES = st.builds(
    lambda name, comparison, value: amount(name, comparison.value, value, UNITS[name]),
    st.sampled_from(["weight", "tries"]),
    st.sampled_from(list(Comparison)),
    st.sampled_from(["0", "1", "2", "2.5"]),
)
DATED_RULES = st.recursive(
    st.one_of(DATE_LEAVES, AMOUNT_LEAVES, st.sampled_from([Known("began"), Known("weight")])),
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda found: All(tuple(found))),
        st.lists(parts, min_size=1, max_size=3).map(lambda found: AnyOf(tuple(found))),
        parts.map(Not),
        st.tuples(parts, parts, parts).map(lambda arms: When(*arms)),
    ),
    max_leaves=5,
)
DATED_FACTS = st.fixed_dictionaries(
    {},
    optional={
        **{
            name: st.one_of(
                st.sampled_from(DAYS),
                st.dates(date(2024, 12, 1), date(2026, 6, 1)),
            ).map(lambda day: FactValue(FactType.DATE, day_span(day)))
            for name in ("began", "ended", "seen")
        },
        "weight": st.sampled_from(["0", "0.45359237", "0.5", "1.133980925", "3"]).map(
            lambda value: FactValue(FactType.QUANTITY, exact(value, "kg"))
        ),
        "tries": st.integers(0, 4).map(
            lambda value: FactValue(FactType.COUNT, exact(value, "count"))
        ),
    },
)


@settings(max_examples=300, deadline=None)
@given(rule=DATED_RULES, facts=DATED_FACTS)
def test_no_dates_and_amounts_ever_contradict_a_claim(rule, facts):
    status = examine(rule, facts, SPECS).status
    if status is MET:
        assert can_be_met(rule, SPECS) is not NOT_MET
    if status is NOT_MET:
        assert can_fail(rule, SPECS) is not NOT_MET
