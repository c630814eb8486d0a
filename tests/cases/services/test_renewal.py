"""A renewal from intake to its criteria, and under a policy that renews nothing."""

from dataclasses import replace
from pathlib import Path

import pytest

import criteria
from cases.models import Case, Evaluation
from cases.selectors.evaluation import evaluation_current, facts_of
from cases.selectors.granting import validity_days
from cases.selectors.request_facts import request_facts
from cases.selectors.review import findings_latest
from cases.services.determination import DecisionIntake, case_approve
from cases.services.intake import LineIntake
from criteria.services.policies import BOOTSTRAP, SETUP, policy_import, policy_publish
from operations.selectors.plan import plan_settings_on
from tests.cases.factories import NOW, House, Said

SAMPLE = Path(criteria.__file__).parent / "policies/samples/exemplumab/2026-01-01.yaml"
LINES = (LineIntake(product="Exemplumab", hcpcs="X0001"),)
pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(house: House) -> House:
    revision = policy_import(SAMPLE.read_text("utf-8"), actor=SETUP, now=NOW)
    policy_publish(revision.pk, actor=BOOTSTRAP, now=NOW)
    return house


def opened(house: House, request_type: str, **changes: object) -> Case:
    said = {"skin_area_percent": Said("14 %", "clinic_note", "recurrent severe infections")}
    return house.case(
        facts=said,
        lines=LINES,
        indication="plaque_skin",
        place_of_service="office",
        request_type=request_type,
        **changes,  # type: ignore[arg-type]
    )


def results(case: Case) -> dict[str, dict[str, object]]:
    current = evaluation_current(case, Evaluation.Kind.CONFIRMED)
    assert current is not None
    return current.results


def authorization_check(case: Case) -> tuple[str, str]:
    found = next(f for f in findings_latest(case) if f.check_id == "earlier_authorization")
    return found.result, found.reason


def test_a_renewal_is_held_against_the_criteria_for_renewals(sample: House) -> None:
    first, renewed = results(opened(sample, "initial")), results(opened(sample, "renewal"))
    assert first["renewal.better"]["not_applicable"]
    assert not first["initial.step"]["not_applicable"]
    assert not renewed["renewal.better"]["not_applicable"]
    assert renewed["initial.step"]["not_applicable"]


def test_a_renewal_of_what_the_plan_has_not_on_file_stays_open(sample: House) -> None:
    case = opened(sample, "renewal")
    assert "renewals_before" not in facts_of(case, Evaluation.Kind.CONFIRMED)
    assert results(case)["renewal.number"]["status"] == "unknown"
    assert authorization_check(case) == (
        "attention",
        "A renewal is asked for, and no earlier authorization is on file.",
    )


def test_renewals_granted_before_are_counted_from_the_plans_own_record(house: House) -> None:
    first = house.answered(house.claimed(house.case()))
    case_approve(
        DecisionIntake(first.pk, first.version, ""), actor=house.person("nurse"), now=house.now
    )
    asked = house.case(request_type="renewal", member=first.member)
    assert request_facts(asked)["renewals_before"] == "0"
    Case.objects.filter(pk=first.pk).update(request_type="renewal")  # past the history, on purpose
    assert request_facts(asked)["renewals_before"] == "1"
    assert "renewals_before" not in request_facts(house.case(member=first.member))


def test_an_approval_is_as_long_as_the_policy_says_for_such_a_request(sample: House) -> None:
    plan = plan_settings_on(NOW.date())
    assert validity_days(opened(sample, "initial"), plan) == 180
    assert validity_days(opened(sample, "renewal"), plan) == 365
    own = replace(plan, validity_days={"authorization": 77})
    assert validity_days(sample.case(), own) == 77
    assert validity_days(opened(sample, "initial"), own) == 180


def test_a_policy_that_renews_nothing_asks_what_the_renewal_is(house: House) -> None:
    case = house.case(request_type="renewal")
    assert "request_type" not in facts_of(case, Evaluation.Kind.CONFIRMED)
    suggested = evaluation_current(case, Evaluation.Kind.SUGGESTED)
    assert suggested is not None
    assert suggested.results["auth.not_repeat"]["status"] == "unknown"
    assert suggested.suggestion == "request_information"
    (asked,) = [item for item in suggested.missing if item["id"] == "auth.not_repeat"]
    assert asked["request"].startswith("Please state whether this is the first request")
    assert authorization_check(case) == (
        "attention",
        "A renewal is asked for, and the policy renews nothing.",
    )
