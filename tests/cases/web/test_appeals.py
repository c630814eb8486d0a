"""The appeals queue, the page of an appeal, and how an appeal comes in."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Appeal, Case
from documents.models import Receipt
from documents.services.receive import Arrival, StoredFile, receipt_add
from operations.models import AccessLog
from tests.accounts.cast import PASSWORD
from tests.cases.appealing import (
    APPEAL_PAPER,
    PLAIN_PAPER,
    appealed,
    denied,
    letter_of_appeal,
    person,
)
from tests.cases.factories import House
from tests.cases.people import facility, provider
from tests.cases.web.stage import CAST, house, signed_in, text_of

__all__ = ["house"]
pytestmark = pytest.mark.django_db
QUEUE = reverse("cases:appeals")
SEES = {"nurse", "other_nurse", "medical_director", "intake_clerk", "auditor"}
RECEIVES = {"nurse", "other_nurse", "intake_clerk"}


def reviewer(username: str = "ada") -> Client:
    person(username, "Ada Ruiz")
    client = Client()
    assert client.login(username=username, password=PASSWORD)
    return client


def at(appeal: Appeal, name: str = "appeal") -> str:
    return reverse(f"cases:{name}", args=[appeal.case.number, appeal.sequence])


def test_appeals_are_seen_and_moved_by_those_who_may(house: House) -> None:
    appeal = appealed(house)
    by_phone = reverse("cases:appeal_by_phone", args=[appeal.case.number])
    listed = reverse("cases:case_appeals", args=[appeal.case.number])
    for part in CAST:
        client = signed_in(house, part)
        for address in (QUEUE, at(appeal), listed):
            expected = 200 if part in SEES else 403
            assert client.get(address).status_code == expected, (part, address)
        assert client.get(by_phone).status_code == (200 if part in RECEIVES else 403), part
        assert client.post(at(appeal, "appeal_assign"), {"reviewer": "1"}).status_code == 403
        if part not in RECEIVES:
            for name in ("appeal_acknowledge", "appeal_withdraw"):
                answer = client.post(at(appeal, name), {"note": "The mother withdrew it."})
                assert answer.status_code == 403, (part, name)
    assert Client().get(at(appeal)).status_code == 302
    assert Appeal.objects.get().state == "received"


def test_an_appeal_that_is_not_there_is_not_found(house: House) -> None:
    appeal = appealed(house)
    client = signed_in(house)
    case = appeal.case.number
    assert client.get(reverse("cases:appeal", args=[case, 2])).status_code == 404
    assert client.get(reverse("cases:appeal", args=["PA-2026-999999", 1])).status_code == 404
    assert client.post(reverse("cases:appeal_acknowledge", args=[case, 2])).status_code == 404


def test_the_page_shows_the_clock_the_decision_and_who_may_not_decide(house: House) -> None:
    house.person("medical_director")
    person("uma", "Uma Voss", supervisor="medical_director")
    appeal = appealed(house)
    page = text_of(reviewer().get(at(appeal)))
    for part in (
        "Deciding an appeal in Precert is not built yet",
        "Wed 2 Dec 2026 23:59 CST",
        "30 calendar days from arrival",
        "Medical necessity not shown",
        "Ama Boateng, MD TX",
        "The brother is willing.",
        "No matched related donor",
        "Answered by Nora Reyes",
        "Uma Voss",
        "works for Ama Boateng, who took part",
        "Yes, until",
        "may be wrong by the days of mailing",
    ):
        assert part in page, part
    offered = page.split('name="reviewer"')[1].split("</select>")[0]
    assert "Ada Ruiz" in offered
    for barred in ("Uma Voss", "Ama Boateng", "Nora Reyes"):
        assert barred not in offered


def test_a_reviewer_takes_an_appeal_and_a_barred_one_is_refused(house: House) -> None:
    house.person("medical_director")
    barred = person("uma", "Uma Voss", supervisor="medical_director")
    appeal = appealed(house)
    client = reviewer()
    answer = client.post(at(appeal, "appeal_assign"), {"reviewer": str(barred.user_id)})
    assert answer.status_code == 422
    assert "works for Ama Boateng, who took part" in text_of(answer)
    assert client.post(at(appeal, "appeal_assign"), {"reviewer": ""}).status_code == 422
    assert not Appeal.objects.get().reviewer_id
    free = int(client.session["_auth_user_id"])
    answer = client.post(at(appeal, "appeal_assign"), {"reviewer": str(free)}, follow=True)
    assert "The appeal has its reviewer." in text_of(answer)
    assert Appeal.objects.get().reviewer_id == free
    assert appeal.case.number in text_of(client.get(QUEUE, {"view": "mine"}))
    assert appeal.case.number not in text_of(client.get(QUEUE, {"view": "unassigned"}))


def test_withdrawing_needs_a_note_and_closes(house: House) -> None:
    appeal = appealed(house)
    client = signed_in(house)
    assert client.post(at(appeal, "appeal_withdraw"), {"note": ""}).status_code == 422
    answer = client.post(at(appeal, "appeal_withdraw"), {"note": "short"})
    assert answer.status_code == 422
    assert "short" in text_of(answer)
    client.post(at(appeal, "appeal_withdraw"), {"note": "The mother rang and withdrew."})
    page = text_of(client.get(at(appeal)))
    assert "The mother rang and withdrew." in page
    assert "Close as withdrawn" not in page
    assert appeal.case.number in text_of(client.get(QUEUE, {"view": "closed"}))


def test_an_empty_queue_says_so_and_a_row_shows_no_more_than_it_needs(house: House) -> None:
    client = signed_in(house)
    assert "No appeal is open" in text_of(client.get(QUEUE))
    appeal = appealed(house, urgency="expedited")
    page = text_of(client.get(QUEUE, {"view": "nonsense", "after": "not-a-cursor"}))
    for part in ("Due in 3 days 1 h", "Expedited", "M. O.", "Nobody yet"):
        assert part in page, part
    assert "Okafor" not in page
    assert appeal.case.member.number not in page


def test_the_number_of_queries_does_not_grow_with_the_queue(
    house: House, django_assert_num_queries: Any
) -> None:
    client = signed_in(house)
    client.get(QUEUE)
    case = denied(house)
    appealed(house, case)
    with django_assert_num_queries(12) as few:
        client.get(QUEUE)
    appealed(house, case, level=2)
    with django_assert_num_queries(len(few.captured_queries)):
        client.get(QUEUE)


def test_the_queue_is_read_page_by_page(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.selectors.appeals.PAGE_SIZE", 1)
    case = denied(house)
    appealed(house, case)
    appealed(house, case, level=2)
    client = signed_in(house)
    first = client.get(QUEUE)
    assert [line.row.sequence for line in first.context["lines"]] == [2]
    second = client.get(QUEUE + first.context["older_url"])
    assert [line.row.sequence for line in second.context["lines"]] == [1]
    assert second.context["older_url"] == ""


def test_looking_leaves_lines_in_the_access_log(house: House) -> None:
    appeal = appealed(house)
    client = signed_in(house)
    client.get(QUEUE)
    assert AccessLog.objects.latest("pk").subject == "appeals:open"
    client.get(at(appeal))
    row = AccessLog.objects.latest("pk")
    assert (row.case, row.purpose) == (f"case:{appeal.case_id}", "appeal.view")


def test_an_appeal_told_by_phone_runs_from_the_call(house: House) -> None:
    case = denied(house)
    address = reverse("cases:appeal_by_phone", args=[case.number])
    sent = {
        "filed_by": "provider",
        "appeal_urgency": "expedited",
        "level": "1",
        "heard_on": "2026-11-02",
        "heard_time": "09:00",
        "asked": "Dr Lindqvist asks for a fast appeal.",
    }
    client = signed_in(house)
    wrong = client.post(address, {**sent, "heard_time": "09:01"})
    assert wrong.status_code == 422
    assert "later than now" in text_of(wrong)
    assert "asks for a fast appeal" in text_of(wrong)
    answer = client.post(address, sent, follow=True)
    assert "its clock runs from the call" in text_of(answer)
    assert Appeal.objects.get().received_at == house.now


def filed(case: Case, receipt: Receipt, **changes: str) -> dict[str, str]:
    """The index screen as a clerk sends it for a document of one page."""
    data = {
        "action": "finish",
        "purpose": "appeal",
        "case_number": case.number,
        "member_number": case.member.number,
        "birth_date": case.member.birth_date.isoformat(),
        "filed_by": "member",
        "appeal_urgency": "standard",
        "level": "1",
        "page_1": "case:appeal_letter",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        **changes,
    }
    return {name: value for name, value in data.items() if value}


def index_of(receipt: Receipt) -> str:
    return reverse("cases:index", args=[receipt.pk])


@pytest.fixture
def clerk(house: House) -> Client:
    provider()
    facility()
    return signed_in(house, "intake_clerk")


def test_a_fax_that_speaks_of_an_appeal_is_shown_as_one(house: House, clerk: Client) -> None:
    hinted = text_of(clerk.get(index_of(house.receipt((APPEAL_PAPER,)))))
    assert "This may be an appeal." in hinted
    assert "page 1 (appeal, reconsider)" in hinted
    assert "This may be an appeal." not in text_of(clerk.get(index_of(house.receipt())))


def test_the_clerk_records_a_fax_as_an_appeal(house: House, clerk: Client) -> None:
    case = denied(house)
    receipt = house.receipt((APPEAL_PAPER,), received_at=house.now)
    for lacking in ("filed_by", "appeal_urgency", "case_number"):
        assert (
            clerk.post(index_of(receipt), filed(case, receipt, **{lacking: ""})).status_code == 200
        )
    assert not Appeal.objects.exists()
    answer = clerk.post(index_of(receipt), filed(case, receipt), follow=True)
    assert f"The appeal of {case.number} is recorded" in text_of(answer)
    assert Appeal.objects.get().receipt == receipt
    more = house.receipt((PLAIN_PAPER,), received_at=house.now)
    sent = filed(case, more, purpose="appeal_papers", page_1="case:clinic_note")
    answer = clerk.post(index_of(more), sent, follow=True)
    assert "added to the open appeal" in text_of(answer)


def test_the_same_file_from_the_fax_folder_may_be_an_appeal(house: House, clerk: Client) -> None:
    case = denied(house)
    first = house.receipt((APPEAL_PAPER,), received_at=house.now)
    document = first.document
    stored = StoredFile(document.sha256, document.byte_size, document.media_type, "x")
    again = receipt_add(
        stored,
        Arrival("again.tif", "folder", house.now, key="folder:1"),
        actor=house.person("intake_clerk"),
        now=house.now,
    )
    page = text_of(clerk.get(index_of(again)))
    assert "Compare and settle" in page
    assert "This may be an appeal." in page
    answer = clerk.post(index_of(again), filed(case, again), follow=True)
    assert f"The appeal of {case.number} is recorded" in text_of(answer)
    assert Appeal.objects.get().receipt == again


def test_an_appeal_for_somebody_else_s_case_is_refused(house: House, clerk: Client) -> None:
    case = denied(house)
    receipt = letter_of_appeal(house)
    answer = clerk.post(index_of(receipt), filed(case, receipt, birth_date="2020-01-01"))
    assert "are not those of the member" in text_of(answer)
    assert not Appeal.objects.exists()


def test_appeal_words_hold_back_filing_as_records_until_somebody_rules_it_out(
    house: House, clerk: Client
) -> None:
    case = house.case(prepared="no")
    receipt = house.receipt((APPEAL_PAPER,))
    sent = filed(case, receipt, purpose="records", page_1="case:correspondence")
    answer = clerk.post(index_of(receipt), sent)
    assert "tick that you have read it and it is none" in text_of(answer)
    assert not case.documents.filter(receipt=receipt).exists()
    clerk.post(index_of(receipt), {**sent, "not_an_appeal": "on"})
    assert case.documents.filter(receipt=receipt).exists()
    assert case.events.filter(kind="appeal.ruled_out").exists()


def test_records_after_a_decision_open_a_choice_and_change_nothing(
    house: House, clerk: Client
) -> None:
    case = denied(house)
    receipt = house.receipt((PLAIN_PAPER,), received_at=house.now)
    sent = filed(case, receipt, purpose="records", page_1="case:clinic_note")
    page = text_of(clerk.post(index_of(receipt), sent))
    assert "what comes afterwards does not change the decision" in page
    for purpose in ("file_only", "peer", "reconsider", "appeal", "new"):
        assert f'value="as:{purpose}"' in page
    assert not case.documents.filter(receipt=receipt).exists()
    chosen = clerk.post(index_of(receipt), {**sent, "action": "as:appeal"})
    assert chosen.context["draft"].purpose == "appeal"
    assert case.number in text_of(chosen)
    answer = clerk.post(index_of(receipt), {**sent, "purpose": "peer"}, follow=True)
    assert f"The request to talk about {case.number} is on file" in text_of(answer)


def test_a_decided_case_leads_to_its_appeals_and_an_open_one_does_not(house: House) -> None:
    undecided = house.case(prepared="no")
    decided = denied(house)
    client = signed_in(house)
    for case, leads in ((undecided, False), (decided, True)):
        address = reverse("cases:case_appeals", args=[case.number])
        page = text_of(client.get(reverse("cases:papers", args=[case.number])))
        assert (address in page) is leads
    assert "No appeal of this case" in text_of(
        client.get(reverse("cases:case_appeals", args=[decided.number]))
    )


def test_a_reviewer_starts_with_the_appeals(house: House) -> None:
    assert reviewer().get("/", follow=True).redirect_chain[-1][0] == QUEUE
