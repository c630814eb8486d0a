"""Kinds of paper, from headings and telling words."""

import pytest

from documents.domain.classifying import kinds_of
from documents.domain.layout import layout_of, page_from_text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("PRIOR AUTHORIZATION REQUEST\nHCPCS    NDC\nPlace of service    22", "request_form"),
        ("FLOW CYTOMETRY REPORT\nMarker    Cells gated    % positive", "flow_cytometry"),
        ("GENETIC TEST REPORT\nGene    Zygosity    Classification", "genetic_report"),
        ("HLA TYPING, FAMILY\nPerson    HLA-A    HLA-B", "hla_report"),
        ("LABORATORY REPORT\nCollected: 9/14/2026\nTest    Result    Reference", "lab_report"),
        ("Progress note\nDate of visit: 9/14/2026\nAssessment and plan", "clinic_note"),
        ("Letter of medical necessity\nDear reviewer\nSincerely", "letter_of_medical_necessity"),
        ("DISCHARGE SUMMARY\nDate of admission 9/14/2026", "hospital_summary"),
        ("FAX COVER SHEET\nConfidentiality notice", "cover"),
    ],
)
def test_a_page_is_told_by_its_title(text, kind):
    assert kinds_of(layout_of(page_from_text(1, text))) == {kind}


def test_a_page_may_be_of_two_kinds():
    text = "TREATMENT PLAN AND PRESCRIBER ATTESTATION\nFirst apheresis    9/14/2026\nI attest that:"
    assert kinds_of(layout_of(page_from_text(1, text))) == {"treatment_plan", "attestation"}


def test_nothing_tells_of_an_ordinary_page():
    assert kinds_of(layout_of(page_from_text(1, "Hello world"))) == frozenset()
    assert kinds_of(layout_of(page_from_text(1, ""))) == frozenset()
