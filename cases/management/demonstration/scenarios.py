"""The drawer of packets: what each child's records say, and what the policy makes of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from cases.management.demonstration import laboratory, paper
from cases.management.demonstration.registry import (
    DemoMember,
    demo_facilities,
    demo_members,
    demo_providers,
)
from cases.management.demonstration.scenario import (
    Days,
    FactTruth,
    FaxLook,
    PageOf,
    RequestTruth,
    Scenario,
)
from cases.management.demonstration.story import (
    Marker,
    Relative,
    Story,
    Variant,
    neutrophils,
)

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
_LYMPHOCYTES = Marker("CD18", "Lymphocytes", "1.4 %", "> 90 %")
_CONTROL = neutrophils("CD15s", "98.6 %")
_HISTORY = (
    "Omphalitis at 9 days of age, delayed cord separation (day 41), recurrent severe bacterial "
    "infections without pus, and persistent leukocytosis (neutrophils 38,000 per microliter)."
)
_NO_DONOR = (
    "Parents and the only sibling were typed: each is 5/10. No matched related donor is known."
)
_DONOR = (
    "The sister, age 7, is an HLA-identical related donor, a 10/10 match. She is medically cleared, "
    "the donor is available, and she is willing to donate; both parents agree."
)
_PARENTS = (
    Relative("Mother", "5/10", "02:01, 03:01", "07:02, 44:02"),
    Relative("Father", "5/10", "24:02, 01:01", "35:01, 08:01"),
)
_FAMILY = "Parents are not related. No family history of immune deficiency."


@dataclass(frozen=True)
class _Case:
    """What makes one scenario differ from the complete one."""

    title: str
    story: Story
    facts: Mapping[str, FactTruth]
    not_met: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    suggestion: str = "approve"
    kind: str = "tiff"
    look: FaxLook = field(default_factory=FaxLook)


def scenario(name: str, *, today: date, born_for: date | None = None) -> Scenario:
    """The scenario of that name as faxed today.

    born_for is the day on which the member was stored, where that was another day: birth
    dates follow it, so that the packet still fits the stored member.

    Raises:
        KeyError: there is no such scenario; SCENARIOS names them.
    """
    return _build(name, SCENARIOS[name](today, born_for or today), today)


def _clean(today: date, born: date) -> _Case:
    story = _story("mira", today, born, weight="8.0", markers=("0.4 %", "0.9 %", "0.6 %"))
    return _Case("Everything the policy asks for is on paper", story, {})


def _federal(today: date, born: date) -> _Case:
    story = _story("lucia", today, born, weight="10.2", markers=("0.7 %", "1.1 %", "0.8 %"))
    return _Case(
        "Complete, but the member is in the Federal Employee Program",
        story,
        {"plan_route": "fep"},
        suggestion="redirect",
        kind="born_digital_pdf",
    )


def _donor(today: date, born: date) -> _Case:
    story = replace(
        _story("theo", today, born, weight="9.6", markers=("0.8 %", "1.2 %", "0.9 %")),
        relatives=(*_PARENTS, Relative("Sister, 7 y", "10/10", "02:01, 24:02", "07:02, 35:01")),
        donor_words=_DONOR,
    )
    facts: dict[str, FactTruth] = {
        "related_donor_status": "donor_identified",
        "donor_related": True,
        "donor_hla_match": "ten_of_ten",
        "donor_available": True,
        "donor_suitable": True,
        "donor_willing": True,
        "plan_route": "insured",
    }
    return _Case(
        "A sister is a full match and willing",
        story,
        facts,
        not_met=("donor.none_matched",),
        suggestion="physician_review",
        kind="pdf",
    )


def _expression(today: date, born: date) -> _Case:
    story = replace(
        _story("sofia", today, born, weight="11.8", markers=("35 %", "96 %", "97 %")),
        urgency="Standard",
    )
    facts: dict[str, FactTruth] = {"plan_route": "insured"}
    return _Case(
        "CD18 35 %, CD11a and CD11b normal",
        story,
        facts,
        not_met=("dx.expression",),
        suggestion="physician_review",
        kind="pdf",
    )


def _missing(today: date, born: date) -> _Case:
    story = replace(
        _story("amara", today, born, weight="11.4", markers=None),
        place="22 - Outpatient hospital",
        hcpcs="C9399",
    )
    return _Case(
        "The flow cytometry report did not come with the packet",
        story,
        {"plan_route": "insured", "place_of_service": "hospital_outpatient"},
        unknown=("dx.expression",),
        suggestion="request_information",
        look=FaxLook(specks=1.6, skew_degrees=0.9, faint=0.25),
    )


def _second_arm(today: date, born: date) -> _Case:
    story = replace(
        _story("jonah", today, born, weight="13.8", markers=("4.0 %", "1.0 %", "2.6 %")),
        variants=(
            Variant("c.533C>T", "p.Pro178Leu", "Heterozygous", "Pathogenic"),
            Variant("c.59-1G>A", "splice site", "Heterozygous", "Pathogenic"),
        ),
        genetics_words="Compound heterozygous in trans: parental testing shows one variant from "
        "each parent. Biallelic ITGB2 variants confirm LAD-I.",
        genetics_summary="He is compound heterozygous in trans for two pathogenic ITGB2 variants.",
        urgency="Standard",
    )
    facts: dict[str, FactTruth] = {"itgb2_genotype": "compound_heterozygous_in_trans"}
    look = FaxLook(vertical_dpi=98, compression="group3", specks=0.6, skew_degrees=0.4)
    return _Case("CD18 4 %, CD11a 1 %: the second arm", story, facts, look=look)


SCENARIOS: Mapping[str, Callable[[date, date], _Case]] = {
    "clean_approval": _clean,
    "not_met": _donor,
    "not_met_expression": _expression,
    "missing_flow": _missing,
    "cd18_4_cd11a_1": _second_arm,
    "fep_member": _federal,
}


def _story(
    key: str, today: date, born: date, *, weight: str, markers: tuple[str, str, str] | None
) -> Story:
    member = _member(key, born)
    rows = None
    if markers is not None:
        names = ("CD18", "CD11a", "CD11b")
        rows = tuple(neutrophils(name, shown) for name, shown in zip(names, markers, strict=True))
        rows += (_LYMPHOCYTES, _CONTROL)
    return Story(
        member=member,
        provider=demo_providers()[0],
        facility=demo_facilities()[0],
        days=Days(today),
        weight=weight,
        markers=rows,
        variants=(Variant("c.382G>T", "p.Asp128Tyr", "Homozygous", "Pathogenic"),),
        genetics_words="A homozygous pathogenic variant of ITGB2 was found. Biallelic ITGB2 "
        "variants are consistent with leukocyte adhesion deficiency type I.",
        genetics_summary="A pathogenic ITGB2 variant is homozygous, c.382G>T (p.Asp128Tyr).",
        relatives=(*_PARENTS, Relative("Brother, 4 y", "5/10", "02:01, 01:01", "07:02, 08:01")),
        donor_words=_NO_DONOR,
        history=_HISTORY,
        family=_FAMILY,
    )


def _member(key: str, born: date) -> DemoMember:
    return next(member for member in demo_members(born) if member.key == key)


def _build(name: str, case: _Case, today: date) -> Scenario:
    story = case.story
    outcomes = dict.fromkeys(_LEAVES, "met")
    outcomes |= dict.fromkeys(case.not_met, "not_met") | dict.fromkeys(case.unknown, "unknown")
    plan_facts = _plan_facts(story)
    facts = _facts(story) | dict(case.facts)
    plan_facts |= {key: facts.pop(key) for key in list(facts) if key in plan_facts}
    return Scenario(
        name=name,
        title=case.title,
        today=today,
        member=story.member,
        provider=story.provider,
        facility=story.facility,
        request=_request(story),
        pages=_pages(story),
        facts=facts,
        plan_facts=plan_facts,
        outcomes=outcomes,
        suggestion=case.suggestion,
        kind=case.kind,
        look=case.look,
    )


def _pages(story: Story) -> tuple[PageOf, ...]:
    records = [("Letter of medical necessity", "yes"), ("Genetic report", "yes")]
    records += [("HLA typing", "yes"), ("HIV screen", "yes"), ("Treatment plan", "yes")]
    records.append(("Flow cytometry", "no" if story.markers is None else "yes"))
    pages = [paper.request_page(story, attached=tuple(records)), paper.letter_page(story)]
    if story.markers is not None:
        pages.append(laboratory.flow_page(story))
    pages += [
        laboratory.genetic_page(story),
        laboratory.hla_page(story),
        laboratory.hiv_page(story),
        paper.plan_page(story),
        paper.note_page(story),
    ]
    return (paper.cover_page(story, pages=len(pages) + 1), *pages)


def _request(story: Story) -> RequestTruth:
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
        request_type="initial",
        urgency="expedited" if story.urgency.startswith("Expedited") else "standard",
        diagnosis_code="D71",
        diagnosis_text=paper.DIAGNOSIS,
        indication="lad_1",
        service_from=story.days.infusion,
        weight_kg=Decimal(story.weight),
        weighed_on=story.days.visit,
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
