"""Goes through a replay's cases part by part; each part is kept as soon as it is counted.

A part is one transaction with a number of its own, so a worker that dies loses one part, and two
workers that meet keep one of the two. What one job cannot do in its time goes on in the next.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import polars as pl
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.domain.replay import ids_pack
from cases.errors import ReplayNotFoundError
from cases.models import ReplayCell, ReplayPart, ReplayRun
from cases.selectors.plan_day import plan_zone
from cases.selectors.replay_cohort import Cohort, cohort_case_ids, cohort_of, latest_facts
from cases.services.replay import JOB_KIND, replay_end, replay_planned
from cases.services.replay_columns import columns_count, store_ready
from cases.services.replay_evaluate import Counted, stretch_count
from criteria.domain.policy import Policy
from criteria.selectors.policies import policy_get
from operations.domain.jobs import ClaimedJob
from operations.services.jobs import job_enqueue, job_result

PART_CASES = 100_000
# Below so many cases, planning the columns takes longer than going case by case.
COLUMNS_FROM = 2_000
BUDGET_SECONDS = 150.0


@dataclass(frozen=True)
class Walk:
    """What every part of a run needs; made once."""

    run: ReplayRun
    cohort: Cohort
    zone: ZoneInfo
    old: Policy
    new: Policy
    columns: pl.LazyFrame | None


def replay_continue(job: ClaimedJob) -> None:
    """Count part after part until the cohort ends, the time is up or the run is cancelled.

    Raises:
        ReplayNotFoundError: there is no such run.
        LeaseLostError: the job is no longer this worker's.
    """
    walk = walk_of(job.subject_id, now=timezone.now())
    deadline = time.monotonic() + BUDGET_SECONDS
    is_over = False
    while not is_over and is_waiting(walk.run.pk) and time.monotonic() < deadline:
        is_over = part_count(walk, now=timezone.now()) == 0
    now = timezone.now()
    with job_result(job, now=now):
        if is_over:
            replay_end(walk.run.pk, ReplayRun.State.DONE, now=now)
        elif is_waiting(walk.run.pk):
            last = walk.run.parts.order_by("-number").first()
            job_enqueue(
                JOB_KIND, subject=walk.run.pk, digest=f"after part {last.number if last else 0}"
            )


def replay_now(
    draft_id: int,
    against_id: int,
    cohort: Cohort,
    *,
    asked_by: str,
    now: datetime,
    progress: Callable[[int], object] = lambda _: None,
) -> int:
    """The id of a replay that was gone through in this process, for a command; it is kept.

    Raises as replay_planned does. progress is told how many cases each part had.
    """
    run = replay_planned(draft_id, against_id, cohort, asked_by=asked_by, now=now)
    run.save()
    walk = walk_of(run.pk, now=now)
    while counted := part_count(walk, now=now):
        progress(counted)
    replay_end(run.pk, ReplayRun.State.DONE, now=now)
    return run.pk


def walk_of(run_id: int, *, now: datetime) -> Walk:
    """The run with its policies, parsed.

    Raises:
        ReplayNotFoundError: there is no such run.
    """
    run = ReplayRun.objects.select_related("draft").filter(pk=run_id).first()
    if run is None:
        raise ReplayNotFoundError("There is no such replay.")
    old = policy_get(run.against_id)
    return Walk(
        run=run,
        cohort=cohort_of(run),
        zone=plan_zone(run.asked_at),
        old=old,
        new=policy_get(run.draft_id),
        columns=store_ready(old, now=now) if run.total >= COLUMNS_FROM else None,
    )


def is_waiting(run_id: int) -> bool:
    """Whether the run is still under way."""
    return ReplayRun.objects.filter(pk=run_id, state=ReplayRun.State.WAITING).exists()


def part_count(walk: Walk, *, now: datetime) -> int:
    """Count and keep the next part; how many cases it has, 0 when the cohort is through."""
    last = walk.run.parts.order_by("-number").first()
    case_ids = cohort_case_ids(
        walk.cohort,
        zone=walk.zone,
        after=last.last_case if last else 0,
        until=walk.run.until_case,
        limit=PART_CASES,
    )
    if not case_ids:
        return 0
    counted = _counted(walk, case_ids)
    try:
        _keep(walk.run, last.number + 1 if last else 1, case_ids, counted, now=now)
    except IntegrityError:
        # Another worker kept the same part a moment before; its count stands.
        if not walk.run.parts.filter(last_case__gte=case_ids[-1]).exists():
            raise
    return len(case_ids)


def _counted(walk: Walk, case_ids: list[int]) -> Counted:
    """The cells of the cases: by columns where there are any and they suffice."""
    old, new, found = walk.old, walk.new, None
    if walk.columns is not None:
        found = columns_count(case_ids, walk.columns, old=old, new=new)
    if found is None:
        facts = latest_facts(case_ids, walk.cohort.slug)
        found = stretch_count(case_ids, facts, old=old, new=new)
    return found


def _keep(
    run: ReplayRun, number: int, case_ids: list[int], counted: Counted, *, now: datetime
) -> None:
    with transaction.atomic():
        part = ReplayPart.objects.create(
            run=run,
            number=number,
            last_case=case_ids[-1],
            cases=len(case_ids),
            without_facts=counted.without_facts,
            unanswered=counted.unanswered,
            lacking=dict(counted.lacking),
            created_at=now,
        )
        ReplayCell.objects.bulk_create(
            ReplayCell(
                part=part,
                item=cell.item,
                old=cell.old,
                new=cell.new,
                count=len(ids),
                case_ids=ids_pack(ids),
            )
            for cell, ids in sorted(counted.tally.cells.items())
        )
