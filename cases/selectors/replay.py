"""What a replay has counted, and which cases stand behind each number."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Sum

from cases.domain.lifecycle import Status
from cases.domain.replay import ABSENT, SUGGESTION, Cell, ids_unpack
from cases.errors import ReplayNotFoundError
from cases.models import Case, Coverage, ReplayCell, ReplayRun
from criteria.domain.policy import Suggestion
from criteria.domain.truth import Truth
from criteria.selectors.policies import (
    PolicyRevisionRef,
    policy_get,
    revision_in_force,
    revision_list,
    revision_ref,
)
from operations.selectors.jobs import job_states

PAGE_SIZE = 50
MOST_RUNS = 10
STATUSES = {**{truth.value: truth.label for truth in Truth}, ABSENT: "Not asked"}
SUGGESTIONS = {suggestion.value: suggestion.label for suggestion in Suggestion}


@dataclass(frozen=True)
class RunView:
    """One replay as a page shows it. state is "failed" where its job was given up."""

    id: int
    draft: PolicyRevisionRef
    against: PolicyRevisionRef
    cohort: tuple[str, ...]
    state: str
    total: int
    read: int
    without_facts: int
    unanswered: int
    lacking: tuple[tuple[str, int], ...]
    asked_by: str
    asked_at: datetime
    finished_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        """Whether more is to come."""
        return self.state == ReplayRun.State.WAITING

    @property
    def counted(self) -> int:
        """How many cases have an answer of both revisions."""
        return self.read - self.without_facts - self.unanswered


@dataclass(frozen=True)
class ItemRow:
    """One criterion with how many cases have which answers; changed leaves out what stays."""

    item: str
    label: str
    cells: tuple[tuple[Cell, int], ...]

    @property
    def changed(self) -> int:
        """How many cases get another answer."""
        return sum(count for cell, count in self.cells if cell.is_change)


@dataclass(frozen=True)
class BehindRow:
    """One case behind a number, without anything about the member."""

    id: int
    number: str
    url: str
    status_label: str
    received_at: datetime


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen: its value and its words."""

    value: str
    label: str


def run_view(run_id: int) -> RunView:
    """The replay with how far it is. Six queries.

    Raises:
        ReplayNotFoundError: there is no such replay.
    """
    run = ReplayRun.objects.filter(pk=run_id).first()
    if run is None:
        raise ReplayNotFoundError("There is no such replay.")
    return _view(run)


def runs_of(revision_id: int) -> list[RunView]:
    """The newest replays of the revision as a draft."""
    rows = ReplayRun.objects.filter(draft_id=revision_id).order_by("-pk")
    return [_view(run) for run in rows[:MOST_RUNS]]


def cell_counts(run_id: int) -> dict[Cell, int]:
    """How many cases are in each cell. One query."""
    rows = (
        ReplayCell.objects.filter(part__run_id=run_id)
        .values_list("item", "old", "new")
        .annotate(cases=Sum("count"))
        .order_by("item", "old", "new")
    )
    return {Cell(item, old, new): count for item, old, new, count in rows}


def suggestion_counts(counts: dict[Cell, int]) -> dict[tuple[str, str], int]:
    """Cases by old and new suggestion."""
    return {(c.old, c.new): n for c, n in counts.items() if c.item == SUGGESTION}


def item_rows(view: RunView, counts: dict[Cell, int]) -> tuple[list[ItemRow], list[ItemRow]]:
    """The criteria that both revisions have, with all nine cells; and those of one alone."""
    old, new = policy_get(view.against.id), policy_get(view.draft.id)
    labels = {c.id: c.label for policy in (old, new) for c in policy.criteria()}
    both = {c.id for c in old.criteria()} & {c.id for c in new.criteria()}
    shared, alone = [], []
    truths = [truth.value for truth in Truth]
    for item, label in labels.items():
        if item in both:
            cells = [Cell(item, before, after) for before in truths for after in truths]
            shared.append(ItemRow(item, label, tuple((c, counts.get(c, 0)) for c in cells)))
        else:
            found = tuple((c, n) for c, n in counts.items() if c.item == item)
            alone.append(ItemRow(item, label, found))
    return shared, alone


def cases_behind(run_id: int, cell: Cell, *, after: int = 0) -> list[BehindRow]:
    """Cases of one cell by id, above after, one more than a page holds. Three queries at most.

    They are found by the numbers that were kept, so the list is as long as the number says.
    """
    rows = ReplayCell.objects.filter(
        part__run_id=run_id, item=cell.item, old=cell.old, new=cell.new, part__last_case__gt=after
    ).order_by("part__number")
    wanted: list[int] = []
    for packed in rows.values_list("case_ids", flat=True).iterator(chunk_size=10):
        wanted += [case_id for case_id in ids_unpack(bytes(packed)) if case_id > after]
        if len(wanted) > PAGE_SIZE:
            break
    cases = Case.objects.filter(pk__in=wanted[: PAGE_SIZE + 1]).order_by("pk")
    return [
        BehindRow(
            id=case.pk,
            number=case.number,
            url=case.get_absolute_url(),
            status_label=case.state.label,
            received_at=case.received_at,
        )
        for case in cases
    ]


def answer_label(cell: Cell, answer: str) -> str:
    """The answer in words; empty for one that the item cannot have."""
    known = SUGGESTIONS if cell.item == SUGGESTION else STATUSES
    return known.get(answer, "")


def item_label(view: RunView, item: str) -> str:
    """What the item is called; empty when neither revision has it."""
    if item == SUGGESTION:
        return "Suggestion"
    for policy in (policy_get(view.draft.id), policy_get(view.against.id)):
        for criterion in policy.criteria():
            if criterion.id == item:
                return criterion.label
    return ""


def other_revisions(ref: PolicyRevisionRef, *, on: date) -> list[PolicyRevisionRef]:
    """What the revision can be tried against, the one in force first. Two queries."""
    current = revision_in_force(ref.slug, on=on)
    others = [other for other in revision_list() if other.slug == ref.slug and other.id != ref.id]
    in_force = current.id if current else 0
    return sorted(others, key=lambda other: other.id != in_force)


def cohort_choices() -> tuple[list[Choice], list[Choice]]:
    """Lines of business, and statuses of cases."""
    lines = [Choice(value, label) for value, label in Coverage.LineOfBusiness.choices]
    return lines, [Choice(status.value, status.label) for status in Status]


def _view(run: ReplayRun) -> RunView:
    lacking: Counter[str] = Counter()
    read = without = unanswered = 0
    for part in run.parts.all():
        read += part.cases
        without += part.without_facts
        unanswered += part.unanswered
        lacking.update(part.lacking)
    return RunView(
        id=run.pk,
        draft=revision_ref(run.draft_id),
        against=revision_ref(run.against_id),
        cohort=_cohort_words(run),
        state=_state(run),
        total=run.total,
        read=read,
        without_facts=without,
        unanswered=unanswered,
        lacking=_lacking_words(run, lacking),
        asked_by=run.asked_by,
        asked_at=run.asked_at,
        finished_at=run.finished_at,
    )


def _state(run: ReplayRun) -> str:
    if run.state != ReplayRun.State.WAITING:
        return run.state
    states = job_states("policy.replay", [str(run.pk)])
    return "failed" if states.get(str(run.pk)) == "parked" else run.state


def _lacking_words(run: ReplayRun, lacking: Counter[str]) -> tuple[tuple[str, int], ...]:
    facts = policy_get(run.draft_id).facts
    return tuple((facts[name].ask, count) for name, count in lacking.items() if count)


def _cohort_words(run: ReplayRun) -> tuple[str, ...]:
    words = []
    if run.reviewed_under_id is not None:
        words.append(f"reviewed under {revision_ref(run.reviewed_under_id)}")
    if run.line_of_business:
        words.append(str(Coverage.LineOfBusiness(run.line_of_business).label))
    if run.status:
        words.append(Status(run.status).label)
    if run.received_from:
        words.append(f"received from {run.received_from:%Y-%m-%d}")
    if run.received_to:
        words.append(f"received until {run.received_to:%Y-%m-%d}")
    return tuple(words)
