"""An arrival said to be an appeal or a wish to talk begins the index screen as such."""

import pytest
from django.urls import reverse

from cases.models import Appeal
from cases.services.first_look import LookIntake, first_look_record
from operations.models import AccessLog
from tests.cases.paper import Paper
from tests.cases.people import member_with_coverage
from tests.cases.web.stage import house, signed_in, text_of

__all__ = ["house"]


def looked(house, member, kind, papers=(), **more):
    receipt = house.receipt(papers) if papers else house.receipt()
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
