"""Changes from one revision to another: each row in one cell of every item, or left."""

from dataclasses import replace

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from criteria.columns.cells import Change, Changes
from criteria.columns.frame import facts_frame
from criteria.domain.policy import Shape
from criteria.domain.quantity import exact
from criteria.domain.tree import Compare, Comparison, OneOf, Operand
from criteria.domain.truth import Truth
from tests.criteria.columns.test_policy_columns import as_json, told
from tests.criteria.domain.random_policies import FACTS as RANDOM_FACTS
from tests.criteria.domain.random_policies import policies
from tests.criteria.domain.small_policy import SPECS, group, leaf, small_policy
from tests.criteria.domain.small_policy import given as facts_given
from tests.criteria.domain.test_compile import SLOW


def framed(cases, specs=SPECS):
    frame = facts_frame(specs, [(facts, as_json(facts)) for facts in cases])
    return frame.with_columns(case_id=pl.int_range(10, 10 + len(cases))).lazy()


def cells_told(old, new, facts):
    """The cells of one case, by the interpreter."""
    before, after = told(old, facts), told(new, facts)
    items = dict.fromkeys([*before[1], *after[1]])
    return {
        Change(None, before[0], after[0]),
        *(Change(item, before[1].get(item), after[1].get(item)) for item in items),
    }


@given(policies(), policies(), st.lists(RANDOM_FACTS, min_size=1, max_size=4))
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
def test_each_row_is_in_the_cells_that_case_by_case_puts_it_in(old, new, cases):
    changes, frame = Changes(old, new), framed(cases, old.facts)
    cells, left = changes.keyed(frame, "case_id")
    for place, facts in enumerate(cases):
        if 10 + place not in left.to_list():
            within = {change for change, keys in cells.items() if 10 + place in keys.to_list()}
            assert within == cells_told(old, new, facts)


def policy_below(percent, **rest):
    rule = Compare(Operand(("marker",)), Comparison.BELOW, exact(percent, "%"))
    return small_policy(root=group("root", Shape.ALL, leaf("marker", rule), *rest.values()))


def counted(changes, frame, item):
    """How many rows each change of the item has."""
    cells, _ = changes.keyed(frame, "case_id")
    return {change: len(keys) for change, keys in cells.items() if change.item == item}


def test_each_change_has_its_rows():
    frame = framed([facts_given(marker="1.5 %"), facts_given()])
    assert counted(Changes(policy_below(2), policy_below(1)), frame, "marker") == {
        Change("marker", Truth.MET, Truth.NOT_MET): 1,
        Change("marker", Truth.UNKNOWN, Truth.UNKNOWN): 1,
    }


def test_a_criterion_that_one_revision_lacks_is_told_as_absent_there():
    more = policy_below(2, seen=leaf("seen", OneOf("seen", (True,))))
    frame = framed([facts_given(seen=True)])
    assert counted(Changes(policy_below(2), more), frame, "seen") == {
        Change("seen", None, Truth.MET): 1
    }
    assert counted(Changes(more, policy_below(2)), frame, "seen") == {
        Change("seen", Truth.MET, None): 1
    }


def test_a_fact_that_only_the_new_revision_asks_for_is_lacking_where_it_is_not_on_file():
    asked = {name: spec for name, spec in SPECS.items() if name != "seen"}
    by_code = group("root", Shape.ALL, leaf("code", OneOf("code", ("a",))))
    old = replace(small_policy(root=by_code, gates=(), limits=()), facts=asked)
    new = small_policy(
        root=group("root", Shape.ALL, leaf("seen", OneOf("seen", (True,)))), gates=(), limits=()
    )
    frame = facts_frame(asked, [({}, {}), ({}, {"seen": True})]).with_columns(
        case_id=pl.int_range(2)
    )
    changes = Changes(old, new)
    assert changes.lacking(frame.lazy()) == {"seen": 1}
    assert changes.keyed(frame.lazy(), "case_id")[1].to_list() == [1]
    assert counted(changes, frame.lazy(), "seen") == {Change("seen", None, Truth.UNKNOWN): 1}
