"""The plan's decision: lock, authority, lifecycle, write, event, job, in one transaction."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.domain.roles import Role
from accounts.errors import NotPermittedError, person_id, require
from cases.domain.appeal_regime import AppealRegimeUnknownError
from cases.domain.authority import PHYSICIAN_LICENCES, Category, refusal_to_sign
from cases.domain.lifecycle import Move, Status
from cases.domain.validity import first_valid_day
from cases.errors import MoveRefusedError
from cases.letters.elements import missing_elements
from cases.models import (
    Authorization,
    Case,
    ClockEvent,
    Determination,
    DeterminationLine,
    Evaluation,
    Finding,
    Recommendation,
    ReviewNote,
)
from cases.selectors.evaluation import evaluation_current
from cases.selectors.granting import validity_days
from cases.selectors.plan_day import plan_day
from cases.selectors.review import (
    answers_of,
    approval_blockers,
    findings_latest,
    page_blockers,
)
from cases.services.benefits import benefits_drop
from cases.services.checking import checks_run
from cases.services.clock import clock_record
from cases.services.events import case_locked, case_move, event_add, version_check
from cases.services.letter_context import REQUESTER, context_of_determination
from cases.services.refreshing import cases_beside_changed
from cases.services.review_access import reviewer_check
from operations.selectors.plan import plan_settings_on
from operations.services.jobs import job_enqueue

PREPARING = (
    "criterion.answered",
    "gate.confirmed",
    "facts.settled",
    "case.referred",
    "case.amended",
)
ONLY_RAISED = ["urgency"]  # an amendment that asks for a sooner answer and changes nothing else


@dataclass(frozen=True)
class DecisionIntake:
    """A decision as confirmed on the page; version is that of the case shown there.

    category is given for an adverse determination only.
    """

    case_id: int
    version: int
    rationale: str
    category: str = ""


@transaction.atomic
def case_approve(intake: DecisionIntake, *, actor: Actor, now: datetime) -> Determination:
    """Approve every line of the case and write its authorization and letter job.

    A nurse approves what they reviewed when nothing is missing; a medical director
    may approve a referred case on what cannot be known, with a rationale.

    Raises:
        NotPermittedError: the role may not approve, or no valid licence is on file.
        MoveRefusedError: something is missing; the message names it.
        CaseChangedError: somebody else changed or decided the case first.
    """
    require(actor, Action.DETERMINATION_APPROVE)
    case = case_locked(intake.case_id)
    _still_open(case)
    reviewer_check(case, actor)
    version_check(case, intake.version)
    physician = actor.role is Role.MEDICAL_DIRECTOR
    checks_run(case, now=now)
    blockers = approval_blockers(case, unknown_allowed="with_rationale" if physician else "never")
    if blockers:
        raise MoveRefusedError("Not yet: " + " ".join(blocker.sentence for blocker in blockers[:5]))
    if physician and len(intake.rationale.strip()) < 20:
        raise MoveRefusedError(
            "Write your reasons in your own words, a sentence or more (at least 20 letters)."
        )
    licence = _licence(actor, plan_day(now), *((PHYSICIAN_LICENCES) if physician else ("RN",)))
    determination = _determination_write(
        case, intake, outcome=Determination.Outcome.APPROVED, actor=actor, licence=licence, now=now
    )
    _authorize(case, determination, now=now)
    _close(case, Move.APPROVE, determination, actor=actor, now=now)
    return determination


@transaction.atomic
def case_deny(intake: DecisionIntake, *, actor: Actor, now: datetime) -> Determination:
    """Sign an adverse determination on a referred case.

    The signer must be allowed by the plan's authority table, hold a valid physician
    licence for every category but the administrative one, and have prepared
    nothing of the case. Software and nurses cannot reach the end of this function.

    Raises:
        NotPermittedError: with the sentence that says which of these fails.
        MoveRefusedError: no recommendation, pages without a place, an unknown category or no
            rationale.
        CaseChangedError: somebody else changed or decided the case first.
    """
    require(actor, Action.DETERMINATION_SIGN_ADVERSE)
    case = case_locked(intake.case_id)
    _still_open(case)
    version_check(case, intake.version)
    recommendation = case.recommendations.order_by("-sequence").first()
    if case.state is not Status.REFERRED or recommendation is None:
        raise MoveRefusedError(
            "An adverse determination needs a referral with a recommendation first."
        )
    _pages_placed(case)
    if intake.category not in [category.value for category in Category]:
        raise MoveRefusedError("Choose the ground of the determination.")
    if len(intake.rationale.strip()) < 20:
        raise MoveRefusedError(
            "Write your reasons in your own words, a sentence or more (at least 20 letters)."
        )
    plan = plan_settings_on(now.date())
    refusal = refusal_to_sign(
        actor,
        Category(intake.category),
        prepared_by=preparers_of(case),
        authority=plan.authority,
        today=plan_day(now),
    )
    if refusal:
        raise NotPermittedError(refusal)
    determination = _determination_write(
        case,
        intake,
        outcome=Determination.Outcome.DENIED,
        actor=actor,
        licence=_licence(actor, plan_day(now), *PHYSICIAN_LICENCES),
        now=now,
    )
    _close(case, Move.DENY, determination, actor=actor, now=now)
    return determination


@transaction.atomic
def case_return(case_id: int, *, question: str, version: int, actor: Actor, now: datetime) -> Case:
    """Give a referred case back to the nurse who referred it, with a question.

    Raises:
        NotPermittedError: the role does not sign referred cases.
        MoveRefusedError: there is no question.
    """
    require(actor, Action.DETERMINATION_SIGN_ADVERSE)
    case = case_locked(case_id)
    version_check(case, version)
    recommendation = case.recommendations.order_by("-sequence").first()
    if recommendation is None or not question.strip():
        raise MoveRefusedError("Write the question that the nurse should answer.")
    case.owner_id = recommendation.made_by_id
    case_move(case, Move.RETURN, actor=actor, fields=["owner"])
    ReviewNote.objects.create(
        case=case,
        kind="return",
        text=question.strip(),
        written_by_id=person_id(actor),
        written_at=now,
    )
    event_add(
        case,
        kind="case.returned",
        actor=actor,
        now=now,
        detail={"recommendation": recommendation.sequence},
    )
    return case


@transaction.atomic
def case_redirect(case_id: int, *, version: int, actor: Actor, now: datetime) -> Case:
    """Close a case that another plan's policy governs. This is not a denial.

    Raises:
        NotPermittedError: the role may not redirect.
        MoveRefusedError: the plan-route check does not say it belongs elsewhere.
    """
    require(actor, Action.CASE_REDIRECT)
    case = case_locked(case_id)
    version_check(case, version)
    if case.state is not Status.READY:
        reviewer_check(case, actor)
    checks_run(case, now=now)
    elsewhere = any(
        finding.check_id == "plan_route" and finding.result == Finding.Result.STOPS
        for finding in findings_latest(case)
    )
    if not elsewhere:
        raise MoveRefusedError(
            "The checks say this request is ours to decide, so it cannot be redirected."
        )
    case.closed_at = now
    case_move(case, Move.REDIRECT, actor=actor, fields=["closed_at"])
    event_add(case, kind="case.redirected", actor=actor, now=now)
    benefits_drop(case, now=now)
    cases_beside_changed(case)
    return case


def preparers_of(case: Case) -> tuple[str, ...]:
    """Keys of everyone who ever settled a fact or a gate, answered, referred or amended.

    From the events, which nothing overwrites, so that a later answer by somebody
    else hides nobody. Who passed on that the answer is wanted sooner prepared nothing.
    """
    return tuple(
        case.events.filter(kind__in=PREPARING)
        .exclude(kind="case.amended", detail__fields=ONLY_RAISED)
        .order_by("actor")
        .values_list("actor", flat=True)
        .distinct()
    )


def _still_open(case: Case) -> None:
    decided = case.determinations.order_by("-sequence").select_related("signer").first()
    if decided is not None:
        raise MoveRefusedError(
            f"{decided.signer} already decided this case "
            f"({decided.get_outcome_display().lower()}, {decided.decided_at:%Y-%m-%d %H:%M} UTC). "
            "Nothing of yours was recorded; what you typed was kept below."
        )


def _pages_placed(case: Case) -> None:
    left = page_blockers(case)
    if left:
        raise MoveRefusedError("Not yet: " + " ".join(blocker.sentence for blocker in left[:5]))


def _licence(actor: Actor, today: date, *types: str) -> str:
    credential = actor.credential_on(today, *types)
    if credential is None:
        raise NotPermittedError(
            "No valid licence is on file for you today, so you cannot decide. Ask an "
            "administrator to renew it."
        )
    specialty = f", {credential.specialty}" if credential.specialty else ""
    return f"{credential.licence_type} {credential.state}{specialty}"[:60]


def _determination_write(
    case: Case,
    intake: DecisionIntake,
    *,
    outcome: str,
    actor: Actor,
    licence: str,
    now: datetime,
) -> Determination:
    recommendation: Recommendation | None = case.recommendations.order_by("-sequence").first()
    determination = Determination.objects.create(
        case=case,
        sequence=case.determinations.count() + 1,
        outcome=outcome,
        category=intake.category if outcome == Determination.Outcome.DENIED else "",
        rationale=intake.rationale.strip(),
        answers=answers_of(case),
        policy_id=case.policy_id,
        evaluation=evaluation_current(case, Evaluation.Kind.CONFIRMED),
        recommendation=recommendation,
        plan_settings=plan_settings_on(now.date()).version,
        signer_id=person_id(actor),
        preparer_id=recommendation.made_by_id if recommendation else person_id(actor),
        signer_role=actor.role.value if actor.role else "",
        signer_licence=licence,
        decided_at=now,
        due_at=case.due_at,
    )
    for line in case.lines.order_by("number"):
        DeterminationLine.objects.create(
            determination=determination,
            line=line,
            outcome=outcome,
            doses=line.doses if outcome == Determination.Outcome.APPROVED else 0,
        )
    return determination


def _authorize(case: Case, determination: Determination, *, now: datetime) -> None:
    today, days = plan_day(now), validity_days(case, plan_settings_on(now.date()))
    for row in determination.lines.select_related("line").order_by("line__number"):
        Authorization.objects.create(
            determination_line=row,
            number=f"AU-{case.number[3:]}-{row.line.number}",
            doses=row.doses,
            valid_from=first_valid_day(today=today, service_from=case.service_from),
            valid_to=today + timedelta(days=days),
        )


def _letter_possible(determination: Determination, *, now: datetime) -> None:
    """Refuse a decision whose letter would lack an element that the rules require."""
    try:
        missing = missing_elements(context_of_determination(determination, now=now))
    except AppealRegimeUnknownError as error:
        raise MoveRefusedError(
            "No appeal rules are held for this member's coverage, so the letter cannot state "
            "them and nothing was recorded. Correct the coverage, or ask a manager."
        ) from error
    if missing:
        raise MoveRefusedError(
            f"The letter would lack {', '.join(missing)}. Nothing was recorded. Complete the "
            "directory or the member's record, then decide again."
        )


def _close(
    case: Case, move: Move, determination: Determination, *, actor: Actor, now: datetime
) -> None:
    _letter_possible(determination, now=now)
    case.closed_at = now
    case_move(case, move, actor=actor, fields=["closed_at"])
    clock_record(
        case,
        ClockEvent.Kind.DECIDED,
        at=now,
        source=f"determination:{determination.sequence}",
        actor=actor,
        now=now,
    )
    event_add(
        case,
        kind=f"determination.{determination.outcome}",
        actor=actor,
        now=now,
        detail={
            "determination": determination.sequence,
            "category": determination.category,
            "plan_settings": determination.plan_settings,
        },
    )
    benefits_drop(case, now=now)
    cases_beside_changed(case)
    job_enqueue("letter.render", subject=f"determination:{determination.pk}")
    if determination.outcome != Determination.Outcome.APPROVED:
        job_enqueue("letter.render", subject=f"determination:{determination.pk}:{REQUESTER}")
