"""Misdirected pages: closed to all but the privacy officer, who adds steps and removes none."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.errors import NotPermittedError
from cases.errors import IntakeRefusedError
from cases.models import PagePlacement, PrivacyNote
from cases.selectors.privacy import stray_arrivals, stray_file
from cases.services.intake import case_open
from cases.services.placement import PageIntake
from cases.services.privacy import privacy_note_add
from cases.services.settling import SettlementIntake, receipt_settle
from documents.models import Receipt
from operations.models import AccessLog, AuditEntry
from tests.accounts.cast import CAST
from tests.cases.factories import House
from tests.cases.web.stage import house as house
from tests.cases.web.stage import signed_in, text_of

pytestmark = pytest.mark.django_db


def stray(house: House) -> Receipt:
    """An arrival of which pages 2 and 3 are not ours."""
    receipt = house.receipt()
    pages = tuple(
        PageIntake(number, "misdirected" if number in (2, 3) else "cover") for number in range(1, 8)
    )
    intake = SettlementIntake(receipt.pk, "misdirected", "Meant for another plan.", pages)
    receipt_settle(intake, actor=house.person("intake_clerk"), now=house.now)
    return receipt


@pytest.mark.parametrize("part", list(CAST))
def test_only_the_privacy_officer_comes_in(house: House, part: str) -> None:
    receipt, client = stray(house), signed_in(house, part)
    wanted = 200 if part == "privacy_officer" else 403
    assert client.get("/privacy/").status_code == wanted
    address = reverse("cases:privacy_file", args=[receipt.pk])
    assert client.get(address).status_code == wanted
    client.post(address, {"kind": "returned"})
    assert PrivacyNote.objects.exists() == (part == "privacy_officer")


@pytest.mark.parametrize("part", list(CAST))
def test_the_service_asks_too(house: House, part: str) -> None:
    receipt = stray(house)

    def add() -> object:
        actor = house.person(part)
        return privacy_note_add(receipt.pk, kind="returned", note="", actor=actor, now=house.now)

    if part == "privacy_officer":
        add()
    else:
        with pytest.raises(NotPermittedError, match="privacy: review"):
            add()


def test_an_empty_list_says_what_would_be_there(house: House) -> None:
    assert "No misdirected pages" in text_of(signed_in(house, "privacy_officer").get("/privacy/"))


def test_the_officer_starts_there_and_sees_what_waits(house: House) -> None:
    receipt, client = stray(house), signed_in(house, "privacy_officer")
    assert client.get("/")["Location"] == "/privacy/"
    page = text_of(client.get("/privacy/"))
    assert "Nothing done yet" in page
    assert reverse("cases:privacy_file", args=[receipt.pk]) in page
    assert AccessLog.objects.get().subject == "privacy:arrivals"


def test_the_file_shows_the_misdirected_pages_alone_and_is_logged(house: House) -> None:
    receipt, client = stray(house), signed_in(house, "privacy_officer")
    answer = client.get(reverse("cases:privacy_file", args=[receipt.pk]))
    assert [page.number for page in answer.context["pages"]] == [2, 3]
    assert "Ines Duarte" in text_of(answer)
    assert AccessLog.objects.get().subject == f"receipt:{receipt.pk}"
    picture = reverse("cases:page_image", args=[answer.context["current"].id])
    assert client.get(picture).status_code == 200
    assert signed_in(house, "nurse").get(picture).status_code == 404


def test_steps_are_added_in_order_and_a_closed_arrival_leaves_the_list(house: House) -> None:
    receipt, client = stray(house), signed_in(house, "privacy_officer")
    address = reverse("cases:privacy_file", args=[receipt.pk])
    client.post(address, {"kind": "sender_notified", "note": "By telephone.\nThey will resend."})
    assert "Sender notified" in text_of(client.get("/privacy/"))
    page = text_of(client.post(address, {"kind": "closed"}, follow=True))
    assert page.index("Sender notified</strong>") < page.index(
        "Closed: nothing more to do</strong>"
    )
    assert address not in text_of(client.get("/privacy/"))
    assert address in text_of(client.get("/privacy/?view=all"))
    assert PagePlacement.objects.filter(receipt=receipt).count() == 7
    acts = AuditEntry.objects.filter(stream__name="privacy").order_by("id")
    assert [act.action for act in acts] == ["privacy.sender_notified", "privacy.closed"]
    assert "telephone" not in str([act.detail for act in acts])


def test_a_page_marked_after_the_arrival_was_closed_brings_it_back(house: House) -> None:
    receipt, clerk = house.receipt(), house.person("intake_clerk")
    intake = house.intake(receipt)
    places = {2: "misdirected", 6: "later", 7: "later"}
    pages = tuple(
        PageIntake(page.number, places[page.number]) if page.number in places else page
        for page in intake.pages
    )
    case_open(replace(intake, pages=pages), actor=clerk, now=house.now - timedelta(hours=2))
    officer, closed_at = house.person("privacy_officer"), house.now - timedelta(hours=1)
    privacy_note_add(receipt.pk, kind="closed", note="", actor=officer, now=closed_at)
    assert stray_arrivals(view="open") == []
    rest = tuple(PageIntake(number, "misdirected") for number in (6, 7))
    settled = SettlementIntake(receipt.pk, "misdirected", "Another plan's.", rest)
    receipt_settle(settled, actor=clerk, now=house.now)
    (waiting,) = stray_arrivals(view="open")
    assert (waiting.id, waiting.pages, waiting.is_closed) == (receipt.pk, 2, False)
    assert not stray_file(officer, receipt.pk).is_closed


def test_a_step_without_a_kind_is_refused_and_the_note_kept(house: House) -> None:
    receipt, client = stray(house), signed_in(house, "privacy_officer")
    address = reverse("cases:privacy_file", args=[receipt.pk])
    answer = client.post(address, {"note": "They called back."})
    assert answer.status_code == 422
    assert "Choose what was done." in text_of(answer)
    assert "They called back." in text_of(answer)
    assert not PrivacyNote.objects.exists()


def test_an_arrival_without_such_pages_is_not_there(house: House) -> None:
    receipt, client = house.receipt(), signed_in(house, "privacy_officer")
    assert client.get(reverse("cases:privacy_file", args=[receipt.pk])).status_code == 404
    with pytest.raises(IntakeRefusedError, match="No page of this arrival"):
        privacy_note_add(
            receipt.pk,
            kind="returned",
            note="",
            actor=house.person("privacy_officer"),
            now=house.now,
        )


@pytest.mark.parametrize("arrivals", [1, 12])
def test_the_number_of_queries_does_not_grow_with_the_list(
    house: House, arrivals: int, django_assert_num_queries: object
) -> None:
    for _ in range(arrivals):
        stray(house)
    client = signed_in(house, "privacy_officer")
    client.get("/privacy/")
    # session, user, credentials, plan; arrivals, receipts, steps; the row of the access log
    with django_assert_num_queries(8):  # type: ignore[operator]
        client.get("/privacy/")
