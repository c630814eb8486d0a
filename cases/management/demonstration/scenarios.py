"""The drawer of packets: what each child's records say, and what the policy makes of it."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from cases.management.demonstration import clinical, contractual, laboratory, paper
from cases.management.demonstration.outlines import Outline
from cases.management.demonstration.scenario import FactTruth, PageOf, RequestTruth, Scenario
from cases.management.demonstration.story import Story

SCENARIOS: Mapping[str, Callable[[date, date], Outline]] = {
    "clean_approval": clinical.clean,
    "not_met": clinical.donor,
    "not_met_expression": clinical.expression,
    "missing_flow": clinical.missing_flow,
    "cd18_4_cd11a_1": clinical.second_arm,
    "fep_member": contractual.federal,
    "phase_unknown": clinical.phase_unknown,
    "donor_declines": clinical.donor_declines,
    "art_stopped": clinical.art_stopped,
    "retreatment": clinical.retreatment,
    "other_plan": contractual.other_plan,
    "urgent_incomplete": contractual.urgent_incomplete,
    "over_cap": clinical.over_cap,
    "before_policy": contractual.before_policy,
}
_LEAVES = (
    "dx.expression",
    "dx.genetics",
    "dx.history",
    "hsct.candidate",
    "hsct.none_prior",
    "donor.none_matched",
    "mobilization.agents",
    "infection.none_systemic",
    "infection.monitoring",
    "infection.prophylaxis",
    "vod.monitoring",
    "hiv.negative",
    "hiv.before_mobilization",
    "art.washout",
    "art.none_through_apheresis",
    "oncogenesis.monitoring",
    "dmso.monitoring",
    "genetherapy.none_prior",
    "dose.autologous",
    "dose.single_infusion",
    "auth.not_repeat",
)
_ONLY_ON: Mapping[str, tuple[str, ...]] = {
    "lab_report": ("hiv_result", "hiv_test_date"),
    "treatment_plan": (
        "infection_monitoring_planned",
        "vod_monitoring_planned",
        "lft_first_month_planned",
        "art_free_through_apheresis_planned",
        "oncogenesis_monitoring_planned",
        "dmso_monitoring_planned",
    ),
}
"""Facts that no other form of the packet states."""


def scenario(name: str, *, today: date, born_for: date | None = None) -> Scenario:
    """The scenario of that name as faxed today.

    born_for is the day on which the member was stored, where that was another day: birth
    dates follow it, so that the packet still fits the stored member.

    Raises:
        KeyError: there is no such scenario; SCENARIOS names them.
    """
    return _build(name, SCENARIOS[name](today, born_for or today), today)


def _build(name: str, outline: Outline, today: date) -> Scenario:
    story = outline.story
    outcomes = dict.fromkeys(_LEAVES, "met")
    outcomes |= dict.fromkeys(outline.not_met, "not_met")
    outcomes |= dict.fromkeys(outline.unknown, "unknown")
    facts, plan_facts = _truth(outline)
    return Scenario(
        name=name,
        title=outline.title,
        today=today,
        member=story.member,
        provider=story.provider,
        facility=story.facility,
        request=_request(outline),
        pages=_pages(outline),
        facts=facts,
        plan_facts=plan_facts,
        outcomes=outcomes,
        suggestion=outline.suggestion,
        ending=outline.ending,
        governed=outline.governed,
        kind=outline.kind,
        look=outline.look,
    )


def _truth(outline: Outline) -> tuple[dict[str, FactTruth], dict[str, FactTruth]]:
    """What the paper states and what the request and the plan's records say."""
    plan_facts, facts = _plan_facts(outline.story), _facts(outline.story)
    for form in outline.left_out:
        for fact in _ONLY_ON.get(form, ()):
            facts.pop(fact)
    if outline.dose_amount:
        plan_facts["dose_cells_per_kg"] = outline.dose_amount
    for fact, value in outline.facts.items():
        kept = plan_facts if fact in plan_facts else facts
        if value is None:
            kept.pop(fact)
        else:
            kept[fact] = value
    return facts, plan_facts


def _pages(outline: Outline) -> tuple[PageOf, ...]:
    story = outline.story
    records = [
        paper.letter_page(story),
        *([laboratory.flow_page(story)] if story.markers is not None else []),
        laboratory.genetic_page(story),
        laboratory.hla_page(story, printed=outline.hla_printed),
        laboratory.hiv_page(story),
        paper.plan_page(story),
        paper.note_page(story),
    ]
    kept = [page for page in records if page.form not in outline.left_out]
    pages = [paper.request_page(story, attached=_attached(kept)), *kept]
    pages = [_turned(page, outline.lies.get(page.form, 0)) for page in pages]
    pages.insert(0, paper.cover_page(story, pages=len(pages) + 1 + len(outline.more)))
    for place, page in outline.more:
        pages.insert(place, page)
    return tuple(pages)


def _turned(page: PageOf, degrees: int) -> PageOf:
    return page if not degrees else PageOf(**(vars(page) | {"lies": degrees}))


def _attached(kept: list[PageOf]) -> tuple[tuple[str, str], ...]:
    """What the request form ticks as attached."""
    forms = {page.form for page in kept}
    names = {
        "necessity_letter": "Letter of medical necessity",
        "genetic_report": "Genetic report",
        "hla_typing": "HLA typing",
        "lab_report": "HIV screen",
        "treatment_plan": "Treatment plan",
        "flow_cytometry": "Flow cytometry",
    }
    return tuple((name, "yes" if form in forms else "no") for form, name in names.items())


def _request(outline: Outline) -> RequestTruth:
    story = outline.story
    return RequestTruth(
        member_number=story.member.number,
        birth_date=story.member.birth_date,
        requester_npi=story.provider.npi,
        facility_npi=story.facility.npi,
        product=paper.PRODUCT,
        hcpcs=story.hcpcs,
        ndc=paper.NDC,
        doses=1,
        place_of_service="inpatient" if story.place.startswith("21") else "hospital_outpatient",
        request_type=outline.request_type,
        urgency="expedited" if story.is_urgent else "standard",
        diagnosis_code="D71",
        diagnosis_text=paper.DIAGNOSIS,
        indication="lad_1",
        service_from=story.days.infusion,
        weight_kg=Decimal(story.weight),
        weighed_on=story.days.visit,
        dose_amount=outline.dose_amount,
    )


def _plan_facts(story: Story) -> dict[str, FactTruth]:
    return {
        "received_date": story.today.isoformat(),
        "service_date": story.days.infusion.isoformat(),
        "plan_route": "self_insured",
        "coverage_on_service_date": True,
        "contract_review": "nothing_overrides",
        "records_submitted": True,
        "indication": "lad_1",
        "request_type": "initial",
        "hcpcs_code": story.hcpcs,
        "place_of_service": "hospital_inpatient",
        "birth_date": story.member.birth_date.isoformat(),
        "doses_requested": "1",
        "weight_kg": f"{story.weight} kg",
        "weight_date": story.days.visit.isoformat(),
    }


def _facts(story: Story) -> dict[str, FactTruth]:
    facts: dict[str, FactTruth] = {
        "itgb2_genotype": "homozygous",
        "itgb2_classification": "pathogenic",
        "severe_lad1_history": True,
        "lad1_family_history": False,
        "autologous_hsct_candidate": True,
        "prior_hsct": "none",
        "related_donor_status": "no_known_donor",
        "gcsf_mobilization": True,
        "plerixafor_mobilization": True,
        "mobilization_date": story.days.mobilization.isoformat(),
        "infection_status": "none",
        "infection_assessed_date": story.days.visit.isoformat(),
        "infection_monitoring_planned": True,
        "antimicrobial_prophylaxis_planned": True,
        "vod_monitoring_planned": True,
        "lft_first_month_planned": True,
        "hiv_result": "negative",
        "hiv_test_date": story.days.hiv.isoformat(),
        "art_status": "never",
        "art_free_through_apheresis_planned": True,
        "oncogenesis_monitoring_planned": True,
        "dmso_monitoring_planned": True,
        "prior_lad1_gene_therapy": "none",
        "autologous_use": True,
        "single_iv_infusion": True,
    }
    for marker in story.markers or ():
        if marker.cells == "Neutrophils" and marker.name in ("CD18", "CD11a", "CD11b"):
            facts[f"neutrophil_{marker.name.lower()}_percent"] = marker.percent
            facts["expression_scale"] = "percent_of_cells"
    return facts
