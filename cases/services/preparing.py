"""What the worker does with a case: facts, evaluations, checks, in that order."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.domain.actor import Actor, system_actor
from accounts.domain.permissions import Action
from accounts.errors import require
from cases.errors import MoveRefusedError
from cases.models import Case, CaseDocument, CheckRun, Coverage, Evaluation
from cases.selectors.coverage import coverage_for
from cases.selectors.evaluation import facts_of
from cases.selectors.finding import FoundFact
from cases.selectors.plan_day import plan_day
from cases.selectors.seen_member import coverage_seen
from cases.services.checking import checks_run
from cases.services.clock import due_recompute
from cases.services.evaluation import case_evaluate
from cases.services.events import case_locked, case_touch, event_add
from cases.services.facts import answers_mark_stale, facts_gather, find_in_pages
from cases.services.gates import gates_reopen
from operations.services.jobs import job_enqueue

WAIT_FOR_READING = timedelta(seconds=60)


def case_found(case_id: int) -> tuple[FoundFact, ...]:
    """What the finder reads on the case's pages; outside any transaction, writes nothing."""
    return find_in_pages(Case.objects.get(pk=case_id))


@transaction.atomic
def case_prepare(case_id: int, found: tuple[FoundFact, ...], *, now: datetime) -> None:
    """Write the proposals, evaluate, and run the checks; twice is the same as once.

    A closed case is left as it was decided. While pages are still being read another
    look is enqueued for later, so that no bell that rang too early is missed.
    """
    case = case_locked(case_id)
    if not case.state.is_open:
        return
    unread = int(_look_again(case, found, now=now).inputs["pages"]["unread"])
    if unread:
        job_enqueue(
            "case.prepare",
            subject=case.pk,
            digest=f"unread:{unread}",
            not_before=now + WAIT_FOR_READING,
        )


@dataclass(frozen=True)
class Recheck:
    """The newest run after another look; is_new tells that this look made it.

    has_changed tells that anything of the case is otherwise than before.
    """

    run: CheckRun
    is_new: bool
    has_changed: bool


@transaction.atomic
def case_recheck(case_id: int, *, actor: Actor, now: datetime) -> Recheck:
    """Look again at the request, the plan's own data and the checks because a person asks.

    The pages are not read again. The same input gives the same run.

    Raises:
        NotPermittedError: the role does not run checks.
        MoveRefusedError: the case is closed; it stays as it was decided.
    """
    require(actor, Action.CHECKS_RUN)
    case = case_locked(case_id)
    if not case.state.is_open:
        raise MoveRefusedError("This case is closed, so its checks stay as they were.")
    version, runs = case.version, case.check_runs.count()
    run = _look_again(case, (), now=now)
    return Recheck(run, case.check_runs.count() != runs, case.version != version)


def _look_again(case: Case, found: tuple[FoundFact, ...], *, now: datetime) -> CheckRun:
    """Coverage, facts, evaluation and checks of a locked case; the newest run."""
    before = facts_of(case, Evaluation.Kind.CONFIRMED)
    runs = case.check_runs.count()
    moved = _coverage_follow(case, now=now)
    new = facts_gather(case, found, now=now)
    if new:
        event_add(
            case,
            kind="facts.gathered",
            actor=system_actor("worker"),
            now=now,
            detail={"new": new},
        )
    case_evaluate(case, now=now)
    answers_mark_stale(case, before)
    run = checks_run(case, now=now)
    if new or moved or case.check_runs.count() != runs:
        case_touch(case)
    return run


def _coverage_follow(case: Case, *, now: datetime) -> bool:
    """Take the coverage that now counts for a locked case; whether it is another than before.

    A newborn is enrolled, another coverage takes the first one's place, or its contract is
    corrected where it stands, after the request came. It selects the rules of the clock, so the due time is computed again from the ledger;
    what a person found at a gate was found in the other contract, so it is asked again.
    Where none is left the last one stays on the case, since the clock it set runs on; facts
    and checks look at coverage as it is now.
    """
    found = coverage_for(case.member_id, case.service_from or plan_day(case.received_at))
    if found is None or (found.pk == case.coverage_id and not _contract_differs(case, found)):
        return False
    reopened = gates_reopen(case)
    case.coverage = found
    case.save(update_fields=["coverage"])
    due_recompute(case)
    event_add(
        case,
        kind="case.coverage_changed",
        actor=system_actor("worker"),
        now=now,
        detail={"coverage": found.pk} | ({"gates": "reopened"} if reopened else {}),
    )
    return True


def _contract_differs(case: Case, coverage: Coverage) -> bool:
    """Whether the coverage is of another contract than the newest run of the checks saw.

    That a group's contract became known is no other contract: a gate settled by then stays.
    """
    run = case.check_runs.order_by("-id").first()
    seen = coverage_seen(coverage)
    if run is None or seen is None or not run.inputs.get("coverage"):
        return False
    return _contract(run.inputs["coverage"]) != _contract(asdict(seen))


def _contract(coverage: Mapping[str, Any]) -> tuple[Any, ...]:
    group = coverage["group"] or {}
    names = ("line_of_business", "regime", "funding", "route", "home_plan")
    return (*(coverage[name] for name in names), group.get("number"))


def cases_refresh(document_id: int, *, cause: str = "") -> None:
    """Enqueue the preparation of every open case that holds pages of the document.

    cause names what happened when that can happen more than once to a document.
    """
    digest = cause or f"document:{document_id}"
    with transaction.atomic():
        for link in CaseDocument.objects.select_related("case").filter(document_id=document_id):
            if link.case.state.is_open:
                job_enqueue("case.prepare", subject=link.case_id, digest=digest)
