"""An arrival said to be an appeal or a wish to talk begins the index screen as such."""

import re

import pytest
from django.urls import reverse

from cases.models import Appeal
from cases.services.first_look import LookIntake, first_look_record
from operations.models import AccessLog
from tests.cases.factories import RECEIVED
from tests.cases.paper import PACKET, Paper
from tests.cases.people import member_with_coverage
from tests.cases.web.stage import house, signed_in, text_of

__all__ = ["house"]


def looked(house, member, kind, papers=PACKET, *, received_at=RECEIVED, **more):
    receipt = house.receipt(papers, received_at=received_at)
    intake = LookIntake(
        receipt_id=receipt.pk,
        kind=kind,
        urgency_asked="by_provider",
        urgency="expedited",
        member_id=member.pk,
        member_number=member.number,
        birth_date=member.birth_date,
        family_name=member.family_name,
        **more,
    )
    first_look_record(intake, actor=house.person("intake_clerk"), now=house.now)
    return receipt


def index(house, receipt):
    return text_of(signed_in(house, "intake_clerk").get(reverse("cases:index", args=[receipt.pk])))


@pytest.mark.parametrize("kind", ["appeal", "peer"])
def test_the_kind_and_the_member_stand_there_and_decided_cases_are_offered(house, kind):
    case = house.denied(house.claimed(house.case()))
    still_open = house.case(member=case.member)
    page = index(house, looked(house, case.member, kind))
    assert f'value="{kind}" checked' in page
    assert f'value="{case.member.number}"' in page
    assert f'value="{case.member.birth_date}"' in page
    assert "Decided requests of this member" in page
    offered = page[page.index("Decided requests") :].split("</ul>")[0]
    assert case.number in offered
    assert still_open.number not in offered
    assert AccessLog.objects.filter(
        subject=f"member:{case.member_id}", purpose__startswith="intake.looked"
    ).exists()


def test_a_case_that_a_page_names_says_where(house):
    case = house.denied(house.claimed(house.case()))
    letter = Paper("appeal_letter", ("I ask you to reconsider", f"Re: {case.number}"))
    page = index(house, looked(house, case.member, "appeal", (letter,)))
    assert "Named on page 1" in page


def test_the_case_chosen_at_the_look_stands_in_the_form_and_is_not_asked_for_again(house):
    case = house.denied(house.claimed(house.case()))
    page = index(house, looked(house, case.member, "appeal", case_id=case.pk))
    assert re.search(rf'name="case_number" value="{case.number}"', page)
    assert "Chosen at the first look" in page
    assert reverse("cases:desk", args=[case.number]) in page
    assert "Decided requests of this member" not in page
    assert re.search(rf'name="member_id" id="member-{case.member_id}" [^>]*checked', page)
    assert AccessLog.objects.filter(
        subject=f"member:{case.member_id}", purpose__startswith="intake.looked"
    ).exists()


def test_what_stands_in_the_form_files_the_appeal(house):
    case = house.denied(house.claimed(house.case()))
    receipt = looked(house, case.member, "appeal", received_at=house.now, case_id=case.pk)
    page = index(house, receipt)
    sent = {
        "action": "finish",
        "purpose": "appeal",
        "filed_by": "member",
        "appeal_urgency": "expedited",
        "level": "1",
    }
    names = ("case_number", "member_number", "birth_date", "family_name", "member_id")
    for name in names:
        sent[name] = re.search(rf'name="{name}"[^>]*value="([^"]+)"', page)[1]
    pages = receipt.document.page_count
    sent |= {f"page_{number}": "case:appeal_letter" for number in range(1, pages + 1)}
    client = signed_in(house, "intake_clerk")
    assert client.post(reverse("cases:index", args=[receipt.pk]), sent).status_code == 302
    assert Appeal.objects.get().case_id == case.pk


def test_a_case_without_a_decision_is_said_to_have_none(house):
    case = house.case()
    page = index(house, looked(house, case.member, "appeal", case_id=case.pk))
    assert "It has no decision yet" in page
    assert f'value="{case.number}"' in page


def test_records_of_a_closed_case_stand_there_with_it(house):
    case = house.denied(house.claimed(house.case()))
    page = index(house, looked(house, case.member, "records", case_id=case.pk))
    assert 'value="records" checked' in page
    assert re.search(rf'name="case_number" value="{case.number}"', page)


def test_the_inbox_links_the_case_that_an_appeal_is_about(house):
    case = house.denied(house.claimed(house.case()))
    receipt = looked(house, case.member, "appeal", case_id=case.pk)
    page = text_of(signed_in(house, "intake_clerk").get(reverse("cases:inbox")))
    row = page[page.index(f'id="receipt-{receipt.pk}"') :].split("</tr>")[0]
    assert f'Waits to be filed: <a class="nowrap" href="/cases/{case.number}' in row


def test_without_a_decided_case_it_says_so(house):
    page = index(house, looked(house, member_with_coverage(), "appeal"))
    assert "No decided request of this member is on file" in page


def test_nothing_is_begun_for_an_arrival_without_such_a_look(house):
    page = index(house, house.receipt())
    assert 'value="new" checked' in page
    assert "At the first look" not in page
    question = looked(house, member_with_coverage(), "question")
    assert 'value="new" checked' in index(house, question)


def test_what_is_posted_counts_before_what_was_said_at_the_look(house):
    case = house.denied(house.claimed(house.case()))
    receipt = looked(house, case.member, "appeal")
    client = signed_in(house, "intake_clerk")
    page = text_of(client.post(reverse("cases:index", args=[receipt.pk]), {"purpose": "settle"}))
    assert 'value="settle" checked' in page
    assert not Appeal.objects.exists()
