"""A replay is asked for, cancelled, and gone through in the background.

It reads stored cases and writes its own rows only: no case, fact, evaluation or event changes.
"""

from datetime import datetime

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from cases.errors import ReplayNotFoundError, ReplayRefusedError
from cases.models import ReplayRun
from cases.selectors.plan_day import plan_zone
from cases.selectors.replay_cohort import Cohort, cohort_size
from criteria.selectors.policies import revision_ref
from operations.services.audit import audit_append
from operations.services.jobs import job_enqueue

JOB_KIND = "policy.replay"


def replay_ask(
    draft_id: int, against_id: int, cohort: Cohort, *, actor: Actor, now: datetime
) -> ReplayRun:
    """The replay, written with the job that goes through it; in the policy's audit record.

    Raises:
        NotPermittedError: the actor does not try policies.
        PolicyNotFoundError: there is no such revision.
        ReplayRefusedError: the two are one revision or of two policies, the days are in the
            wrong order, or no case is in the cohort.
    """
    require(actor, Action.POLICY_REPLAY)
    run = replay_planned(draft_id, against_id, cohort, asked_by=actor.key, now=now)
    with transaction.atomic():
        run.save()
        job_enqueue(JOB_KIND, subject=run.pk)
        _record("policy.replay_asked", run, actor=actor, now=now)
    return run


def replay_planned(
    draft_id: int, against_id: int, cohort: Cohort, *, asked_by: str, now: datetime
) -> ReplayRun:
    """The replay as it would be written, not saved; raises as replay_ask does."""
    draft, against = revision_ref(draft_id), revision_ref(against_id)
    if draft.id == against.id or draft.slug != against.slug:
        raise ReplayRefusedError("Choose two different revisions of one policy.")
    days = cohort.received_from, cohort.received_to
    if days[0] is not None and days[1] is not None and days[1] < days[0]:
        raise ReplayRefusedError("The last day lies before the first.")
    size = cohort_size(cohort, zone=plan_zone(now))
    if not size.cases:
        raise ReplayRefusedError("No case is in this cohort. Ask for less, or for other days.")
    return ReplayRun(
        draft_id=draft.id,
        against_id=against.id,
        reviewed_under_id=cohort.reviewed_under,
        line_of_business=cohort.line_of_business,
        status=cohort.status,
        received_from=days[0],
        received_to=days[1],
        until_case=size.until_case,
        total=size.cases,
        asked_by=asked_by,
        asked_at=now,
    )


def replay_cancel(run_id: int, *, actor: Actor, now: datetime) -> None:
    """Stop the replay; what was counted until now stays.

    Raises:
        NotPermittedError: the actor does not try policies.
        ReplayNotFoundError: there is no such replay.
        ReplayRefusedError: it is over already.
    """
    require(actor, Action.POLICY_REPLAY)
    run = ReplayRun.objects.select_related("draft").filter(pk=run_id).first()
    if run is None:
        raise ReplayNotFoundError("There is no such replay.")
    with transaction.atomic():
        if not replay_end(run_id, ReplayRun.State.CANCELLED, now=now):
            raise ReplayRefusedError("This replay is over already.")
        _record("policy.replay_cancelled", run, actor=actor, now=now)


def replay_end(run_id: int, state: str, *, now: datetime) -> bool:
    """Whether the replay, still under way until now, has come to this end."""
    waiting = ReplayRun.objects.filter(pk=run_id, state=ReplayRun.State.WAITING)
    return bool(waiting.update(state=state, finished_at=now))


def _record(action: str, run: ReplayRun, *, actor: Actor, now: datetime) -> None:
    audit_append(
        f"policy:{run.draft.slug}",
        actor=actor.key,
        action=action,
        detail={"replay": run.pk, "revision_id": run.draft_id, "against_id": run.against_id},
        now=now,
    )
