"""The Kresladi policy beyond its patients: its table of CD18 and CD11, and the plan's text."""

import pytest

from criteria.domain.evaluate import evaluate
from criteria.domain.policy import Suggestion
from criteria.domain.truth import Truth
from criteria.loading import parse_facts
from tests.criteria.policy_patients import KRESLADI, assert_statuses

POLICY = KRESLADI.policy
READINGS = KRESLADI.read("readings")


@pytest.mark.parametrize("row", KRESLADI.read("cd18_table"))
def test_the_table_of_cd18_and_cd11(row):
    names = {f"neutrophil_{key}_percent": row[key] for key in ("cd18", "cd11a", "cd11b")}
    found = KRESLADI.evaluated(names)
    assert_statuses(KRESLADI.leaf_results(found), {"dx.expression": row["status"]})
    result = found.results["dx.expression"]
    assert set(result.missing + result.undecided) == set(row.get("asks", ()))


def test_cd18_below_the_threshold_needs_nothing_else():
    """The table again on an otherwise empty case: no other fact plays in."""
    for row in KRESLADI.read("cd18_table"):
        names = {f"neutrophil_{key}_percent": row[key] for key in ("cd18", "cd11a", "cd11b")}
        found = evaluate(POLICY, parse_facts(POLICY, names))
        assert found.results["dx.expression"].status.value == row["status"]


def test_nothing_on_file_asks_for_everything_and_denies_nothing():
    found = evaluate(POLICY, {})
    assert found.overall is Truth.UNKNOWN
    assert found.suggestion is Suggestion.REQUEST_INFORMATION
    asked = {item.criterion_id for item in found.missing}
    assert asked >= {leaf.id for leaf in POLICY.leaves()} - {"hiv.before_mobilization"}


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


def test_negative_facts_may_rest_on_pages_that_hold_nothing_contrary():
    for name in ("hsct.none_prior", "art.washout", "genetherapy.none_prior"):
        assert "nothing_contrary" in {g.value for g in POLICY.criterion(name).rests_on}
