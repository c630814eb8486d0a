"""Sentences and tables as records write them, with what must and must not be found in each.

The second list was written after the rules and read once; when a rule is changed to
make one of its lines pass, write new lines.
"""

from datetime import date
from pathlib import Path

import pytest

import criteria
from cases.selectors.finding import wanted_of
from criteria.loading import policy_read
from documents.domain.finding import MemberIdentity, find_candidates, page_from_text

KRESLADI = Path(criteria.__file__).parent / "policies/kresladi/2026-07-23.yaml"
WANTED = {item.fact: item for item in wanted_of(policy_read(KRESLADI.read_text("utf-8")))}
MEMBER = MemberIdentity("Testina Madeup", date(2026, 1, 5))

WRITTEN_WITH_THE_RULES = [
    ("neutrophil_cd18_percent", "Neutrophil CD18 expression was <1% (reference >95%).", ["<1 %"]),
    (
        "neutrophil_cd18_percent",
        "CD18 0.4 %, CD11a 0.9 % and CD11b 0.6 % on neutrophils.",
        ["0.4 %"],
    ),
    (
        "neutrophil_cd11a_percent",
        "CD18 0.4 %, CD11a 0.9 % and CD11b 0.6 % on neutrophils.",
        ["0.9 %"],
    ),
    (
        "neutrophil_cd11b_percent",
        "CD18, CD11a and CD11b were 0.4 %, 0.9 % and 0.6 % of neutrophils, respectively.",
        ["0.6 %"],
    ),
    ("neutrophil_cd18_percent", "CD18 was expressed on 92 % of lymphocytes.", []),
    (
        "neutrophil_cd18_percent",
        "CD18 was 0.4 % on neutrophils and 92 % on lymphocytes.",
        ["0.4 %"],
    ),
    (
        "neutrophil_cd18_percent",
        "Only 0.4 % of neutrophils expressed CD18 and 0.9 % expressed CD11a.",
        ["0.4 %"],
    ),
    (
        "neutrophil_cd11a_percent",
        "Only 0.4 % of neutrophils expressed CD18 and 0.9 % expressed CD11a.",
        ["0.9 %"],
    ),
    ("neutrophil_cd18_percent", "Severe LAD-I is defined as CD18 below 2 % of normal.", []),
    ("neutrophil_cd18_percent", "The mother had CD18 on 48 % of neutrophils.", []),
    ("neutrophil_cd18_percent", "The policy requires CD18 <2 %.", []),
    ("neutrophil_cd18_percent", "Neutrophil CD18: absent", ["absent"]),
    (
        "neutrophil_cd18_percent",
        "Marker      Cells          Result     Reference\nCD18        Lymphocytes    91 %       > 90 %\nCD18        Neutrophils    1.3 %      > 95 %",
        ["1.3 %"],
    ),
    (
        "neutrophil_cd18_percent",
        "Marker      Reference      Result\nCD18        > 95 %         1.3 %\n",
        ["1.3 %"],
    ),
    (
        "neutrophil_cd18_percent",
        "              CD18      CD11a     CD11b\nLymphocytes   91 %      88 %      12 %\nNeutrophils   1.3 %     2.2 %     0.9 %",
        ["1.3 %"],
    ),
    (
        "neutrophil_cd11b_percent",
        "              CD18      CD11a     CD11b\nLymphocytes   91 %      88 %      12 %\nNeutrophils   1.3 %     2.2 %     0.9 %",
        ["0.9 %"],
    ),
    (
        "neutrophil_cd18_percent",
        "Test                    % positive    Ref range\nNeutrophil CD18         0.4           >95",
        ["0.4 %"],
    ),
    ("neutrophil_cd18_percent", "Control sample CD18 neutrophils 98 %.", []),
    ("neutrophil_cd18_percent", "Children with CD18 below 2 % of neutrophils rarely survive.", []),
    ("neutrophil_cd18_percent", "Flow cytometry for CD18 is pending.", []),
    ("hiv_result", "HIV-1/2 Ag/Ab: non-reactive", ["negative"]),
    ("hiv_result", "HIV-1/2 Ag/Ab: reactive", ["positive"]),
    ("hiv_result", "A negative result does not exclude HIV infection.", []),
    ("hiv_result", "Mother is HIV negative.", []),
    ("hiv_result", "Hepatitis B: positive. HIV: negative.", ["negative"]),
    ("hiv_result", "HIV and hepatitis screen: hepatitis C positive, HIV negative.", ["negative"]),
    ("hiv_result", "HIV RNA PCR was not detected.", ["negative"]),
    ("hiv_result", "HIV test pending.", []),
    (
        "hiv_result",
        "Test            Result        Reference\nHIV Ag/Ab       Reactive      Non-reactive",
        ["positive"],
    ),
    ("prior_hsct", "No prior HSCT.", ["none"]),
    ("prior_hsct", "N0 prior HSCT.", ["none"]),
    (
        "prior_hsct",
        "The patient has not undergone HSCT; his brother had a prior allogeneic HSCT.",
        ["none"],
    ),
    ("prior_hsct", "Status post allogeneic HSCT in 2024.", ["allogeneic"]),
    ("prior_hsct", "If a prior allogeneic HSCT fails, gene therapy is considered.", []),
    ("prior_hsct", "Prior HSCT:   None", ["none"]),
    ("prior_hsct", "Prior HSCT: [ ] Yes [X] No", ["none"]),
    ("prior_hsct", "Prior HSCT: Yes / No", []),
    ("prior_lad1_gene_therapy", "He has not received gene therapy.", ["none"]),
    ("prior_lad1_gene_therapy", "His sister received RP-L201 in a trial.", []),
    ("infection_status", "No active infection.", ["none"]),
    ("infection_status", "If sepsis develops, infusion will be delayed.", []),
    ("infection_status", "History of sepsis at 2 months, resolved.", []),
    ("infection_status", "He has bacteremia with Pseudomonas.", ["systemic"]),
    ("infection_status", "No bacteremia or sepsis.", []),
    (
        "infection_status",
        "Gingival abscess drained yesterday; no systemic infection.",
        ["local_only", "none"],
    ),
    ("infection_monitoring_planned", "The patient will not be monitored for infection.", ["no"]),
    (
        "infection_monitoring_planned",
        "Patient will be monitored for signs and symptoms of infection before and after infusion.",
        ["yes"],
    ),
    (
        "related_donor_status",
        "No HLA-matched sibling donor; his brother is a 9/10 HLA match.",
        ["no_known_donor"],
    ),
    (
        "donor_hla_match",
        "No HLA-matched sibling donor; his brother is a 9/10 HLA match.",
        ["less_than_ten_of_ten"],
    ),
    ("donor_hla_match", "Pain is 9/10 today.", []),
    ("donor_willing", "The sister is not willing to donate.", ["no"]),
    ("donor_willing", "The sister declines to donate.", ["no"]),
    ("related_donor_status", "HLA typing pending.", ["not_searched"]),
    ("itgb2_genotype", "ITGB2 c.382G>T p.(Asp128Tyr), homozygous.", ["homozygous"]),
    ("itgb2_genotype", "The mother is a heterozygous carrier of ITGB2 c.382G>T.", []),
    ("itgb2_genotype", "Not homozygous for any ITGB2 variant.", []),
    (
        "itgb2_genotype",
        "FERMT3 c.100A>G homozygous; ITGB2 no pathogenic variant.",
        ["other_gene_only", "no_variant_found"],
    ),
    (
        "itgb2_genotype",
        "Two heterozygous ITGB2 variants, phase unknown.",
        ["compound_heterozygous_phase_unknown"],
    ),
    ("itgb2_classification", "Classification: Likely pathogenic", ["likely_pathogenic"]),
    ("itgb2_classification", "Variant of uncertain significance", ["uncertain_significance"]),
    ("severe_lad1_history", "His brother had omphalitis and died.", []),
    ("severe_lad1_history", "Omphalitis at day 9.", ["yes"]),
    ("severe_lad1_history", "Mother reports omphalitis in the second week of life.", ["yes"]),
    ("severe_lad1_history", "No omphalitis.", []),
    ("severe_lad1_history", "Family history: cousin with omphalitis.", []),
    ("lad1_family_history", "Family history: brother with LAD-I died at 9 months.", ["yes"]),
    ("lad1_family_history", "No family history of immune deficiency.", ["no"]),
    ("art_status", "Has never received antiretroviral therapy.", ["never"]),
    ("art_status", "Mother is currently on zidovudine.", []),
    ("art_status", "Zidovudine stopped on 10/31/2026.", ["stopped"]),
    ("gcsf_mobilization", "Mobilization with G-CSF and plerixafor is planned.", ["yes"]),
    ("plerixafor_mobilization", "Mobilization with G-CSF alone, without plerixafor.", ["no"]),
    ("autologous_hsct_candidate", "She is not a candidate for autologous transplant.", ["no"]),
    ("autologous_hsct_candidate", "She is a candidate for autologous transplant.", ["yes"]),
    ("weight_kg", "Weight: 8.0 kg", ["8.0 kg"]),
    ("weight_kg", "Birth weight 3.1 kg, weight today 8.0 kg.", ["8.0 kg"]),
    ("weight_kg", "Weight (kg)     Date\n8.4             09/14/2026", ["8.4 kg"]),
    ("weight_kg", "Wt: 17.6 lb", ["17.6 lb"]),
    ("dose_cells_per_kg", "Planned dose: 4.1 x 10^6 CD34+ cells/kg", ["4.1e6 cells/kg"]),
    ("dose_cells_per_kg", "Dose 4.1 x 106 CD34+ cells/kg", ["4.1e6 cells/kg"]),
    ("dose_cells_per_kg", "The recommended minimum dose is 2.8 x 10^6 CD34+ cells/kg.", []),
    ("hcpcs_code", "HCPCS: J3590", ["J3590"]),
    ("place_of_service", "Place of service: 22", ["hospital_outpatient"]),
    ("place_of_service", "He is 22 months old and seen in the office in room 11.", []),
    ("expression_scale", "Result is 1.3 % of normal intensity.", ["percent_of_normal_intensity"]),
    ("vod_monitoring_planned", "Monitoring for VOD with weekly LFTs.", ["yes"]),
    (
        "art_free_through_apheresis_planned",
        "The patient will not receive prophylactic ART until all cycles of apheresis are complete.",
        ["yes"],
    ),
    (
        "dmso_monitoring_planned",
        "DMSO hypersensitivity: the child will be monitored for hypersensitivity during and after infusion.",
        ["yes"],
    ),
]
WRITTEN_AFTERWARDS = [
    (
        "neutrophil_cd18_percent",
        "Granulocyte CD18 expression measured at less than 1 percent.",
        ["<1 %"],
    ),
    ("neutrophil_cd18_percent", "CD 18 (PMN): 0.7%", ["0.7 %"]),
    ("neutrophil_cd18_percent", "CDl8 on neutrophils 0.7 %", ["0.7 %"]),
    (
        "neutrophil_cd18_percent",
        "Repeat testing after transplant of the sibling showed CD18 on 88 % of his neutrophils.",
        [],
    ),
    ("neutrophil_cd18_percent", "CD18-positive neutrophils: 0.3 % (normal 95-100 %)", ["0.3 %"]),
    (
        "neutrophil_cd18_percent",
        "CD18 expression is undetectable on neutrophils.",
        ["undetectable"],
    ),
    ("neutrophil_cd18_percent", "CD18 is normal on monocytes.", []),
    ("neutrophil_cd18_percent", "Expression of CD18 was not reduced.", []),
    ("neutrophil_cd18_percent", "CD11a/CD18 (LFA-1) 3.4 % on granulocytes", ["3.4 %"]),
    ("neutrophil_cd18_percent", "In the pivotal study, children with CD18 of 2.4 % did well.", []),
    ("neutrophil_cd11a_percent", "CD11a 1.0 % and CD11b 2.6 % (neutrophil gate)", ["1.0 %"]),
    ("hiv_result", "HIV 4th generation antigen/antibody screen nonreactive", ["negative"]),
    ("hiv_result", "The child tested negative for HIV by PCR.", ["negative"]),
    ("hiv_result", "Maternal HIV test positive; infant HIV PCR not detected.", ["negative"]),
    ("hiv_result", "HIV status unknown.", []),
    ("hiv_result", "CMV PCR positive. EBV positive. HIV not tested.", []),
    (
        "prior_hsct",
        "There is no history of transplant. He has never had a bone marrow transplant.",
        ["none"],
    ),
    ("prior_hsct", "Patient denies prior transplant.", ["none"]),
    ("prior_hsct", "She has not had a transplant of any kind.", ["none"]),
    ("prior_hsct", "Previous transplant: none", ["none"]),
    ("prior_hsct", "An allogeneic HSCT is planned if gene therapy is not available.", []),
    ("infection_status", "Without infection today; afebrile.", ["none"]),
    ("infection_status", "There is no evidence of infection.", ["none"]),
    (
        "infection_status",
        "Blood cultures grew Serratia; sepsis was treated last week.",
        ["systemic"],
    ),
    ("infection_status", "Parents were told to call if cellulitis appears.", []),
    (
        "related_donor_status",
        "There are no siblings and no matched related donor.",
        ["no_known_donor"],
    ),
    ("related_donor_status", "A matched unrelated donor was found in the registry.", []),
    ("donor_hla_match", "His older brother is a 10/10 HLA match.", ["ten_of_ten"]),
    ("donor_hla_match", "Both parents are haploidentical.", ["haploidentical"]),
    ("donor_suitable", "The brother was medically cleared.", ["yes"]),
    ("donor_suitable", "The brother was not medically cleared.", ["no"]),
    (
        "itgb2_genotype",
        "Sequencing found ITGB2 c.533C>T and c.59-1G>A, confirmed in trans.",
        ["compound_heterozygous_in_trans"],
    ),
    ("itgb2_genotype", "Parents are each heterozygous carriers.", []),
    ("itgb2_genotype", "One heterozygous variant in ITGB2 was detected.", ["single_heterozygous"]),
    ("itgb2_genotype", "Genetic testing is pending; homozygous deletion is suspected.", []),
    (
        "severe_lad1_history",
        "The umbilical cord fell off on day 41 (delayed cord separation).",
        ["yes"],
    ),
    ("severe_lad1_history", "There was no delayed cord separation.", []),
    ("lad1_family_history", "Older sister with LAD-I had been transplanted.", ["yes"]),
    ("art_status", "Never received antiretroviral medicines.", ["never"]),
    ("art_status", "Prophylactic ART: none", ["never"]),
    ("gcsf_mobilization", "He will receive G-CSF and plerixafor for mobilization.", ["yes"]),
    ("gcsf_mobilization", "G-CSF was avoided; plerixafor alone was used.", ["no"]),
    ("autologous_hsct_candidate", "Transplant candidate: Yes", ["yes"]),
    ("autologous_hsct_candidate", "If she is a suitable candidate, we will proceed.", []),
    (
        "prior_lad1_gene_therapy",
        "He previously received RP-L201 on a trial in 2024.",
        ["this_product"],
    ),
    (
        "prior_lad1_gene_therapy",
        "We request approval; the family was told that children who received Kresladi did well.",
        [],
    ),
    ("vod_monitoring_planned", "VOD monitoring is not planned.", ["no"]),
    ("lft_first_month_planned", "LFTs weekly for the first month after infusion.", ["yes"]),
    ("lft_first_month_planned", "LFTs today are normal.", []),
    ("antimicrobial_prophylaxis_planned", "Antimicrobial prophylaxis will continue.", ["yes"]),
    ("weight_kg", "Wt 12.4kg (50th percentile)", ["12.4 kg"]),
    ("weight_kg", "Mother weight 70 kg", []),
    ("dose_total_cells", "Total CD34+ cells: 3.2e7 cells", ["3.2e7 cells"]),
    (
        "infection_monitoring_planned",
        "We will monitor for infection before and after the infusion.",
        ["yes"],
    ),
    (
        "oncogenesis_monitoring_planned",
        "Long-term follow-up includes insertion site analysis.",
        ["yes"],
    ),
    ("single_iv_infusion", "Given as a one-time intravenous infusion", ["yes"]),
    ("autologous_use", "For autologous use only", ["yes"]),
]


def found(fact: str, text: str) -> list[str]:
    candidates = find_candidates(WANTED[fact], [page_from_text(1, text)], MEMBER)
    printed = " ".join(text.split())
    for candidate in candidates:
        assert candidate.quote in printed
    return sorted({candidate.value for candidate in candidates})


@pytest.mark.parametrize(("fact", "text", "expected"), WRITTEN_WITH_THE_RULES)
def test_it_finds_what_the_sentence_says_and_nothing_else(fact, text, expected):
    assert found(fact, text) == sorted(set(expected))


@pytest.mark.parametrize(("fact", "text", "expected"), WRITTEN_AFTERWARDS)
def test_it_does_so_for_sentences_written_after_the_rules(fact, text, expected):
    assert found(fact, text) == sorted(set(expected))
