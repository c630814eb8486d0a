"""Proposals of an arrival: its pages, the members found, earlier faxes of the same member."""

from typing import Any

import pytest

from cases.models import Member, PagePlacement
from cases.selectors import page_members
from cases.selectors.page_proposals import packet_for
from cases.services.intake import case_open
from documents.models import Page, Receipt
from tests.cases.factories import House
from tests.cases.long_packet import looked_through, thirty_pages
from tests.cases.paper import PACKET, Paper
from tests.cases.people import member_with_coverage

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(db: None) -> House:
    return House()


def packet(receipt: Receipt) -> Any:
    return packet_for(receipt.pk, receipt.document_id)


def test_thirty_pages_are_proposed_in_few_queries(
    house: House, django_assert_max_num_queries: Any
) -> None:
    member = member_with_coverage()
    receipt = house.receipt(thirty_pages(member.number))
    looked_through(receipt)
    with django_assert_max_num_queries(7):
        found = packet(receipt)
    places = {number: page.place for number, page in found.pages.items()}
    assert places[1] == "cover"
    assert places[2] == "case:request_form"
    assert places[4] == places[3] == "case:letter_of_medical_necessity"
    assert found.pages[6].relative
    assert places[7] == "misdirected"
    assert places[8] == "blank"
    assert "reconsider" in found.pages[9].notes[0]
    assert {places[number] for number in range(10, 29)} == {"case:clinic_note"}
    assert (places[29], places[30]) == ("duplicate", "duplicate")
    assert found.pages[30].place_because.startswith("It is the same page as page 2.")
    assert [(one.id, one.page) for one in found.members] == [(member.pk, 2)]


def test_a_page_of_an_earlier_fax_of_the_member_is_known_again(house: House) -> None:
    member = member_with_coverage()
    papers = thirty_pages(member.number)[:5]
    first = house.receipt(papers)
    case_open(
        house.intake(first, papers, member=member),
        actor=house.person("intake_clerk"),
        now=house.now,
    )
    again = house.receipt((papers[1], PACKET[6]))
    found = packet(again)
    assert found.pages[1].place == "duplicate"
    assert "page 2 of the fax of " in found.pages[1].place_because
    assert found.pages[1].repeats_id == Page.objects.get(document=first.document, number=2).pk
    assert found.pages[2].place == "case:lab_report"


def test_a_fax_of_somebody_else_is_not_compared(house: House) -> None:
    member = member_with_coverage()
    papers = thirty_pages(member.number)[:5]
    first = house.receipt(papers)
    case_open(
        house.intake(first, papers, member=member),
        actor=house.person("intake_clerk"),
        now=house.now,
    )
    Member.objects.filter(pk=member.pk).update(
        birth_date="2020-01-01", number="OTHER", family_name="X"
    )
    assert packet(house.receipt((papers[1],))).pages[1].place == "case:request_form"
    assert PagePlacement.objects.exclude(repeats=None).count() == 0


def test_a_page_that_is_still_to_be_read_gets_nothing(house: House) -> None:
    receipt = house.receipt((PACKET[1], Paper("other", (), state="waiting")))
    found = packet(receipt)
    assert found.unread == 1
    assert list(found.pages) == [1]


def test_a_picture_that_looks_empty_does_not_outweigh_words(house: House) -> None:
    receipt = house.receipt((PACKET[6], PACKET[6]))
    Page.objects.filter(document=receipt.document).update(picture_hash="blank")
    assert packet(receipt).pages[1].place == "case:lab_report"


def born_that_day(member: Member, count: int) -> None:
    Member.objects.bulk_create(
        Member(
            number=f"ZZD{n:07}",
            given_name="Ada",
            family_name="Lovelace",
            birth_date=member.birth_date,
        )
        for n in range(count)
    )


def test_it_says_that_not_all_who_were_born_that_day_were_compared(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_members, "MOST_MEMBERS", 3)
    member = member_with_coverage()
    receipt = house.receipt(thirty_pages(member.number)[:3])
    born_that_day(member, 2)
    assert not packet(receipt).members_cut
    Member.objects.create(
        number="ZZD9999999", given_name="Al", family_name="K", birth_date=member.birth_date
    )
    assert packet(receipt).members_cut


def test_the_member_whose_number_stands_on_a_page_is_never_the_one_left_out(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_members, "MOST_MEMBERS", 3)
    born = member_with_coverage().birth_date
    born_that_day(Member(birth_date=born), 5)
    late = Member.objects.create(
        number="ZZT7777777", given_name="Al", family_name="Kay", birth_date=born
    )
    found = packet(house.receipt(thirty_pages(late.number)[:3]))
    assert found.members_cut
    assert late.pk in {one.id for one in found.members}
