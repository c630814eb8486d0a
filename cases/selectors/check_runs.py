"""The runs of the automated checks of a case, and what changed from one to the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from cases.models import Case, CheckRun, Finding

RUNS_SHOWN = 20
FINDING_TONES = {"passed": "good", "attention": "warn", "stops": "bad", "unknown": "quiet"}


@dataclass(frozen=True)
class CheckRow:
    """What one automated check found: a word and a tone, why, and what to do."""

    id: str
    title: str
    result: str
    word: str
    tone: str
    reason: str
    to_do: str

    @property
    def group(self) -> str:
        """Where it belongs on the page: stops, look or settled.

        One that cannot tell and asks nobody to do anything waits for nobody: settled.
        """
        if self.result == Finding.Result.STOPS:
            return "stops"
        if self.result == Finding.Result.ATTENTION:
            return "look"
        return "look" if self.result == Finding.Result.UNKNOWN and self.to_do else "settled"


@dataclass(frozen=True)
class CheckChange:
    """A check that says something else than in the run before; either side may be missing."""

    title: str
    before: CheckRow | None
    after: CheckRow | None


@dataclass(frozen=True)
class RunShown:
    """One run with its findings in order. changes is empty for the first run."""

    id: int
    at: datetime
    rows: tuple[CheckRow, ...]
    changes: tuple[CheckChange, ...]
    is_first: bool


@dataclass(frozen=True)
class RunsPage:
    """Runs, newest first; older_than is the key of the next page, None at the end."""

    runs: tuple[RunShown, ...]
    older_than: int | None


def check_row(finding: Finding) -> CheckRow:
    """The finding in words. No query."""
    return CheckRow(
        id=finding.check_id,
        title=finding.title,
        result=finding.result,
        word=finding.get_result_display(),
        tone=FINDING_TONES[Finding.Result(finding.result).value],
        reason=finding.reason,
        to_do=finding.to_do,
    )


def runs_page(case: Case, *, before_id: int | None = None) -> RunsPage:
    """A page of the case's runs, each beside the run before it. Two queries."""
    rows = case.check_runs.order_by("-id").prefetch_related("findings")
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    found = list(rows[: RUNS_SHOWN + 1])
    shown = [_run(run, before) for run, before in pairwise([*found, None]) if run is not None]
    more = len(found) > RUNS_SHOWN
    return RunsPage(
        runs=tuple(shown[:RUNS_SHOWN]), older_than=shown[RUNS_SHOWN - 1].id if more else None
    )


def _run(run: CheckRun, before: CheckRun | None) -> RunShown:
    rows = _rows(run)
    return RunShown(
        id=run.pk,
        at=run.created_at,
        rows=rows,
        changes=tuple(_changes(_rows(before), rows)) if before else (),
        is_first=before is None,
    )


def _rows(run: CheckRun) -> tuple[CheckRow, ...]:
    findings = sorted(run.findings.all(), key=lambda finding: finding.pk)
    return tuple(check_row(finding) for finding in findings)


def _changes(before: Iterable[CheckRow], after: Iterable[CheckRow]) -> Iterable[CheckChange]:
    old, new = {row.id: row for row in before}, {row.id: row for row in after}
    for check_id in dict.fromkeys([*new, *old]):
        was, now = old.get(check_id), new.get(check_id)
        if was != now:
            shown = new.get(check_id) or old[check_id]
            yield CheckChange(shown.title, was, now)
