"""Papers of many styles are told apart, with the reason; what tells nothing is not guessed."""

import pytest

from documents.domain.layout import layout_of, page_from_text
from documents.domain.page_kinds import page_kind


def kind(text):
    return page_kind(layout_of(page_from_text(1, text)))


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("cover", "F A X\n\nTO: Intake      FROM: Hill Clinic\nPAGES (incl. cover): 4"),
        ("cover", "FACSIMILE TRANSMITTAL\nConfidential: intended only for the reader named"),
        ("request_form", "Request for prior authorization\nName   Ida Moor\nHCPCS   J3590"),
        ("request_form", "PA FORM - SPECIALTY INFUSION\nDrug   Kresladi\nDoses  1"),
        ("request_form", "Medical Drug Request\nSetting: [x] inpatient\nDiagnosis D71"),
        ("letter_of_medical_necessity", "October 6, 2026\nTo whom it may concern\nIda has LAD-I."),
        ("letter_of_medical_necessity", "Hill House\nDear Dr. Moor,\nI ask that we may treat my patient."),
        ("appeal_letter", "URGENT APPEAL / RECONSIDERATION\nYour letter of May 3 is wrong."),
        ("flow_cytometry", "Hill Flow Laboratory\nCD18  neutrophils 0.4\nControl  CD18  99"),
        ("flow_cytometry", "Immunology Laboratory\nNormal range (% granulocytes)  97\nGranulocytes CD18 0.5\nCD18 again"),
        ("genetic_report", "Hill Genomics\nITGB2 c.305_306del homozygous, pathogenic"),
        ("hla_report", "HLA typing report\nSibling 10 of 10 alleles"),
        ("lab_report", "COUNTY HEALTH LAB\nHIV-1 PCR   NEGATIVE\ndrawn 10/23/2026"),
        ("imaging", "MRI lumbar spine, 12/04/2024\nMild protrusion."),
        ("treatment_plan", "GENE THERAPY TREATMENT PLAN\nMobilization will be in May."),
        ("attestation", "Prescriber attestation\nI certify the above."),
        ("transplant_evaluation", "Bone marrow transplant evaluation\nDonor search: none found."),
        ("clinic_note", "HILL HOSPITAL - H&P\n17 mo girl. Exam: well. A/P: go on."),
        ("clinic_note", "Progress note\nSeen for a cough."),
        ("hospital_summary", "DISCHARGE SUMMARY\nShe went home well."),
        ("medication_list", "PROBLEM LIST (auto)\n1 LAD-1, severe   active"),
        ("lot_information_sheet", "LOT INFORMATION SHEET\nLot number 5   viability 90 %   expiry 2027"),
        ("insurance_card", "COPY OF INSURANCE CARD\nPCP Dr. Teller   ER copay 18"),
        ("literature", "RARE DISORDERS REVIEW vol 9 p 33\nTable 2. Findings in 41 patients"),
        ("correspondence", "please see above, resent because p1 was dark"),
    ],
)  # fmt: skip
def test_a_paper_is_told_by_what_it_says(expected, text):
    found = kind(text)
    assert found is not None
    assert found.kind == expected
    assert found.name


def test_the_reason_names_the_words_at_the_top():
    found = kind("Hill Clinic\nPROGRESS NOTE\nSeen for a cough.")
    assert found.because == "At the top it says \u201cprogress note\u201d."
    assert found.is_titled


def test_words_alone_can_tell_and_say_so():
    found = kind(
        "Leander Quist\nSince I took over he has tried much.\nI ask for approval and we thank you\nSincerely, A. Nilsson MD"
    )
    assert found.kind == "letter_of_medical_necessity"
    assert not found.is_titled
    assert found.because == "Its words are those of such a paper."


@pytest.mark.parametrize("text", ["", "Marlowe 2\nLiver tests come later.", "42"])
def test_what_tells_nothing_is_not_guessed(text):
    assert kind(text) is None


def test_a_long_page_is_no_cover_sheet():
    assert kind("FAX\n" + "pages that follow " * 60) is None
