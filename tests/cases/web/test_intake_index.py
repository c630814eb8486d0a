"""The index screen: every page in one place, the member by two identifiers, one open case."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.domain.actor import Actor
from cases.models import Case, Member, PagePlacement
from documents.models import Document, Page, PageReading, Receipt
from operations.models import AccessLog, Job
from tests.accounts.cast import PASSWORD
from tests.cases.factories import House
from tests.cases.long_packet import thirty_pages
from tests.cases.paper import PACKET
from tests.cases.people import facility, member_with_coverage, provider

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> House:
    house = House()
    provider()
    facility()
    return house


@pytest.fixture
def clerk(house: House) -> Client:
    return signed_in(house)


def signed_in(house: House, part: str = "intake_clerk") -> Client:
    house.person(part)
    client = Client()
    client.login(username=part, password=PASSWORD)
    return client


def address(receipt: Receipt) -> str:
    return reverse("cases:index", args=[receipt.pk])


def filled(member: Member, **changes: Any) -> dict[str, Any]:
    """The form as a clerk would send it; None in changes leaves the field out."""
    data: dict[str, Any] = {
        "action": "finish",
        "purpose": "new",
        "member_number": member.number.lower(),
        "birth_date": member.birth_date.isoformat(),
        "family_name": member.family_name,
        "member_id": member.pk,
        "requester_id": provider().pk,
        "facility_id": facility().pk,
        "place_of_service": "hospital_outpatient",
        "request_type": "initial",
        "urgency": "expedited",
        "diagnosis_code": "d71",
        "diagnosis_text": "Leukocyte adhesion deficiency type I",
        "indication": "lad_1",
        "service_from": "2026-12-01",
        "service_to": "2026-12-03",
        "weight_kg": "8.2",
        "weighed_on": "2026-10-28",
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-product": "Kresladi, one infusion",
        "lines-0-hcpcs": "j3590",
        "lines-0-ndc": "83537-0034-1",
        "lines-0-doses": "1",
        "lines-0-dose_amount": "2.8e6 cells/kg",
    }
    for number, paper in enumerate(PACKET, start=1):
        data[f"page_{number}"] = f"case:{paper.kind}" if paper.kind else "cover"
    data.update(changes)
    return {name: value for name, value in data.items() if value is not None}


def test_it_opens_a_case_whose_clock_runs_from_the_arrival(house: House, clerk: Client) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    answer = clerk.post(address(receipt), filled(member), follow=True)
    case = Case.objects.get()
    assert f"{case.number} is open" in answer.content.decode()
    assert case.member == member
    assert case.received_at == receipt.received_at
    assert case.policy is not None
    assert case.policy.slug == "kresladi"
    line = case.lines.get()
    assert (line.hcpcs, line.ndc, line.doses) == ("J3590", "83537-0034-01", 1)
    assert PagePlacement.objects.filter(case_document__case=case).count() == len(PACKET) - 1
    assert Job.objects.filter(kind="case.prepare", subject=str(case.pk)).exists()


def test_a_weight_unusual_at_the_age_is_doubted_and_refuses_nothing(
    house: House, clerk: Client
) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    answer = clerk.post(address(receipt), filled(member, weight_kg="82"), follow=True)
    case = Case.objects.get()
    assert case.weight_kg == 82
    assert f"{case.number} is open" in answer.content.decode()
    assert "82 kg is unusually much at this age." in answer.content.decode()
    house.prepare(case)
    run = case.check_runs.latest("id")
    found = run.findings.get(check_id="dose")
    assert found.result == "attention"
    assert "82 kg is unusually much at this age." in found.reason


def test_every_page_left_over_is_named_and_nothing_typed_is_lost(
    house: House, clerk: Client
) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    answer = clerk.post(address(receipt), filled(member, page_3="", page_5=""))
    page = answer.content.decode()
    assert "Every page needs a place. Still open: pages 3, 5." in page
    assert 'value="Kresladi, one infusion"' in page
    assert answer.context["draft"].chosen_member == member.pk
    assert not Case.objects.exists()


def test_pages_left_over_are_named_beside_what_else_is_wrong(house: House, clerk: Client) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    page = clerk.post(address(receipt), filled(member, page_3="", weight_kg="0")).content.decode()
    assert "Not opened yet; everything you typed is still here" in page
    assert "A body weight is more than 0 and at most 500 kg." in page
    assert page.count("Every page needs a place. Still open: page 3.") == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"birth_date": "2025-09-02"}, "The birth date on the page is not this member"),
        ({"member_number": "ZZT9999999"}, "The member number on the page is not this member"),
        ({"member_id": None}, "Choose the member this request is for"),
        ({"member_number": ""}, "Member number: This is needed."),
        ({"requester_id": ""}, "Requesting provider: This is needed."),
        ({"urgency": None}, "Urgency asked for: This is needed."),
        ({"lines-0-product": ""}, "Product or service: This is needed."),
        ({"lines-0-hcpcs": "KRES"}, "one letter and four digits"),
        ({"lines-0-ndc": "8353700341"}, "Ten digits without hyphens"),
        ({"lines-0-hcpcs": "", "lines-0-ndc": ""}, "Enter the HCPCS code or the NDC"),
        ({"diagnosis_code": "cough"}, "An ICD-10 code is a letter"),
        ({"service_to": "2026-11-30"}, "The last day lies before the first."),
        ({"service_from": ""}, "Enter the first day too"),
        ({"weight_kg": "0"}, "A body weight is more than 0 and at most 500 kg."),
        ({"weight_kg": "-8.2"}, "A body weight is more than 0 and at most 500 kg."),
        ({"weight_kg": "8200"}, "A body weight is more than 0 and at most 500 kg."),
        ({"weight_kg": "500.1"}, "A body weight is more than 0 and at most 500 kg."),
        ({"weighed_on": "2999-01-01"}, "This day has not come yet."),
        ({"page_2": "case:poem"}, "Page 2: Select a valid choice"),
    ],
)
def test_it_says_what_to_mend_and_opens_nothing(
    house: House, clerk: Client, changes: dict[str, Any], sentence: str
) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    answer = clerk.post(address(receipt), filled(member, **changes))
    assert sentence in answer.content.decode().replace("&#x27;", "'")
    assert not Case.objects.exists()
    assert not PagePlacement.objects.exists()


def test_a_name_alone_finds_nobody(house: House, clerk: Client) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    answer = clerk.post(
        reverse("cases:index_members", args=[receipt.pk]),
        {"family_name": member.family_name, "member_number": "", "birth_date": ""},
    )
    assert member.number not in answer.content.decode()
    assert "Type the member number and the birth date first." in answer.content.decode()


def test_identifiers_that_nobody_has_are_said_so_and_missing_ones_are_asked_for(
    house: House, clerk: Client
) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    nobody = {"member_number": "ZZT9999999", "birth_date": ""}
    answer = clerk.post(reverse("cases:index_members", args=[receipt.pk]), nobody)
    assert "Nobody has this member number" in answer.content.decode()
    nothing = filled(member, action="find", member_number="", birth_date="", member_id=None)
    for path in (address(receipt), reverse("cases:index_members", args=[receipt.pk])):
        answer = clerk.post(path, nothing)
        assert "Type the member number and the birth date first." in answer.content.decode()
        assert "Nobody has this member number" not in answer.content.decode()


def test_the_member_panel_shows_what_agrees_and_what_does_not(house: House, clerk: Client) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    half = {"member_number": member.number, "birth_date": "2024-01-01"}
    page = clerk.post(reverse("cases:index_members", args=[receipt.pk]), half).content.decode()
    assert "Member number agrees" in page
    assert "Birth date differs" in page
    assert "disabled" in page
    whole = half | {"birth_date": member.birth_date.isoformat()}
    page = clerk.post(reverse("cases:index_members", args=[receipt.pk]), whole).content.decode()
    assert "Birth date agrees" in page
    assert "disabled" not in page
    assert "checked" not in page


def test_looking_a_member_up_is_in_the_access_log(house: House, clerk: Client) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    clerk.post(
        reverse("cases:index_members", args=[receipt.pk]),
        {"member_number": member.number, "birth_date": ""},
    )
    entry = AccessLog.objects.get(subject=f"member:{member.pk}")
    assert entry.purpose == f"intake.match receipt:{receipt.pk}"


def test_finding_the_member_works_without_script_and_keeps_what_was_typed(
    house: House, clerk: Client
) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    answer = clerk.post(address(receipt), filled(member, action="find", member_id=None))
    page = answer.content.decode()
    assert "Member number agrees" in page
    assert 'value="Kresladi, one infusion"' in page
    assert not Case.objects.exists()


def test_another_service_is_added_and_an_empty_one_is_ignored(house: House, clerk: Client) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    answer = clerk.post(address(receipt), filled(member, action="add_line"))
    assert "Service 2" in answer.content.decode()
    more = {"lines-TOTAL_FORMS": "2", "lines-1-product": "", "lines-1-doses": "1"}
    clerk.post(address(receipt), filled(member, **more))
    assert Case.objects.get().lines.count() == 1


def test_records_join_the_open_case_of_the_same_member(house: House, clerk: Client) -> None:
    case, receipt = house.case(), house.receipt()
    records = filled(case.member, purpose="records", case_number=case.number.lower())
    answer = clerk.post(address(receipt), records, follow=True)
    assert f"The records were added to {case.number}" in answer.content.decode()
    assert case.documents.count() == 2


@pytest.mark.parametrize(
    ("number", "sentence"),
    [("PA-1999-000001", "There is no such case."), ("", "Case number: This is needed.")],
)
def test_records_for_an_unknown_case_stay_where_they_are(
    house: House, clerk: Client, number: str, sentence: str
) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    answer = clerk.post(address(receipt), filled(member, purpose="records", case_number=number))
    assert sentence in answer.content.decode()
    assert not PagePlacement.objects.exists()


def test_records_of_another_member_are_refused(house: House, clerk: Client) -> None:
    case, receipt, other = house.case(), house.receipt(), member_with_coverage()
    answer = clerk.post(address(receipt), filled(other, purpose="records", case_number=case.number))
    assert "not those of the member of this case" in answer.content.decode()
    assert case.documents.count() == 1


def test_a_document_somebody_else_placed_is_shown_not_indexed_again(
    house: House, clerk: Client
) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    clerk.post(address(receipt), filled(member, page_7="misdirected"))
    answer = signed_in(house, "nurse").post(address(receipt), filled(member))
    page = answer.content.decode()
    assert "Where its pages are" in page
    assert "Closed: marked as not ours" in page
    assert Case.objects.count() == 1


def test_a_file_without_pages_says_what_to_do(house: House, clerk: Client) -> None:
    receipt = house.receipt()
    document = Document.objects.filter(pk=receipt.document_id)
    PageReading.objects.filter(page__document=receipt.document_id).delete()
    Page.objects.filter(document=receipt.document_id).delete()
    document.update(state="received", page_count=None)
    assert "No pages to show yet" in clerk.get(address(receipt)).content.decode()
    document.update(state="unreadable", state_reason="damaged")
    page = clerk.get(address(receipt)).content.decode()
    assert "the file is damaged" in page
    assert "Ask the sender for a new copy" in page
    document.update(state_reason="no_pages")
    page = clerk.get(address(receipt)).content.decode()
    assert "the file has no pages. It was kept as it came; ask the sender" in page
    assert "damaged" not in page


def test_the_page_asked_for_is_shown_without_script(house: House, clerk: Client) -> None:
    receipt = house.receipt()
    answer = clerk.get(address(receipt) + "?page=3")
    assert answer.context["current"].number == 3
    assert clerk.get(address(receipt) + "?page=99").context["current"].number == 1


def test_an_unknown_arrival_is_not_there(clerk: Client) -> None:
    assert clerk.get(reverse("cases:index", args=[987654])).status_code == 404


@pytest.mark.parametrize("part", ["medical_director", "auditor", "stranger"])
def test_others_do_not_index(house: House, part: str) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    client = signed_in(house, part)
    assert client.get(address(receipt)).status_code == 403
    assert client.post(address(receipt), filled(member)).status_code == 403
    assert not Case.objects.exists()


def test_the_cast_knows_who_indexed(house: House, clerk: Client) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    clerk.post(address(receipt), filled(member))
    actor: Actor = house.person("intake_clerk")
    assert set(PagePlacement.objects.values_list("placed_by", flat=True)) == {actor.key}


def test_what_is_said_of_a_page_is_kept_beside_what_was_proposed(
    house: House, clerk: Client
) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    said = {"date_3": "2026-09-14", "starts_3": "on", "relative_5": "on", "page_7": "duplicate"}
    clerk.post(address(receipt), filled(member, **said))
    pages = {row.page_number: row for row in PagePlacement.objects.filter(receipt=receipt)}
    assert str(pages[3].document_date) == "2026-09-14"
    assert (pages[3].starts_document, pages[4].starts_document) == (True, False)
    assert (pages[5].about_relative, pages[3].about_relative) == (True, False)
    assert pages[3].proposed == "case:flow_cytometry"
    assert (pages[7].disposition, pages[7].proposed) == ("duplicate", "case:lab_report")
    assert pages[7].repeats is None


def test_proposals_are_shown_and_nothing_is_chosen_by_itself(house: House, clerk: Client) -> None:
    receipt = house.receipt()
    answer = clerk.get(address(receipt))
    page = answer.content.decode()
    assert 'data-proposed-place="case:flow_cytometry"' in page
    assert "At the top it says \u201cflow cytometry\u201d." in page
    form = answer.context["draft"].pages
    assert not any(form[f"page_{number}"].value() for number in range(1, 8))
    assert not any(form[f"date_{number}"].value() for number in range(1, 8))


def test_a_member_found_on_a_page_is_written_to_the_access_log(house: House, clerk: Client) -> None:
    member = member_with_coverage()
    receipt = house.receipt(thirty_pages(member.number)[:2])
    clerk.get(address(receipt))
    row = AccessLog.objects.get(subject=f"member:{member.pk}")
    assert row.purpose == f"intake.proposed receipt:{receipt.pk}"


def test_a_document_s_day_has_come_and_what_was_said_is_shown(house: House, clerk: Client) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    answer = clerk.post(address(receipt), filled(member, date_3="2099-01-01"))
    assert "Date of page 3: This day has not come yet." in answer.content.decode()
    assert not Case.objects.exists()
    said = {"date_3": "2026-09-14", "relative_5": "on"}
    clerk.post(address(receipt), filled(member, **said))
    shown = clerk.get(address(receipt)).content.decode()
    assert "Flow cytometry report, 14 Sep 2026" in shown
    assert "Clinic note or history, about a relative" in shown


def test_of_a_page_that_is_closed_nothing_is_told(house: House, clerk: Client) -> None:
    receipt = house.receipt(thirty_pages("ZZT0012345")[:7])
    first = Receipt.objects.create(
        document=receipt.document,
        received_at=receipt.received_at,
        recorded_at=receipt.recorded_at,
        channel="fax",
        received_by="system:fax",
    )
    assert "Feodor Quillan" in clerk.get(address(receipt)).content.decode()
    PagePlacement.objects.create(
        document=receipt.document,
        receipt=first,
        page_number=7,
        disposition="misdirected",
        placed_by="user:1",
        placed_at=receipt.recorded_at,
    )
    assert "Feodor Quillan" not in clerk.get(address(receipt)).content.decode()
