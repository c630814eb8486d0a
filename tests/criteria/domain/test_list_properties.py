"""Whatever is decided about a list stays decided when more of it becomes known."""

from hypothesis import given
from hypothesis import strategies as st

from criteria.domain.examine import examine
from criteria.domain.list_tree import (
    Change,
    CountBound,
    Counted,
    Direction,
    Every,
    Measure,
    Observed,
    Pick,
    Picked,
    Rolling,
)
from criteria.domain.quantity import exact
from criteria.domain.tree import All, Comparison, Dated, Known, Not, OneOf, Order, When, facts_of
from criteria.domain.truth import Truth
from tests.criteria.domain.list_specs import LISTS, facts, items

U = Truth.UNKNOWN
FAILED = OneOf("drugs.failed", (True,))
LONG = Dated("drugs.began", Order.AT_LEAST_BEFORE, "drugs.stopped", months=3)
RECENT = Dated("drugs.stopped", Order.AT_MOST_BEFORE, "asked_on", years=1)
LATEST = Picked("scores", Pick.LATEST, "scores.score", "scores.taken")
OURS = Picked(
    "scores", Pick.EARLIEST, "scores.score", "scores.taken", OneOf("scores.by_us", (True,))
)
counts = st.builds(
    Counted,
    st.just("drugs"),
    st.sampled_from(CountBound),
    st.integers(1, 3),
    st.sampled_from([None, FAILED, LONG, All((FAILED, RECENT))]),
    st.sampled_from([None, "drugs.group", "drugs.drug"]),
)
others = st.sampled_from(
    [
        Every("drugs", FAILED),
        Observed(OURS, Comparison.BELOW, exact(5, "count")),
        Observed(LATEST, Comparison.AT_LEAST, exact(5, "count")),
        Change(
            OURS, LATEST, Direction.FALLS, Measure.RELATIVE, Comparison.AT_LEAST, exact(20, "%")
        ),
        Rolling("fills", "fills.quantity", "fills.filled", 20, exact(4, "count")),
        Rolling(
            "fills", "fills.quantity", "fills.filled", 20, exact(4, "count"), ending="asked_on"
        ),
    ]
)
nodes = st.one_of(
    counts,
    others,
    counts.map(Not),
    st.builds(When, counts, counts, others),
)
day = st.integers(1, 28).map(lambda number: f"2026-0{1 + number % 4}-{number:02}")
drug = st.fixed_dictionaries(
    {
        "drug": st.sampled_from(["A", "B"]),
        "group": st.sampled_from(["tnf", "il"]),
        "began": day,
        "stopped": st.just("2026-06-01"),
        "failed": st.booleans(),
    }
)
score = st.fixed_dictionaries({"taken": day, "score": st.integers(0, 9), "by_us": st.booleans()})
fill = st.fixed_dictionaries({"filled": day, "quantity": st.integers(1, 4), "paid": st.booleans()})


def less_known(data, whole):
    """The items with some of their fields hidden, and dates known to the month only."""
    hidden = []
    for item in whole:
        left = {key: value for key, value in item.items() if data.draw(st.booleans())}
        if "stopped" in left and data.draw(st.booleans()):
            left["stopped"] = left["stopped"][:7]
        hidden.append(left)
    return hidden


def result(node, lists, *, complete, asked_on):
    given_facts = {} if asked_on is None else facts(asked_on=asked_on)
    for name, whole in lists.items():
        given_facts |= items(name, *whole, complete=complete)
    return examine(node, given_facts, LISTS), given_facts


@given(
    nodes,
    st.lists(drug, max_size=3),
    st.lists(score, max_size=3),
    st.lists(fill, max_size=3),
    st.data(),
)
def test_learning_more_never_turns_a_decision_round(node, drugs, scores, fills, data):
    lists = {"drugs": drugs, "scores": scores, "fills": fills}
    after, _ = result(node, lists, complete=True, asked_on="2026-07-01")
    hidden = {name: less_known(data, whole) for name, whole in lists.items()}
    asked_on = data.draw(st.sampled_from([None, "2026", "2026-07-01"]))
    before, on_file = result(node, hidden, complete=data.draw(st.booleans()), asked_on=asked_on)
    assert before.status in (after.status, U)
    asked = before.missing + before.undecided
    assert bool(asked) is (before.status is U)
    assert set(asked) <= set(facts_of(node))
    assert set(before.missing).isdisjoint(on_file)
    assert set(before.undecided) <= set(on_file)
    assert before.reason


def test_an_item_with_nothing_stated_is_still_an_item():
    given_facts = items("drugs", {}, complete=True)
    one = examine(Counted("drugs", CountBound.AT_LEAST, 1), given_facts, LISTS)
    assert one.status is Truth.MET
    assert examine(Every("drugs", Known("drugs.drug")), given_facts, LISTS).status is Truth.NOT_MET
