"""The benefits task of a case: opened where a contract is not at hand, settled by a person."""

from datetime import datetime

from django.db import transaction

from accounts.domain.actor import Actor, system_actor
from accounts.domain.permissions import Action
from accounts.errors import require
from cases.domain.benefits import BenefitsFinding, benefits_due, benefits_reason
from cases.domain.deadlines import Calendar
from cases.domain.seen import ContractSeen, CoverageSeen
from cases.errors import BenefitsRefusedError
from cases.models import BenefitsTask, Case, Group
from cases.services.events import case_locked, case_touch, event_add
from operations.selectors.plan import plan_settings_on

BY_PERSON = tuple(f for f in BenefitsFinding if f is not BenefitsFinding.NOT_NEEDED)


def benefits_follow(
    case: Case, coverage: CoverageSeen | None, contract: ContractSeen, *, now: datetime
) -> None:
    """Open or drop the benefits task of a locked case, as its coverage and gate now stand.

    One is opened where the contract is not at hand and the gate about it is not settled,
    once for each reason and group: a settled one is not asked again. An open one that is
    about something else by now, or no longer needed, is dropped; so it is when the case
    has been closed.
    """
    reason = benefits_reason(coverage)
    wanted = reason is not None and contract.status == "unknown" and case.state.is_open
    number = coverage.group.number if coverage and coverage.group else None
    group = Group.objects.get(number=number) if wanted and number else None
    task = case.benefits_tasks.filter(state=BenefitsTask.State.OPEN).first()
    if task is not None and not (wanted and (task.reason, task.group) == (reason, group)):
        _drop(task, case, now=now)
        task = None
    if task is None and wanted and reason is not None:
        _open(case, reason.value, group, now=now)


def benefits_drop(case: Case, *, now: datetime) -> None:
    """Drop what is still open of a locked case that has been decided or sent elsewhere."""
    for task in case.benefits_tasks.filter(state=BenefitsTask.State.OPEN):
        _drop(task, case, now=now)


def _open(case: Case, reason: str, group: Group | None, *, now: datetime) -> None:
    asked = case.benefits_tasks.filter(reason=reason, group=group)
    if asked.exclude(finding=BenefitsFinding.NOT_NEEDED).exists():
        return
    plan = plan_settings_on(now.date())
    task = BenefitsTask.objects.create(
        case=case,
        reason=reason,
        group=group,
        opened_at=now,
        due_at=benefits_due(
            now,
            case.due_at,
            business_days=plan.benefits_review.business_days,
            share=plan.benefits_review.share_of_time_left,
            calendar=Calendar(plan.time_zone, plan.holidays),
        ),
    )
    event_add(
        case,
        kind="benefits.opened",
        actor=system_actor("worker"),
        now=now,
        detail={"task": task.pk, "reason": reason},
    )


def _drop(task: BenefitsTask, case: Case, *, now: datetime) -> None:
    who = system_actor("worker")
    _settle(task, case, finding=BenefitsFinding.NOT_NEEDED, note="", actor=who, now=now)


@transaction.atomic
def benefits_settle(
    task_id: int, *, finding: str, note: str, actor: Actor, now: datetime
) -> BenefitsTask:
    """Record what a person found in the contract. The policy's gate is not touched.

    Raises:
        NotPermittedError: the role does not settle benefits tasks.
        BenefitsRefusedError: no such task, already settled, no such finding, or no note
            that says where it was found.
    """
    require(actor, Action.BENEFITS_SETTLE)
    row = BenefitsTask.objects.filter(pk=task_id).values_list("case_id", flat=True).first()
    if row is None:
        raise BenefitsRefusedError("There is no such benefits task.")
    case = case_locked(row)
    task = BenefitsTask.objects.select_for_update().get(pk=task_id)
    if not task.is_open:
        raise BenefitsRefusedError(
            "This benefits task is settled already. Nothing of yours was recorded; reload the "
            "page to see what was found."
        )
    if finding not in [choice.value for choice in BY_PERSON]:
        raise BenefitsRefusedError("Choose what you found.")
    if not note.strip():
        raise BenefitsRefusedError("Say in a note where you looked and what stands there.")
    found = BenefitsFinding(finding)
    _settle(task, case, finding=found, note=note.strip(), actor=actor, now=now)
    case_touch(case)
    return task


def _settle(
    task: BenefitsTask,
    case: Case,
    *,
    finding: BenefitsFinding,
    note: str,
    actor: Actor,
    now: datetime,
) -> None:
    task.state = BenefitsTask.State.DONE
    task.finding, task.note = finding.value, note
    task.settled_by, task.settled_at = actor.key, now
    task.save(update_fields=["state", "finding", "note", "settled_by", "settled_at"])
    event_add(
        case,
        kind="benefits.settled",
        actor=actor,
        now=now,
        detail={"task": task.pk, "finding": finding.value},
    )
