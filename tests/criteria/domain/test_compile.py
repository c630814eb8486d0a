"""A compiled policy says what evaluate says: of every gate, criterion and limit, and why."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from criteria.domain.compile import TRUTH, Behind, compiled
from criteria.domain.evaluate import evaluate
from criteria.domain.facts import FactType, FactValue
from criteria.domain.prepared import ends_of, prepare
from criteria.domain.quantity import Amount, Bound, QuantityError, amount_parse, exact, unit_parse
from criteria.domain.truth import Truth
from criteria.loading import parse_facts, policy_read
from tests.criteria.domain.random_policies import FACTS, policies
from tests.criteria.domain.small_policy import MEETS_ALL, SPECS, small_policy
from tests.criteria.domain.small_policy import given as facts_given
from tests.criteria.people import KRESLADI, ROOT

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
SAMPLES = sorted((ROOT / "criteria" / "policies" / "samples").glob("*/*.yaml"))
WRITTEN = {"kresladi": KRESLADI, **{path.parent.name: path.read_text() for path in SAMPLES}}


def told(policy, facts):
    """What the interpreter says, in the compiled form's words."""
    found = evaluate(policy, facts)
    behind = [
        Behind(leaf.id, result.facts_used, result.missing, result.undecided)
        for leaf in policy.leaves()
        if (result := found.results[leaf.id]).status is not Truth.MET
    ]
    return (
        [result.status for result in found.gates.values()],
        [result.status for result in found.results.values()],
        [result.status for result in found.limits.values()],
        found.suggestion,
        behind,
    )


def compiled_told(policy, facts):
    form = compiled(policy)
    prepared = form.prepare(facts)
    whole = form.whole(prepared)
    codes, behind = form.explained(prepared)
    assert codes == whole.criteria == form.codes(prepared)
    truths = [[TRUTH[c] for c in part] for part in (whole.gates, whole.criteria, whole.limits)]
    return (*truths, whole.suggestion, behind)


def same(policy, facts):
    """Both ways give the same, or both refuse in the same words."""
    try:
        expected = told(policy, facts)
    except QuantityError as error:
        with pytest.raises(QuantityError, match=str(error)):
            compiled_told(policy, facts)
        return
    assert compiled_told(policy, facts) == expected


@given(policies(), st.lists(FACTS, min_size=1, max_size=4))
@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
def test_it_is_equal_over_random_policies_and_random_facts(policy, cases):
    for facts in cases:
        same(policy, facts)


@pytest.mark.long
@given(policies(), st.lists(FACTS, min_size=1, max_size=4))
@settings(max_examples=20_000, deadline=None, suppress_health_check=SLOW)
def test_it_is_equal_over_very_many_random_policies(policy, cases):
    for facts in cases:
        same(policy, facts)


PLAIN = {
    FactType.BOOLEAN: st.booleans(),
    FactType.DATE: st.sampled_from(["2026-07-22", "2026-07-23", "2026-08", "2025", "2026-09-01"]),
    FactType.TEXT: st.sampled_from(["J3590", "C9399", "other"]),
    FactType.COUNT: st.sampled_from(["0", "1", "2", "12", "<5"]),
}
AMOUNTS = st.sampled_from(["0", "<2", "<5", "1.9", "2", ">=2", "3e6", "115", "116"])


def raw_values(spec):
    """Values of a fact as a file states them."""
    if spec.type is FactType.CHOICE:
        return st.sampled_from(list(spec.choices))
    if spec.type is not FactType.LIST:
        return PLAIN.get(spec.type, AMOUNTS)
    item = st.fixed_dictionaries(
        {}, optional={name: raw_values(field) for name, field in spec.fields.items()}
    )
    return st.one_of(
        st.builds(lambda found: {"items": found, "complete": True}, st.lists(item, max_size=3)),
        st.builds(lambda one: {"items": [one], "complete": False}, item),
    )


@pytest.mark.parametrize("name", WRITTEN)
@given(data=st.data())
@settings(max_examples=50, deadline=None, suppress_health_check=SLOW)
def test_it_is_equal_over_the_policies_that_come_with_the_product(name, data):
    policy = policy_read(WRITTEN[name])
    raw = data.draw(
        st.fixed_dictionaries(
            {}, optional={key: raw_values(spec) for key, spec in policy.facts.items()}
        )
    )
    same(policy, parse_facts(policy, raw))


def test_statuses_are_named_and_kept_for_the_policy():
    policy = small_policy()
    form = compiled(policy)
    assert compiled(policy) is form
    assert compiled(small_policy()) is not form
    statuses = form.statuses(form.prepare(facts_given(**MEETS_ALL)))
    assert list(statuses) == [item.id for item in policy.criteria()]
    assert (statuses["root"], statuses["gene"]) == (Truth.MET, Truth.UNKNOWN)


def test_facts_that_the_policy_does_not_ask_for_are_left_out():
    stray = {"stray": FactValue(FactType.BOOLEAN, True)}
    assert prepare(stray, SPECS).values == {}


def test_a_unit_that_does_not_go_with_the_fact_is_refused():
    wrong = {"marker": FactValue(FactType.PERCENT, amount_parse("2 kg"))}
    with pytest.raises(QuantityError, match="kg cannot be compared with %"):
        prepare(wrong, SPECS)


def test_ends_compare_as_the_amounts_do():
    below, upto, two, over = (ends_of(amount_parse(f"{sign}2 %")) for sign in ("<", "<=", "", ">"))
    assert below.high < two.low == two.high == upto.high < over.low
    assert over.high == float("inf")
    assert ends_of(exact("0.0000001", "mcg")).low > 0


def test_more_digits_than_any_fact_can_have_are_refused():
    tiny = Bound(Decimal(1).scaleb(-200))
    with pytest.raises(QuantityError, match="too many digits"):
        ends_of(Amount(tiny, tiny, unit_parse("%")))
