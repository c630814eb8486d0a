"""What an answer may rest on: exactly what the policy allows, and only if it is really there."""

import pytest

from cases.errors import AnswerRefusedError, FactRefusedError
from cases.models import CriterionReview, Fact
from cases.selectors.contacts import contact_choices
from cases.services.contacts import contact_record
from cases.services.facts import CorrectionIntake, fact_correct
from cases.services.letter_context import context_of_determination
from documents.models import Page
from tests.cases.people import call

NONE_PRIOR = "hsct.none_prior"  # page, contact, attestation, nothing contrary


@pytest.fixture
def case(house):
    return house.claimed(house.case())


def page(case, number):
    return Page.objects.get(document__in=case.documents.values("document"), number=number).pk


def contact(house, case, **changes):
    return contact_record(case.pk, call(**changes), actor=house.person("nurse"), now=house.now).pk


def test_an_answer_rests_on_a_verified_call_with_a_provider(house, case):
    other = house.case(prepared="no")
    ids = {
        "Choose the recorded": None,
        "not on this case": contact(house, other),
        "not verified": contact(house, case, verified="not_verified"),
        "Only the requesting": contact(house, case, counterpart="member"),
    }
    for words, contact_id in ids.items():
        with pytest.raises(AnswerRefusedError, match=words):
            house.answer(case, NONE_PRIOR, "met", basis="contact", contact_id=contact_id)
    good = contact(house, case, counterpart="requester_staff")
    assert [choice.id for choice in contact_choices(case)] == [good]
    house.answer(case, NONE_PRIOR, "met", basis="contact", contact_id=good)
    review = CriterionReview.objects.get(case=case)
    assert (review.contact_id, review.page, review.pages_read) == (good, None, "")
    event = case.events.get(kind="criterion.answered")
    assert (event.detail["basis"], event.detail["contact"]) == ("contact", good)


def test_the_policy_says_what_a_criterion_may_rest_on(house, case):
    good = contact(house, case)
    page_id = page(case, 3)
    for criterion, basis in (("dx.expression", "attestation"), ("dx.expression", "plan_data")):
        with pytest.raises(AnswerRefusedError, match="the policy allows"):
            house.answer(case, criterion, "met", basis=basis, page_id=page_id, contact_id=good)


@pytest.mark.parametrize(
    ("pages", "words"),
    [
        ("", "which pages"),
        ("all", "which pages"),
        ("7-2", "lower number"),
        ("2-99", "Page 8 is not"),
        ("0-3", "Page 0 is not"),
        ("1", "None of these pages"),
    ],
)
def test_pages_read_are_there_and_were_read(house, case, pages, words):
    with pytest.raises(AnswerRefusedError, match=words):
        house.answer(case, NONE_PRIOR, "met", basis="nothing_contrary", pages_read=pages)
    house.answer(case, NONE_PRIOR, "met", basis="nothing_contrary", pages_read=" 2 - 7 ")
    assert CriterionReview.objects.get(case=case).pages_read == "2-7"


@pytest.mark.parametrize(
    ("state", "reason"), [("waiting", ""), ("unreadable", "transmission_error")]
)
def test_a_page_that_nobody_could_read_bears_no_silence(house, case, state, reason):
    Page.objects.filter(pk=page(case, 4)).update(state=state, reason=reason)
    with pytest.raises(AnswerRefusedError, match="Page 4 could not be read"):
        house.answer(case, NONE_PRIOR, "met", basis="nothing_contrary", pages_read="2-7")
    house.answer(case, NONE_PRIOR, "met", basis="nothing_contrary", pages_read="5-7")


def test_an_attestation_is_a_page_that_the_prescriber_signed(house, case):
    attest = {"basis": "attestation"}
    with pytest.raises(AnswerRefusedError, match="another kind of record"):
        house.answer(case, NONE_PRIOR, "met", page_id=page(case, 3), **attest)
    with pytest.raises(AnswerRefusedError, match="Cite the page"):
        house.answer(case, NONE_PRIOR, "met", page_id=None, **attest)
    house.answer(case, NONE_PRIOR, "met", page_id=page(case, 2), **attest)


def test_a_fact_may_be_told_where_the_policy_lets_it(house, case):
    good = contact(house, case)
    nurse = house.person("nurse")

    def tell(name, raw):
        intake = CorrectionIntake(case.pk, name, raw, 0, "", contact_id=good)
        return fact_correct(intake, actor=nurse, now=house.now)

    with pytest.raises(FactRefusedError, match="does not let this rest on a call"):
        tell("doses_requested", "1")
    fact = tell("prior_hsct", "none")
    assert (fact.basis, fact.contact_id, fact.state) == ("contact", good, Fact.State.CONFIRMED)
    assert tell("prior_hsct", "none").pk == fact.pk


def test_an_adverse_letter_says_what_its_reasons_rest_on(house, case):
    case = house.answered(case, but=["donor.none_matched"])
    good = contact(house, case)
    house.answer(
        case,
        "donor.none_matched",
        "not_met",
        basis="contact",
        contact_id=good,
        note="The sister is willing.",
    )
    determination = house.deny_answered(house.fresh(case))
    (reason,) = context_of_determination(determination, now=house.now).reasons
    assert reason.rests == "What we were told: the requesting provider, November 2, 2026."
