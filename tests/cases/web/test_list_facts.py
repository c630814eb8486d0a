"""Lists on the desk: typed from a page, shown in words, and used by a sample policy."""

from pathlib import Path

import pytest
from django.urls import reverse

import criteria
from cases.models import Case, Fact
from cases.selectors.evaluation import evaluation_current
from cases.services.intake import LineIntake
from criteria.services.policies import BOOTSTRAP, SETUP, policy_import, policy_publish
from tests.cases.factories import NOW, House, Said
from tests.cases.web.stage import house, signed_in, text_of

__all__ = ["house"]
SAMPLE = Path(criteria.__file__).parent / "policies/samples/exemplumab/2026-01-01.yaml"
DRUGS = (
    "drug: Conventrix, drug_class: Conventional systemic drug, began: 2025-12-01, "
    "ended: 2026-04-01, outcome: no_response; drug: Tumonil, Class: tnf, Begun: 2026-04-02, "
    "ended: 2026-08, outcome: not_tolerated; no others"
)
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(house: House) -> Case:
    """A claimed case under the sample policy."""
    revision = policy_import(SAMPLE.read_text("utf-8"), actor=SETUP, now=NOW)
    policy_publish(revision.pk, actor=BOOTSTRAP, now=NOW)
    said = {"skin_area_percent": Said("14 %", "clinic_note", "recurrent severe infections")}
    opened = house.case(
        facts=said,
        lines=(LineIntake(product="Exemplumab", hcpcs="X0001"),),
        indication="plaque_skin",
        place_of_service="office",
    )
    assert opened.policy is not None
    assert opened.policy.slug == "sample-exemplumab"
    return house.claimed(opened)


def sent(case: Case, house: House, value: str) -> object:
    address = reverse("cases:fact_correct", args=[case.number, "failed_drugs"])
    return signed_in(house).post(address, {"value": value, "page": "2"})


def test_the_desk_asks_for_a_list_with_its_fields(house: House, case: Case) -> None:
    page = text_of(signed_in(house).get(reverse("cases:desk", args=[case.number])))
    assert '<textarea name="value"' in page.replace("'", '"')
    assert "Class (Light treatment, Conventional systemic drug," in page
    assert "no others" in page


def test_a_list_typed_from_a_page_is_shown_in_words_and_evaluated(house: House, case: Case) -> None:
    answer = sent(case, house, DRUGS)
    assert answer.status_code == 302  # type: ignore[attr-defined]  # a response
    fact = case.facts.get(name="failed_drugs", state=Fact.State.CONFIRMED)
    assert fact.raw["complete"] is True
    assert fact.raw["items"][1] == {
        "drug": "Tumonil",
        "drug_class": "tnf",
        "began": "2026-04-02",
        "ended": "2026-08",
        "outcome": "not_tolerated",
    }
    page = text_of(signed_in(house).get(reverse("cases:desk", args=[case.number])))
    assert "Drug: Conventrix, Class: Conventional systemic drug, Begun: 2025-12-01" in page
    assert "{" not in page[page.index("Drug: Conventrix") :][:300]
    assert ">Drug: Conventrix, Class: Conventional systemic drug" in page  # to be changed
    current = evaluation_current(case, "confirmed")
    assert current is not None
    step = current.results["initial.step"]
    assert step["status"] == "met", step
    assert "2 different among 2 of 2 listed" in step["reason"]


def test_a_list_that_cannot_be_read_is_refused_and_kept_in_no_record(
    house: House, case: Case
) -> None:
    answer = sent(case, house, "drug Tumonil")
    assert answer.status_code == 422  # type: ignore[attr-defined]  # a response
    assert "It is written field: value" in text_of(answer)
    assert not case.facts.filter(name="failed_drugs").exists()


def test_the_page_of_the_policy_shows_its_rules_in_words(house: House, case: Case) -> None:
    address = reverse("criteria:policy", args=[case.policy_id])
    page = text_of(signed_in(house).get(address))
    for words in (
        "Drugs tried before: at least 2 different in Class, where:",
        "Ended: on the day or at most 1 year before: Date the plan received the request",
        "falls by at least 20 % of the first",
        "Asked of some requests only.",
        "Renewals: 4",
        "Each renewal is valid for 365 days",
        "Class: Light treatment; Conventional systemic drug; TNF blocker;",
        "from 15 kg to below 30 kg: 50 mg",
        "at most 8 in any 90 days",
    ):
        assert words in page, words
