"""Every kind of node, by its truth, its reason and the facts it names."""

from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from criteria.domain.examine import examine
from criteria.domain.facts import FactType, FactValue
from criteria.domain.partial_date import date_parse
from criteria.domain.quantity import exact
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
    facts_of,
    parts_of,
)
from criteria.domain.truth import Truth, all_of, any_of, at_least, negate
from tests.criteria.domain.small_policy import BELOW_TWO, GENE_BOTH, SPECS, given

M, N, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN


def result(node, **raw):
    return examine(node, given(**raw), SPECS)


@pytest.mark.parametrize(
    ("comparison", "statuses"),
    [
        (Comparison.BELOW, (M, N, N)),
        (Comparison.AT_MOST, (M, M, N)),
        (Comparison.EQUALS, (N, M, N)),
        (Comparison.AT_LEAST, (N, M, M)),
        (Comparison.ABOVE, (N, N, M)),
    ],
)
def test_it_compares_amounts(comparison, statuses):
    node = Compare(Operand(("marker",)), comparison, exact(2, "%"))
    assert tuple(result(node, marker=value).status for value in ("1", "2", "3")) == statuses


def test_a_decided_comparison_says_why_and_asks_nothing():
    found = result(BELOW_TWO, marker="1 %")
    assert found.reason == "The marker: 1 %, which is below 2 %."
    assert found.facts_used == ("marker",)
    assert found.missing == found.undecided == ()


def test_a_value_that_leaves_it_open_is_named_as_such():
    found = result(BELOW_TWO, marker="<5 %")
    assert found.status is U
    assert found.reason == "The marker: <5 %, which may or may not be below 2 %."
    assert (found.missing, found.undecided) == ((), ("marker",))


def test_what_is_not_on_file_is_unknown_and_missing():
    found = result(BELOW_TWO)
    assert found.status is U
    assert found.reason == "Not on file: The marker."
    assert (found.facts_used, found.missing) == ((), ("marker",))


def test_missing_stays_unknown_under_not():
    assert result(Not(BELOW_TWO)).status is U
    assert result(Not(BELOW_TWO)).missing == ("marker",)
    assert result(Not(BELOW_TWO), marker="3 %").status is M
    assert result(Not(BELOW_TWO), marker="1 %").reason == "The marker: 1 %, which is below 2 %."


def test_it_multiplies_facts_and_constants_on_both_sides():
    node = Compare(
        Operand(("total",)), Comparison.AT_LEAST, Operand(("weight",), exact("2.8e6", "cells/kg"))
    )
    found = result(node, total="3.22e8 cells", weight="115 kg")
    assert found.status is M
    assert found.reason == (
        "The total: 3.22e8 cells, which is at least 2.8e6 cells/kg times The weight (3.22e8 cells)."
    )
    assert result(node, total="3.22e8 cells").missing == ("weight",)
    product = Compare(Operand(("rate", "weight")), Comparison.BELOW, exact(10, "cells"))
    assert result(product, rate="3 cells/kg", weight="3 kg").status is M
    assert result(product, rate="3 cells/kg").missing == ("weight",)


@pytest.mark.parametrize(
    ("order", "statuses"),
    [
        (Order.BEFORE, (M, N, N)),
        (Order.NOT_AFTER, (M, M, N)),
        (Order.NOT_BEFORE, (N, M, M)),
        (Order.AFTER, (N, N, M)),
    ],
)
def test_it_orders_dates(order, statuses):
    days = ("2026-01-01", "2026-01-02", "2026-01-03")
    fixed = Dated("started", order, date_parse("2026-01-02"))
    other = Dated("started", order, "ended")
    for day, expected in zip(days, statuses, strict=True):
        assert result(fixed, started=day).status is expected
        assert result(other, started=day, ended="2026-01-02").status is expected


def test_it_asks_for_months_between_dates():
    node = Dated("started", Order.AT_LEAST_BEFORE, "ended", months=1)
    found = result(node, started="2026-10-31", ended="2026-11-30")
    assert found.status is M
    assert found.reason == (
        "The started: 2026-10-31, which is at least 1 calendar month before: "
        "The ended (2026-11-30)."
    )
    assert result(node, started="2026-10-31", ended="2026-11").status is U
    assert result(node, started="2026-10-31").missing == ("ended",)


@pytest.mark.parametrize(
    ("order", "statuses"),
    [
        (Order.AT_LEAST_BEFORE, (M, M, N, N, N, N)),
        (Order.AT_MOST_BEFORE, (N, M, M, M, N, N)),
        (Order.AT_MOST_AFTER, (N, N, N, M, M, N)),
        (Order.AT_LEAST_AFTER, (N, N, N, N, M, M)),
        (Order.WITHIN, (N, M, M, M, M, N)),
    ],
)
def test_it_asks_for_distances_both_ways(order, statuses):
    node = Dated("started", order, "ended", weeks=1, days=3)
    days = ("2026-06-09", "2026-06-10", "2026-06-11", "2026-06-20", "2026-06-30", "2026-07-01")
    found = tuple(result(node, started=day, ended="2026-06-20").status for day in days)
    assert found == statuses


def test_distances_are_a_kind_of_order():
    assert [order for order in Order if order.takes_distance] == [
        Order.AT_LEAST_BEFORE,
        Order.AT_LEAST_AFTER,
        Order.AT_MOST_BEFORE,
        Order.AT_MOST_AFTER,
        Order.WITHIN,
    ]


def test_a_distance_is_said_as_it_was_written():
    node = Dated("started", Order.AT_MOST_BEFORE, "ended", months=6, years=1)
    assert result(node, started="2026-01-01", ended="2026-06-01").reason == (
        "The started: 2026-01-01, which is on the day or at most 1 year and 6 calendar months "
        "before: The ended (2026-06-01)."
    )


@pytest.mark.parametrize(
    ("node", "facts", "expected"),
    [
        (GENE_BOTH, {"gene": "both"}, M),
        (GENE_BOTH, {"gene": "one"}, N),
        (GENE_BOTH, {"gene": "pending"}, U),
        (OneOf("gene", ("pending",), ("pending",)), {"gene": "pending"}, M),
        (OneOf("seen", (True,)), {"seen": True}, M),
        (OneOf("seen", (True,)), {"seen": False}, N),
        (OneOf("seen", (False,)), {"seen": False}, M),
        (OneOf("code", ("J3590",)), {"code": "j3590"}, M),
        (OneOf("code", ("J3590",)), {"code": "C9399"}, N),
        (Attested("planned"), {"planned": True}, M),
        (Attested("planned"), {"planned": False}, N),
        (Attested("planned"), {}, U),
        (Known("seen"), {}, N),
        (Known("seen"), {"seen": False}, M),
        (Known("gene"), {"gene": "pending"}, M),
    ],
)
def test_it_reads_choices_statements_and_what_is_on_file(node, facts, expected):
    assert result(node, **facts).status is expected


@pytest.mark.parametrize(
    ("node", "facts", "reason"),
    [
        (GENE_BOTH, {"gene": "one"}, "The gene: One copy."),
        (GENE_BOTH, {"gene": "pending"}, "The gene: Not back yet, which leaves it open."),
        (OneOf("seen", (True,)), {"seen": False}, "The seen: no."),
        (Attested("planned"), {"planned": True}, "The planned: yes."),
        (Known("seen"), {}, "The seen: not on file."),
        (Known("seen"), {"seen": True}, "The seen: on file."),
    ],
)
def test_it_says_why_in_words(node, facts, reason):
    assert result(node, **facts).reason == reason


def test_groups_give_the_reasons_that_decided():
    both = All((BELOW_TWO, GENE_BOTH))
    assert result(both, marker="1 %", gene="one").reason == "The gene: One copy."
    assert result(AnyOf(both.parts), marker="1 %", gene="one").reason.startswith("The marker")
    assert result(AnyOf(both.parts), marker="3 %", gene="one").status is N
    found = result(both, gene="pending")
    assert found.reason == (
        "The gene: Not back yet, which leaves it open. Not on file: The marker."
    )
    assert (found.missing, found.undecided) == (("marker",), ("gene",))


def test_k_of_n_gives_reasons_too():
    node = KOf(2, (BELOW_TWO, GENE_BOTH, OneOf("seen", (True,))))
    assert result(node, marker="1 %", gene="both", seen=False).status is M
    assert result(node, marker="1 %", gene="one").missing == ("seen",)
    assert result(node, marker="3 %", gene="one").status is N


def test_a_group_may_fail_through_parts_that_are_open():
    node = KOf(2, (BELOW_TWO, OneOf("seen", (True,))))
    assert result(node, marker="3 %").reason == "The marker: 3 %, which is not below 2 %."


def test_it_does_not_stop_early():
    found = result(All((GENE_BOTH, BELOW_TWO, OneOf("seen", (True,)))), gene="one", marker="1 %")
    assert [part.status for part in found.parts] == [N, M, U]
    assert found.facts_used == ("gene", "marker")
    assert found.missing == ()


def test_a_node_of_no_known_kind_is_an_error():
    stranger: Any = "rule"
    with pytest.raises(TypeError, match="not a leaf"):
        examine(stranger, {}, SPECS)


def test_facts_have_one_type():
    amount = FactValue(FactType.PERCENT, exact(1, "%"))
    day = FactValue(FactType.DATE, date_parse("2026"))
    with pytest.raises(TypeError):
        _ = amount.span
    with pytest.raises(TypeError):
        _ = day.amount


# --- properties --------------------------------------------------------------------------------

NAMES = {"gene": ("both", "one", "pending"), "seen": (True, False), "planned": (True, False)}
leaves = st.one_of(
    st.just(GENE_BOTH),
    st.just(OneOf("seen", (True,))),
    st.just(Attested("planned")),
    st.just(OneOf("gene", ("one", "both"), ("pending",))),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: All(tuple(parts))),
        st.lists(inner, min_size=1, max_size=4).map(lambda parts: AnyOf(tuple(parts))),
        inner.map(Not),
        st.lists(inner, min_size=1, max_size=4).flatmap(
            lambda parts: st.integers(1, len(parts)).map(lambda k: KOf(k, tuple(parts)))
        ),
    ),
    max_leaves=12,
)
some_facts = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in NAMES.items()}
)
decided_facts = st.fixed_dictionaries(
    {"gene": st.sampled_from(("both", "one")), "seen": st.booleans(), "planned": st.booleans()}
)


def reference(node, facts):
    """A second, plainer reading of the same tree."""
    statuses = [reference(part, facts) for part in parts_of(node)]
    if isinstance(node, All):
        return all_of(statuses)
    if isinstance(node, AnyOf):
        return any_of(statuses)
    if isinstance(node, KOf):
        return at_least(node.k, statuses)
    if isinstance(node, Not):
        return negate(statuses[0])
    value = facts.get(node.fact)
    if value is None or value == "pending":
        return U
    wanted = node.values if isinstance(node, OneOf) else (True,)
    return M if value in wanted else N


@for_all(trees, some_facts)
def test_every_node_agrees_with_the_plain_reading(tree, facts):
    found = [result(tree, **facts)]
    while found:
        item = found.pop()
        assert item.status is reference(item.node, facts)
        found.extend(item.parts)


@for_all(trees, some_facts)
def test_only_unknown_asks_and_unknown_always_asks(tree, facts):
    found = result(tree, **facts)
    asked = found.missing + found.undecided
    assert bool(asked) is (found.status is U)
    assert set(found.facts_used) == set(facts_of(tree)) & set(facts)
    assert not set(found.missing) & set(facts)
    assert set(found.undecided) <= set(facts)
    assert found.reason


@for_all(trees, decided_facts, st.sets(st.sampled_from(sorted(NAMES))))
def test_learning_more_never_turns_a_decision_round(tree, facts, hidden):
    known = {name: value for name, value in facts.items() if name not in hidden}
    before, after = result(tree, **known).status, result(tree, **facts).status
    assert after is not U
    assert before in (after, U)
