"""Sentences of clinicians on plans, donors, drugs and results, with what must be proposed of each.

They were written from what such records say, not from the hints; sentences.yaml holds them.
"""

from datetime import date
from pathlib import Path

import pytest
import yaml

import criteria
from cases.selectors.finding import wanted_of
from criteria.loading import policy_read
from documents.domain.finding import MemberIdentity, find_candidates, page_from_text

KRESLADI = Path(criteria.__file__).parent / "policies/kresladi/2026-07-23.yaml"
WANTED = {item.fact: item for item in wanted_of(policy_read(KRESLADI.read_text("utf-8")))}
MEMBER = MemberIdentity("Testina Madeup", date(2026, 1, 5))
SENTENCES = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text("utf-8"))
NOTHING = "nothing"
FORMS = [
    ("mobilization_begun", "Mobilization already begun? no [X] yes [ ]   start 2026-11-23", ["no"]),
    ("mobilization_begun", "Has mobilization begun? No.", ["no"]),
    ("prior_hsct", "Fit for autologous HSCT: yes. Prior HSCT: no. Prior GT: no.", ["none"]),
    ("prior_hsct", "Has the patient ever had a stem cell transplant?   No", ["none"]),
    ("prior_hsct", "Has the patient ever had a stem cell transplant?   Yes", []),
    ("place_of_service", "Inpatient [X]    Outpt hosp [ ]   Office [ ]", ["hospital_inpatient"]),
    ("request_type", "New start [X]   Continuing [ ]   Re-treatment [ ]", ["initial"]),
    ("related_donor_status", "Matched related donor?  [X] No  [ ] Yes", ["no_known_donor"]),
    ("vod_monitoring_planned", "Will the patient be monitored for VOD? Yes", ["yes"]),
    ("vod_monitoring_planned", "Will the patient be monitored for VOD?", []),
    ("vod_monitoring_planned", "Will the patient be monitored for VOD? [ ] Yes [ ] No", []),
    ("hiv_result", "HIV screen done? [x] Yes, negative  [] Yes, positive  [] No", ["negative"]),
    ("hiv_result", "HIV 1 RNA quant PCR   <20 copies/mL, not·detected", ["negative"]),
    ("hiv_test_method", "HIV 1/2 Ag/Ab screen   CANCELLED - QNS", []),
]
HELD = [
    ("infection_monitoring_planned", "Nurses recheck the line for infection q8h.", ["yes"]),
    ("infection_monitoring_planned", "Infection watch afterwards - none planned", ["no"]),
    ("antimicrobial_prophylaxis_planned", "Vori ppx from day -2, unit standard", ["yes"]),
    ("vod_monitoring_planned", "Doppler on day 5 and day 12 to catch SOS early", ["yes"]),
    ("lft_first_month_planned", "Liver panel wkly x 5 after the cells", ["yes"]),
    ("oncogenesis_monitoring_planned", "CBC every_year, leuk screen q yr, for life", ["yes"]),
    ("oncogenesis_monitoring_planned", "Leukemia surveillance: refused", ["no"]),
    ("dmso_monitoring_planned", "Epinephrine ready at bedside, DMSO allergic reaction", ["yes"]),
    ("expression_scale", "CD18 MFI normalised to the control", ["percent_of_normal_intensity"]),
    (
        "itgb2_genotype",
        "Presumed compound heterozygous in ITGB2",
        ["compound_heterozygous_phase_unknown"],
    ),
    ("infection_status", "From the ID standpoint he is clear", ["none"]),
    ("lad1_family_history", "An older son died of LAD-1 in 2021.", ["yes"]),
    ("severe_lad1_history", "Course so far has been attenuated, with LAD-I", ["no"]),
    ("hiv_test_method", "HIV excluded by isothermal amplification", ["pcr"]),
    ("indication", "Requested for RAC2 deficiency", ["other"]),
    ("vod_monitoring_planned", "Entered in error: VOD watch daily", []),
    ("vod_monitoring_planned", "Bed 9 (A.B.): VOD watch daily", []),
]
LISTED = (
    "                                      YES    NO    N/A\n"
    " 1  Earlier stem cell transplant                X\n"
    " 2  VOD surveillance                   X\n"
    " 3  Surveillance for vector-related malignancy         X\n"
    " 4  Any antiretroviral ever                     X\n"
)
LEAFLET = (
    "INFORMATION FOR FAMILIES\nA study of gene-modified cells\nWho can take part?\n"
    "Children with severe LAD-I\nYour child will be given G-CSF and plerixafor.\n"
)


def found(fact, text):
    return sorted(
        {c.value for c in find_candidates(WANTED[fact], [page_from_text(1, text)], MEMBER)}
    )


@pytest.mark.parametrize("fact", SENTENCES)
def test_it_proposes_what_the_sentence_says_and_nothing_else(fact):
    wrong = [
        (text, found(fact, text))
        for value, text in SENTENCES[fact]
        if found(fact, text) != ([] if value == NOTHING else [value])
    ]
    assert wrong == []


@pytest.mark.parametrize(("fact", "text", "expected"), HELD)
def test_a_list_of_concepts_is_read_in_any_order(fact, text, expected):
    assert sorted(set(found(fact, text))) == expected


@pytest.mark.parametrize(("fact", "text", "expected"), FORMS)
def test_it_reads_what_a_form_answers(fact, text, expected):
    assert found(fact, text) == expected


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("prior_hsct", ["none"]),
        ("vod_monitoring_planned", ["yes"]),
        ("oncogenesis_monitoring_planned", []),
        ("art_status", ["never"]),
        ("gcsf_mobilization", []),
    ],
)
def test_a_mark_answers_the_question_of_its_row_and_none_under_not_applicable(fact, expected):
    assert found(fact, LISTED) == expected


@pytest.mark.parametrize("fact", ["gcsf_mobilization", "indication", "severe_lad1_history"])
def test_a_leaflet_for_every_family_says_nothing_of_the_member(fact):
    assert found(fact, LEAFLET) == []
