"""The fields of the request form are proposed in the intake form's terms, with their places."""

import pytest

from cases.selectors.intake_choices import Offer
from cases.selectors.page_proposals import packet_for
from cases.selectors.request_proposals import FieldProposal, request_proposals
from documents.models import Page
from tests.cases.factories import House
from tests.cases.long_packet import thirty_pages
from tests.cases.paper import PACKET, Paper
from tests.cases.people import facility, provider

pytestmark = pytest.mark.django_db
OFFER = Offer((), (("Kresladi", "Kresladi, one infusion"),), (), ())


@pytest.fixture
def house(db: None) -> House:
    house = House()
    provider()
    facility()
    return house


def proposed(house: House, *papers: Paper) -> dict[str, FieldProposal]:
    receipt = house.receipt(papers)
    packet = packet_for(receipt.pk, receipt.document_id)
    return {field.label: field for field in request_proposals(packet, OFFER)}


def test_every_field_of_a_form_is_proposed(house: House) -> None:
    found = proposed(house, *thirty_pages("ZZT0012345")[:3])
    values = {field.input: field.value for field in found.values() if field.input}
    assert values == {
        "member_number": "ZZT0012345",
        "birth_date": "2025-09-01",
        "requester_id": str(provider().pk),
        "facility_id": str(facility().pk),
        "place_of_service": "inpatient",
        "urgency": "expedited",
        "lines-0-hcpcs": "J3590",
        "lines-0-ndc": "83537-0034-01",
        "lines-0-doses": "1",
        "diagnosis_code": "D71",
        "service_from": "2026-12-01",
        "service_to": "2026-12-31",
    }
    assert found["Place of service"].words == "Inpatient hospital (21)"
    assert found["Requesting provider"].words == "Rosa Lindqvist MD (NPI 1999900001)"
    assert found["Date of the request"].input == ""
    assert {field.page.number for field in found.values()} == {2}


def test_a_place_can_be_lit_and_cropped(house: House) -> None:
    field = proposed(house, thirty_pages("ZZT0012345")[1])["HCPCS code"]
    assert len(field.box_text.split()) == 4
    crop = field.crop
    assert crop is not None
    assert crop.x < field.box.x0 < crop.x + crop.width
    assert field.quote == "J3590"


def test_a_number_that_nobody_on_file_has_is_left_to_the_clerk(house: House) -> None:
    paper = Paper("request_form", ("PA REQUEST FORM", "Ordering physician NPI: 1234567893"))
    field = proposed(house, paper)["Requesting provider"]
    assert (field.input, field.value, field.words) == ("", "", "NPI 1234567893")
    assert field.doubt == "Nobody on file has this number. Choose by hand."


def test_a_product_of_the_policies_is_known_by_name(house: House) -> None:
    field = proposed(house, PACKET[1])["Product or service"]
    assert (field.input, field.value) == ("lines-0-product", "Kresladi")


def test_a_packet_without_a_form_proposes_no_field(house: House) -> None:
    assert proposed(house, PACKET[2]) == {}


def test_a_page_without_a_picture_has_no_crop(house: House) -> None:
    receipt = house.receipt((PACKET[1],))
    Page.objects.filter(document=receipt.document).update(image_name="")
    packet = packet_for(receipt.pk, receipt.document_id)
    assert all(field.crop is None for field in request_proposals(packet, OFFER))
