"""People, members and cases for tests: made through the real services, all of them invented.

house = House()                      plan settings and the Kresladi policy in force
case = house.case()                  an open case with a packet, prepared (facts, checks)
house.claimed(case, nurse)           the same, claimed
house.answered(case, nurse)          every gate and criterion answered in agreement
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

from django.db import transaction

import criteria
from accounts.domain.actor import Actor
from cases.models import Case, Determination, Evaluation, Fact, Member
from cases.selectors.evaluation import evaluation_current
from cases.selectors.finding import FoundFact, FoundPlace
from cases.selectors.gates import gate_fact
from cases.services.determination import DecisionIntake, case_deny
from cases.services.events import case_locked
from cases.services.facts import proposals_confirm
from cases.services.information import information_request
from cases.services.intake import CaseIntake, LineIntake, case_open
from cases.services.placement import PageIntake
from cases.services.preparing import case_prepare
from cases.services.review import (
    AnswerIntake,
    ReferralIntake,
    case_claim,
    case_refer,
    criterion_answer,
    gate_confirm,
)
from criteria.selectors.policies import policy_get
from criteria.services.policies import BOOTSTRAP, SETUP, policy_import, policy_publish
from documents.models import Page, Receipt
from operations.management.commands.load_plan_settings import DEFAULTS
from operations.services.plan import plan_settings_load
from tests.accounts.cast import cast_member
from tests.cases.paper import PACKET, Paper, box_of, document_with
from tests.cases.people import facility, member_with_coverage, provider

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
RECEIVED = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
KRESLADI = (Path(criteria.__file__).parent / "policies/kresladi/2026-07-23.yaml").read_text("utf-8")
_numbers = count(1)


@dataclass(frozen=True)
class Said:
    """A fact as it stands in the packet: the value, the kind of page, the words there."""

    raw: str | bool
    kind: str
    quote: str


FACTS: dict[str, Said] = {
    "indication": Said("lad_1", "request_form", "Leukocyte adhesion deficiency type I (LAD-I),"),
    "autologous_use": Said(True, "request_form", "patient's own cells"),
    "single_iv_infusion": Said(True, "request_form", "one single intravenous infusion"),
    "neutrophil_cd18_percent": Said("0.4 %", "flow_cytometry", "CD18 (neutrophils) 0.4 %"),
    "neutrophil_cd11a_percent": Said("0.9 %", "flow_cytometry", "CD11a (neutrophils) 0.9 %"),
    "expression_scale": Said(
        "percent_of_cells", "flow_cytometry", "Percent of neutrophils positive"
    ),
    "itgb2_genotype": Said("homozygous", "genetic_report", "homozygous"),
    "itgb2_classification": Said("pathogenic", "genetic_report", "Classification: pathogenic"),
    "severe_lad1_history": Said(True, "clinic_note", "recurrent severe infections"),
    "infection_status": Said("none", "clinic_note", "No active infection today"),
    "prior_hsct": Said("none", "clinic_note", "No prior HSCT."),
    "prior_lad1_gene_therapy": Said("none", "clinic_note", "No prior gene therapy."),
    "art_status": Said("never", "clinic_note", "Never received antiretroviral therapy"),
    "related_donor_status": Said("no_known_donor", "clinic_note", "no matched related donor"),
    "autologous_hsct_candidate": Said(True, "treatment_plan", "Candidate for autologous HSCT"),
    "gcsf_mobilization": Said(True, "treatment_plan", "G-CSF and plerixafor"),
    "plerixafor_mobilization": Said(True, "treatment_plan", "plerixafor"),
    "infection_monitoring_planned": Said(True, "treatment_plan", "monitored for infection"),
    "antimicrobial_prophylaxis_planned": Said(
        True, "treatment_plan", "Antimicrobial prophylaxis per institutional guidelines"
    ),
    "vod_monitoring_planned": Said(True, "treatment_plan", "VOD monitoring,"),
    "lft_first_month_planned": Said(
        True, "treatment_plan", "liver function tests weekly in the first month"
    ),
    "art_free_through_apheresis_planned": Said(
        True, "treatment_plan", "No antiretroviral therapy until all apheresis cycles are done"
    ),
    "oncogenesis_monitoring_planned": Said(
        True, "treatment_plan", "Monitored for hematologic malignancies"
    ),
    "dmso_monitoring_planned": Said(
        True, "treatment_plan", "Monitored for hypersensitivity reactions to DMSO"
    ),
    "hiv_result": Said("negative", "lab_report", "non-reactive"),
    "hiv_test_date": Said("2026-09-30", "lab_report", "Collected: 2026-09-30"),
}


@dataclass
class House:
    """A plan with its settings and the Kresladi policy in force, and everybody in the cast."""

    now: datetime = NOW
    people: dict[str, Actor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        plan_settings_load(DEFAULTS.read_text("utf-8"), now=self.now)
        revision = policy_import(KRESLADI, actor=SETUP, now=self.now)
        if not hasattr(revision, "publication"):
            policy_publish(revision.pk, actor=BOOTSTRAP, now=self.now)

    def person(self, part: str) -> Actor:
        """The one who plays the part, made at first use."""
        if part not in self.people:
            self.people[part] = cast_member(part)
        return self.people[part]

    def receipt(
        self, papers: tuple[Paper, ...] = PACKET, *, received_at: datetime = RECEIVED
    ) -> Receipt:
        """A fax that has arrived and been read."""
        return document_with(papers, name=f"packet-{next(_numbers)}", received_at=received_at)

    def intake(
        self,
        receipt: Receipt,
        papers: tuple[Paper, ...] = PACKET,
        *,
        member: Member | None = None,
    ) -> CaseIntake:
        """What a clerk would type from the packet; `replace` what a test wants otherwise."""
        covered = member or member_with_coverage()
        return CaseIntake(
            receipt_id=receipt.pk,
            member_id=covered.pk,
            member_number=covered.number,
            birth_date=covered.birth_date,
            requester_id=provider().pk,
            facility_id=facility().pk,
            place_of_service="inpatient",
            request_type="initial",
            urgency="expedited",
            diagnosis_code="D71",
            diagnosis_text="Leukocyte adhesion deficiency type I",
            indication="lad_1",
            service_from=date(2026, 12, 1),
            service_to=date(2026, 12, 31),
            weight_kg=Decimal("8.200"),
            weighed_on=date(2026, 10, 28),
            lines=(LineIntake(product="Kresladi, one infusion", hcpcs="J3590"),),
            pages=tuple(_place(number, paper) for number, paper in enumerate(papers, start=1)),
        )

    def case(
        self,
        papers: tuple[Paper, ...] = PACKET,
        *,
        facts: dict[str, Said] | None = None,
        member: Member | None = None,
        received_at: datetime = RECEIVED,
        prepared: str = "yes",
        **changes: object,
    ) -> Case:
        """An open case; its facts found and its checks run unless prepared is "no".

        facts replaces what the finder reads; changes replace fields of the intake.
        """
        receipt = self.receipt(papers, received_at=received_at)
        intake = replace(self.intake(receipt, papers, member=member), **changes)  # type: ignore[arg-type]
        case = case_open(intake, actor=self.person("intake_clerk"), now=self.now)
        if prepared == "yes":
            self.prepare(case, papers, facts=facts)
        return self.fresh(case)

    def prepare(
        self,
        case: Case,
        papers: tuple[Paper, ...] = PACKET,
        *,
        facts: dict[str, Said] | None = None,
    ) -> None:
        """What the worker does once the pages are read."""
        case_prepare(case.pk, found_in(case, papers, facts or FACTS), now=self.now)

    def fresh(self, case: Case) -> Case:
        """The case as it stands in the database now."""
        return Case.objects.get(pk=case.pk)

    def claimed(self, case: Case, actor: Actor | None = None) -> Case:
        """The case, claimed by the nurse or by somebody else."""
        case_claim(case.pk, actor=actor or self.person("nurse"), now=self.now)
        return self.fresh(case)

    def answer(self, case: Case, criterion_id: str, answer: str, **more: object) -> None:
        """One answer of the nurse, resting on a page unless said otherwise."""
        link = case.documents.order_by("id").first()
        assert link is not None
        page = Page.objects.filter(document_id=link.document_id).order_by("number")[1]
        intake = AnswerIntake(
            case_id=case.pk,
            criterion_id=criterion_id,
            answer=answer,
            basis="" if answer == "unknown" else "page",
            page_id=page.pk,
        )
        criterion_answer(
            replace(intake, **more),  # type: ignore[arg-type]
            actor=self.person("nurse"),
            now=self.now,
        )

    def gates(self, case: Case, actor: Actor | None = None) -> None:
        """Every gate that a person confirms, found to be in order."""
        policy = policy_get(case.policy_id or 0)
        for gate in policy.gates:
            if gate.confirmed_by_person:
                gate_confirm(
                    case.pk,
                    gate.id,
                    answer=next(iter(gate_fact(policy, gate).choices)),
                    note="",
                    actor=actor or self.person("nurse"),
                    now=self.now,
                )

    def answered(self, case: Case, actor: Actor | None = None, *, but: Iterable[str] = ()) -> Case:
        """The claimed case with every gate settled and every criterion but some agreed with."""
        who = actor or self.person("nurse")
        self.gates(case, who)
        leaves = [leaf.id for leaf in policy_get(case.policy_id or 0).leaves()]
        asked = [leaf for leaf in leaves if leaf not in set(but)]
        self._confirm(case, asked, who)
        for leaf in asked:
            self.agree(case, leaf, who)
        return self.fresh(case)

    def _confirm(self, case: Case, criteria_ids: Iterable[str], actor: Actor) -> None:
        """Every reading that the suggestions rest on, in one act: looked at again only once."""
        suggested = evaluation_current(case, Evaluation.Kind.SUGGESTED)
        assert suggested is not None
        results = [suggested.results[one] for one in criteria_ids]
        names = {
            n for result in results if not result["not_applicable"] for n in result["facts_used"]
        }
        proposed = case.facts.filter(name__in=names, state=Fact.State.PROPOSED)
        with transaction.atomic():
            proposals_confirm(
                case_locked(case.pk),
                proposed.values_list("pk", flat=True),
                actor=actor,
                now=self.now,
            )

    def agree(self, case: Case, criterion_id: str, actor: Actor | None = None) -> None:
        """Answer as suggested and confirm the readings that the suggestion rests on."""
        suggested = evaluation_current(case, Evaluation.Kind.SUGGESTED)
        assert suggested is not None
        result = suggested.results[criterion_id]
        if result["not_applicable"]:
            return
        facts = list(case.facts.filter(name__in=result["facts_used"]))
        read = [f for f in facts if f.basis == Fact.Basis.PAGE and f.evidence.exists()]
        place = read[0].evidence.first() if read else None
        criterion_answer(
            AnswerIntake(
                case_id=case.pk,
                criterion_id=criterion_id,
                answer=result["status"],
                basis="page" if place else "plan_data",
                page_id=place.page_id if place else None,
                confirm_facts=tuple(f.pk for f in facts if f.state == Fact.State.PROPOSED),
            ),
            actor=actor or self.person("nurse"),
            now=self.now,
        )

    def pended(self, case: Case, *sentences: str) -> Case:
        """The claimed case, waiting for the items asked for."""
        information_request(
            case.pk,
            items=[("", sentence) for sentence in sentences or ("The HIV screen, please.",)],
            version=self.fresh(case).version,
            actor=self.person("nurse"),
            now=self.now - timedelta(minutes=30),
        )
        return self.fresh(case)

    def denied(self, case: Case) -> Case:
        """The claimed case, referred and then denied by the medical director."""
        case = self.answered(case, but=["donor.none_matched"])
        self.answer(case, "donor.none_matched", "not_met", note="The sister is willing.")
        self.deny_answered(case)
        return self.fresh(case)

    def deny_answered(self, case: Case) -> Determination:
        """The denial that the medical director signs on an answered case, half an hour ago."""
        referred = self.referred(case)
        return case_deny(
            DecisionIntake(
                case.pk,
                referred.version,
                "The records name a willing and matched donor in the family.",
                category="clinical",
            ),
            actor=self.person("medical_director"),
            now=self.now - timedelta(minutes=30),
        )

    def referred(self, case: Case, *, kind: str = "deny") -> Case:
        """The claimed case, referred to a medical director by the nurse."""
        fresh = self.fresh(case)
        case_refer(
            ReferralIntake(
                case_id=case.pk,
                kind=kind,
                rationale="The donor search names a matched brother who is willing.",
                question="Is the policy's donor criterion met?",
                version=fresh.version,
            ),
            actor=self.person("nurse"),
            now=self.now,
        )
        return self.fresh(case)


def gate_answer(case: Case, gate_id: str) -> str:
    """The first answer that the gate takes."""
    policy = policy_get(case.policy_id or 0)
    gate = next(one for one in policy.gates if one.id == gate_id)
    return str(next(iter(gate_fact(policy, gate).choices)))


def found_in(
    case: Case, papers: tuple[Paper, ...], facts: dict[str, Said]
) -> tuple[FoundFact, ...]:
    """What the finder reads on the case's first document."""
    link = case.documents.order_by("id").first()
    assert link is not None
    pages = dict(Page.objects.filter(document_id=link.document_id).values_list("number", "pk"))
    found = []
    for name, said in facts.items():
        for number, paper in enumerate(papers, start=1):
            if paper.kind == said.kind:
                place = FoundPlace(pages[number], box_of(paper, said.quote), said.quote)
                found.append(FoundFact(name, said.raw, (place,)))
    return tuple(found)


def _place(number: int, paper: Paper) -> PageIntake:
    return PageIntake(number, "case", paper.kind) if paper.kind else PageIntake(number, "cover")
