"""What the automated checks found, run by run."""

from dataclasses import dataclass
from datetime import datetime

from cases.models import Case, CheckRun


@dataclass(frozen=True)
class CheckFound:
    """What one check found: result, reason, what to do."""

    check_id: str
    title: str
    result: str
    reason: str
    to_do: str


@dataclass(frozen=True)
class CheckRunRecord:
    """One run of all checks over one input, which input_digest names."""

    id: int
    created_at: datetime
    input_digest: str
    findings: tuple[CheckFound, ...]


def check_runs_before(case: Case, *, before_id: int | None, limit: int) -> list[CheckRunRecord]:
    """The case's runs, newest first, older than before_id when it is given. Two queries."""
    runs = case.check_runs.prefetch_related("findings").order_by("-pk")
    if before_id is not None:
        runs = runs.filter(pk__lt=before_id)
    return [_record(run) for run in runs[:limit]]


def check_run_newest(case: Case) -> CheckRunRecord | None:
    """The run that the desk shows; None while none has finished. Two queries."""
    run = case.check_runs.prefetch_related("findings").order_by("-created_at", "-pk").first()
    return _record(run) if run else None


def _record(run: CheckRun) -> CheckRunRecord:
    return CheckRunRecord(
        id=run.pk,
        created_at=run.created_at,
        input_digest=run.input_digest,
        findings=tuple(
            CheckFound(row.check_id, row.title, row.result, row.reason, row.to_do)
            for row in run.findings.all()
        ),
    )
