"""A page that is said to be a copy is shown beside what it repeats before anything is filed."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.models import PagePlacement, Settlement
from documents.models import Page, Receipt
from operations.models import AccessLog
from tests.cases.factories import NOW, House
from tests.cases.paper import Paper
from tests.cases.people import member_with_coverage
from tests.cases.web.stage import house as house
from tests.cases.web.stage import signed_in, text_of

pytestmark = pytest.mark.django_db
NOTE = Paper("clinic_note", ("OSPREY POINT CLINIC", "Progress note. The child is well today."))
LETTER = Paper(
    "lab_report",
    ("ROCKPORT LABS", "Reported: 10/03/2026", "Result   Glucose 98   Reference 70-110   normal"),
)
REASON = "A leaflet and its copies, nothing is asked for."


@pytest.fixture
def clerk(house: House) -> Client:
    return signed_in(house, "intake_clerk")


@pytest.fixture
def receipt(house: House) -> Receipt:
    """Two pages, and each once more."""
    return house.receipt((NOTE, LETTER, LETTER, NOTE))


def at(receipt: Receipt) -> str:
    return reverse("cases:index", args=[receipt.pk])


def key(receipt: Receipt, number: int, other: int, of: Receipt | None = None) -> str:
    own = Page.objects.get(document=receipt.document, number=number)
    return f"{own.pk}-{Page.objects.get(document=(of or receipt).document, number=other).pk}"


def settling(**more: object) -> dict[str, object]:
    """A settled arrival whose third page is a copy."""
    places = {1: "not_request", 2: "not_request", 3: "duplicate", 4: "not_request"}
    return {
        "action": "finish",
        "purpose": "settle",
        "settle-kind": "no_request",
        "settle-reason": REASON,
        **{f"page_{number}": place for number, place in places.items()},
        **more,
    }


def test_nothing_is_filed_before_the_pair_was_shown(clerk: Client, receipt: Receipt) -> None:
    pair = key(receipt, 3, 2)
    page = text_of(clerk.post(at(receipt), settling()))
    assert not Settlement.objects.exists()
    assert "Is page 3 a copy of page 2?" in page
    assert "It is the same page, it seems." in page
    for number in (3, 2):
        shown = Page.objects.get(document=receipt.document, number=number)
        assert reverse("cases:page_image", args=[shown.pk]) in page
    assert f'name="compared_now" value="{pair}"' in page
    assert f'name="settle-reason" value="{REASON}"' in page
    assert 'name="page_3" value="duplicate"' in page
    assert page.count('name="action"') == 2
    logged = AccessLog.objects.filter(purpose="page.compare").values_list("subject", flat=True)
    assert sorted(logged) == [f"document:{receipt.document_id}/page:{n}" for n in (2, 3)]
    clerk.post(at(receipt), settling(compared_now=pair))
    assert Settlement.objects.get().reason == REASON
    placed = PagePlacement.objects.get(page_number=3)
    assert (placed.disposition, f"{placed.repeats_id}") == ("duplicate", pair.partition("-")[2])


def test_back_on_the_form_the_words_are_kept_and_the_pair_is_asked_again(
    clerk: Client, receipt: Receipt
) -> None:
    shown = {"compared_now": key(receipt, 3, 2)}
    back = text_of(clerk.post(at(receipt), settling(action="change", **shown)))
    assert f"{REASON}</textarea>" in back
    assert 'value="duplicate" selected' in back
    assert 'name="compared_page"' not in back
    assert "Is page 3 a copy of page 2?" in text_of(clerk.post(at(receipt), settling()))
    assert not Settlement.objects.exists()


def test_another_place_asks_for_no_look(clerk: Client, receipt: Receipt) -> None:
    clerk.post(at(receipt), settling(page_3="not_request"))
    assert Settlement.objects.exists()


def test_a_copy_of_which_nothing_is_known_has_nothing_to_be_laid_beside(
    clerk: Client, receipt: Receipt
) -> None:
    clerk.post(at(receipt), settling(page_3="not_request", page_1="duplicate"))
    assert Settlement.objects.exists()


def test_each_copy_is_shown_and_those_seen_are_not_shown_again(
    clerk: Client, receipt: Receipt
) -> None:
    sent = settling(page_4="duplicate")
    page = text_of(clerk.post(at(receipt), sent))
    assert "2 pages are to be placed as copies." in page
    assert "Is page 3 a copy of page 2?" in page
    assert "Is page 4 a copy of page 1?" in page
    seen = key(receipt, 4, 1)
    page = text_of(clerk.post(at(receipt), sent | {"compared_page": seen}))
    assert "1 page is to be placed as a copy." in page
    assert "Is page 4 a copy of page 1?" not in page
    assert f'name="compared_page" value="{seen}"' in page
    assert not Settlement.objects.exists()
    clerk.post(at(receipt), sent | {"compared_page": seen, "compared_now": key(receipt, 3, 2)})
    assert Settlement.objects.exists()


def test_what_was_seen_is_carried_while_something_else_is_wrong(
    clerk: Client, receipt: Receipt
) -> None:
    pair = key(receipt, 3, 2)
    sent = settling(**{"settle-reason": "", "compared_now": pair})
    page = text_of(clerk.post(at(receipt), sent))
    row = page.partition('data-place-row="3"')[2].partition("</li>")[0]
    assert f'name="compared_page" value="{pair}"' in row
    assert "data-seen-beside" in row
    assert page.count("data-seen-beside") == 1


def test_a_word_about_another_pair_or_none_settles_nothing(clerk: Client, receipt: Receipt) -> None:
    for word in (key(receipt, 3, 1), key(receipt, 2, 3), "x", ""):
        page = text_of(clerk.post(at(receipt), settling(compared_page=word, compared_now=word)))
        assert "Is page 3 a copy of page 2?" in page
    assert not Settlement.objects.exists()


def test_arrival_and_pages_are_both_shown_before_a_copy_is_settled(
    house: House, clerk: Client, receipt: Receipt
) -> None:
    other = house.receipt((NOTE, LETTER))
    sent = settling(**{"settle-kind": "duplicate", "settle-copy_of": str(other.pk)})
    assert f"a copy of arrival {other.pk}?" in text_of(clerk.post(at(receipt), sent))
    sent["compared"] = str(other.pk)
    page = text_of(clerk.post(at(receipt), sent))
    assert "Is page 3 a copy of page 2?" in page
    assert f'name="compared" value="{other.pk}"' in page
    clerk.post(at(receipt), sent | {"compared_now": key(receipt, 3, 2)})
    assert Settlement.objects.get().copy_of == other


def test_a_page_of_an_earlier_fax_is_named_and_a_closed_one_is_not_shown(
    house: House, clerk: Client
) -> None:
    member = member_with_coverage()
    named = Paper(
        "lab_report",
        (f"Member ID {member.number}", f"DOB {member.birth_date:%m/%d/%Y}", *LETTER.lines),
    )
    case = house.case((NOTE, named), member=member, prepared="no")
    first = case.documents.get().receipt
    second = house.receipt((named, NOTE))
    sent = settling(page_1="duplicate", page_2="not_request")
    for number in (3, 4):
        del sent[f"page_{number}"]
    page = text_of(clerk.post(at(second), sent))
    assert "Is page 1 a copy of page 2 of the earlier fax?" in page
    other = Page.objects.get(document=first.document, number=2)
    image = reverse("cases:page_image", args=[other.pk])
    assert image in page
    PagePlacement.objects.create(
        document=first.document,
        receipt=Receipt.objects.create(
            document=first.document,
            received_at=NOW,
            recorded_at=NOW,
            channel="fax",
            received_by="system:fax",
        ),
        page_number=2,
        disposition="misdirected",
        placed_by="user:1",
        placed_at=NOW,
    )
    page = text_of(clerk.post(at(second), sent))
    assert "Closed as not ours" in page
    assert image not in page
    assert not Settlement.objects.exists()


def test_many_copies_ask_the_database_little_more_than_one(clerk: Client, house: House) -> None:
    counts = []
    for copies in (1, 8):
        receipt = house.receipt((LETTER,) * (copies + 1))
        places = {f"page_{number}": "duplicate" for number in range(2, copies + 2)}
        sent = {"action": "finish", "purpose": "settle", "settle-kind": "no_request"}
        sent |= {"settle-reason": REASON, "page_1": "not_request"} | places
        with CaptureQueriesContext(connection) as queries:
            assert "to be placed as" in text_of(clerk.post(at(receipt), sent))
        counts.append(len(queries))
    assert counts[1] - counts[0] <= 7 * 5
