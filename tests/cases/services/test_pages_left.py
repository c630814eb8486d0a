"""A case is reviewed while pages are left, and decided by nobody until each has its place."""

from dataclasses import replace

import pytest

from accounts.errors import NotPermittedError
from cases.errors import MoveRefusedError
from cases.models import Determination, PagePlacement
from cases.services.determination import DecisionIntake, case_approve, case_deny
from cases.services.placement import PageIntake, pages_place
from documents.models import Receipt
from tests.cases.factories import NOW

REASON = "The sister is a willing ten of ten matched donor, so the criterion is not met."
CAST = ("nurse", "other_nurse", "medical_director", "intake_clerk", "auditor", "stranger")


def with_a_page_left(house, case):
    """The last page of the packet, kept for another request that nobody has opened."""
    link = case.documents.get()
    last = PagePlacement.objects.filter(receipt=link.receipt).order_by("-page_number").first()
    last.delete()
    return last.page_number


def decision(case):
    return DecisionIntake(case.pk, case.version, REASON, category="clinical")


@pytest.fixture
def reviewed(house):
    return house.answered(house.claimed(house.case()))


@pytest.fixture
def referred(house):
    case = house.answered(house.claimed(house.case()), but=["donor.none_matched"])
    house.answer(case, "donor.none_matched", "not_met", note="The sister is willing.")
    return house.referred(case)


@pytest.mark.parametrize("part", CAST)
def test_nobody_approves_while_a_page_is_left(house, reviewed, part):
    number = with_a_page_left(house, reviewed)
    receipt = reviewed.documents.get().receipt_id
    with pytest.raises((MoveRefusedError, NotPermittedError)) as refused:
        case_approve(decision(reviewed), actor=house.person(part), now=NOW)
    if part == "nurse":
        assert f"1 page of arrival {receipt} (page {number}) has no place yet" in str(refused.value)
    assert not Determination.objects.exists()


def test_the_nurse_approves_once_the_page_has_its_place(house, reviewed):
    number = with_a_page_left(house, reviewed)
    receipt = Receipt.objects.get()
    clerk = house.person("intake_clerk")
    pages_place(reviewed, (PageIntake(number, "blank"),), receipt=receipt, actor=clerk, now=NOW)
    case_approve(decision(reviewed), actor=house.person("nurse"), now=NOW)
    assert Determination.objects.get().outcome == "approved"


@pytest.mark.parametrize("part", CAST)
@pytest.mark.parametrize("decide", [case_approve, case_deny])
def test_nobody_decides_a_referred_case_while_a_page_is_left(house, referred, part, decide):
    with_a_page_left(house, referred)
    with pytest.raises((MoveRefusedError, NotPermittedError)) as refused:
        decide(decision(referred), actor=house.person(part), now=NOW)
    if part == "medical_director":
        assert "has no place yet" in str(refused.value)
    assert not Determination.objects.exists()


def test_the_director_signs_once_nothing_is_left(house, referred):
    case_deny(decision(referred), actor=house.person("medical_director"), now=NOW)
    assert Determination.objects.get().outcome == "denied"


def test_a_physician_waits_for_the_pages_without_any_policy_too(house):
    case = house.claimed(house.case(prepared="no", lines=(other_service(house),)))
    assert case.policy_id is None
    with_a_page_left(house, case)
    house.referred(case)
    with pytest.raises(MoveRefusedError, match="has no place yet"):
        case_approve(decision(house.fresh(case)), actor=house.person("medical_director"), now=NOW)


def other_service(house):
    line = house.intake(house.receipt()).lines[0]
    return replace(line, product="Something else", hcpcs="J9999")


def test_review_and_referral_go_on_while_a_page_is_left(house):
    case = house.answered(house.claimed(house.case()), but=["donor.none_matched"])
    with_a_page_left(house, case)
    house.answer(case, "donor.none_matched", "not_met", note="The sister is willing.")
    assert house.referred(case).status == "referred"


def test_pages_that_another_case_gave_back_hold_the_decision_too(house, reviewed):
    """The count stored with the case stays 0; the places themselves say otherwise."""
    with_a_page_left(house, reviewed)
    assert reviewed.documents.get().pages_left == 0
    with pytest.raises(MoveRefusedError, match="1 page of arrival"):
        case_approve(decision(reviewed), actor=house.person("nurse"), now=NOW)
