"""Settling on the index screen: no request, a copy, the pages of a second member."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, PagePlacement, Settlement
from documents.models import Document, Page, PageReading, Receipt
from tests.cases.factories import House
from tests.cases.paper import PACKET
from tests.cases.people import facility, member_with_coverage, provider
from tests.cases.web.stage import house as house
from tests.cases.web.stage import signed_in, text_of
from tests.cases.web.test_intake_index import address, filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(house: House) -> Client:
    provider()
    facility()
    return signed_in(house, "intake_clerk")


def settling(**changes: str) -> dict[str, str]:
    data = {
        "action": "finish",
        "purpose": "settle",
        "settle-kind": "no_request",
        "settle-reason": "An advertisement.",
    }
    data |= {f"page_{number}": "not_request" for number in range(1, len(PACKET) + 1)}
    return data | changes


def again(receipt: Receipt) -> Receipt:
    return Receipt.objects.create(
        document=receipt.document,
        received_at=receipt.received_at,
        recorded_at=receipt.recorded_at,
        channel="fax",
        received_by="system:fax",
    )


def test_a_fax_without_a_request_leaves_the_inbox_as_settled(house: House, clerk: Client) -> None:
    receipt = house.receipt()
    page = text_of(clerk.post(address(receipt), settling(), follow=True))
    assert f"Arrival {receipt.pk} is settled without a request." in page
    listed = text_of(clerk.get(reverse("cases:inbox"), {"view": "all"}))
    assert "Settled</span>" in listed
    assert "Not placed</span>" not in listed
    assert "Settled</span>" not in text_of(clerk.get(reverse("cases:inbox")))
    look = text_of(clerk.get(address(receipt)))
    assert "Settled: not a request" in look
    assert "An advertisement." in look


def test_settling_asks_for_no_member_and_keeps_what_was_typed_of_one(
    house: House, clerk: Client
) -> None:
    typed = {"settle-reason": "", "birth_date": "2025-09-02"}
    page = text_of(clerk.post(address(house.receipt()), settling(**typed)))
    assert "Reason: This is needed." in page
    member = page.partition('id="member-heading"')[2].partition('id="request-heading"')[0]
    assert 'value="2025-09-02"' in member
    for words in ("This is needed.", "Nobody has this member number", "Type the member number"):
        assert words not in member


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"page_3": ""}, "Every page needs a place. Still open: page 3."),
        ({"page_3": "case:lab_report"}, "Page 3 is marked as part of a request."),
        ({"settle-reason": ""}, "Reason: This is needed."),
        ({"settle-kind": ""}, "Why no request comes of it: This is needed."),
        ({"settle-kind": "duplicate", "settle-copy_of": "99"}, "Name the other arrival"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    house: House, clerk: Client, changes: dict[str, str], sentence: str
) -> None:
    page = text_of(clerk.post(address(house.receipt()), settling(**changes)))
    assert sentence in page
    assert "Not settled yet; everything you typed is still here" in page
    assert 'value="settle" checked' in page
    assert not Settlement.objects.exists()


def test_the_second_member_s_pages_become_a_second_request(house: House, clerk: Client) -> None:
    receipt, first, second = house.receipt(), member_with_coverage(), member_with_coverage()
    later = {f"page_{number}": "later" for number in (5, 6, 7)}
    page = text_of(clerk.post(address(receipt), filled(first, **later), follow=True))
    assert "Still without a place: 3 pages. Open another request from them, or settle them." in page
    assert "Still without a place: 3 pages of 7." in page
    assert 'name="page_5"' in page
    assert 'name="page_4"' not in page
    inbox = text_of(clerk.get(reverse("cases:inbox")))
    assert "3 pages not placed" in inbox
    rest = {f"page_{number}": None for number in (1, 2, 3, 4)}
    clerk.post(address(receipt), filled(second, **rest))
    cases = Case.objects.order_by("id")
    assert [case.member for case in cases] == [first, second]
    assert PagePlacement.objects.filter(receipt=receipt).count() == len(PACKET)
    assert "Where its pages are" in text_of(clerk.get(address(receipt)))


def test_neither_case_shows_the_other_member_s_pages(house: House, clerk: Client) -> None:
    receipt, first, second = house.receipt(), member_with_coverage(), member_with_coverage()
    clerk.post(address(receipt), filled(first, **{f"page_{n}": "later" for n in (5, 6, 7)}))
    clerk.post(address(receipt), filled(second, **{f"page_{n}": None for n in (1, 2, 3, 4)}))
    shown = [
        [
            page.number
            for page in clerk.get(reverse("cases:desk", args=[case.number])).context["viewer"].pages
        ]
        for case in Case.objects.order_by("id")
    ]
    assert shown == [[1, 2, 3, 4], [1, 5, 6, 7]]  # the cover sheet belongs to the arrival


def test_the_same_file_again_is_shown_beside_the_first_and_settled_there(
    house: House, clerk: Client
) -> None:
    receipt = house.receipt()
    copy = again(receipt)
    page = text_of(clerk.get(address(copy)))
    assert f">arrival {receipt.pk}</a>" in page
    beside = reverse("cases:compare_arrivals", args=[copy.pk, receipt.pk])
    assert f'href="{beside}">Compare and settle' in page
    assert f'href="{beside}">Compare and settle' in text_of(clerk.get(reverse("cases:inbox")))
    shown = text_of(clerk.get(beside))
    assert "Both brought the same file, byte for byte" in shown
    press = {
        name: re.search(rf'name="{name}"[^>]*?(?:value="|>)([^"<]+)', shown)[1]
        for name in ("settle-kind", "settle-copy_of", "settle-reason", "compared")
    }
    clerk.post(reverse("cases:index_settle", args=[copy.pk]), press)
    assert Settlement.objects.get().copy_of == receipt
    assert "Compare and settle" not in text_of(clerk.get(address(copy)))


def test_the_same_file_again_may_open_a_new_request(house: House, clerk: Client) -> None:
    receipt, member = house.receipt(), member_with_coverage()
    clerk.post(address(receipt), filled(member))
    clerk.post(address(again(receipt)), filled(member))
    assert Case.objects.count() == 2


def test_the_short_way_is_not_for_pages_that_need_a_place(house: House, clerk: Client) -> None:
    receipt = house.receipt()
    data = {"settle-kind": "no_request", "settle-reason": "Nothing in it."}
    answer = clerk.post(reverse("cases:index_settle", args=[receipt.pk]), data, follow=True)
    assert "Give each page its place first." in text_of(answer)
    assert not Settlement.objects.exists()


def test_a_file_that_could_not_be_opened_is_settled_from_its_page(
    house: House, clerk: Client
) -> None:
    receipt = house.receipt()
    PageReading.objects.filter(page__document=receipt.document_id).delete()
    Page.objects.filter(document=receipt.document_id).delete()
    Document.objects.filter(pk=receipt.document_id).update(
        state="unreadable", state_reason="damaged", page_count=None
    )
    assert "Settle it" in text_of(clerk.get(address(receipt)))
    data = {"settle-kind": "unreadable", "settle-reason": "The sender was asked by telephone."}
    clerk.post(reverse("cases:index_settle", args=[receipt.pk]), data)
    assert Settlement.objects.get().receipt == receipt


def test_a_page_called_misdirected_in_one_arrival_is_closed_in_the_next(
    house: House, clerk: Client
) -> None:
    receipt = house.receipt()
    data = settling(page_2="misdirected") | {"settle-kind": "misdirected"}
    clerk.post(address(receipt), data)
    answer = clerk.get(address(again(receipt)) + "?page=2")
    assert "Closed: marked as not ours" in text_of(answer)
    picture = reverse("cases:page_image", args=[answer.context["current"].id])
    assert clerk.get(picture).status_code == 404


@pytest.mark.parametrize("part", ["medical_director", "auditor", "stranger"])
def test_others_settle_nothing(house: House, part: str) -> None:
    receipt = house.receipt()
    client = signed_in(house, part)
    press = {"settle-kind": "duplicate", "settle-copy_of": "1", "settle-reason": "Same file."}
    answer = client.post(reverse("cases:index_settle", args=[receipt.pk]), press)
    assert answer.status_code == 403
    assert not Settlement.objects.exists()


def test_papers_for_a_closed_case_are_filed_as_what_the_clerk_says(
    house: House, clerk: Client
) -> None:
    member = member_with_coverage()
    case = house.case(member=member)
    Case.objects.filter(pk=case.pk).update(status="withdrawn")
    receipt = house.receipt()
    address = reverse("cases:index", args=[receipt.pk])
    typed = {
        "action": "finish",
        "purpose": "records",
        "member_number": member.number,
        "birth_date": member.birth_date.isoformat(),
        "member_id": str(member.pk),
        "case_number": case.number,
        **{f"page_{number}": "case:other" for number in range(1, 8)},
    }
    page = clerk.post(address, typed).content.decode()
    assert "took this request back" in page
    assert 'value="as:file_only"' in page
    assert 'value="as:appeal"' not in page
    chosen = clerk.post(address, {**typed, "action": "as:file_only"}).content.decode()
    assert "File with the case" in chosen
    clerk.post(address, {**typed, "purpose": "file_only"})
    assert case.documents.filter(receipt=receipt).exists()
