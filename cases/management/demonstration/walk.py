"""What the demonstration's people do with a request, step by step, through the services.

A step looks where the case stands and does nothing where it has been taken already, so
that a walk that was broken off goes on where it was.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils import timezone

from accounts.domain.actor import Actor
from cases.domain.lifecycle import Status
from cases.errors import CasesError
from cases.management.demonstration.scenario import Scenario
from cases.selectors.access import case_for
from cases.selectors.brief import items_to_ask
from cases.selectors.desk import Desk, Look, desk_of
from cases.selectors.desk_tree import Leaf
from cases.selectors.intake_choices import case_number_of
from cases.selectors.members import facility_choices, member_candidates, provider_choices
from cases.services.determination import DecisionIntake, case_approve, case_deny, case_redirect
from cases.services.information import information_request
from cases.services.intake import CaseIntake, LineIntake, case_open
from cases.services.placement import PageIntake
from cases.services.review import (
    AnswerIntake,
    ReferralIntake,
    case_claim,
    case_refer,
    criterion_answer,
    gate_confirm,
)
from documents.selectors.views import ReceiptView
from operations.selectors.plan import plan_settings_on

_BEGUN = 3  # answers of a review that somebody has begun
_CONTRACT = ("gate.contract", "nothing_overrides")
_PAGE = "page"
_PAPER_OF: Mapping[str, str] = {
    "dx.expression": "flow_cytometry",
    "dx.genetics": "genetic_report",
    "donor.none_matched": "hla_typing",
    "hiv.negative": "lab_report",
    "hiv.before_mobilization": "lab_report",
    "dx.history": "clinic_note",
    "hsct.none_prior": "clinic_note",
    "infection.none_systemic": "clinic_note",
    "art.washout": "clinic_note",
    "genetherapy.none_prior": "clinic_note",
}
"""The kind of page on which a criterion is read by eye; the treatment plan where none is named."""


class NotYetError(CasesError):
    """The worker has something to do before the step; the next look finds it done."""


@dataclass(frozen=True)
class Walk:
    """One request, the truth about it, and the people who act on it."""

    number: str
    truth: Scenario
    clerk: Actor
    nurse: Actor
    director: Actor
    manager: Actor

    @property
    def status(self) -> Status:
        """Where the case stands."""
        return case_for(self.nurse, self.number).state

    @property
    def is_prepared(self) -> bool:
        """Whether facts were found and the checks have run."""
        return not self.desk(self.nurse).review.waiting

    def desk(self, actor: Actor) -> Desk:
        """The review desk as the actor sees it now."""
        now = timezone.now()
        zone = plan_settings_on(now.date()).time_zone
        case = case_for(actor, self.number)
        return desk_of(case, actor=actor, now=now, time_zone=zone, look=Look())

    def place(self, actor: Actor) -> tuple[int, int]:
        """The id of the case and its version now."""
        case = case_for(actor, self.number)
        return case.pk, case.version


Step = Callable[[Walk], object]


def request_opened(receipt: ReceiptView, truth: Scenario, *, clerk: Actor) -> str:
    """The number of the case that the clerk opens from the fax, or has opened before."""
    known = case_number_of(receipt.document.id)
    if known is not None:
        return known
    asked = truth.request
    found = member_candidates(number=asked.member_number, birth_date=asked.birth_date)
    intake = CaseIntake(
        receipt_id=receipt.id,
        member_id=next((member.id for member in found.rows if member.is_match), 0),
        member_number=asked.member_number,
        birth_date=asked.birth_date,
        requester_id=_chosen(provider_choices(), asked.requester_npi),
        facility_id=_chosen(facility_choices(), asked.facility_npi),
        place_of_service=asked.place_of_service,
        request_type=asked.request_type,
        urgency=asked.urgency,
        diagnosis_code=asked.diagnosis_code,
        diagnosis_text=asked.diagnosis_text,
        indication=asked.indication,
        service_from=asked.service_from,
        service_to=None,
        weight_kg=asked.weight_kg,
        weighed_on=asked.weighed_on,
        lines=(LineIntake("Kresladi", asked.hcpcs, asked.ndc, asked.doses, asked.dose_amount),),
        pages=tuple(
            PageIntake(number, page.disposition, page.document_type)
            for number, page in enumerate(truth.pages, start=1)
        ),
    )
    return case_open(intake, actor=clerk, now=timezone.now()).number


def _chosen(choices: list[tuple[int, str]], npi: str) -> int:
    return next(pk for pk, words in choices if npi in words)


def claim(walk: Walk) -> None:
    """The nurse takes the case."""
    if walk.status is Status.READY:
        case_claim(walk.place(walk.nurse)[0], actor=walk.nurse, now=timezone.now())


def settle_contract(walk: Walk) -> None:
    """The nurse says what contract and mandates say, where the policy asks."""
    gate_id, answer = _CONTRACT
    review = walk.desk(walk.nurse).review
    open_gates = {gate.id for gate in review.gates if not gate.is_settled}
    if review.may_answer and gate_id in open_gates:
        case_id, _ = walk.place(walk.nurse)
        gate_confirm(case_id, gate_id, answer=answer, note="", actor=walk.nurse, now=timezone.now())


def begin_agreeing(walk: Walk) -> None:
    """The nurse agrees with the first few suggestions and leaves it at that."""
    _agree(walk, most=_BEGUN)


def agree(walk: Walk) -> None:
    """The nurse agrees with every suggestion that the records bear out."""
    _agree(walk, most=len(walk.truth.outcomes))


def _agree(walk: Walk, *, most: int) -> None:
    """Agree where the suggestion is what the truth is, until so many are answered."""
    review = walk.desk(walk.nurse).review
    if not review.may_answer:
        return
    right = [leaf for leaf in review.leaves if leaf.is_open and _is_right(leaf, walk.truth)]
    for leaf in right[: max(most - review.progress.answered, 0)]:
        agreement = leaf.agreement
        if agreement is not None:
            _answer(
                walk,
                leaf,
                answer=agreement.answer,
                basis=agreement.basis,
                page_id=agreement.page.id if agreement.page else None,
                confirm_facts=agreement.fact_ids,
            )


def _is_right(leaf: Leaf, truth: Scenario) -> bool:
    return leaf.agreement is not None and leaf.agreement.answer == truth.outcomes.get(leaf.id)


def read_by_eye(walk: Walk) -> None:
    """The nurse reads what the machine could not, and cites the page."""
    desk = walk.desk(walk.nurse)
    if not desk.review.may_answer:
        return
    for leaf in desk.review.leaves:
        if not leaf.is_open:
            continue
        answer = walk.truth.outcomes[leaf.id]
        known = answer != "unknown"
        _answer(
            walk,
            leaf,
            answer=answer,
            basis=_PAGE if known else "",
            page_id=_page_of(walk, desk, leaf) if known else None,
            note="Read by eye." if known else "The records leave it open.",
        )


def _page_of(walk: Walk, desk: Desk, leaf: Leaf) -> int | None:
    """The page of the packet on which the criterion is read, else its last."""
    kind = _PAPER_OF.get(leaf.id, "treatment_plan")
    papers = [n for n, paper in enumerate(walk.truth.pages, 1) if paper.document_type == kind]
    wanted = (papers or [len(walk.truth.pages)])[0]
    return next((page.id for page in desk.viewer.pages if page.number == wanted), None)


def _answer(walk: Walk, leaf: Leaf, **given: object) -> None:
    case_id, _ = walk.place(walk.nurse)
    intake = AnswerIntake(case_id=case_id, criterion_id=leaf.id, **given)  # type: ignore[arg-type]  # the intake's own fields by name
    criterion_answer(intake, actor=walk.nurse, now=timezone.now())


def ask(walk: Walk) -> None:
    """The nurse asks for what the records do not say."""
    review = walk.desk(walk.nurse).review
    if walk.status is not Status.IN_REVIEW:
        return
    items = [
        (item.criterion_id, item.sentence)
        for item in items_to_ask(review)
        if item.criterion_id in walk.truth.asks
    ]
    case_id, version = walk.place(walk.nurse)
    information_request(case_id, items=items, version=version, actor=walk.nurse, now=timezone.now())


def refer(walk: Walk) -> None:
    """The nurse refers to the medical director, with reasons."""
    if walk.status is not Status.IN_REVIEW:
        return
    ending = walk.truth.ending
    case_id, version = walk.place(walk.nurse)
    intake = ReferralIntake(
        case_id=case_id,
        kind=ending.referral,
        rationale=ending.reason,
        question="Please decide.",
        version=version,
    )
    case_refer(intake, actor=walk.nurse, now=timezone.now())


def approve(walk: Walk) -> None:
    """The nurse approves what she reviewed."""
    if walk.status is Status.IN_REVIEW:
        case_approve(_decision(walk, walk.nurse), actor=walk.nurse, now=timezone.now())


def sign_denial(walk: Walk) -> None:
    """The medical director signs an adverse determination."""
    if walk.status is Status.REFERRED:
        case_deny(_decision(walk, walk.director), actor=walk.director, now=timezone.now())


def redirect(walk: Walk) -> None:
    """The nurse sends on what another plan decides."""
    if walk.status is Status.READY:
        case_id, version = walk.place(walk.nurse)
        case_redirect(case_id, version=version, actor=walk.nurse, now=timezone.now())


def _decision(walk: Walk, actor: Actor) -> DecisionIntake:
    case_id, version = walk.place(actor)
    ending = walk.truth.ending
    return DecisionIntake(
        case_id=case_id, version=version, rationale=ending.reason, category=ending.category
    )
