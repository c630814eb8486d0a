"""The Kresladi policy, patient by patient: every criterion, gate, limit and suggestion."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from criteria.domain.evaluate import evaluate
from criteria.domain.policy import Audience, Suggestion
from criteria.domain.results import Evaluation
from criteria.domain.truth import Truth
from criteria.loading import parse_facts, policy_read

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "criteria/policies/kresladi/2026-07-23.yaml").read_text(encoding="utf-8")
POLICY = policy_read(TEXT)
PATIENTS = Path(__file__).parent / "patients" / "kresladi"
ALWAYS = {
    advisory.id for advisory in POLICY.advisories if advisory.when is None
}  # shown on every case


def patients(name: str) -> Any:
    """The patients of one file; every scalar but true, false and null stays text."""
    text = (PATIENTS / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


MEETS_ALL = patients("meets_all")


def evaluated(changes: dict[str, Any] | None = None, lacks: list[str] | None = None) -> Evaluation:
    raw = {**MEETS_ALL, **(changes or {})}
    return evaluate(
        POLICY, parse_facts(POLICY, {k: v for k, v in raw.items() if k not in (lacks or [])})
    )


def named(rows: list[dict[str, Any]]) -> list[Any]:
    return [pytest.param(row, id=row["name"]) for row in rows]


def assert_statuses(found: dict[str, Any], expected: dict[str, str]) -> None:
    """Every status is met but those expected otherwise."""
    seen = {key: result.status.value for key, result in found.items()}
    wanted = {key: expected.get(key, "met") for key in seen}
    assert seen == wanted
    assert set(expected) <= set(seen)


def leaf_results(found: Evaluation) -> dict[str, Any]:
    return {leaf.id: found.results[leaf.id] for leaf in POLICY.leaves()}


def test_the_patient_who_meets_all_states_every_fact_and_is_approved():
    assert set(MEETS_ALL) == set(POLICY.facts)
    found = evaluated()
    assert found.suggestion is Suggestion.APPROVE
    assert found.missing == ()
    for part in (found.results, found.gates, found.limits):
        assert_statuses(dict(part), {})
    assert {advisory.id for advisory in found.advisories} == ALWAYS


FAILS = patients("fails_each")


@pytest.mark.parametrize("row", named(FAILS))
def test_it_fails_one_criterion_alone(row):
    found = evaluated(row["set"])
    assert_statuses(leaf_results(found), {row["not_met"]: "not_met"})
    assert found.overall is Truth.NOT_MET
    assert found.suggestion.value == row.get("suggestion", "physician_review")


def test_every_criterion_fails_alone_once():
    assert [row["not_met"] for row in FAILS] == [leaf.id for leaf in POLICY.leaves()]


LACKS = patients("lacks_each")


@pytest.mark.parametrize(("fact", "unknown"), LACKS.items())
def test_it_lacks_one_fact_alone(fact, unknown):
    found = evaluated(lacks=[fact])
    statuses = dict.fromkeys(unknown, "unknown")
    assert_statuses({**leaf_results(found), **found.gates}, statuses)
    expected = Suggestion.REQUEST_INFORMATION if unknown else Suggestion.APPROVE
    assert found.suggestion is expected
    assert {item.criterion_id for item in found.missing} == set(unknown)
    assert all(item.request for item in found.missing)
    assert not unknown or fact in {item.fact for item in found.missing}


def test_every_fact_is_lacked_once():
    assert set(LACKS) == set(POLICY.facts)


@pytest.mark.parametrize("row", patients("cd18_table"))
def test_the_table_of_cd18_and_cd11(row):
    names = {f"neutrophil_{key}_percent": row[key] for key in ("cd18", "cd11a", "cd11b")}
    found = evaluated(names)
    assert_statuses(leaf_results(found), {"dx.expression": row["status"]})
    result = found.results["dx.expression"]
    assert set(result.missing + result.undecided) == set(row.get("asks", ()))


def test_cd18_below_the_threshold_needs_nothing_else():
    """The table again on an otherwise empty case: no other fact plays in."""
    for row in patients("cd18_table"):
        names = {f"neutrophil_{key}_percent": row[key] for key in ("cd18", "cd11a", "cd11b")}
        found = evaluate(POLICY, parse_facts(POLICY, names))
        assert found.results["dx.expression"].status.value == row["status"]


READINGS = patients("readings")


@pytest.mark.parametrize("row", named(READINGS))
def test_a_reading(row):
    found = evaluated(row.get("set"), row.get("lacks"))
    assert_statuses(leaf_results(found), row.get("statuses", {}))
    assert_statuses(dict(found.gates), row.get("gates", {}))
    assert_statuses(dict(found.limits), row.get("limits", {}))
    assert found.suggestion.value == row["suggestion"]
    assert {advisory.id for advisory in found.advisories} - ALWAYS == set(row.get("advisories", ()))
    for criterion_id, words in row.get("notes", {}).items():
        for word in words:
            assert word in " ".join(found.results[criterion_id].notes)
    for criterion_id, words in row.get("asks", {}).items():
        asked = " ".join(i.request for i in found.missing if i.criterion_id == criterion_id)
        for word in words:
            assert word in asked


def test_every_reading_has_its_own_name():
    names = [row["name"] for row in READINGS]
    assert len(set(names)) == len(names)


def test_nothing_on_file_asks_for_everything_and_denies_nothing():
    found = evaluate(POLICY, {})
    assert found.overall is Truth.UNKNOWN
    assert found.suggestion is Suggestion.REQUEST_INFORMATION
    asked = {item.criterion_id for item in found.missing}
    assert asked >= {leaf.id for leaf in POLICY.leaves()} - {"hiv.before_mobilization"}


def test_what_only_the_plan_knows_is_not_asked_of_the_provider():
    found = evaluate(POLICY, {})
    for item in (item for item in found.missing if not item.criterion_id.startswith("gate.")):
        only_plan = [ground.value for ground in POLICY.facts[item.fact].rests_on] == ["plan_data"]
        if only_plan:
            assert item.asked_of is Audience.PLAN


def test_no_suggestion_is_a_denial():
    assert "deny" not in {suggestion.value for suggestion in Suggestion}
    assert {row["suggestion"] for row in READINGS} == {item.value for item in Suggestion}


# --- the text of the policy ---------------------------------------------------------------------


def test_dates_codes_and_owner_are_as_the_plan_wrote_them():
    assert str(POLICY.effective_from) == "2026-07-23"
    assert POLICY.effective_to is None
    assert str(POLICY.source.posted) == "2026-06-23"
    assert POLICY.source.reviewed is None
    assert "Prime Therapeutics" in POLICY.source.maintained_by
    assert {service.hcpcs: service.places for service in POLICY.applies.services} == {
        "J3590": (),
        "C9399": ("hospital_outpatient",),
    }
    assert [product.ndc for product in POLICY.applies.products] == ["83537-0034-xx"]
    assert (POLICY.authorization.doses, POLICY.authorization.renewable) == (1, False)
    assert POLICY.authorization.validity_days is None
    assert "marnetegrane autotemcel" in POLICY.source.aliases


def test_every_bullet_of_section_three_is_cited():
    cited = {
        leaf.cite.bullet.split(",")[0] for leaf in POLICY.leaves() if leaf.cite.section == "III"
    }
    assert cited == {"1a", "1b", "1c", *(str(number) for number in range(2, 12))}


def test_every_leaf_has_words_for_the_reviewer_the_provider_and_the_member():
    for leaf in POLICY.leaves():
        assert leaf.says
        assert leaf.label
        assert leaf.request.endswith(".")
        assert leaf.letter.endswith(".")
        assert leaf.rests_on


def test_negative_facts_may_rest_on_pages_that_hold_nothing_contrary():
    for name in ("hsct.none_prior", "art.washout", "genetherapy.none_prior"):
        assert "nothing_contrary" in {g.value for g in POLICY.criterion(name).rests_on}
