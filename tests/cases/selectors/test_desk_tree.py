"""What the desk offers for each criterion: suggested, agreed with in one press, or only by hand."""

import pytest

from accounts.domain.actor import Actor
from cases.models import Case, Fact
from cases.selectors.brief import brief_of, items_to_ask
from cases.selectors.desk import Desk, Look, desk_of, wants_information
from cases.selectors.desk_tree import Leaf
from cases.services.facts import CorrectionIntake, fact_correct
from documents.models import Page
from tests.cases.factories import FACTS, NOW, House, Said

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> House:
    return House()


def desk(case: Case, actor: Actor, look: Look | None = None) -> Desk:
    return desk_of(case, actor=actor, now=NOW, time_zone="America/Chicago", look=look or Look())


def leaves(case: Case, actor: Actor) -> dict[str, Leaf]:
    return {leaf.id: leaf for leaf in desk(case, actor).review.leaves}


def test_agree_rests_on_the_page_read_or_on_plan_data(house: House) -> None:
    case = house.claimed(house.case())
    found = leaves(case, house.person("nurse"))
    on_page, on_plan = found["dx.genetics"].agreement, found["auth.not_repeat"].agreement
    assert on_page is not None
    assert on_plan is not None
    assert (on_page.answer, on_page.basis, len(on_page.fact_ids)) == ("met", "page", 2)
    assert on_page.page is not None
    assert on_page.page.label == "p 4"
    assert (on_plan.basis, on_plan.page, on_plan.fact_ids) == ("plan_data", None, ())


def test_the_machine_s_no_can_be_agreed_with_too_and_is_no_outcome(house: House) -> None:
    facts = {**FACTS, "prior_hsct": Said("allogeneic", "clinic_note", "No prior HSCT.")}
    case = house.claimed(house.case(facts=facts))
    leaf = leaves(case, house.person("nurse"))["hsct.none_prior"]
    assert leaf.agreement is not None
    assert leaf.agreement.answer == "not_met"
    assert case.determinations.count() == 0


@pytest.mark.parametrize(
    ("facts", "criterion"),
    [
        ({k: v for k, v in FACTS.items() if k != "hiv_result"}, "hiv.negative"),
        (
            {
                **FACTS,
                "itgb2_genotype": Said(
                    "compound_heterozygous_phase_unknown", "genetic_report", "homozygous"
                ),
            },
            "dx.genetics",
        ),
        (
            {**FACTS, "infection_status": Said("local_only", "clinic_note", "No active infection")},
            "infection.none_systemic",
        ),
    ],
)
def test_where_the_machine_cannot_tell_there_is_nothing_to_agree_with(
    house: House, facts: dict[str, Said], criterion: str
) -> None:
    case = house.claimed(house.case(facts=facts))
    leaf = leaves(case, house.person("nurse"))[criterion]
    assert leaf.agreement is None
    assert leaf.is_open
    assert wants_information(leaf)


def test_a_criterion_whose_own_condition_is_not_there_is_not_asked(house: House) -> None:
    case = house.claimed(house.case())
    leaf = leaves(case, house.person("nurse"))["auth.not_expired"]
    assert leaf.not_needed
    assert not leaf.is_open
    assert not wants_information(leaf)


def test_a_group_counts_its_parts_that_are_met(house: House) -> None:
    case = house.claimed(house.case())
    house.agree(case, "dx.expression")
    house.answer(case, "dx.history", "unknown")
    tree = desk(case, house.person("nurse")).review.tree
    assert tree is not None
    group = tree.parts[0]
    assert not isinstance(group, Leaf)
    assert (group.number, group.logic, group.met, len(group.parts)) == ("1", "all of", 1, 3)
    assert [leaf.number for leaf in group.leaves()] == ["1a", "1b", "1c"]
    assert group.words == "Open"


def test_what_is_asked_for_is_what_is_unmet_unknown_or_silent(house: House) -> None:
    facts = {k: v for k, v in FACTS.items() if not k.startswith("itgb2")}
    case = house.claimed(house.case(facts=facts))
    house.answer(case, "dx.history", "unknown")
    house.agree(case, "hsct.candidate")
    items = items_to_ask(desk(case, house.person("nurse")).review)
    why = {item.criterion_id: item.why for item in items}
    assert why == {
        "dx.genetics": "Not found in the records",
        "dx.history": "Answered cannot tell",
    }


def test_an_open_criterion_says_why_it_could_be_asked_for(house: House) -> None:
    facts = {
        **FACTS,
        "prior_hsct": Said("allogeneic", "clinic_note", "No prior HSCT."),
        "infection_status": Said("local_only", "clinic_note", "No active infection"),
    }
    case = house.claimed(house.case(facts=facts))
    why = {
        item.criterion_id: item.why
        for item in items_to_ask(desk(case, house.person("nurse")).review)
    }
    assert why == {
        "hsct.none_prior": "Not answered; the records speak against it",
        "infection.none_systemic": "Not answered; the records leave it open",
    }


def test_the_brief_gives_both_sides_and_counts_every_criterion_that_applies(house: House) -> None:
    case = house.claimed(house.case())
    house.answered(case, but=["hiv.negative"])
    house.answer(case, "dx.history", "unknown")
    review = desk(case, house.person("nurse")).review
    brief = brief_of(case, review)
    assert {ground.leaf.id for ground in brief.against} == {"dx.history", "hiv.negative"}
    assert len(brief.against) + len(brief.for_member) == review.progress.total
    assert {ground.words for ground in brief.for_member} == {"Met"}
    assert brief.recommended is None


def test_a_correction_stands_beside_what_was_read_and_supersedes_it(house: House) -> None:
    case = house.claimed(house.case())
    link = case.documents.get()
    page = Page.objects.get(document_id=link.document_id, number=3)
    intake = CorrectionIntake(case.pk, "neutrophil_cd18_percent", "0.2 %", page.pk, "by eye")
    fact_correct(intake, actor=house.person("nurse"), now=NOW)
    leaf = leaves(case, house.person("nurse"))["dx.expression"]
    asked = next(item for item in leaf.facts if item.name == "neutrophil_cd18_percent")
    assert [(fact.words, fact.state) for fact in asked.readings] == [
        ("0.2 %", Fact.State.CONFIRMED),
        ("0.4 %", Fact.State.PROPOSED),
    ]
    assert not asked.conflicts
    assert leaf.suggested is not None
    assert [fact.words for fact in leaf.suggested.used][:1] == ["0.2 %"]


def test_whoever_may_open_no_document_sees_no_page_and_no_quote(house: House) -> None:
    case = house.claimed(house.case())
    view = desk(case, house.person("stranger"))
    assert view.viewer.page is None
    places = [
        place
        for leaf in view.review.leaves
        for asked in leaf.facts
        for fact in asked.readings
        for place in fact.places
    ]
    assert places == []


def test_a_crop_stays_on_the_page(house: House) -> None:
    case = house.claimed(house.case())
    for leaf in desk(case, house.person("nurse")).review.leaves:
        for place in leaf.suggested.places if leaf.suggested else ():
            assert place.crop is not None
            assert place.crop.x >= 0
            assert place.crop.y >= 0
            assert place.crop.x + place.crop.width <= place.page.width_px
            assert place.crop.y + place.crop.height <= place.page.height_px
