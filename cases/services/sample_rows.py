"""The rows of sample cases: the same tables as the services fill, by plain inserts."""

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.db import models

from cases.domain.deadlines import Toll
from cases.domain.lifecycle import Status
from cases.domain.sample_story import Step, Story
from cases.models import (
    Authorization,
    Case,
    CaseEvent,
    ClockEvent,
    Determination,
    DeterminationLine,
    InformationRequest,
    Letter,
    MemberConfirmation,
    Recommendation,
    RequestLine,
)
from cases.services.clock_many import ClockOf
from cases.services.sample_world import World
from operations.services.audit_many import Act, streams_begin
from operations.services.bulk import HISTORY_NAMES, ids_reserve, rows_insert

REASON = "sample"
CLERK = "system:sample"
SOURCE = "sample"
LETTER_AFTER = timedelta(minutes=3)
_RATIONALES = {
    Step.APPROVED: "Sample: every criterion is met by the records.",
    Step.DENIED: "Sample: a criterion of the policy is not met by the records.",
    Step.REFERRED: "Sample: the records leave a criterion open, so a physician should look.",
}
_ITEMS = json.dumps([{"criterion": "", "sentence": "Sample: the latest laboratory report."}])
_CASE: tuple[str, ...] = (
    "id",
    "number",
    "status",
    "member_id",
    "coverage_id",
    "policy_id",
    "requester_id",
)
_CASE += ("facility_id", "place_of_service", "urgency", "diagnosis_code", "diagnosis_text")
_CASE += ("indication", "service_from", "service_to", "received_at", "opened_at", "owner_id")
_CASE += ("due_at", "closed_at")
_LINE = ("id", "case_id", "number", "product", "hcpcs")
_DETERMINATION: tuple[str, ...] = (
    "id",
    "case_id",
    "sequence",
    "outcome",
    "category",
    "rationale",
    "answers",
)
_DETERMINATION += ("policy_id", "recommendation_id", "plan_settings", "signer_id", "preparer_id")
_DETERMINATION += ("signer_role", "signer_licence", "decided_at", "due_at")
_RECOMMENDATION: tuple[str, ...] = (
    "id",
    "case_id",
    "sequence",
    "kind",
    "rationale",
    "answers",
    "made_by_id",
)
_RECOMMENDATION += ("made_at",)
_REQUEST: tuple[str, ...] = (
    "id",
    "case_id",
    "sequence",
    "items",
    "requested_by_id",
    "requested_at",
    "answer_by",
)
_REQUEST += ("state", "answered_at")
_LETTER: tuple[str, ...] = (
    "id",
    "case_id",
    "kind",
    "determination_id",
    "information_request_id",
    "recipient",
)
_LETTER += ("template_id", "template_version", "pdf", "sha256", "created_at")
COLUMNS: dict[type[models.Model], tuple[str, ...]] = {
    RequestLine: _LINE,
    MemberConfirmation: (
        "case_id",
        "number_read",
        "birth_date_read",
        "confirmed_by",
        "confirmed_at",
    ),
    ClockEvent: ("case_id", "kind", "at", "recorded_at", "source", "actor"),
    CaseEvent: ("case_id", "sequence", "kind", "actor", "at", "detail"),
    Determination: _DETERMINATION,
    DeterminationLine: ("id", "determination_id", "line_id", "outcome", "doses"),
    Authorization: ("determination_line_id", "number", "doses", "valid_from", "valid_to"),
    Recommendation: _RECOMMENDATION,
    InformationRequest: _REQUEST,
    Letter: _LETTER,
}


def cases_write(stories: list[Story], world: World, *, numbers: Iterator[str]) -> list[int]:
    """Write the stories as cases in the caller's transaction; returns the ids of the cases."""
    ids = ids_reserve(Case, len(stories))
    tables = _Tables(len(stories))
    for case_id, story, number in zip(ids, stories, numbers, strict=False):
        _CaseRows(case_id, number, story, world, tables).add()
    tables.write()
    return ids


class _Tables:
    """The rows of one part of the sample, by table."""

    def __init__(self, cases: int) -> None:
        self.cases: list[tuple[Any, ...]] = []
        self.case_history: list[tuple[Any, ...]] = []
        self.histories: dict[type[models.Model], list[tuple[Any, ...]]] = defaultdict(list)
        self.rows: dict[type[models.Model], list[tuple[Any, ...]]] = {m: [] for m in COLUMNS}
        self.streams: list[tuple[str, list[Act]]] = []
        keyed = (RequestLine, Determination, DeterminationLine, Recommendation, Letter)
        self.ids = {m: iter(ids_reserve(m, cases * 2)) for m in (*keyed, InformationRequest)}

    def add(self, model: type[models.Model], *row: Any) -> None:
        """One row more."""
        self.rows[model].append(row)

    def track(self, model: type[models.Model], row: tuple[Any, ...], at: datetime) -> None:
        """The field history of a row that was made then."""
        self.histories[model].append((*row, at, REASON, "+", None))

    def write(self) -> None:
        """Everything, in few statements."""
        rows_insert(Case, (*_CASE, "version"), self.cases)
        rows_insert(Case.history.model, (*_CASE, *HISTORY_NAMES), self.case_history)
        for model, rows in self.rows.items():
            rows_insert(model, COLUMNS[model], rows)
        for model, rows in self.histories.items():
            history = model.history.model  # type: ignore[attr-defined]
            rows_insert(history, (*COLUMNS[model], *HISTORY_NAMES), rows)
        streams_begin(self.streams)


class _CaseRows:
    """One case on its way into the tables: its steps are told in order."""

    def __init__(
        self, case_id: int, number: str, story: Story, world: World, tables: _Tables
    ) -> None:
        self.id, self.number, self.story, self.world, self.tables = (
            case_id,
            number,
            story,
            world,
            tables,
        )
        self.member = world.members[story.member]
        self.product = world.products[story.product]
        self.nurse = world.nurses[story.nurse]
        self.director = world.directors[story.director]
        cover = self.member.member.cover
        self.clock = ClockOf(cover.line_of_business, cover.regime, cover.funding, story.urgency)
        self.due_at = world.clocks.due_at(self.clock, received_at=story.received_at)
        self.first_due = self.due_at
        self.line_id = next(tables.ids[RequestLine])
        self.service_from = story.received_at.date() + timedelta(days=14 + case_id % 20)
        self.policy_id = world.policy_of(self.product.hcpcs, self.service_from)
        self.acts: list[Act] = []
        self.sequence = count(1)
        self.owner_id: int | None = None
        self.closed_at: datetime | None = None
        self.asked_at: datetime | None = None
        self.request_id: int | None = None
        self.recommendation_id: int | None = None

    def add(self) -> None:
        """Tell every step, then write the case as it stands at the end."""
        for step, at in self.story.steps:
            _TELL[step](self, at)
        if self.asked_at is not None:
            self._request(InformationRequest.State.OPEN, None)
            self.due_at = self._due(Toll(self.asked_at, None))
        self._case()
        self.tables.streams.append((f"case:{self.id}", self.acts))

    def _case(self) -> None:
        story, status = self.story, self.story.status
        opened_at, last_at = story.steps[0][1], story.steps[-1][1]
        fixed = (
            self.member.id,
            self.member.coverage_id,
            self.policy_id,
            self.world.requesters[self.id % len(self.world.requesters)],
            self.world.facilities[self.id % len(self.world.facilities)],
            story.place,
            story.urgency,
            self.product.diagnosis_code,
            self.product.diagnosis_text,
            self.product.indication,
            self.service_from,
            self.service_from + timedelta(days=30),
            story.received_at,
            opened_at,
        )
        key = (self.id, self.number)
        end = (self.owner_id, self.due_at, self.closed_at)
        row = (*key, status.value, *fixed, *end)
        self.tables.cases.append((*row, len(story.steps)))
        first = (*key, Status.READY.value, *fixed, None, self.first_due, None)
        self.tables.case_history.append((*first, opened_at, REASON, "+", None))
        if len(story.steps) > 1:
            self.tables.case_history.append((*row, last_at, REASON, "~", None))
        line = (self.line_id, self.id, 1, self.product.name, self.product.hcpcs)
        self.tables.add(RequestLine, *line)
        self.tables.track(RequestLine, line, opened_at)

    def _event(
        self, kind: str, actor: str, at: datetime, *, before: str = "", after: str = ""
    ) -> None:
        """One event and its link in the chain, whose detail has the event's number besides.

        before and after are the parts of the detail, as canonical JSON, on either side of it.
        """
        sequence = next(self.sequence)
        detail = ",".join(filter(None, (before, after)))
        told = ",".join(filter(None, (before, f'"event":{sequence}', after)))
        self.tables.add(CaseEvent, self.id, sequence, kind, actor, at, f"{{{detail}}}")
        self.acts.append((actor, kind, f"{{{told}}}", at))

    def _clock(self, kind: str, at: datetime, recorded_at: datetime, actor: str) -> None:
        self.tables.add(ClockEvent, self.id, kind, at, recorded_at, SOURCE, actor)

    def _due(self, toll: Toll) -> datetime | None:
        return self.world.clocks.due_at(
            self.clock, received_at=self.story.received_at, tolls=(toll,)
        )

    def _opened(self, at: datetime) -> None:
        member = self.member.member
        self.tables.add(MemberConfirmation, self.id, member.number, member.birth_date, CLERK, at)
        self._clock("received", self.story.received_at, at, CLERK)
        self._event(Step.OPENED, CLERK, at)

    def _claimed(self, at: datetime) -> None:
        self.owner_id = self.nurse.user_id
        self._event(Step.CLAIMED, self.nurse.key, at)

    def _asked(self, at: datetime) -> None:
        self.asked_at, self.request_id = at, next(self.tables.ids[InformationRequest])
        self._clock("information_requested", at, at, self.nurse.key)
        self._event(Step.ASKED, self.nurse.key, at, after='"request":1')
        self._letter(Letter.Kind.INFORMATION_REQUEST, at + LETTER_AFTER, request=self.request_id)

    def _woken(self, at: datetime) -> None:
        if self.asked_at is None:
            return
        self._request(InformationRequest.State.ANSWERED, at)
        self._clock("information_received", at, at, CLERK)
        self._event(Step.WOKEN, CLERK, at)
        self.due_at = self._due(Toll(self.asked_at, at))
        self.owner_id = self.asked_at = None

    def _request(self, state: str, answered_at: datetime | None) -> None:
        asked_at = self.asked_at or self.story.received_at
        days = 2 if self.story.urgency == "expedited" else 45
        answer_by = asked_at.date() + timedelta(days=days)
        asked = (self.request_id, self.id, 1, _ITEMS, self.nurse.user_id, asked_at, answer_by)
        row = (*asked, state, answered_at)
        self.tables.add(InformationRequest, *row)
        self.tables.track(InformationRequest, row, answered_at or asked_at)

    def _referred(self, at: datetime) -> None:
        adverse = any(step is Step.DENIED for step, _ in self.story.steps)
        kind = Recommendation.Kind.DENY if adverse else Recommendation.Kind.PHYSICIAN_JUDGEMENT
        self.recommendation_id = next(self.tables.ids[Recommendation])
        said = (kind.value, _RATIONALES[Step.REFERRED], "{}", self.nurse.user_id, at)
        self.tables.add(Recommendation, self.recommendation_id, self.id, 1, *said)
        detail = f'"kind":"{kind.value}","recommendation":1'
        self._event(Step.REFERRED, self.nurse.key, at, after=detail)

    def _approved(self, at: datetime) -> None:
        self._decided(Step.APPROVED, at)

    def _denied(self, at: datetime) -> None:
        self._decided(Step.DENIED, at)

    def _decided(self, step: Step, at: datetime) -> None:
        approved, self.closed_at = step is Step.APPROVED, at
        outcome = Determination.Outcome.APPROVED if approved else Determination.Outcome.DENIED
        physician = self.recommendation_id is not None
        signer = self.director if physician else self.nurse
        plan = self.world.clocks.plan(at.date())
        determination_id = next(self.tables.ids[Determination])
        self.tables.add(
            Determination,
            determination_id,
            self.id,
            1,
            outcome.value,
            "" if approved else "clinical",
            _RATIONALES[step],
            "{}",
            self.policy_id,
            self.recommendation_id,
            plan.version,
            signer.user_id,
            self.nurse.user_id,
            "medical_director" if physician else "nurse_reviewer",
            signer.licence,
            at,
            self.due_at,
        )
        self._lines(determination_id, approved=approved, at=at)
        self._clock("decided", at, at, signer.key)
        category = "" if approved else "clinical"
        before = f'"category":"{category}","determination":1'
        after = f'"plan_settings":{plan.version}'
        self._event(step, signer.key, at, before=before, after=after)
        made_at = self.story.steps[-1][1]
        kind = Letter.Kind.APPROVAL if approved else Letter.Kind.ADVERSE
        self._clock("notified", made_at, made_at, "system:worker")
        self._letter(kind, made_at, determination=determination_id)

    def _lines(self, determination_id: int, *, approved: bool, at: datetime) -> None:
        row_id = next(self.tables.ids[DeterminationLine])
        outcome = "approved" if approved else "denied"
        self.tables.add(
            DeterminationLine, row_id, determination_id, self.line_id, outcome, int(approved)
        )
        if approved:
            until = at.date() + timedelta(days=365)
            number = f"AU-{self.number[3:]}-1"
            self.tables.add(Authorization, row_id, number, 1, at.date(), until)

    def _letter(
        self,
        kind: str,
        at: datetime,
        *,
        determination: int | None = None,
        request: int | None = None,
    ) -> None:
        letter, letter_id = self.world.letter, next(self.tables.ids[Letter])
        cause = (letter_id, self.id, str(kind), determination, request, "member")
        made = (letter.template_id, letter.template_version, letter.pdf, letter.sha256, at)
        self.tables.add(Letter, *cause, *made)
        detail = f'"kind":"{kind!s}","letter":{letter_id},"sha256":"{letter.sha256}"'
        self._event(Step.LETTER, "system:worker", at, after=detail)

    def _redirected(self, at: datetime) -> None:
        self.closed_at = at
        self._event(Step.REDIRECTED, self.nurse.key, at)

    def _sent(self, at: datetime) -> None:
        """The letter was told with its decision."""


_TELL = {
    Step.OPENED: _CaseRows._opened,
    Step.CLAIMED: _CaseRows._claimed,
    Step.ASKED: _CaseRows._asked,
    Step.WOKEN: _CaseRows._woken,
    Step.REFERRED: _CaseRows._referred,
    Step.APPROVED: _CaseRows._approved,
    Step.DENIED: _CaseRows._denied,
    Step.REDIRECTED: _CaseRows._redirected,
    Step.LETTER: _CaseRows._sent,
}
