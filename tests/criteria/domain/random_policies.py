"""Random policies and random facts, for tests that hold two ways of evaluating equal."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

from hypothesis import strategies as st

from criteria.domain.facts import FactType, FactValue
from criteria.domain.list_tree import CountBound, Counted, Every
from criteria.domain.partial_date import DateSpan, date_parse
from criteria.domain.policy import (
    Audience,
    Doubt,
    DoubtRoute,
    Gate,
    GateExit,
    Limit,
    Shape,
    Suggestion,
)
from criteria.domain.quantity import amount_parse, exact
from criteria.domain.tree import (
    All,
    AnyOf,
    Attested,
    Band,
    Bands,
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
from tests.criteria.domain.list_specs import LISTS, items
from tests.criteria.domain.small_policy import CITE, group, leaf, small_policy

DAY = date(2026, 1, 1)

# --- facts ---------------------------------------------------------------------------------------

_NUMBERS = st.sampled_from(["0", "0.5", "1.9", "2", "2.000", "2.1", "5", "1e1"])
_SIGNS = st.sampled_from(["", "<", "<=", ">", ">="])


def _amounts(units):
    plain = st.builds(
        lambda sign, number, unit: f"{sign}{number} {unit}",
        _SIGNS,
        _NUMBERS,
        st.sampled_from(units),
    ).filter(lambda text: not text.startswith("<0 ") and not text.startswith("<0e"))
    ranges = st.builds(
        lambda pair, unit: f"{pair[0]} to {pair[1]} {unit}",
        st.sampled_from([("1", "3"), ("2", "2"), ("0", "2"), ("2", "7")]),
        st.sampled_from(units),
    )
    return st.one_of(plain, plain, ranges).map(
        lambda text: FactValue(FactType.PERCENT, amount_parse(text))
    )


def _dates():
    texts = st.one_of(
        st.integers(0, 800).map(lambda days: (DAY + timedelta(days=days)).isoformat()),
        st.sampled_from(["2026", "2026-02", "2027-01", "2027"]),
    )
    return texts.map(lambda text: FactValue(FactType.DATE, date_parse(text)))


def _words(kind, values):
    return st.sampled_from(values).map(partial(FactValue, kind))


VALUES = {
    "marker": _amounts(["%"]),
    "weight": _amounts(["kg", "g", "lb"]),
    "rate": _amounts(["cells/kg"]),
    "total": _amounts(["cells"]),
    "started": _dates(),
    "ended": _dates(),
    "planned": _words(FactType.BOOLEAN, [True, False]),
    "seen": _words(FactType.BOOLEAN, [True, False]),
    "code": _words(FactType.TEXT, ["odd", "ODD", "again", "skip", "repeat", "other"]),
    "gene": _words(FactType.CHOICE, ["both", "one", "pending"]),
    "route": _words(FactType.CHOICE, ["ours", "theirs"]),
}
_DRUG = st.fixed_dictionaries(
    {},
    optional={
        "drug": st.sampled_from(["a", "b"]),
        "group": st.sampled_from(["tnf", "il", "?"]),
        "failed": st.booleans(),
    },
)
VALUES["drugs"] = st.builds(
    lambda drugs, complete: items("drugs", *drugs, complete=complete or not drugs)["drugs"],
    st.lists(_DRUG, max_size=3),
    st.booleans(),
)
FACTS = st.fixed_dictionaries({}, optional=VALUES)

# --- rules ---------------------------------------------------------------------------------------

_POINTS = {"marker": "%", "weight": "kg", "rate": "cells/kg", "total": "cells"}


def _compare(name, comparison, number):
    return Compare(Operand((name,)), comparison, exact(number, _POINTS[name]))


_AMOUNT_RULES = st.one_of(
    st.builds(
        _compare,
        st.sampled_from(sorted(_POINTS)),
        st.sampled_from(Comparison),
        st.sampled_from(["0.5", "2", "5"]),
    ),
    st.builds(
        lambda comparison: Compare(Operand(("rate", "weight")), comparison, Operand(("total",))),
        st.sampled_from(Comparison),
    ),
    st.builds(
        lambda comparison: Compare(
            Operand(("rate",), exact(2, "kg")), comparison, exact(10, "cells")
        ),
        st.sampled_from(Comparison),
    ),
    st.just(
        Compare(
            Operand(("total",)),
            Comparison.AT_MOST,
            Bands(
                "table",
                "weight",
                (
                    Band(amount_parse("<2 kg"), exact(2, "cells")),
                    Band(amount_parse(">=2 kg"), exact(5, "cells")),
                ),
            ),
        )
    ),
)
_DISTANCES = st.fixed_dictionaries(
    {}, optional={"months": st.integers(0, 13), "days": st.integers(0, 40)}
)


def _dated(fact, order, other, distance):
    return Dated(fact, order, other, **(distance if order.takes_distance else {}))


_DATE_RULES = st.builds(
    _dated,
    st.sampled_from(["started", "ended"]),
    st.sampled_from(Order),
    st.sampled_from(["started", "ended", DateSpan(DAY, DAY), date_parse("2026-02")]),
    _DISTANCES,
)
_OTHER_RULES = st.sampled_from(
    [
        OneOf("gene", ("both",), ("pending",)),
        OneOf("gene", ("both", "one")),
        OneOf("seen", (True,)),
        OneOf("seen", (False,)),
        OneOf("code", ("odd", "Skip")),
        OneOf("route", ("ours",)),
        Attested("planned"),
        Known("seen"),
        Known("marker"),
    ]
)
_LIST_RULES = st.sampled_from(
    [
        Counted("drugs", CountBound.AT_LEAST, 2, OneOf("drugs.failed", (True,)), "drugs.group"),
        Counted("drugs", CountBound.AT_MOST, 1, OneOf("drugs.drug", ("a",))),
        Every("drugs", AnyOf((OneOf("drugs.failed", (True,)), Known("seen")))),
    ]
)
LEAF_RULES = st.one_of(_AMOUNT_RULES, _DATE_RULES, _OTHER_RULES, _LIST_RULES)


def _grown(rules):
    parts = st.lists(rules, min_size=1, max_size=3).map(tuple)
    return st.one_of(
        st.builds(All, parts),
        st.builds(AnyOf, parts),
        st.builds(Not, rules),
        st.builds(When, rules, rules, rules),
        parts.flatmap(lambda p: st.integers(1, len(p)).map(lambda k: KOf(k, p))),
    )


RULES = st.recursive(LEAF_RULES, _grown, max_leaves=6)

# --- policies ------------------------------------------------------------------------------------

_MAYBE = st.one_of(st.none(), st.none(), RULES)
_DOUBTS = st.lists(
    st.builds(
        lambda when, route: Doubt(when, route, "A doubt."), RULES, st.sampled_from(DoubtRoute)
    ),
    max_size=2,
).map(tuple)
_SIDES = st.fixed_dictionaries(
    {
        "doubts": _DOUBTS,
        "not_applicable_when": _MAYBE,
        "case_by_case_when": _MAYBE,
        "applies_when": _MAYBE,
    }
)


@st.composite
def policies(draw):
    """A policy of one to five leaves in one or two groups, with gates and a limit."""
    leaves = [
        leaf(f"leaf{place}", draw(RULES), **draw(_SIDES))
        for place in range(draw(st.integers(1, 5)))
    ]
    cut = draw(st.integers(0, len(leaves) - 1))
    parts = leaves[:cut]
    if leaves[cut:]:
        parts.append(group("inner", draw(st.sampled_from([Shape.ALL, Shape.ANY])), *leaves[cut:]))
    root = group("root", draw(st.sampled_from([Shape.ALL, Shape.ANY])), *parts)
    gates = tuple(_gate(draw, place) for place in range(draw(st.integers(0, 2))))
    limits = tuple(_limit(draw, place) for place in range(draw(st.integers(0, 2))))
    policy = small_policy(root=root, gates=gates, limits=limits)
    return replace(policy, facts=LISTS)


def _gate(draw, place):
    exits = st.lists(
        st.builds(
            lambda when, suggest: GateExit(when, suggest, "So."),
            RULES,
            st.sampled_from([Suggestion.REDIRECT, Suggestion.PHYSICIAN_REVIEW]),
        ),
        max_size=2,
    )
    return Gate(
        id=f"gate{place}",
        label="Gate",
        says="It is so.",
        cite=CITE,
        passes=draw(RULES),
        exits=tuple(draw(exits)),
        request="Is it so?",
        asked_of=Audience.PLAN,
        holds_when_unknown=draw(st.booleans()),
    )


def _limit(draw, place):
    ways = tuple(draw(st.lists(RULES, min_size=1, max_size=2)))
    return Limit(f"limit{place}", "Limit", "At most.", CITE, ways, "Too many.")
