"""Asking, referring, approving, redirecting: shown before it is recorded, refused in sentences."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ReviewerCredential
from cases.models import Authorization, Case, Determination
from cases.services.review import case_release
from tests.cases.factories import FACTS, House
from tests.cases.people import member_with_coverage
from tests.cases.web.stage import CAST, house, signed_in, text_of

__all__ = ["house"]
pytestmark = pytest.mark.django_db
FEW = {name: said for name, said in FACTS.items() if not name.startswith(("hiv", "itgb2_g"))}
LONG = "The records do not settle the donor question; a physician should weigh it."


def url(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.number])


def test_each_page_is_open_to_those_who_may_do_it_and_to_nobody_else(house: House) -> None:
    case = house.claimed(house.case())
    allowed = {
        "request_information": {"nurse", "other_nurse", "medical_director"},
        "refer": {"nurse", "other_nurse"},
        "approve": {"nurse", "other_nurse", "medical_director"},
        "redirect": {"nurse", "other_nurse", "medical_director"},
    }
    for name, parts in allowed.items():
        for part in CAST:
            client = signed_in(house, part)
            expected = 200 if part in parts else 403
            assert client.get(url(name, case)).status_code == expected, (name, part)
            if part not in parts:
                assert client.post(url(name, case)).status_code == 403, (name, part)
        assert Client().get(url(name, case)).status_code == 302
    assert house.fresh(case).status == "in_review"


# --- Information ----------------------------------------------------------------------------


def test_what_is_missing_is_listed_and_nothing_is_ticked(house: House) -> None:
    case = house.claimed(house.case(facts=FEW))
    page = text_of(signed_in(house).get(url("request_information", case)))
    assert "Genetic test report on ITGB2" in page
    assert "Laboratory report of the HIV screen" in page
    assert "Not found in the records" in page
    assert "Flow cytometry report that states" not in page
    assert not re.search(r"<input[^>]*\schecked", page)
    assert "Wed 4 Nov 2026" in page


def test_only_what_a_person_ticked_is_asked_and_in_their_words(house: House) -> None:
    case = house.claimed(house.case(facts=FEW))
    client = signed_in(house)
    page = text_of(client.get(url("request_information", case)))
    criteria = re.findall(r'name="item-(\d+)-criterion" value="([^"]+)"', page)
    number = next(n for n, criterion in criteria if criterion == "dx.genetics")
    sent = {
        "version": str(case.version),
        f"item-{number}-ask": "on",
        f"item-{number}-criterion": "dx.genetics",
        f"item-{number}-sentence": "The ITGB2 report, please.",
        "own": "The name of the transplant centre.",
    }
    answer = client.post(url("request_information", case), sent, follow=True)
    assert "Information requested." in text_of(answer)
    asked = case.information_requests.get()
    assert asked.items == [
        {"criterion": "dx.genetics", "sentence": "The ITGB2 report, please."},
        {"criterion": "", "sentence": "The name of the transplant centre."},
    ]
    assert house.fresh(case).status == "pended"
    assert "The ITGB2 report, please." in text_of(answer)
    assert "answer by" in text_of(answer)


def test_asking_for_nothing_is_refused_and_the_words_stay(house: House) -> None:
    case = house.claimed(house.case(facts=FEW))
    sent = {"version": str(case.version), "item-0-sentence": "My own wording", "own": " "}
    answer = signed_in(house).post(url("request_information", case), sent)
    assert answer.status_code == 422
    assert "Choose at least one item to ask for." in text_of(answer)
    assert "My own wording" in text_of(answer)
    assert house.fresh(case).status == "in_review"


def test_asking_on_an_old_page_is_a_conflict_that_keeps_the_words(house: House) -> None:
    case = house.claimed(house.case(facts=FEW))
    old = case.version
    house.answer(case, "dx.history", "met")
    sent = {"version": str(old), "own": "The name of the transplant centre."}
    answer = signed_in(house).post(url("request_information", case), sent)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "This case changed while you were working." in page
    assert "The name of the transplant centre." in page
    fresh = house.fresh(case)
    assert f'name="version" value="{fresh.version}"' in page
    again = signed_in(house).post(
        url("request_information", case), {**sent, "version": str(fresh.version)}
    )
    assert again.status_code == 302


# --- Refer ----------------------------------------------------------------------------------


def test_a_referral_carries_kind_reasons_and_question(house: House) -> None:
    case = house.claimed(house.case())
    sent = {
        "version": str(case.version),
        "kind": "physician_judgement",
        "rationale": LONG,
        "question": "Is the donor suitable?",
    }
    answer = signed_in(house).post(url("refer", case), sent, follow=True)
    assert "A medical director will read your recommendation." in text_of(answer)
    assert answer.redirect_chain == [(url("director", case), 302)]
    said = case.recommendations.get()
    assert (said.kind, said.rationale, said.question) == (
        "physician_judgement",
        LONG,
        "Is the donor suitable?",
    )
    assert house.fresh(case).status == "referred"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"kind": ""}, "Choose what you recommend."),
        ({"kind": "approve"}, "Select a valid choice."),
        ({"rationale": ""}, "Write why you refer this case."),
        ({"rationale": "short"}, "in a sentence or more"),
    ],
)
def test_a_referral_without_kind_or_reasons_is_refused(
    house: House, changes: dict[str, str], sentence: str
) -> None:
    case = house.claimed(house.case())
    sent = {"version": str(case.version), "kind": "deny", "rationale": LONG, "question": "Why?"}
    answer = signed_in(house).post(url("refer", case), {**sent, **changes})
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert "Why?" in text_of(answer)
    assert not case.recommendations.exists()


def test_somebody_else_s_case_cannot_be_referred(house: House) -> None:
    case = house.claimed(house.case(), house.person("other_nurse"))
    page = text_of(signed_in(house).get(url("refer", case)))
    assert "Dana Lee has claimed this case" in page
    sent = {"version": str(case.version), "kind": "deny", "rationale": LONG}
    answer = signed_in(house).post(url("refer", case), sent)
    assert answer.status_code == 403
    assert "Somebody else has claimed this case." in text_of(answer)
    assert LONG in text_of(answer)


# --- Approve --------------------------------------------------------------------------------


def test_the_page_repeats_what_an_approval_will_record(house: House) -> None:
    case = house.answered(house.claimed(house.case()))
    page = text_of(signed_in(house).get(url("approve", case)))
    for part in (
        "Kresladi, one infusion",
        "1 dose",
        "2 Nov 2026 to 2 Nov 2027",
        "365 days",
        "Kresladi 2026-07-23, revision 1",
        "p 3 flow cytometry report",
        "p 7 laboratory report",
        "Thu 5 Nov 2026 08:00 CST",
        "An approval letter to the member is made at once.",
    ):
        assert part in page, part
    assert not re.search(r"<input[^>]*\schecked", page)


def test_an_approval_once_confirmed_shows_its_authorization(house: House) -> None:
    case = house.answered(house.claimed(house.case()))
    sent = {"version": str(case.version), "confirmed": "on"}
    answer = signed_in(house).post(url("approve", case), sent, follow=True)
    page = text_of(answer)
    grant = Authorization.objects.get()
    assert (grant.valid_from, grant.doses) == (date(2026, 11, 2), 1)
    for part in ("Approved.", grant.number, "Nora Reyes, RN TX", "On time", "is being made"):
        assert part in page, part
    assert house.fresh(case).status == "determined"


def test_an_approval_not_confirmed_is_not_recorded(house: House) -> None:
    case = house.answered(house.claimed(house.case()))
    answer = signed_in(house).post(url("approve", case), {"version": str(case.version)})
    assert answer.status_code == 422
    assert "Tick that you have read the pages cited." in text_of(answer)
    assert not Determination.objects.exists()


def test_a_case_with_something_missing_cannot_be_approved_by_any_address(house: House) -> None:
    case = house.answered(house.claimed(house.case()), but=["hiv.negative"])
    client = signed_in(house)
    page = text_of(client.get(url("approve", case)))
    assert "HIV screen negative: not answered." in page
    assert "c-hiv.negative" in page
    sent = {"version": str(case.version), "confirmed": "on"}
    answer = client.post(url("approve", case), sent)
    assert answer.status_code == 422
    assert "HIV screen negative: not answered." in text_of(answer)
    assert not Determination.objects.exists()


def test_approving_what_somebody_just_decided_says_so(house: House) -> None:
    case = house.answered(house.claimed(house.case()))
    sent = {"version": str(case.version), "confirmed": "on"}
    client = signed_in(house)
    assert client.post(url("approve", case), sent).status_code == 302
    answer = client.post(url("approve", case), sent)
    assert answer.status_code == 422
    assert "Nora Reyes already decided this case (approved" in text_of(answer)
    assert Determination.objects.count() == 1


def test_approving_on_an_old_page_is_a_conflict(house: House) -> None:
    case = house.answered(house.claimed(house.case()))
    old = case.version
    house.agree(case, "dx.history")
    sent = {"version": str(old), "confirmed": "on"}
    answer = signed_in(house).post(url("approve", case), sent)
    assert answer.status_code == 409
    assert "This case changed while you were working." in text_of(answer)
    assert not Determination.objects.exists()


def test_a_lapsed_licence_is_told_on_the_page_with_403(house: House) -> None:
    case = house.answered(house.claimed(house.case()))
    ReviewerCredential.objects.filter(user__username="nurse").delete()
    sent = {"version": str(case.version), "confirmed": "on"}
    answer = signed_in(house).post(url("approve", case), sent)
    assert answer.status_code == 403
    assert "No valid licence is on file for you today" in text_of(answer)
    assert not Determination.objects.exists()


def test_a_case_given_back_meanwhile_cannot_be_approved(house: House) -> None:
    case = house.answered(house.claimed(house.case()))
    case_release(case.pk, actor=house.person("nurse"), now=house.now)
    page = text_of(signed_in(house).get(url("approve", case)))
    assert "Claim this case to answer its criteria." in page
    sent = {"version": str(case.version), "confirmed": "on"}
    answer = signed_in(house).post(url("approve", case), sent)
    assert answer.status_code == 422
    assert "Answers can be given while it is in review." in text_of(answer)


# --- Redirect -------------------------------------------------------------------------------


def test_a_member_of_another_plan_is_redirected_once_confirmed(house: House) -> None:
    member = member_with_coverage(route="other_plan", home_plan="Blue Plan of Elsewhere")
    case = house.claimed(house.case(member=member))
    client = signed_in(house)
    page = text_of(client.get(url("redirect", case)))
    assert "Blue Plan of Elsewhere" in page
    assert client.post(url("redirect", case), {"version": str(case.version)}).status_code == 422
    sent = {"version": str(case.version), "confirmed": "on"}
    answer = client.post(url("redirect", case), sent, follow=True)
    assert "This was not a denial" in text_of(answer)
    assert house.fresh(case).status == "redirected"
    assert not Determination.objects.exists()


def test_what_is_ours_cannot_be_redirected(house: House) -> None:
    case = house.claimed(house.case())
    client = signed_in(house)
    assert "cannot be redirected" in text_of(client.get(url("redirect", case)))
    sent = {"version": str(case.version), "confirmed": "on"}
    answer = client.post(url("redirect", case), sent)
    assert answer.status_code == 422
    assert "ours to decide" in text_of(answer)
    assert house.fresh(case).status == "in_review"
