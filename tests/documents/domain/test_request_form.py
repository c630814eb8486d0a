"""Request forms of many styles give their fields with their places; boxes decide."""

import pytest

from documents.domain.layout import layout_of, page_from_text
from documents.domain.request_form import request_fields


def fields(*texts):
    pages = [layout_of(page_from_text(number, text)) for number, text in enumerate(texts, start=1)]
    return {field.name: field for field in request_fields(pages)}


def values(*texts):
    return {name: field.value for name, field in fields(*texts).items()}


@pytest.mark.parametrize(
    ("name", "value", "text"),
    [
        ("request_date", "2026-11-05", "Date of request: 11/05/2026"),
        ("request_date", "2026-11-12", "PA FORM        rec'd 11-12-2026"),
        ("member_number", "ZZT0012345", "Member ID: ZZT0012345"),
        ("urgency", "expedited", "Urgency:   [ ] Standard   [X] Expedited"),
        ("urgency", "standard", "Review type: routine"),
        ("hcpcs", "J3590", "Procedure code      J3590 (Kresladi, 1 dose)"),
        ("hcpcs", "C9399", "Drug  Kresladi  HCPCS  \u2610 J3590  \u2612 C9399"),
        ("cpt", "72148", "CPT code: 72148"),
        ("ndc", "83537-0034-01", "NDC 83537-0034-01"),
        ("diagnosis_code", "D71", "Dx      LAD type 1 - D71"),
        ("diagnosis_code", "L40.0", "Diagnosis / ICD-10: plaque L40.0"),
        ("requester_npi", "1234567893", "Requesting provider: A. Moor MD, NPI 1234567893"),
        ("facility_npi", "1234567893", "Servicing facility NPI: 1234567893"),
        ("place_of_service", "inpatient", "Place of service: ( ) 11 office (x) 21 inpatient"),
        ("place_of_service", "hospital_outpatient", "Site of care      22 - outpatient hospital"),
        ("place_of_service", "hospital_outpatient_off", "POS 19"),
        ("request_type", "initial", "Type of request: [X] New  [ ] Renewal"),
        ("request_type", "extension", "Request: extension"),
        ("doses", "1", "How many      ONE dose"),
        ("doses", "2", "Number of doses: 2"),
        ("billing_units", "12", "Units requested: 12"),
        ("service_from", "2026-12-01", "Planned from 12/01/2026 through 12/31/2026"),
        ("service_to", "2026-12-31", "Planned from 12/01/2026 through 12/31/2026"),
        ("service_from", "2027-02-16", "Anticipated date      02/16/2027"),
        ("weight_kg", "13.0", "Weight      28 lb 10 oz (13.0 kg) on 11-09-2026"),
    ],
)
def test_a_field_is_read_in_many_styles(name, value, text):
    assert values(text).get(name) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("place_of_service", "Where    inpatient    hospital outpatient    office"),
        ("urgency", "Urgency: [ ] standard [ ] expedited"),
        ("urgency", "Urgency: standard [ ] expedited"),
        ("hcpcs", "HCPCS  [ ] J3590"),
        ("diagnosis_code", "Diagnosis: 140.0"),
        ("doses", "Dose: 100 mg"),
        ("doses", "Doses: as needed"),
        ("request_date", "Date of last visit   11/12/2026"),
        ("service_from", "Start ASAP, the last visit was on 11/12/2026"),
        ("weight_kg", "Wt: 165 lb"),
        ("weight_kg", "Weight < 10 kg"),
        ("service_from", "Start 11/2026"),
        ("place_of_service", "Place of service      \nwords"),
    ],
)
def test_what_is_not_said_is_not_read(name, text):
    assert name not in values(text)


def test_a_value_below_its_label_is_read():
    text = "HCPCS          NDC\nJ3590          83537-0034-01"
    assert values(text) == {"hcpcs": "J3590", "ndc": "83537-0034-01"}


def test_a_value_beside_an_empty_label_comes_from_nowhere_else():
    assert values("Name     HCPCS     Units\nIda     pending     none") == {}


def test_a_number_whose_check_digit_does_not_fit_is_doubted():
    found = fields("Requesting provider NPI: 1234567890")["requester_npi"]
    assert found.doubt.startswith("Its check digit does not fit")
    assert fields("Requesting provider NPI: 1234567893")["requester_npi"].doubt == ""


def test_the_first_page_that_has_a_field_gives_it_with_its_place():
    found = fields("11/05/2026 09:12 HILL 5550141 P.1\n\nHCPCS: J3590", "HCPCS: C9399\nDoses: 3")
    assert (found["hcpcs"].page, found["hcpcs"].value) == (1, "J3590")
    assert (found["hcpcs"].quote, found["hcpcs"].box.x0) == ("J3590", 70.0)
    assert found["doses"].page == 2


def test_no_page_no_field():
    assert request_fields([]) == ()


@pytest.mark.parametrize(
    ("printed", "value", "doubt"),
    [
        ("83537-0034-01", "83537-0034-01", ""),
        ("83537-OO34-O1", "83537-0034-01", ""),
        ("8353703401", "8353703401", "split in three ways"),
        ("8353-034-01", "8353-034-01", "no form of an NDC"),
    ],
)
def test_an_ndc_is_held_against_its_grammar_and_what_is_printed_stays(printed, value, doubt):
    found = fields(f"NDC: {printed}")["ndc"]
    assert (found.value, found.quote) == (value, printed)
    assert doubt in found.doubt
    assert bool(doubt) == bool(found.doubt)


def test_an_npi_with_a_letter_for_a_digit_is_mended_where_its_check_digit_fits():
    found = fields("Requesting provider: A. Moor MD, NPI l234567893")["requester_npi"]
    assert (found.value, found.quote, found.doubt) == ("1234567893", "l234567893", "")
