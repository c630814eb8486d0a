"""Closing a page from the desk and from the index screen, and opening it again."""

import re

import pytest
from django.urls import reverse

from cases.models import PagePlacement, PrivacyNote
from documents.models import Page
from documents.services.receive import Arrival, StoredFile, receipt_add
from tests.accounts.cast import CAST
from tests.cases.web.stage import house, signed_in, text_of

__all__ = ["house"]
CLOSERS = {"nurse", "other_nurse", "intake_clerk", "medical_director", "appeals_reviewer"}


def stray():
    return PagePlacement.objects.filter(disposition="misdirected")


def came_again(house, receipt):
    """Another arrival of the same file."""
    file = receipt.document
    stored = StoredFile(file.sha256, file.byte_size, file.media_type, "x")
    return receipt_add(
        stored,
        Arrival("again.tif", "folder", house.now, key="folder:1"),
        actor=house.person("intake_clerk"),
        now=house.now,
    )


@pytest.mark.parametrize("part", list(CAST))
def test_the_desk_leads_to_closing_for_who_may(house, part):
    case = house.case()
    page = Page.objects.get(number=3)
    client = signed_in(house, part)
    address = reverse("cases:page_close", args=[page.pk])
    desk = client.get(reverse("cases:desk", args=[case.number]) + "?page=3")
    assert (address in text_of(desk)) == (part in CLOSERS)
    asked = client.get(address)
    assert asked.status_code == (200 if part in CLOSERS else 403)
    assert not stray().exists()
    answer = client.post(address, {"reason": "Another person's result."})
    assert stray().exists() == (part in CLOSERS)
    if part in CLOSERS:
        assert answer["Location"] == reverse("cases:desk", args=[case.number])
        assert PrivacyNote.objects.get().note == "Another person's result."
        assert client.get(address).status_code == 404


def test_the_index_screen_closes_at_once_and_keeps_what_was_typed(house):
    receipt, client = house.receipt(), signed_in(house, "intake_clerk")
    address = reverse("cases:index", args=[receipt.pk])
    typed = {"action": "close:3", "purpose": "new", "member_number": "ZZ-typed", "page_2": "blank"}
    page = text_of(client.post(address, typed))
    assert stray().get().page_number == 3
    assert "Page 3 is closed" in page
    assert "ZZ-typed" in page
    assert 'name="page_3"' not in page
    assert 'name="page_2"' in page
    picture = reverse("cases:page_image", args=[Page.objects.get(number=3).pk])
    assert picture not in page
    assert client.get(picture).status_code == 404


@pytest.mark.parametrize("through_another_arrival", [False, True])
def test_what_is_closed_already_is_not_offered_to_be_closed(house, through_another_arrival):
    receipt, client = house.receipt(), signed_in(house, "intake_clerk")
    closed_in = came_again(house, receipt) if through_another_arrival else receipt
    client.post(reverse("cases:index", args=[closed_in.pk]), {"action": "close:3"})
    address = reverse("cases:index", args=[receipt.pk])
    for number in (2, 3):
        page = text_of(client.get(f"{address}?page={number}"))
        offer, done = (
            re.search(rf"<[^>]* data-close-{part}([^>]*)>", page)[1] for part in ("offer", "done")
        )
        assert ("hidden" in offer, "hidden" in done) == (number == 3, number != 3)
        assert page.count("data-closed") == 1
    assert "The page shown, <span data-close-words>page 3</span>, is closed already." in page


def test_the_desk_neither_shows_nor_closes_what_is_closed(house):
    case, client = house.case(), signed_in(house, "nurse")
    address = reverse("cases:page_close", args=[Page.objects.get(number=3).pk])
    desk = reverse("cases:desk", args=[case.number]) + "?page=3"
    assert address in text_of(client.get(desk))
    client.post(address, {"reason": ""})
    assert address not in text_of(client.get(desk))


@pytest.mark.parametrize("number", ["99", "x", "", "-1", "9" * 30])
def test_a_made_up_page_closes_nothing(house, number):
    receipt, client = house.receipt(), signed_in(house, "intake_clerk")
    answer = client.post(reverse("cases:index", args=[receipt.pk]), {"action": f"close:{number}"})
    assert answer.status_code == 200
    assert not stray().exists()


def test_the_officer_opens_a_page_again_with_a_reason(house):
    receipt, client = house.receipt(), signed_in(house, "privacy_officer")
    clerk = signed_in(house, "intake_clerk")
    clerk.post(reverse("cases:index", args=[receipt.pk]), {"action": "close:3"})
    file, reopen = (
        reverse(f"cases:{name}", args=[receipt.pk]) for name in ("privacy_file", "privacy_reopen")
    )
    assert "Open a page again" in text_of(client.get(file))
    client.post(reopen, {"reopen-page_number": "3", "reopen-reason": ""})
    assert stray().exists()
    assert clerk.post(reopen, {"reopen-page_number": "3"}).status_code == 403
    answer = client.post(
        reopen, {"reopen-page_number": "3", "reopen-reason": "The clerk took it for another's."}
    )
    assert answer["Location"] == reverse("cases:privacy")
    assert not stray().exists()
    assert "The clerk took it" in PrivacyNote.objects.get().note
    assert client.get(file).status_code == 404
