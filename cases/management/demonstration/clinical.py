"""Scenarios that turn on what the records say: diagnosis, donor, treatment, dose."""

import calendar
from dataclasses import replace
from datetime import date, timedelta

from cases.management.demonstration import laboratory, paper
from cases.management.demonstration.outlines import (
    ASKED,
    INSURED,
    PARENTS,
    Outline,
    story_of,
)
from cases.management.demonstration.scenario import Days, Ending, FactTruth, FaxLook
from cases.management.demonstration.story import (
    Relative,
    Story,
    Treatment,
    Variant,
    slashed,
    spelled,
)

_SISTER = "The sister, age 7, is an HLA-identical related donor, a 10/10 match."
_SISTER_ROW = Relative("Sister, 7 y", "10/10", "02:01, 24:02", "07:02, 35:01")
_TWO_VARIANTS = (
    Variant("c.533C>T", "p.Pro178Leu", "Heterozygous", "Pathogenic"),
    Variant("c.59-1G>A", "splice site", "Heterozygous", "Pathogenic"),
)
_DONOR_FOUND: dict[str, FactTruth] = {
    "related_donor_status": "donor_identified",
    "donor_related": True,
    "donor_hla_match": "ten_of_ten",
    "donor_available": True,
    "donor_suitable": True,
}


def clean(today: date, born: date) -> Outline:
    """Everything is there; as plain as a fax gets."""
    story = story_of("mira", today, born, weight="8.0", markers=("0.4 %", "0.9 %", "0.6 %"))
    return Outline("Everything the policy asks for is on paper", story)


def donor(today: date, born: date) -> Outline:
    """Section III, bullet 3: a related, available, suitable and willing 10/10 donor."""
    story = replace(
        story_of("theo", today, born, weight="9.6", markers=("0.8 %", "1.2 %", "0.9 %")),
        relatives=(*PARENTS, _SISTER_ROW),
        donor_words=f"{_SISTER} She is medically cleared, the donor is available, and she is "
        "willing to donate; both parents agree.",
    )
    return Outline(
        "A sister is a full match and willing",
        story,
        {**_DONOR_FOUND, "donor_willing": True, **INSURED},
        not_met=("donor.none_matched",),
        suggestion="physician_review",
        ending=Ending(
            "denied",
            referral="deny",
            category="clinical",
            reason="The records name a sister who is a full match, available, fit and willing to "
            "donate.",
        ),
        kind="pdf",
    )


def donor_declines(today: date, born: date) -> Outline:
    """Section III, bullet 3: the match does not want to donate, says a note written by hand."""
    base = story_of("elin", today, born, weight="12.4", markers=("0.5 %", "1.1 %", "0.8 %"))
    story = replace(
        base,
        relatives=(*PARENTS, _SISTER_ROW),
        donor_words=f"{_SISTER} She is medically cleared and the donor is available. What she "
        "decided is in the attached note of our talk.",
    )
    note = paper.hand_page(
        story,
        day=slashed(story.days.ago(4)),
        lines=(
            "Long talk with the sister",
            "and both parents today.",
            "She declines to donate.",
            "Her answer is final.",
        ),
    )
    return Outline(
        "A sister is a full match and declines; the note on it is written by hand",
        story,
        {**_DONOR_FOUND, "donor_willing": False, **INSURED},
        more=((9, note),),
        hla_printed="across",
        look=FaxLook(specks=1.4, skew_degrees=0.8),
    )


def expression(today: date, born: date) -> Outline:
    """Section III, bullet 1a: neither arm is met."""
    story = replace(
        story_of("sofia", today, born, weight="11.8", markers=("35 %", "96 %", "97 %")),
        urgency="Standard",
    )
    return Outline(
        "CD18 35 %, CD11a and CD11b normal",
        story,
        INSURED,
        not_met=("dx.expression",),
        suggestion="physician_review",
        ending=Ending(
            "denied",
            referral="deny",
            category="clinical",
            reason="CD18 is on 35 % of neutrophils, and CD11a and CD11b are expressed normally, so "
            "neither arm of the first criterion is met.",
        ),
        kind="born_digital_pdf",
    )


def missing_flow(today: date, born: date) -> Outline:
    """Section III, bullet 1a: the report did not come."""
    story = replace(
        story_of("amara", today, born, weight="11.4", markers=None),
        place="22 - Outpatient hospital",
        hcpcs="C9399",
    )
    return Outline(
        "The flow cytometry report did not come with the packet",
        story,
        {**INSURED, "place_of_service": "hospital_outpatient"},
        unknown=("dx.expression",),
        suggestion="request_information",
        ending=ASKED,
        look=FaxLook(specks=1.6, skew_degrees=0.9, faint=0.25),
    )


def second_arm(today: date, born: date) -> Outline:
    """Section III, bullet 1a: CD18 of 2 % or more, with CD11a below 2 %."""
    story = replace(
        story_of("jonah", today, born, weight="13.8", markers=("4.0 %", "1.0 %", "2.6 %")),
        variants=_TWO_VARIANTS,
        genetics_words="Compound heterozygous in trans: parental testing shows one variant from "
        "each parent. Biallelic ITGB2 variants confirm LAD-I.",
        genetics_summary="He is compound heterozygous in trans for two pathogenic ITGB2 variants.",
        urgency="Standard",
    )
    return Outline(
        "CD18 4 %, CD11a 1 %: the second arm",
        story,
        {"itgb2_genotype": "compound_heterozygous_in_trans"},
        look=FaxLook(vertical_dpi=98, compression="group3", specks=0.6, skew_degrees=0.4),
    )


def phase_unknown(today: date, born: date) -> Outline:
    """Section III, bullet 1b: two variants, not shown to lie on different copies."""
    story = replace(
        story_of("niko", today, born, weight="9.9", markers=("0.6 %", "1.3 %", "0.7 %")),
        variants=_TWO_VARIANTS,
        genetics_words="Two pathogenic variants of ITGB2 were found. Phase could not be "
        "determined; parental testing recommended.",
        genetics_summary="He is compound heterozygous for two pathogenic ITGB2 variants, phase "
        "unknown, since his parents could not be tested.",
    )
    return Outline(
        "Two ITGB2 variants, phase unknown",
        story,
        {"itgb2_genotype": "compound_heterozygous_phase_unknown"},
        unknown=("dx.genetics",),
        suggestion="physician_review",
        ending=Ending(
            "granted",
            referral="physician_judgement",
            reason="Two pathogenic ITGB2 variants were found and their phase is unknown; CD18 on "
            "0.6 % of neutrophils and the history speak for severe LAD-I.",
        ),
        more=((4, paper.blank_page()),),
        kind="pdf",
        look=FaxLook(specks=1.2, compression="group3"),
    )


def art_stopped(today: date, born: date) -> Outline:
    """Section III, bullet 8: the last dose a calendar month before mobilization, to the day."""
    last_dose, mobilization = month_apart(today)
    base = story_of("tomas", today, born, weight="10.6", markers=("0.3 %", "0.7 %", "0.5 %"))
    story = replace(
        base,
        days=Days(today, mobilization_on=mobilization),
        treatment=Treatment(
            note=(
                "No prior HSCT. No prior gene therapy.",
                "Zidovudine was given after an exposure in hospital. Zidovudine stopped.",
                f"Last dose: {slashed(last_dose)}",
            ),
            antiretrovirals="Zidovudine stopped, and the patient will not receive prophylactic "
            "ART until all cycles of apheresis are complete.",
        ),
    )
    sister = story_of("tilda", today, born, weight="18.2", markers=("97 %", "98 %", "97 %"))
    healthy = replace(sister, markers=(sister.markers or ())[:3])
    hers = replace(laboratory.flow_page(healthy), disposition="misdirected", document_type="")
    return Outline(
        "Zidovudine stopped in time; a page of the sister's lies among the records",
        story,
        {**INSURED, "art_status": "stopped", "art_last_dose_date": last_dose.isoformat()},
        more=((5, hers),),
        lies={"genetic_report": 180},
        look=FaxLook(specks=1.8, streak="dirt"),
    )


def retreatment(today: date, born: date) -> Outline:
    """Sections I and III, bullet 11: repeat treatment is weighed case by case."""
    first = today - timedelta(days=1130)
    month = f"{first:%B} {first.year}"
    story = replace(
        story_of("rosalie", today, born, weight="19.3", markers=("1.1 %", "1.6 %", "1.2 %")),
        request_type="Retreatment",
        urgency="Standard",
        hiv_rows=(("HIV-1 RNA PCR", "Detected", "H", "Not detected"),),
        treatment=Treatment(
            letter="{name} is a candidate for autologous hematopoietic stem cell transplant (HSCT). "
            f"The patient received RP-L201 in a trial in {month} and is status post autologous "
            "HSCT. Expression was lost again.",
            note=(
                f"Received RP-L201 in {month}. Status post autologous HSCT with that infusion.",
                "Has never received antiretroviral therapy.",
            ),
            attested=f"The patient received RP-L201 in {month}; this is a request for retreatment.",
        ),
    )
    facts: dict[str, FactTruth | None] = {
        "request_type": "repeat_after_dose",
        "prior_lad1_gene_therapy": "this_product",
        "prior_hsct": "autologous",
        "hiv_result": "positive",
        "hiv_test_method": "pcr",
    }
    return Outline(
        "Another dose after RP-L201 in a trial, with a positive HIV PCR",
        story,
        facts,
        not_met=("hsct.none_prior", "genetherapy.none_prior", "auth.not_repeat"),
        unknown=("hiv.negative",),
        suggestion="case_by_case",
        ending=Ending(
            "denied",
            referral="case_by_case",
            category="investigational",
            reason="The member received RP-L201 in a trial and expression was lost. One patient's "
            "limited retreatment does not show that repeating it is safe or works.",
        ),
        request_type="repeat",
        kind="born_digital_pdf",
    )


def over_cap(today: date, born: date) -> Outline:
    """Section II: 36 kg at 1 x 10^7 cells for each kilogram is above 3.22 x 10^8 cells."""
    story = replace(
        story_of("gideon", today, born, weight="36.0", markers=("0.9 %", "1.4 %", "1.1 %")),
        dose="1e7 CD34+ cells/kg",
        urgency="Standard",
    )
    return Outline(
        "36 kg at 1e7 cells/kg: above the maximum dose",
        story,
        {**INSURED, "dose_cells_per_kg": "1e7 cells/kg"},
        suggestion="physician_review",
        ending=Ending(
            "granted",
            referral="physician_judgement",
            reason="Every criterion is met. The dose planned, 3.6e8 cells, is above the maximum of "
            "3.22e8; one dose is approved up to that maximum, and the prescriber is told.",
        ),
        dose_amount="1e7 cells/kg",
        kind="born_digital_pdf",
    )


def month_apart(today: date) -> tuple[date, date]:
    """A last dose in the past and a mobilization to come, one calendar month apart.

    At a month's end where the calendar allows it, since there the month is clamped: from
    31 October to 30 November.
    """
    last = today.replace(day=1) - timedelta(days=1)
    end = _month_later(last)
    if (end - today).days < 2:
        last = today - timedelta(days=10)
    return last, _month_later(last)


def _month_later(day: date) -> date:
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def retrospective_words(story: Story) -> str:
    """The letter's sentence on a treatment that has been given."""
    days = story.days
    return (
        f"The patient has undergone mobilization with G-CSF and plerixafor from "
        f"{spelled(days.mobilization)}, apheresis and conditioning. A single intravenous infusion "
        f"of autologous CD34+ cells was given on {spelled(days.infusion)}."
    )
