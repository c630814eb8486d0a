"""Automated checks over a case: snapshot, run, keep. Checks never write an outcome."""

from collections import Counter
from datetime import datetime

from accounts.domain.actor import system_actor
from cases.checks.all_checks import run_checks
from cases.checks.snapshot import CaseSnapshot, CoverageSeen, PolicySeen
from cases.models import Case, CheckRun, Evaluation, Finding, MemberConfirmation, PagePlacement
from cases.selectors.coverage import coverage_for
from cases.selectors.evaluation import evaluation_current
from cases.selectors.plan_day import plan_day
from cases.services.events import event_add
from criteria.selectors.policies import policy_get
from documents.selectors.pages import page_states
from operations.domain.canonical import digest_of


def checks_run(case: Case, *, now: datetime) -> CheckRun:
    """Run every check over the locked case and keep the findings.

    The same input gives the same run: nothing is written the second time.
    """
    snapshot = snapshot_of(case)
    inputs = snapshot.as_inputs()
    run, created = CheckRun.objects.get_or_create(
        case=case,
        input_digest=digest_of(inputs),
        defaults={"inputs": inputs, "created_at": now},
    )
    if not created:
        return run
    for found in run_checks(snapshot):
        Finding.objects.create(
            run=run,
            check_id=found.check_id,
            title=found.title,
            result=found.result.value,
            reason=found.reason,
            to_do=found.to_do,
        )
    event_add(
        case, kind="checks.run", actor=system_actor("worker"), now=now, detail={"run": run.pk}
    )
    return run


def snapshot_of(case: Case) -> CaseSnapshot:
    """What the checks may look at, read from the case as it stands."""
    types, unreadable, unread = _pages(case)
    evaluation = evaluation_current(case, Evaluation.Kind.SUGGESTED)
    by_status = _leaves_by_status(case, evaluation)
    on = case.service_from or plan_day(case.received_at)
    coverage, policy = coverage_for(case.member_id, on), case.policy
    confirmed = MemberConfirmation.objects.select_related("case__member").filter(case=case).first()
    return CaseSnapshot(
        member_number_confirmed=bool(confirmed and confirmed.number_agrees),
        member_birth_confirmed=bool(confirmed and confirmed.birth_date_agrees),
        on=on,
        service_date_known=case.service_from is not None,
        coverage=CoverageSeen(
            coverage.line_of_business,
            coverage.regime,
            coverage.funding,
            coverage.route,
            coverage.home_plan,
        )
        if coverage
        else None,
        policy=PolicySeen(policy.title, policy.version, policy.revision, policy.digest)
        if policy
        else None,
        pages_by_type=types,
        unreadable_pages=unreadable,
        unread_pages=unread,
        evaluation_overall=evaluation.overall if evaluation else "",
        evaluation_suggestion=evaluation.suggestion if evaluation else "",
        criteria_total=sum(len(ids) for ids in by_status.values()),
        criteria_met=len(by_status["met"]),
        criteria_not_met=tuple(by_status["not_met"]),
        criteria_unknown=tuple(by_status["unknown"]),
    )


def _pages(case: Case) -> tuple[tuple[tuple[str, int], ...], int, int]:
    """Readable pages by document type, unreadable pages, pages still being read."""
    types: Counter[str] = Counter()
    unreadable = unread = 0
    for link in case.documents.order_by("id"):
        states = {page.number: page.state for page in page_states(link.document_id)}
        for placement in PagePlacement.objects.filter(case_document=link):
            state = states.get(placement.page_number, "waiting")
            if state == "waiting":
                unread += 1
            elif state == "unreadable":
                unreadable += 1
            else:
                types[placement.document_type] += 1
    return tuple(sorted(types.items())), unreadable, unread


def _leaves_by_status(case: Case, evaluation: Evaluation | None) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"met": [], "not_met": [], "unknown": []}
    if evaluation is None or case.policy_id is None:
        return found
    for leaf in policy_get(case.policy_id).leaves():
        found[evaluation.results[leaf.id]["status"]].append(leaf.id)
    return found
