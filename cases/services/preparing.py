"""What the worker does with a case: facts, evaluations, checks, in that order."""

from datetime import datetime, timedelta

from django.db import transaction

from accounts.domain.actor import system_actor
from cases.models import Case, CaseDocument, Evaluation
from cases.selectors.evaluation import facts_of
from cases.selectors.finding import FoundFact
from cases.services.checking import checks_run
from cases.services.evaluation import case_evaluate
from cases.services.events import case_locked, case_touch, event_add
from cases.services.facts import answers_mark_stale, facts_gather, find_in_pages
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
    before = facts_of(case, Evaluation.Kind.CONFIRMED)
    runs = case.check_runs.count()
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
    unread = int(checks_run(case, now=now).inputs["unread_pages"])
    if new or case.check_runs.count() != runs:
        case_touch(case)
    if unread:
        job_enqueue(
            "case.prepare",
            subject=case.pk,
            digest=f"unread:{unread}",
            not_before=now + WAIT_FOR_READING,
        )


def cases_refresh(document_id: int) -> None:
    """Enqueue the preparation of every open case that holds pages of the document."""
    with transaction.atomic():
        for link in CaseDocument.objects.select_related("case").filter(document_id=document_id):
            if link.case.state.is_open:
                job_enqueue("case.prepare", subject=link.case_id, digest=f"document:{document_id}")
