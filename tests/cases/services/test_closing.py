"""Ends that are no denial: withdrawn on the requester's word, void by two people."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import NotPermittedError
from cases.errors import CaseChangedError, ContactRefusedError, MoveRefusedError
from cases.models import CaseDocument, Determination, PagePlacement, VoidProposal, Withdrawal
from cases.services import invariants
from cases.services.closing import case_withdraw, void_propose, void_settle
from cases.services.grounds import PageGround
from cases.services.information import records_attach
from cases.services.placement import PageIntake
from documents.models import Page
from tests.cases.factories import NOW
from tests.cases.paper import Paper
from tests.cases.people import call

REASON = "The fax belonged to another request and was entered twice."
LETTER = (Paper("correspondence", ("We withdraw the request.",)),)


def withdraw(house, case, ground=None, part="nurse"):
    return case_withdraw(
        case.pk, ground or call(), reason="Treated abroad.", actor=house.person(part), now=NOW
    )


@pytest.mark.parametrize(
    ("part", "may"),
    [
        ("nurse", True),
        ("other_nurse", True),
        ("medical_director", True),
        ("intake_clerk", True),
        ("auditor", False),
        ("stranger", False),
    ],
)
def test_the_requester_takes_a_request_back(house, part, may):
    case = house.case(prepared="no")
    if not may:
        with pytest.raises(NotPermittedError):
            withdraw(house, case, part=part)
        assert house.fresh(case).status == "ready"
        return
    withdrawal = withdraw(house, case, part=part)
    case = house.fresh(case)
    assert (case.status, case.closed_at) == ("withdrawn", NOW)
    assert withdrawal.contact.counterpart == "requester"
    assert case.clock.get(kind="closed").source == f"contact:{withdrawal.contact_id}"
    assert not Determination.objects.exists()
    assert invariants.status_follows_events() == []
    with pytest.raises(CaseChangedError, match="withdrawn"):
        withdraw(house, case, part=part)


@pytest.mark.parametrize("state", ["in_review", "pended", "referred"])
def test_it_is_withdrawn_from_every_open_state_and_nothing_waits_any_more(house, state):
    case = house.claimed(house.case())
    case = {"in_review": lambda c: c, "pended": house.pended, "referred": house.referred}[state](
        case
    )
    withdraw(house, case, part="intake_clerk")
    assert house.fresh(case).status == "withdrawn"
    assert not case.information_requests.filter(state="open").exists()
    assert invariants.status_follows_events() == []


def test_whoever_referred_a_request_does_not_withdraw_it(house):
    case = house.referred(house.claimed(house.case()))
    with pytest.raises(NotPermittedError, match="somebody else records its withdrawal"):
        withdraw(house, case)
    assert house.fresh(case).status == "referred"
    assert not Withdrawal.objects.exists()
    withdraw(house, case, part="other_nurse")
    assert house.fresh(case).status == "withdrawn"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"verified": "not_verified"}, "not verified"),
        ({"counterpart": "facility"}, "Only the requesting provider"),
        ({"counterpart": "member"}, "Only the requesting provider"),
    ],
)
def test_nobody_elses_word_withdraws(house, changes, words):
    case = house.case(prepared="no")
    with pytest.raises(ContactRefusedError, match=words):
        withdraw(house, case, call(**changes))
    assert house.fresh(case).status == "ready"
    withdraw(house, case)


def test_a_written_withdrawal_is_a_letter_that_came_later(house):
    case = house.case(prepared="no")
    pages = Page.objects.filter(document__in=case.documents.values("document"))
    first = pages.order_by("number")[1]
    with pytest.raises(ContactRefusedError, match="correspondence"):
        withdraw(house, case, PageGround(first.pk))
    with pytest.raises(ContactRefusedError, match="Cite a page"):
        withdraw(house, case, PageGround(0))
    receipt = house.receipt(LETTER, received_at=NOW - timedelta(minutes=5))
    records_attach(
        case.pk,
        receipt_id=receipt.pk,
        pages=(PageIntake(1, "case", "correspondence"),),
        actor=house.person("intake_clerk"),
        now=NOW,
    )
    page = Page.objects.get(document=receipt.document)
    withdrawal = withdraw(house, case, PageGround(page.pk))
    assert (withdrawal.page, withdrawal.contact) == (page, None)
    assert withdrawal.asked_at == receipt.received_at


def propose(house, case, part="nurse", reason=REASON):
    return void_propose(
        case.pk,
        reason=reason,
        version=house.fresh(case).version,
        actor=house.person(part),
        now=NOW,
    )


def settle(house, case, part="medical_director", answer="confirmed"):
    return void_settle(
        case.pk,
        answer=answer,
        version=house.fresh(case).version,
        actor=house.person(part),
        now=NOW,
    )


@pytest.mark.parametrize("part", ["nurse", "other_nurse", "intake_clerk", "auditor", "stranger"])
def test_a_void_takes_a_second_person_who_may(house, part):
    case = house.case(prepared="no")
    if part in {"auditor", "stranger"}:
        with pytest.raises(NotPermittedError):
            propose(house, case, part)
    propose(house, case)
    with pytest.raises(NotPermittedError):
        settle(house, case, part)
    assert house.fresh(case).status == "ready"
    settle(house, case)
    assert house.fresh(case).status == "void"


def test_nobody_is_both_people(house):
    case = house.case(prepared="no")
    propose(house, case, "medical_director")
    with pytest.raises(NotPermittedError, match="second person"):
        settle(house, case)
    row = VoidProposal.objects.get()
    row.state, row.settled_by_id, row.settled_at = "confirmed", row.proposed_by_id, NOW
    with pytest.raises(IntegrityError, match="cases_void_two_people"), transaction.atomic():
        row.save()
    assert house.fresh(case).status == "ready"


def test_a_refused_void_leaves_the_case_and_may_be_proposed_again(house):
    case = house.case(prepared="no")
    with pytest.raises(MoveRefusedError, match="No void"):
        settle(house, case)
    with pytest.raises(MoveRefusedError, match="sentence or more"):
        propose(house, case, reason="wrong")
    propose(house, case)
    with pytest.raises(MoveRefusedError, match="already waits"):
        propose(house, case)
    settle(house, case, answer="refused")
    assert house.fresh(case).status == "ready"
    propose(house, case)


def test_the_pages_of_a_void_case_go_back_to_the_inbox(house):
    case = house.case(prepared="no")
    document = CaseDocument.objects.get(case=case).document
    propose(house, case)
    settle(house, case)
    assert not PagePlacement.objects.filter(document=document).exists()
    assert case.events.get(kind="case.voided").detail["documents"] == [document.pk]
    assert invariants.every_page_placed() == []
    assert invariants.status_follows_events() == []
    assert not Withdrawal.objects.exists()
