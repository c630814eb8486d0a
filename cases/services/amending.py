"""Changing an open request on the requester's word; never lowering it silently.

What an amendment touches is settled again in the same act: coverage, policy, facts,
evaluations, checks, due times; answers that no longer hold become stale.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.domain.roles import Role
from accounts.errors import person_id, require
from cases.domain.contacts import Use
from cases.domain.lifecycle import Status
from cases.errors import MoveRefusedError
from cases.models import Amendment, Case, ClockEvent, Evaluation
from cases.selectors.coverage import coverage_for
from cases.selectors.evaluation import facts_of
from cases.selectors.plan_day import plan_day
from cases.services.amending_fields import (
    AmendIntake,
    Change,
    changes_apply,
    changes_of,
    facts_touched,
    is_governed,
    is_lower,
    policy_of_request,
)
from cases.services.checking import checks_run
from cases.services.clock import clock_record, due_recompute
from cases.services.evaluation import case_evaluate
from cases.services.events import case_locked, case_touch, event_add, version_check
from cases.services.facts import answers_mark_stale, request_facts_renew
from cases.services.gates import gates_reopen
from cases.services.grounds import Ground, PageGround, ground_take
from cases.services.information import waiting_shorten
from cases.services.review_access import reviewer_check
from operations.services.jobs import job_enqueue

URGENCY = "urgency"
ONLY_REQUESTER = (
    "Fewer doses than were requested is for the requester alone to ask, in a call of their own. "
    "Nothing was changed; if less should be granted, refer the case."
)
UNGOVERNED = (
    "With this change no policy of ours would govern the request, so it is another request. "
    "Nothing was changed; record the contact, and refer the case or open a new request."
)
UNCOVERED = (
    "No coverage of this member is on file on that date. Nothing was changed; ask the requester "
    "about the date, or refer the case."
)


@transaction.atomic
def case_amend(intake: AmendIntake, ground: Ground, *, actor: Actor, now: datetime) -> Amendment:
    """Change an open request, on a contact recorded in the same act or on a page.

    Raises:
        NotPermittedError: the actor's role changes no requests.
        MoveRefusedError: the case is closed or somebody else's, nothing differs, or the
            change would lower the request.
        ContactRefusedError: the caller may not ask for this.
        CaseChangedError: the case changed since the page was shown.
    """
    by_page = isinstance(ground, PageGround)
    require(actor, Action.CASE_AMEND if by_page else Action.CONTACT_RECORD)
    case = case_locked(intake.case_id)
    changes = changes_of(case, intake, today=plan_day(now))
    if not _only_urgency(changes):
        require(actor, Action.CASE_AMEND)
    _working_check(case, changes, actor=actor)
    version_check(case, intake.version)
    uses = _uses(changes)
    if Use.LOWER in uses and by_page:
        raise MoveRefusedError(ONLY_REQUESTER)
    grounded = ground_take(case, ground, uses=uses, actor=actor, now=now)
    amendment = Amendment.objects.create(
        case=case,
        sequence=case.amendments.count() + 1,
        changes=[change.as_json() for change in changes],
        contact=grounded.contact,
        page=grounded.page,
        asked_at=grounded.asked_at,
        recorded_by_id=person_id(actor),
        recorded_at=now,
    )
    before = facts_of(case, Evaluation.Kind.CONFIRMED)
    changes_apply(changes)
    _ground_again(case, changes)
    sooner = None
    if any(change.field == URGENCY for change in changes):
        clock_record(
            case,
            ClockEvent.Kind.EXPEDITED,
            at=grounded.asked_at,
            source=grounded.source,
            actor=actor,
            now=now,
        )
        sooner = waiting_shorten(case, now=now)
    due_recompute(case)
    request_facts_renew(case, facts_touched(changes), now=now)
    case_evaluate(case, now=now)
    answers_mark_stale(case, before)
    checks_run(case, now=now)
    case_touch(case)
    event_add(
        case,
        kind="case.amended",
        actor=actor,
        now=now,
        detail={
            "amendment": amendment.sequence,
            "fields": [change.name for change in changes],
            **grounded.detail,
            **({"answer_by": sooner.isoformat()} if sooner else {}),
        },
    )
    job_enqueue("case.prepare", subject=case.pk, digest=f"v{case.version}")
    return amendment


def _only_urgency(changes: Iterable[Change]) -> bool:
    return all(change.field == URGENCY for change in changes)


def _uses(changes: Iterable[Change]) -> tuple[Use, ...]:
    """Everything that the ground must be good for, the strictest first."""
    changes = tuple(changes)
    uses = [Use.LOWER] if any(is_lower(change) for change in changes) else []
    if not _only_urgency(changes):
        uses.append(Use.AMEND)
    if any(change.field == URGENCY for change in changes):
        uses.append(Use.EXPEDITE)
    return tuple(uses)


def _working_check(case: Case, changes: tuple[Change, ...], *, actor: Actor) -> None:
    """Intake amends before the review, the reviewer during it; urgency may rise at any time."""
    if not case.state.is_open:
        raise MoveRefusedError(
            f"This case is closed ({case.state.label.lower()}). Nothing of a closed request is "
            "changed; a new request or an appeal is the way."
        )
    if _only_urgency(changes):
        return
    waiting = case.state in {Status.READY, Status.PENDED}
    if waiting and (actor.role is Role.INTAKE_CLERK or case.owner_id == actor.user_id):
        return
    if case.state is Status.REFERRED or actor.role is Role.INTAKE_CLERK:
        raise MoveRefusedError(
            f"This case is now: {case.state.label.lower()}. Who works on it changes it. Record "
            "the contact alone, and tell them."
        )
    if case.state is Status.READY:
        raise MoveRefusedError("Claim this case before you change the request.")
    reviewer_check(case, actor)


def _ground_again(case: Case, changes: tuple[Change, ...]) -> None:
    """Find coverage and policy again where dates or codes changed; neither may be lost.

    Another coverage or policy takes the gates that a person settled along, since they
    were settled for the old one.
    """
    if not any(change.field in {"service_from", "hcpcs", "ndc"} for change in changes):
        return
    on = case.service_from or plan_day(case.received_at)
    coverage, policy_id = coverage_for(case.member_id, on), policy_of_request(case, on)
    if case.policy_id is not None and (
        policy_id is None or not all(is_governed(change, policy_id, on) for change in changes)
    ):
        raise MoveRefusedError(UNGOVERNED)
    if case.coverage_id is not None and coverage is None:
        raise MoveRefusedError(UNCOVERED)
    covered_by = coverage.pk if coverage else None
    if (case.coverage_id, case.policy_id) == (covered_by, policy_id):
        return
    gates_reopen(case)
    if case.policy_id != policy_id:
        for review in case.reviews.filter(stale=False):
            review.stale = True
            review.save(update_fields=["stale"])
    case.coverage, case.policy_id = coverage, policy_id
    case.save(update_fields=["coverage", "policy"])
