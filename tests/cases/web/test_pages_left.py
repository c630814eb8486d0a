"""The desk, the brief and the signing page say which pages are left before anybody decides."""

from django.urls import reverse

from cases.models import Determination, PagePlacement
from cases.services.first_look import LookIntake, first_look_record
from tests.cases.people import member_with_coverage
from tests.cases.web.stage import house, signed_in, text_of

__all__ = ["house"]


def left_of(case):
    PagePlacement.objects.filter(page_number=7).delete()
    return f"1 page of arrival {case.documents.get().receipt_id} (page 7) has no place yet."


def test_the_desk_names_the_pages_left_and_offers_no_approval(house):
    case = house.answered(house.claimed(house.case()))
    desk = reverse("cases:desk", args=[case.number])
    client = signed_in(house, "nurse")
    assert "pages are left" not in text_of(client.get(desk))
    sentence = left_of(case)
    page = text_of(client.get(desk))
    assert sentence in page
    receipt = case.documents.get().receipt_id
    assert f"Give the pages of arrival {receipt} their place" in page
    assert reverse("cases:index", args=[receipt]) in page
    assert reverse("cases:approve", args=[case.number]) not in page


def test_the_director_is_told_before_signing_and_refused_after(house):
    case = house.answered(house.claimed(house.case()), but=["donor.none_matched"])
    house.answer(case, "donor.none_matched", "not_met", note="The sister is willing.")
    case = house.referred(case)
    sentence = left_of(case)
    client = signed_in(house, "medical_director")
    brief = text_of(client.get(reverse("cases:director", args=[case.number])))
    deny = reverse("cases:deny", args=[case.number])
    assert sentence in brief
    assert "a page without one is not shown to you" in brief
    assert "Give the pages of arrival" not in brief
    assert deny not in brief
    form = text_of(client.get(deny))
    assert sentence in form
    assert "Sign determination</button>" not in form
    answer = client.post(
        deny,
        {
            "version": case.version,
            "category": "clinical",
            "rationale": "The records name a willing matched donor in the family.",
            "has_read": "on",
            "no_conflict": "on",
        },
    )
    assert sentence in text_of(answer)
    assert not Determination.objects.exists()


def test_the_director_is_told_why_a_case_of_a_first_look_shows_no_page(house):
    member = member_with_coverage()
    intake = LookIntake(
        receipt_id=house.receipt().pk,
        kind="new",
        urgency_asked="by_provider",
        urgency="expedited",
        member_id=member.pk,
        member_number=member.number,
        birth_date=member.birth_date,
    )
    case = first_look_record(intake, actor=house.person("intake_clerk"), now=house.now).case
    page = text_of(signed_in(house, "medical_director").get(case.get_absolute_url()))
    assert "No page to show yet" in page
    assert "7 pages of arrival" in page
    assert "Not known before the services are entered" in page
    assert "counts as for a drug under the medical benefit" in page
    nurse = text_of(signed_in(house, "nurse").get(case.get_absolute_url()))
    assert "No page to show yet" not in nurse
    assert "their place</a>" in nurse
