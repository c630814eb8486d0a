"""Items of a list on the desk: read on pages, taken by a person one by one, and given back."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.urls import reverse

import criteria
from cases.models import Case, Evaluation, Fact
from cases.selectors.evaluation import evaluation_current, facts_of
from cases.selectors.finding import FoundFact, FoundPlace, found_facts
from cases.services.facts import CorrectionIntake, fact_correct
from cases.services.intake import LineIntake
from cases.services.preparing import case_prepare
from cases.services.stray_pages import page_close
from criteria.selectors.policies import policy_get
from criteria.services.policies import BOOTSTRAP, SETUP, policy_import, policy_publish
from documents.models import Page
from tests.cases.factories import NOW, House, Said
from tests.cases.paper import CLINIC_NOTE, PACKET
from tests.cases.web.stage import house, signed_in, text_of

__all__ = ["house"]
SAMPLE = Path(criteria.__file__).parent / "policies/samples/exemplumab/2026-01-01.yaml"
NAME = "failed_drugs"
NOTE = replace(
    CLINIC_NOTE,
    lines=(
        "DERMATOLOGY CLINIC NOTE",
        "Visit: 10/28/2026",
        "She tried methotrexate 11/2025 - 04/2026, no response",
        "and adalimumab 04/2026 - 08/2026, rash",
        "Cyclosporine was declined.",
    ),
)
PAPERS = tuple(NOTE if paper is CLINIC_NOTE else paper for paper in PACKET)
MTX = {"drug": "methotrexate", "drug_class": "conventional", "began": "2025-11", "ended": "2026-04", "outcome": "no_response"}  # fmt: skip
ADA = {"drug": "adalimumab", "drug_class": "tnf", "began": "2026-04", "ended": "2026-08", "outcome": "not_tolerated"}  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture
def case(house: House) -> Case:
    """A claimed case under the sample policy, of which a page tells of two drugs."""
    revision = policy_import(SAMPLE.read_text("utf-8"), actor=SETUP, now=NOW)
    policy_publish(revision.pk, actor=BOOTSTRAP, now=NOW)
    said = {"skin_area_percent": Said("14 %", "flow_cytometry", "CD18 (neutrophils)")}
    opened = house.case(
        PAPERS,
        facts=said,
        lines=(LineIntake(product="Exemplumab", hcpcs="X0001"),),
        indication="plaque_skin",
        place_of_service="office",
    )
    return house.claimed(read(opened))


def read(case: Case) -> Case:
    """The case with what the finder itself reads on its pages."""
    assert case.policy_id is not None
    case_prepare(case.pk, found_facts(case, policy_get(case.policy_id)), now=NOW)
    return Case.objects.get(pk=case.pk)


def item(case: Case, drug: str) -> Fact:
    """The reading of the drug, as long as it waits."""
    waiting = Fact.objects.filter(case=case, name=NAME, state__in=["proposed", "rejected"])
    return next(row for row in waiting if row.raw["items"][0]["drug"] == drug)


def listed(case: Case) -> Fact:
    return Fact.objects.get(case=case, name=NAME, state="confirmed")


def take(house: House, case: Case, drug: str, verb: str = "confirm") -> None:
    row = item(case, drug) if verb == "confirm" else listed(case)
    address = reverse(f"cases:fact_{verb}", args=[case.number, row.pk])
    assert signed_in(house).post(address, {"target": "c-x"}).status_code == 302


def page_of(case: Case, number: int) -> Page:
    return Page.objects.get(document_id=case.documents.get().document_id, number=number)


def found_on(case: Case, number: int, said: dict[str, str]) -> FoundFact:
    place = FoundPlace(page_of(case, number).pk, (5.0, 5.0, 9.0, 9.0), said["drug"])
    return FoundFact(NAME, {"items": [said], "complete": False}, (place,))


def test_the_items_of_a_page_wait_side_by_side_with_their_fields(house: House, case: Case) -> None:
    waiting = Fact.objects.filter(case=case, name=NAME, state="proposed").order_by("id")
    assert [row.raw["items"] for row in waiting] == [[MTX], [ADA]]
    page = text_of(signed_in(house).get(reverse("cases:desk", args=[case.number])))
    assert "2 items read on the pages, not yet in the list." in page
    assert "Drug: methotrexate, Class: Conventional systemic drug, Begun: 2025-11" in page
    assert page.count("Take into the list") >= 2
    assert "The records give different values" not in page
    assert "denied on the page" in page  # cyclosporine


def test_items_that_wait_feed_the_suggestion_and_are_no_whole_list(case: Case) -> None:
    suggested = facts_of(case, Evaluation.Kind.SUGGESTED)[NAME]
    assert suggested == {"items": [MTX, ADA], "complete": False}
    assert NAME not in facts_of(case, Evaluation.Kind.CONFIRMED)
    current = evaluation_current(case, "suggested")
    assert current is not None
    assert current.results["initial.step"]["status"] == "met"


def test_one_act_takes_an_item_into_the_list(house: House, case: Case) -> None:
    take(house, case, "methotrexate")
    assert listed(case).raw == {"items": [MTX], "complete": False}
    take(house, case, "adalimumab")
    whole = listed(case)
    assert whole.raw == {"items": [MTX, ADA], "complete": False}
    assert {row.page_id for row in whole.evidence.all()} == {page_of(case, 5).pk}
    assert len(whole.evidence.all()) == 2
    assert not Fact.objects.filter(case=case, name=NAME, state="proposed").exists()
    read(case)  # reading again proposes nothing that was taken
    assert not Fact.objects.filter(case=case, name=NAME, state="proposed").exists()


def test_an_item_joins_what_a_person_typed_and_is_not_doubled(house: House, case: Case) -> None:
    typed = "drug: PUVA, began: 2025-01; drug: methotrexate, drug_class: conventional, began: 2025-11, ended: 2026-04, outcome: no_response; no others"
    intake = CorrectionIntake(case.pk, NAME, typed, page_of(case, 5).pk, "")
    fact_correct(intake, actor=house.person("nurse"), now=NOW)
    before = listed(case)
    take(house, case, "methotrexate")
    assert listed(case) == before
    assert listed(case).raw["complete"] is True
    take(house, case, "adalimumab")
    assert [one["drug"] for one in listed(case).raw["items"]] == [
        "PUVA",
        "methotrexate",
        "adalimumab",
    ]
    assert listed(case).raw["complete"] is False


def test_agreeing_takes_all_the_items_shown(house: House, case: Case) -> None:
    ids = list(
        Fact.objects.filter(case=case, name=NAME, state="proposed").values_list("pk", flat=True)
    )
    page = text_of(signed_in(house).get(reverse("cases:desk", args=[case.number])))
    assert all(f'name="confirm" value="{pk}"' in page for pk in ids)
    address = reverse("cases:answer", args=[case.number, "initial.step"])
    given = {"answer": "met", "basis": "page", "page": "5", "confirm": ids}
    assert signed_in(house).post(address, given).status_code == 302
    assert listed(case).raw["items"] == [MTX, ADA]
    assert case.reviews.get(criterion_id="initial.step").answer == "met"


def test_a_list_that_is_not_right_gives_its_items_back(house: House, case: Case) -> None:
    take(house, case, "methotrexate")
    take(house, case, "adalimumab")
    take(house, case, "", "reject")
    assert not Fact.objects.filter(case=case, name=NAME, state="confirmed").exists()
    take(house, case, "adalimumab")
    assert listed(case).raw["items"] == [ADA]


def test_items_of_a_closed_page_leave_the_list(house: House, case: Case) -> None:
    other = {"drug": "PUVA", "began": "2025-01"}
    case_prepare(case.pk, (found_on(case, 6, other), found_on(case, 7, other)), now=NOW)
    for drug in ("methotrexate", "PUVA", "adalimumab"):
        take(house, case, drug)
    receipt = case.documents.get().receipt
    assert receipt is not None
    page_close(receipt.pk, 6, actor=house.person("intake_clerk"), now=NOW)
    assert len(listed(case).raw["items"]) == 3  # page 7 says it too
    page_close(receipt.pk, 5, actor=house.person("intake_clerk"), now=NOW)
    assert listed(case).raw == {"items": [other], "complete": False}
    assert listed(case).settled_by == house.person("nurse").key
    page_close(receipt.pk, 7, actor=house.person("intake_clerk"), now=NOW)
    assert not Fact.objects.filter(case=case, name=NAME, state="confirmed").exists()


def test_a_list_of_which_every_item_is_lost_is_gone(house: House, case: Case) -> None:
    take(house, case, "methotrexate")
    take(house, case, "adalimumab")
    whole = listed(case)
    whole.evidence.create(page=page_of(case, 7), box=[], quote="as on the other page")
    receipt = case.documents.get().receipt
    assert receipt is not None
    page_close(receipt.pk, 5, actor=house.person("intake_clerk"), now=NOW)
    assert not Fact.objects.filter(case=case, name=NAME, state="confirmed").exists()


def test_two_readings_of_one_plain_fact_are_still_refused(house: House, case: Case) -> None:
    place = FoundPlace(page_of(case, 5).pk, (1.0, 1.0, 9.0, 9.0), "BSA")
    case_prepare(case.pk, (FoundFact("skin_area_percent", "20 %", (place,)),), now=NOW)
    ids = list(
        Fact.objects.filter(case=case, name="skin_area_percent").values_list("pk", flat=True)
    )
    address = reverse("cases:answer", args=[case.number, "initial.step"])
    given = {"answer": "met", "basis": "page", "page": "5", "confirm": ids}
    assert "Choose one reading for each fact" in text_of(signed_in(house).post(address, given))
