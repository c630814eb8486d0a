"""Every policy that ships, patient by patient: each criterion, gate, limit and suggestion."""

import pytest

from criteria.domain.evaluate import evaluate
from criteria.domain.policy import Audience, Suggestion
from criteria.domain.truth import Truth
from criteria.loading import parse_fact
from tests.criteria.policy_patients import (
    EVERY_POLICY,
    POLICIES,
    PolicyPatients,
    assert_statuses,
)

every_policy = pytest.mark.parametrize(
    "of", [pytest.param(one, id=one.folder) for one in EVERY_POLICY]
)


def every_row(name: str) -> pytest.MarkDecorator:
    """Each patient of the file, of every policy."""
    return pytest.mark.parametrize(
        ("of", "row"),
        [
            pytest.param(one, row, id=f"{one.folder}: {row['name']}")
            for one in EVERY_POLICY
            for row in one.read(name)
        ],
    )


def test_every_policy_that_ships_has_patients():
    shipped = {str(path.relative_to(POLICIES)) for path in POLICIES.rglob("*.yaml")}
    assert shipped == {one.file for one in EVERY_POLICY}


@every_policy
def test_the_patient_who_meets_all_states_every_fact_and_is_approved(of: PolicyPatients):
    assert set(of.read("meets_all")) == set(of.policy.facts)
    found = of.evaluated()
    assert found.suggestion is Suggestion.APPROVE
    assert found.missing == ()
    for part in (found.results, found.gates, found.limits):
        assert_statuses(dict(part), {})
    assert {advisory.id for advisory in found.advisories} == of.always


@every_row("fails_each")
def test_it_fails_one_criterion_alone(of: PolicyPatients, row):
    found = of.evaluated(row["set"])
    expected = {row["not_met"]: "not_met", **row.get("also", {})}
    assert_statuses(of.leaf_results(found), expected)
    assert found.overall is Truth(row.get("overall", "not_met"))
    assert found.suggestion.value == row.get("suggestion", "physician_review")


@every_policy
def test_every_criterion_fails_alone_once(of: PolicyPatients):
    failed = [row["not_met"] for row in of.read("fails_each")]
    assert failed == [leaf.id for leaf in of.policy.leaves()]


@pytest.mark.parametrize(
    ("of", "fact", "expected"),
    [
        pytest.param(one, fact, expected, id=f"{one.folder}: {fact}")
        for one in EVERY_POLICY
        for fact, expected in one.read("lacks_each").items()
    ],
)
def test_it_lacks_one_fact_alone(of: PolicyPatients, fact, expected):
    rows = expected if isinstance(expected, dict) else {"unknown": expected}
    unknown, held_by_nothing = rows.get("unknown", []), rows.get("open", [])
    found = of.evaluated(lacks=[fact])
    statuses = dict.fromkeys([*unknown, *held_by_nothing], "unknown")
    assert_statuses({**of.leaf_results(found), **found.gates}, statuses)
    suggested = Suggestion.REQUEST_INFORMATION if unknown else Suggestion.APPROVE
    assert found.suggestion is suggested
    assert {item.criterion_id for item in found.missing} == set(unknown)
    assert all(item.request for item in found.missing)
    assert not unknown or fact in {item.fact for item in found.missing}


@every_policy
def test_every_fact_is_lacked_once(of: PolicyPatients):
    assert set(of.read("lacks_each")) == set(of.policy.facts)


@every_row("readings")
def test_a_reading(of: PolicyPatients, row):
    found = of.evaluated(row.get("set"), row.get("lacks"))
    assert_statuses(of.leaf_results(found), row.get("statuses", {}))
    assert_statuses(dict(found.gates), row.get("gates", {}))
    assert_statuses(dict(found.limits), row.get("limits", {}))
    assert found.suggestion.value == row["suggestion"]
    shown = {advisory.id for advisory in found.advisories} - of.always
    assert shown == set(row.get("advisories", ()))
    for criterion_id, words in row.get("notes", {}).items():
        for word in words:
            assert word in " ".join(found.results[criterion_id].notes)
    for criterion_id, words in row.get("asks", {}).items():
        asked = " ".join(i.request for i in found.missing if i.criterion_id == criterion_id)
        for word in words:
            assert word in asked


@every_policy
def test_every_reading_has_its_own_name(of: PolicyPatients):
    names = [row["name"] for row in of.read("readings")]
    assert len(set(names)) == len(names)


@every_policy
def test_what_only_the_plan_knows_is_not_asked_of_the_provider(of: PolicyPatients):
    found = evaluate(of.policy, {})
    for item in (item for item in found.missing if not item.criterion_id.startswith("gate.")):
        only_plan = [g.value for g in of.policy.facts[item.fact].rests_on] == ["plan_data"]
        assert not only_plan or item.asked_of is Audience.PLAN


@every_policy
def test_facts_written_as_json_and_read_again_are_the_same(of: PolicyPatients):
    for name, raw in of.read("meets_all").items():
        value = parse_fact(of.policy.facts[name], raw)
        assert parse_fact(of.policy.facts[name], value.as_json()) == value


@every_policy
def test_every_leaf_has_words_for_the_reviewer_the_provider_and_the_member(of: PolicyPatients):
    for leaf in of.policy.leaves():
        assert leaf.says
        assert leaf.label
        assert leaf.request.endswith(".")
        assert leaf.letter.endswith(".")
        assert leaf.rests_on


def test_samples_say_that_they_are_samples():
    for one in EVERY_POLICY:
        is_sample = one.file.startswith("samples/")
        assert one.policy.slug.startswith("sample-") is is_sample
        assert one.policy.title.startswith("Sample: ") is is_sample
        assert is_sample is any("sample" in words for words in one.policy.statements)


@every_policy
def test_every_gate_and_limit_is_failed_by_some_patient(of: PolicyPatients):
    failed = {
        key
        for row in of.read("readings")
        for part in ("gates", "limits")
        for key, status in row.get(part, {}).items()
        if status == "not_met"
    }
    gates, limits = of.policy.gates, of.policy.limits
    assert failed >= {gate.id for gate in gates} | {limit.id for limit in limits}
