"""The reviewer's work on an open case: claim, confirm gates, answer criteria, refer."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import person_id, require
from cases.domain.lifecycle import Move, Status
from cases.errors import AnswerRefusedError, MoveRefusedError
from cases.models import Case, CriterionReview, Evaluation, GateConfirmation, Recommendation
from cases.selectors.evaluation import evaluation_current
from cases.selectors.gates import gate_fact, gate_passes
from cases.selectors.review import answers_of
from cases.services.answer_ground import NOTHING, AnswerGround, GroundClaimed, answer_ground
from cases.services.events import case_locked, case_move, case_touch, event_add, version_check
from cases.services.facts import plan_fact_confirm, proposals_confirm
from cases.services.information import waiting_end
from cases.services.review_access import reviewer_check
from criteria.domain.policy import Criterion
from criteria.selectors.policies import policy_get


@dataclass(frozen=True)
class AnswerIntake:
    """One answer as given on the desk.

    confirm_facts are the ids of the proposals shown beside the criterion that the
    reviewer confirms with the same act. page_id is the page cited; pages_read is
    "a-b" when the answer rests on nothing contrary having been found there. contact_id
    is the recorded contact that the answer rests on.
    """

    case_id: int
    criterion_id: str
    answer: str
    basis: str = ""
    page_id: int | None = None
    pages_read: str = ""
    note: str = ""
    confirm_facts: tuple[int, ...] = ()
    contact_id: int | None = None


@transaction.atomic
def case_claim(case_id: int, *, actor: Actor, now: datetime) -> Case:
    """Take a ready case for review, or a pended one up again without waiting longer.

    Raises:
        NotPermittedError: the actor's role does not review.
        CaseChangedError: somebody else was first.
    """
    case = case_locked(case_id)
    was_waiting = case.state is Status.PENDED
    case.owner_id = actor.user_id
    case_move(case, Move.CLAIM, actor=actor, fields=["owner"])
    if was_waiting:
        waiting_end(case, actor=actor, now=now)
    event_add(case, kind="case.claimed", actor=actor, now=now)
    return case


@transaction.atomic
def case_release(case_id: int, *, actor: Actor, now: datetime) -> Case:
    """Give a claimed case back to the queue; what was answered stays.

    Raises:
        MoveRefusedError: the case is not the actor's.
    """
    case = case_locked(case_id)
    reviewer_check(case, actor)
    case.owner = None
    case_move(case, Move.RELEASE, actor=actor, fields=["owner"])
    event_add(case, kind="case.released", actor=actor, now=now)
    return case


@transaction.atomic
def gate_confirm(
    case_id: int, gate_id: str, *, answer: str, note: str, actor: Actor, now: datetime
) -> GateConfirmation:
    """Record what a person found at a gate that a person confirms.

    answer is one of the choices of the fact that the gate reads; it becomes a
    confirmed fact on plan data, and the policy says whether the gate is passed.

    Raises:
        MoveRefusedError: the case is not the actor's to review.
        AnswerRefusedError: the policy has no such gate or choice, or an answer that
            does not pass came without a note.
    """
    require(actor, Action.GATE_CONFIRM)
    case = case_locked(case_id)
    reviewer_check(case, actor)
    policy = policy_get(case.policy_id) if case.policy_id else None
    gate = next((g for g in policy.gates if g.id == gate_id), None) if policy else None
    if policy is None or gate is None or not gate.confirmed_by_person:
        raise AnswerRefusedError("The policy of this case has no such gate.")
    fact = gate_fact(policy, gate)
    if answer not in fact.choices:
        raise AnswerRefusedError("Choose what you found.")
    passed = gate_passes(policy, gate, {fact.name: answer})
    if not passed and not note.strip():
        raise AnswerRefusedError("Say in a note what you found and where.")
    plan_fact_confirm(case, fact.name, answer, actor=actor, now=now)
    gate_row, _ = GateConfirmation.objects.update_or_create(
        case=case,
        gate_id=gate_id,
        defaults={
            "answer": answer,
            "passed": passed,
            "note": note.strip(),
            "confirmed_by_id": actor.user_id,
            "confirmed_at": now,
        },
    )
    event_add(
        case,
        kind="gate.confirmed",
        actor=actor,
        now=now,
        detail={"gate": gate_id, "answer": answer, "passed": passed},
    )
    return gate_row


@transaction.atomic
def criterion_answer(intake: AnswerIntake, *, actor: Actor, now: datetime) -> CriterionReview:
    """Record the reviewer's answer to one leaf criterion, and the facts confirmed with it.

    The machine's suggestion and whether the reviewer agreed are kept beside it.

    Raises:
        NotPermittedError: the actor's role does not answer criteria.
        MoveRefusedError: the case is not the actor's to review.
        AnswerRefusedError: unknown criterion, nothing to rest on, or Met against
            confirmed facts.
    """
    require(actor, Action.CRITERION_ANSWER)
    case = case_locked(intake.case_id)
    reviewer_check(case, actor)
    leaf = _leaf(case, intake.criterion_id)
    ground = _ground(case, intake, leaf, actor=actor)
    if intake.confirm_facts:
        proposals_confirm(case, intake.confirm_facts, actor=actor, now=now)
    confirmed = evaluation_current(case, Evaluation.Kind.CONFIRMED)
    suggested = evaluation_current(case, Evaluation.Kind.SUGGESTED)
    if confirmed is None or suggested is None:
        raise AnswerRefusedError(
            "The automated checks have not finished yet. Try again in a moment; nothing was lost."
        )
    _check_against_facts(intake, confirmed)
    said = str(suggested.results[intake.criterion_id]["status"])
    review, _ = CriterionReview.objects.update_or_create(
        case=case,
        criterion_id=intake.criterion_id,
        defaults={
            "evaluation": confirmed,
            "answer": intake.answer,
            "suggested": said,
            "agrees": said == intake.answer,
            "basis": ground.basis,
            "page": ground.page,
            "pages_read": ground.pages_read,
            "contact": ground.contact,
            "note": intake.note.strip(),
            "reviewer_id": actor.user_id,
            "reviewed_at": now,
            "stale": False,
        },
    )
    case_touch(case)
    event_add(
        case,
        kind="criterion.answered",
        actor=actor,
        now=now,
        detail={
            "criterion": intake.criterion_id,
            "answer": intake.answer,
            "suggested": said,
            "evaluation": confirmed.pk,
            **_named(ground),
        },
    )
    return review


def _leaf(case: Case, criterion_id: str) -> Criterion:
    policy = policy_get(case.policy_id) if case.policy_id else None
    leaf = next((c for c in policy.leaves() if c.id == criterion_id), None) if policy else None
    if leaf is None:
        raise AnswerRefusedError("The policy of this case has no such criterion.")
    return leaf


def _ground(case: Case, intake: AnswerIntake, leaf: Criterion, *, actor: Actor) -> AnswerGround:
    if intake.answer not in CriterionReview.Answer.values:
        raise AnswerRefusedError("Choose Met, Not met or Cannot tell.")
    if intake.answer == CriterionReview.Answer.UNKNOWN:
        return NOTHING
    claimed = GroundClaimed(
        intake.basis, intake.page_id, intake.pages_read, contact_id=intake.contact_id
    )
    return answer_ground(case, claimed, rests_on=leaf.rests_on, actor=actor)


def _named(ground: AnswerGround) -> dict[str, object]:
    """The ground as an event names it: ids and numbers only."""
    named = {
        "basis": ground.basis,
        "page": ground.page.pk if ground.page else None,
        "pages": ground.pages_read,
        "contact": ground.contact.pk if ground.contact else None,
    }
    return {name: value for name, value in named.items() if value}


def _check_against_facts(intake: AnswerIntake, confirmed: Evaluation) -> None:
    status = confirmed.results[intake.criterion_id]["status"]
    if intake.answer == CriterionReview.Answer.MET and status == "not_met":
        raise AnswerRefusedError(
            "The confirmed facts say this is not met. Correct the fact with its page, or refer "
            "the case to a medical director."
        )
    if intake.answer == CriterionReview.Answer.NOT_MET and status == "met" and not intake.note:
        raise AnswerRefusedError(
            "The confirmed facts say this is met. Say in a note why you answer otherwise."
        )


@dataclass(frozen=True)
class ReferralIntake:
    """A referral as written by the nurse; version is that of the case on the page."""

    case_id: int
    kind: str
    rationale: str
    question: str
    version: int


@transaction.atomic
def case_refer(intake: ReferralIntake, *, actor: Actor, now: datetime) -> Recommendation:
    """Refer a case in review to a medical director, with a recommendation and its reasons.

    Raises:
        NotPermittedError: the actor's role does not refer.
        MoveRefusedError: the case is not the actor's, or the rationale is empty.
        CaseChangedError: the case changed since the page was shown.
    """
    require(actor, Action.CASE_REFER)
    case = case_locked(intake.case_id)
    reviewer_check(case, actor)
    version_check(case, intake.version)
    if intake.kind not in Recommendation.Kind.values:
        raise MoveRefusedError("Choose what you recommend.")
    if len(intake.rationale.strip()) < 20:
        raise MoveRefusedError(
            "Write why you refer this case, in a sentence or more, so that the medical director "
            "can start from it."
        )
    recommendation = Recommendation.objects.create(
        case=case,
        sequence=case.recommendations.count() + 1,
        kind=intake.kind,
        rationale=intake.rationale.strip(),
        question=intake.question.strip(),
        evaluation=evaluation_current(case, Evaluation.Kind.CONFIRMED),
        answers=answers_of(case),
        made_by_id=person_id(actor),
        made_at=now,
    )
    case_move(case, Move.REFER, actor=actor)
    event_add(
        case,
        kind="case.referred",
        actor=actor,
        now=now,
        detail={"recommendation": recommendation.sequence, "kind": intake.kind},
    )
    return recommendation
