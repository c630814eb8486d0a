"""The medical director: the brief, the denial, the question back."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import ReviewerCredential
from cases.models import Case, Determination
from cases.services.peer_to_peer import peer_call_request
from tests.cases.factories import FACTS, House, Said
from tests.cases.people import call
from tests.cases.web.stage import CAST, house, signed_in, text_of

__all__ = ["house"]
pytestmark = pytest.mark.django_db
REASONS = "A fully matched brother is willing and fit to donate, so the donor criterion is not met."
DONOR = {
    **FACTS,
    "related_donor_status": Said("donor_identified", "clinic_note", "no matched related donor"),
    "donor_related": Said(True, "clinic_note", "HLA typing:"),
    "donor_hla_match": Said("ten_of_ten", "clinic_note", "HLA typing:"),
    "donor_available": Said(True, "clinic_note", "HLA typing:"),
    "donor_suitable": Said(True, "clinic_note", "HLA typing:"),
    "donor_willing": Said(True, "clinic_note", "HLA typing:"),
}


def url(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.number])


def not_met(house: House) -> Case:
    case = house.claimed(house.case(facts=DONOR))
    house.answered(case)
    return house.referred(case)


def denial(case: Case, **changes: str) -> dict[str, str]:
    sent = {
        "version": str(case.version),
        "category": "clinical",
        "rationale": REASONS,
        "no_conflict": "on",
        "has_read": "on",
    }
    return {**sent, **changes}


def test_the_brief_shows_the_question_and_both_sides_with_their_pages(house: House) -> None:
    page = text_of(signed_in(house, "medical_director").get(url("director", not_met(house))))
    for part in (
        "Is the policy's donor criterion met?",
        "The donor search names a matched brother who is willing.",
        "Criteria not met",
        "Not met or not answered",
        "No matched related donor",
        "For the member",
        "Deny and sign",
        "Return with a question",
        "No matched related donor: answered not met.",
    ):
        assert part in page, part
    against, for_member = page.split('id="for-title"')
    assert re.search(r'class="cite"[^>]*>p 5</a>', against)
    assert "0.4 %" in for_member
    assert re.search(r'class="cite"[^>]*>p 3</a>', for_member)


def test_the_brief_is_read_by_case_readers_and_the_acts_are_the_director_s(house: House) -> None:
    case = not_met(house)
    for part in CAST:
        client = signed_in(house, part)
        expected = 403 if part == "stranger" else 200
        assert client.get(url("director", case)).status_code == expected, part
        signs = part == "medical_director"
        for name in ("deny", "return"):
            assert client.get(url(name, case)).status_code == (200 if signs else 403), (name, part)
            if not signs:
                answer = client.post(url(name, case), denial(case))
                assert answer.status_code == 403, (name, part)
    assert Client().post(url("deny", case), denial(case)).status_code == 302
    assert not Determination.objects.exists()
    assert "Deny and sign" not in text_of(signed_in(house).get(url("director", case)))


def test_a_signed_denial_shows_who_why_and_when(house: House) -> None:
    case = not_met(house)
    answer = signed_in(house, "medical_director").post(url("deny", case), denial(case), follow=True)
    page = text_of(answer)
    for part in ("Signed.", "Denied", "Medical necessity not shown", REASONS, "Ama Boateng, MD TX"):
        assert part in page, part
    decided = Determination.objects.get()
    assert (decided.outcome, decided.signer_id) == (
        "denied",
        house.person("medical_director").user_id,
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"category": ""}, "Choose the ground of the determination."),
        ({"rationale": ""}, "Write your reasons in your own words."),
        ({"rationale": "no"}, "a sentence or more"),
        ({"no_conflict": ""}, "Attest that you have no conflict of interest"),
        ({"has_read": ""}, "read the evidence for the member too"),
    ],
)
def test_a_denial_lacking_something_is_not_signed_and_keeps_the_words(
    house: House, changes: dict[str, str], sentence: str
) -> None:
    case = not_met(house)
    sent = {key: value for key, value in denial(case, **changes).items() if value}
    answer = signed_in(house, "medical_director").post(url("deny", case), sent)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert sent.get("rationale", "") in text_of(answer)
    assert not Determination.objects.exists()


def test_who_prepared_the_case_cannot_sign_and_is_told_before_and_after(house: House) -> None:
    case = not_met(house)
    client = signed_in(house, "medical_director")
    client.post(
        reverse("cases:answer", args=[case.number, "dx.history"]),
        {"answer": "met", "basis": "page", "page": "5"},
    )
    case = house.fresh(case)
    sentence = "You prepared this case, so somebody else must sign it."
    assert sentence in text_of(client.get(url("director", case)))
    answer = client.post(url("deny", case), denial(case))
    assert answer.status_code == 403
    assert sentence in text_of(answer)
    assert REASONS in text_of(answer)
    assert not Determination.objects.exists()


def test_an_expired_licence_cannot_sign(house: House) -> None:
    case = not_met(house)
    house.person("medical_director")
    ReviewerCredential.objects.filter(user__username="medical_director").update(
        valid_until=date(2026, 11, 1)
    )
    answer = signed_in(house, "medical_director").post(url("deny", case), denial(case))
    assert answer.status_code == 403
    assert "No valid physician licence is on file for you today" in text_of(answer)
    assert not Determination.objects.exists()


def test_a_case_not_referred_cannot_be_denied_by_address(house: House) -> None:
    case = house.claimed(house.case(facts=DONOR))
    client = signed_in(house, "medical_director")
    assert "not possible" in text_of(client.get(url("deny", case)))
    answer = client.post(url("deny", case), denial(case))
    assert answer.status_code == 422
    assert "needs a referral with a recommendation first" in text_of(answer)
    assert not Determination.objects.exists()


def test_a_denial_on_an_old_page_is_a_conflict(house: House) -> None:
    case = not_met(house)
    answer = signed_in(house, "medical_director").post(
        url("deny", case), denial(case, version=str(case.version - 1))
    )
    assert answer.status_code == 409
    assert REASONS in text_of(answer)
    assert not Determination.objects.exists()


def test_a_director_overturns_by_answering_and_approving_with_reasons(house: House) -> None:
    case = not_met(house)
    client = signed_in(house, "medical_director")
    facts = reverse("cases:fact_correct", args=[case.number, "donor_willing"])
    client.post(facts, {"value": "no", "page": "5", "target": "c-donor.none_matched"})
    client.post(
        reverse("cases:answer", args=[case.number, "donor.none_matched"]),
        {"answer": "met", "basis": "page", "page": "5", "note": "He declines to donate."},
    )
    case = house.fresh(case)
    sent = {"version": str(case.version), "confirmed": "on"}
    refused = client.post(url("approve", case), sent)
    assert refused.status_code == 422
    assert "Write your reasons in your own words" in text_of(refused)
    reasons = "The brother declines to donate, so there is no such donor."
    answer = client.post(url("approve", case), {**sent, "rationale": reasons}, follow=True)
    assert reasons in text_of(answer)
    assert Determination.objects.get().outcome == "approved"


def test_the_brief_leads_to_a_call_between_doctors_where_one_may_be_asked_for(
    house: House,
) -> None:
    case = not_met(house)
    ask = f"{url('contacts', case)}?also=peer#record"
    assert ask in text_of(signed_in(house, "medical_director").get(url("director", case)))
    assert ask not in text_of(signed_in(house, "auditor").get(url("director", case)))
    peer_call_request(
        case.pk,
        call(),
        physician="Dr Rosa Lindqvist",
        actor=house.person("intake_clerk"),
        now=house.now,
    )
    page = text_of(signed_in(house, "medical_director").get(url("director", case)))
    assert ask not in page
    assert f'href="{url("peer_to_peer", case)}">Peer-to-peer</a>' in page


def test_a_referred_case_says_who_reviewed_it_and_no_longer_who_claims_it(house: House) -> None:
    case = house.claimed(house.case())
    client = signed_in(house, "medical_director")
    assert "<span>Claimed by Nora Reyes</span>" in text_of(client.get(url("papers", case)))
    page = text_of(client.get(url("papers", house.referred(house.answered(case)))))
    assert "<span>Reviewed by Nora Reyes</span>" in page
    assert "Claimed by" not in page


def test_a_returned_case_shows_the_question_to_the_nurse(house: House) -> None:
    case = not_met(house)
    client = signed_in(house, "medical_director")
    empty = client.post(url("return", case), {"version": str(case.version), "question": " "})
    assert empty.status_code == 422
    question = "Was the brother typed at high resolution?"
    sent = {"version": str(case.version), "question": question}
    answer = client.post(url("return", case), sent, follow=True)
    assert "The nurse who referred the case has your question." in text_of(answer)
    assert answer.redirect_chain == [(url("director", case), 302)]
    page = text_of(signed_in(house).get(reverse("cases:desk", args=[case.number])))
    assert "Ama Boateng returned this case with a question." in page
    assert question in page
    assert house.fresh(case).owner_id == house.person("nurse").user_id


def test_a_nurse_has_no_way_to_a_denial(house: House) -> None:
    case = not_met(house)
    client = signed_in(house)
    assert client.post(url("deny", case), denial(case)).status_code == 403
    assert client.post(url("refer", case), {"kind": "deny"}).status_code == 422
    page = text_of(client.get(reverse("cases:desk", args=[case.number])))
    assert url("deny", case) not in page
    assert not Determination.objects.exists()
