"""The pages on the review desk: found, lit, counted, withheld."""

import re
from dataclasses import replace

import pytest
from django.urls import reverse

from cases.services.information import records_attach
from cases.services.intake import case_open
from cases.services.placement import PageIntake
from documents.models import Page
from tests.cases.factories import FACTS, House
from tests.cases.paper import CLINIC_NOTE, CYTOMETRY, PACKET, UNREADABLE, Paper, box_of
from tests.cases.web.desk_acts import answer_url, desk
from tests.cases.web.stage import CAST, house, signed_in, text_of

__all__ = ["house"]
pytestmark = pytest.mark.django_db


def test_a_page_that_could_not_be_read_says_what_to_do(house: House) -> None:
    case = house.claimed(house.case((*PACKET, UNREADABLE)))
    page = text_of(signed_in(house).get(desk(case), {"page": "8"}))
    assert "Could not be read: transmission error, ask for a refax." in page
    assert "Page 8 of 8" in page


def test_lit_evidence_is_drawn_over_the_page_without_any_style(house: House) -> None:
    case = house.claimed(house.case())
    evidence = case.facts.get(name="infection_status").evidence.get()
    page = text_of(signed_in(house).get(desk(case), {"page": "5", "lit": str(evidence.pk)}))
    x0, y0, *_ = box_of(CLINIC_NOTE, FACTS["infection_status"].quote)
    assert f'class="is-lit" x="{x0}" y="{y0}"' in page
    assert 'viewBox="0 0 850 1100"' in page
    assert " style=" not in page
    assert "<style" not in page


def test_words_are_found_in_the_machine_read_text_of_every_page(house: House) -> None:
    case = house.claimed(house.case())
    client = signed_in(house)
    address = reverse("cases:find", args=[case.number])
    page = text_of(client.post(address, {"find": "hsct", "at": "3"}))
    assert "Page 3 of 7" in page
    assert "2 places on:" in page
    assert 'data-turn="5">p 5</a>' in page
    assert 'data-turn="6">p 6</a>' in page
    nothing = text_of(client.post(address, {"find": "zebra"}))
    assert "does not hold these words" in nothing


def test_words_of_a_page_are_in_no_address(house: House) -> None:
    case = house.claimed(house.case())
    client = signed_in(house)
    address = reverse("cases:find", args=[case.number])
    assert client.get(address).status_code == 405
    page = text_of(client.post(address, {"find": "zygosity"}))
    assert not re.search(r'(href|src|action)="[^"]*zygosity', page)
    for part in CAST:
        expected = 403 if part == "stranger" else 200
        for name in ("find", "brief_find"):
            url = reverse(f"cases:{name}", args=[case.number])
            assert signed_in(house, part).post(url, {"find": "x"}).status_code == expected, part


def test_an_open_page_hears_that_the_case_moved_on_and_nothing_about_the_member(
    house: House,
) -> None:
    case = house.claimed(house.case())
    address = reverse("cases:pulse", args=[case.number])
    client = signed_in(house)
    before = client.get(address).json()
    assert (before["status"], before["owner"], before["files"]) == ("In review", "Nora Reyes", 1)
    house.referred(case)
    assert client.get(address).json()["status"] == "With medical director"
    assert set(before) == {"status", "owner", "files", "checks"}
    assert signed_in(house, "stranger").get(address).status_code == 403
    assert client.get(reverse("cases:pulse", args=["PA-2026-999999"])).status_code == 404


def test_a_page_number_that_is_not_there_opens_the_request_itself(house: House) -> None:
    case = house.claimed(house.case())
    client = signed_in(house)
    for asked in ("99", "0", "-1", "x", "9" * 40, ""):
        assert "Page 2 of 7" in text_of(client.get(desk(case), {"page": asked})), asked


def test_pages_of_a_second_file_are_counted_on(house: House) -> None:
    case = house.claimed(house.case())
    later_fax = house.receipt((CLINIC_NOTE, CYTOMETRY))
    records_attach(
        case.pk,
        receipt_id=later_fax.pk,
        pages=(PageIntake(1, "case", "clinic_note"), PageIntake(2, "case", "flow_cytometry")),
        actor=house.person("intake_clerk"),
        now=house.now,
    )
    client = signed_in(house)
    page = text_of(client.get(desk(case), {"page": "9"}))
    assert "Page 9 of 9" in page
    assert "Picture of page 9, flow cytometry report" in page
    sent = {"answer": "met", "basis": "page", "page": "8"}
    assert client.post(answer_url(case, "dx.history"), sent).status_code == 302
    cited = case.reviews.get().page
    assert cited is not None
    assert (cited.document_id, cited.number) == (later_fax.document_id, 1)


def test_a_misdirected_page_is_shown_to_no_reviewer(house: House) -> None:
    papers = (*PACKET, Paper("clinic_note", ("Somebody else",)))
    receipt = house.receipt(papers)
    intake = house.intake(receipt, papers)
    pages = (*intake.pages[:-1], PageIntake(8, "misdirected"))
    case = case_open(
        replace(intake, pages=pages), actor=house.person("intake_clerk"), now=house.now
    )
    house.prepare(case)
    page = text_of(signed_in(house).get(desk(case)))
    assert "of 7" in page
    eighth = Page.objects.get(document_id=receipt.document_id, number=8)
    assert reverse("cases:page_image", args=[eighth.pk]) not in page
