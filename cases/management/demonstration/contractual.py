"""Scenarios that turn on whose member it is, when the service was, and what was sent at all."""

from dataclasses import replace
from datetime import date, timedelta

from cases.management.demonstration.clinical import retrospective_words
from cases.management.demonstration.outlines import (
    ASKED,
    INSURED,
    REDIRECTED,
    Outline,
    story_of,
    with_provider,
)
from cases.management.demonstration.scenario import Days, Ending, FaxLook

POLICY_BEGINS = date(2026, 7, 23)
"""The policy's current effective date, from its heading."""
_LABORATORY_AND_PLAN = frozenset({"hla_typing", "lab_report", "treatment_plan"})
_SILENT_WITHOUT = (
    "hiv.negative",
    "hiv.before_mobilization",
    "infection.monitoring",
    "vod.monitoring",
    "art.none_through_apheresis",
    "oncogenesis.monitoring",
    "dmso.monitoring",
)
"""Criteria on which nothing is said when laboratory and plan are left out."""


def federal(today: date, born: date) -> Outline:
    """Opening statements: the Federal Employee Program has a policy of its own."""
    story = story_of("lucia", today, born, weight="10.2", markers=("0.7 %", "1.1 %", "0.8 %"))
    return Outline(
        "Complete, but the member is in the Federal Employee Program",
        story,
        {"plan_route": "fep"},
        suggestion="redirect",
        ending=REDIRECTED,
        kind="born_digital_pdf",
    )


def other_plan(today: date, born: date) -> Outline:
    """Opening statements: another Blue plan's members follow that plan's policy."""
    story = with_provider(
        story_of("felix", today, born, weight="11.1", markers=("0.5 %", "0.8 %", "0.6 %")), 1
    )
    return Outline(
        "The member belongs to another Blue plan, and only half of the records came",
        story,
        {"plan_route": "other_blue_plan"},
        unknown=_SILENT_WITHOUT,
        suggestion="redirect",
        ending=REDIRECTED,
        left_out=_LABORATORY_AND_PLAN,
        look=FaxLook(compression="group3", specks=2.0, streak="dirt"),
    )


def urgent_incomplete(today: date, born: date) -> Outline:
    """Section III, opening paragraph: records are asked for before anything else, in haste."""
    story = replace(
        story_of("milo", today, born, weight="7.8", markers=None),
        donor_words="",
    )
    return Outline(
        "Self-insured and urgent, with most of the records still to come",
        story,
        {"related_donor_status": None},
        unknown=("dx.expression", "donor.none_matched", *_SILENT_WITHOUT),
        suggestion="request_information",
        ending=ASKED,
        left_out=_LABORATORY_AND_PLAN,
        look=FaxLook(vertical_dpi=98, specks=1.2),
    )


def before_policy(today: date, born: date) -> Outline:
    """Heading: the service was given on the day before the policy came into force."""
    infusion = POLICY_BEGINS - timedelta(days=1)
    told = story_of("selma", today, born, weight="17.5", markers=("0.6 %", "1.0 %", "0.9 %"))
    dated = replace(
        told,
        days=Days(infusion - timedelta(days=81), sent_on=today),
        urgency="Standard",
    )
    story = replace(dated, schedule=retrospective_words(dated))
    return Outline(
        "The infusion was given on the day before the policy began",
        story,
        INSURED,
        suggestion="physician_review",
        ending=Ending(
            "granted",
            referral="physician_judgement",
            reason="No policy was in force on the day of the infusion. The records show severe "
            "LAD-I without a matched donor, so it is approved on its own merits.",
        ),
        governed=False,
        left_out=frozenset({"hla_typing", "lab_report"}),
        unknown=("hiv.negative", "hiv.before_mobilization"),
        kind="pdf",
        look=FaxLook(specks=0.8),
    )
