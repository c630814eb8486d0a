"""Arrivals and pages are shown side by side before a person calls one a copy of the other."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import PagePlacement, Settlement
from documents.models import Page, Receipt
from operations.models import AccessLog
from tests.cases.factories import NOW, House
from tests.cases.long_packet import thirty_pages
from tests.cases.paper import Paper
from tests.cases.web.stage import house as house
from tests.cases.web.stage import signed_in, text_of

pytestmark = pytest.mark.django_db
LETTER = Paper(
    "lab_report",
    ("ROCKPORT LABS", "Reported: 10/03/2026", "Result   Glucose 98   Reference 70-110   normal"),
)
OTHER_LETTER = Paper(
    "lab_report",
    ("ROCKPORT LABS", "Reported: 11/19/2026", "Result   Glucose 143   Reference 70-110   high"),
)
NOTE = Paper("clinic_note", ("OSPREY POINT CLINIC", "Progress note. The child is well today."))
EMPTY = Paper("", (), state="blank")
REASON = "The same packet, scanned."


@pytest.fixture
def clerk(house: House) -> Client:
    return signed_in(house, "intake_clerk")


def beside(clerk: Client, first: Receipt, second: Receipt) -> str:
    return text_of(clerk.get(reverse("cases:compare_arrivals", args=[first.pk, second.pk])))


def pair(page: str, number: int) -> str:
    return page.partition(f'id="pair-{number}"')[2].partition("</li>")[0]


def closed(receipt: Receipt, number: int) -> None:
    PagePlacement.objects.create(
        document=receipt.document,
        receipt=receipt,
        page_number=number,
        disposition="misdirected",
        placed_by="user:1",
        placed_at=NOW,
    )


def settling(copy_of: int, pages: int = 2, **more: str) -> dict[str, str]:
    places = {f"page_{number}": "duplicate" for number in range(1, pages + 1)}
    return {
        "action": "finish",
        "purpose": "settle",
        "settle-kind": "duplicate",
        "settle-copy_of": str(copy_of),
        "settle-reason": REASON,
        **places,
        **more,
    }


def test_pages_stand_in_step_with_what_differs_in_pages_and_dates(
    house: House, clerk: Client
) -> None:
    first = house.receipt((NOTE, LETTER, EMPTY, NOTE))
    second = house.receipt((NOTE, OTHER_LETTER, EMPTY))
    page = beside(clerk, first, second)
    for number in (1, 2, 3):
        for receipt in (first, second):
            one = Page.objects.get(document=receipt.document, number=number)
            assert reverse("cases:page_image", args=[one.pk]) in pair(page, number)
    assert "It is the same page, it seems." in pair(page, 1)
    assert "It is another page, it seems." in pair(page, 2)
    assert "The dates differ: 2026-10-03 and 2026-11-19." in pair(page, 2)
    assert f"Read on arrival {first.pk} only</dt> <dd> 10/03/2026, 98" in pair(page, 2)
    assert "143" in pair(page, 2)
    assert "Both are blank." in pair(page, 3)
    assert f"Only arrival {first.pk} has a page 4." in pair(page, 4)
    assert "There is no such page." in pair(page, 4)
    assert "2 of 4 pages seem to be the same." in page
    for number in (2, 4):
        assert f'href="#pair-{number}"' in page
    assert 'href="#pair-1"' not in page


def test_what_is_known_of_both_arrivals_is_told_with_what_differs(
    house: House, clerk: Client
) -> None:
    first = house.receipt((NOTE,))
    second = Receipt.objects.create(
        document=house.receipt((NOTE,)).document,
        received_at=NOW,
        recorded_at=NOW,
        channel="fax",
        received_by="system:fax",
        sender="Hill Clinic",
        source="delegate",
        delegate="Hill Delegate",
    )
    page = beside(clerk, first, second)
    facts = page.partition("<tbody>")[2].partition("</tbody>")[0]
    assert "Hill Clinic" in facts
    assert "Hill Delegate" in facts
    assert 'From <span class="badge badge-warn">differs</span>' in facts
    assert "Pages</th>" in facts
    assert "Every page seems to be the same page." in page


def test_a_page_that_is_closed_is_neither_shown_nor_told_of(house: House, clerk: Client) -> None:
    first, second = house.receipt((NOTE, LETTER)), house.receipt((NOTE, OTHER_LETTER))
    closed(second, 2)
    page = beside(clerk, first, second)
    theirs = Page.objects.get(document=second.document, number=2)
    assert reverse("cases:page_image", args=[theirs.pk]) not in page
    assert "Closed as not ours" in pair(page, 2)
    assert "only the privacy officer may open it" in pair(page, 2)
    assert "143" not in page
    assert "2026-11-19" not in page
    own = Page.objects.get(document=first.document, number=2)
    address = reverse("cases:pages_beside", args=[own.pk, theirs.pk])
    assert clerk.get(address).status_code == 404


def test_a_page_that_is_still_read_says_so(house: House, clerk: Client) -> None:
    first = house.receipt((Paper("other", (), state="waiting"),))
    page = beside(clerk, first, house.receipt((NOTE,)))
    assert "Still being read" in pair(page, 1)


def test_pages_without_words_are_left_to_the_eye(house: House, clerk: Client) -> None:
    bare = Paper("", (), state="read")
    page = beside(clerk, house.receipt((bare,)), house.receipt((bare,)))
    assert "Nothing was read on either: compare the pictures." in pair(page, 1)


def test_both_reads_are_written_to_the_access_log(house: House, clerk: Client) -> None:
    first, second = house.receipt((NOTE,)), house.receipt((NOTE,))
    beside(clerk, first, second)
    looked = AccessLog.objects.filter(purpose="intake.compare").values_list("subject", flat=True)
    assert set(looked) == {f"receipt:{first.pk}", f"receipt:{second.pk}"}


def test_an_arrival_is_not_laid_beside_itself_or_none(house: House, clerk: Client) -> None:
    receipt = house.receipt((NOTE,))
    for other in (receipt.pk, receipt.pk + 99):
        address = reverse("cases:compare_arrivals", args=[receipt.pk, other])
        assert clerk.get(address).status_code == 404


def test_nothing_is_settled_as_a_copy_before_both_were_shown(house: House, clerk: Client) -> None:
    first, second = house.receipt((NOTE, LETTER)), house.receipt((NOTE, OTHER_LETTER))
    address = reverse("cases:index", args=[first.pk])
    page = text_of(clerk.post(address, settling(second.pk)))
    assert not Settlement.objects.exists()
    assert f"Is arrival {first.pk} a copy of arrival {second.pk}?" in page
    assert f'name="settle-reason" value="{REASON}"' in page
    assert 'name="page_2" value="duplicate"' in page
    assert f'name="compared" value="{second.pk}"' in page
    back = text_of(clerk.post(address, settling(second.pk, action="change")))
    assert f"{REASON}</textarea>" in back
    assert not Settlement.objects.exists()
    clerk.post(address, settling(second.pk, compared=str(second.pk)))
    settled = Settlement.objects.get()
    assert (settled.copy_of, settled.reason) == (second, REASON)


def test_what_was_compared_is_no_word_about_another_arrival(house: House, clerk: Client) -> None:
    first, second, third = (house.receipt((NOTE, LETTER)) for _ in range(3))
    address = reverse("cases:index", args=[first.pk])
    page = text_of(clerk.post(address, settling(second.pk, compared=str(third.pk))))
    assert f"Is arrival {first.pk} a copy of arrival {second.pk}?" in page
    assert not Settlement.objects.exists()


def test_the_short_way_shows_both_as_well(house: House, clerk: Client) -> None:
    first, second = house.receipt((NOTE,)), house.receipt((NOTE,))
    address = reverse("cases:index_settle", args=[first.pk])
    sent = settling(second.pk)
    del sent["purpose"], sent["action"], sent["page_1"], sent["page_2"]
    page = text_of(clerk.post(address, sent))
    assert f"Is arrival {first.pk} a copy of arrival {second.pk}?" in page
    assert not Settlement.objects.exists()
    clerk.post(address, sent | {"compared": str(second.pk)})
    assert Settlement.objects.get().copy_of == second
    assert "is settled already" in beside(clerk, first, second)


def test_a_page_that_repeats_another_leads_to_both(house: House, clerk: Client) -> None:
    receipt = house.receipt(thirty_pages("ZZT0012345")[:2] + thirty_pages("ZZT0012345")[1:2])
    own, other = (Page.objects.get(document=receipt.document, number=n) for n in (3, 2))
    address = reverse("cases:pages_beside", args=[own.pk, other.pk])
    index = text_of(clerk.get(reverse("cases:index", args=[receipt.pk])))
    row = index.partition('data-place-row="3"')[2].partition("</li>")[0]
    assert f'href="{address}" data-pair="{own.pk}-{other.pk}" data-beside' in row
    assert index.count('" data-beside>') == 1
    whole = text_of(clerk.get(address))
    part = text_of(clerk.get(address, {"part": "1"}))
    for shown in (whole, part):
        assert reverse("cases:page_image", args=[own.pk]) in shown
        assert reverse("cases:page_image", args=[other.pk]) in shown
        assert "It is the same page, it seems." in shown
    assert "<html" in whole
    assert "<html" not in part
    logged = AccessLog.objects.filter(purpose="page.compare").values_list("subject", flat=True)
    assert set(logged) == {f"document:{receipt.document_id}/page:{n}" for n in (2, 3)}


def test_a_page_of_an_earlier_fax_is_called_so(house: House, clerk: Client) -> None:
    own = Page.objects.get(document=house.receipt((NOTE,)).document)
    other = Page.objects.get(document=house.receipt((NOTE,)).document)
    page = text_of(clerk.get(reverse("cases:pages_beside", args=[own.pk, other.pk])))
    assert "Page 1 of the earlier fax" in page


@pytest.mark.parametrize("pages", [2, 9])
def test_comparing_asks_as_little_for_many_pages_as_for_few(
    house: House, clerk: Client, pages: int, django_assert_max_num_queries: object
) -> None:
    first, second = house.receipt((NOTE,) * pages), house.receipt((LETTER,) * pages)
    with django_assert_max_num_queries(30):  # type: ignore[operator]  # a fixture of pytest-django
        beside(clerk, first, second)
