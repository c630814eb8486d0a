"""The rows of sample cases: the same tables as the services fill, made to be inserted plainly."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
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
from cases.services.sample_lots import Blocks
from cases.services.sample_world import World
from operations.models import AuditStream
from operations.services.audit_many import Act, stream_blocks
from operations.services.blocks import Block, block_of, time_told
from operations.services.bulk import HISTORY_NAMES

REASON = "sample"
CLERK = "system:sample"
SOURCE = "sample"
LETTER_AFTER = timedelta(minutes=3)
_RATIONALES = {
    Step.APPROVED: "Sample: every criterion is met by the records.",
    Step.DENIED: "Sample: a criterion of the policy is not met by the records.",
    Step.REFERRED: "Sample: the records leave a criterion open, so a physician should look.",
}
_OUTCOMES = {
    Step.APPROVED: Determination.Outcome.APPROVED.value,
    Step.DENIED: Determination.Outcome.DENIED.value,
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


Ids = Mapping[type[models.Model], list[int]]
KEYED: dict[type[models.Model], int] = {
    **dict.fromkeys((Case, RequestLine, Determination, DeterminationLine, AuditStream), 1),
    **dict.fromkeys((Recommendation, InformationRequest), 1),
    Letter: 2,
}


def case_blocks(stories: Sequence[Story], world: World, *, numbers: list[str], ids: Ids) -> Blocks:
    """The stories as rows of every table, in an order that can be written.

    numbers are those of the cases; ids are unused keys of every model in KEYED, as many for a
    case as it says. Asks the database nothing but,
    once for each stretch without a change, which policy governs a service.
    """
    tables = _Tables(ids)
    for case_id, story, number in zip(ids[Case], stories, numbers, strict=False):
        _CaseRows(case_id, number, story, world, tables).add()
    return tables.blocks(world.chain_key)


class _Tables:
    """The rows of one part of the sample, by table; times and dates are told already."""

    def __init__(self, ids: Ids) -> None:
        self.cases: list[tuple[Any, ...]] = []
        self.case_history: list[tuple[Any, ...]] = []
        self.histories: dict[type[models.Model], list[tuple[Any, ...]]] = defaultdict(list)
        self.rows: dict[type[models.Model], list[tuple[Any, ...]]] = {m: [] for m in COLUMNS}
        self.streams: list[tuple[int, str, list[Act]]] = []
        self.ids = {model: iter(keys) for model, keys in ids.items()}

    def track(self, model: type[models.Model], row: tuple[Any, ...], at: str) -> None:
        """The field history of a row that was made then."""
        self.histories[model].append((*row, at, REASON, "+", None))

    def blocks(self, key: bytes) -> Blocks:
        """Everything, each table's rows as one block."""
        found = [
            _block(Case, (*_CASE, "version"), self.cases),
            _block(Case.history.model, (*_CASE, *HISTORY_NAMES), self.case_history),
        ]
        found += [_block(model, COLUMNS[model], rows) for model, rows in self.rows.items()]
        for model, rows in self.histories.items():
            history = model.history.model  # type: ignore[attr-defined]
            found.append(_block(history, (*COLUMNS[model], *HISTORY_NAMES), rows))
        return (*found, *stream_blocks(self.streams, key=key))


def _block(model: type[models.Model], names: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Block:
    return block_of(model, names, rows, times_told=True)


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
        self.received_at = time_told(story.received_at)
        self.due_at = self._due()
        self.first_due = self.due_at
        self.line_id = next(tables.ids[RequestLine])
        self.service_from = story.received_at.date() + timedelta(days=14 + case_id % 20)
        self.policy_id = world.policy_of(self.product.hcpcs, self.service_from)
        self.acts: list[Act] = []
        self.events = tables.rows[CaseEvent]
        self.clock_events = tables.rows[ClockEvent]
        self.owner_id: int | None = None
        self.closed_at: str | None = None
        self.asked_at: datetime | None = None
        self.request_id: int | None = None
        self.recommendation_id: int | None = None
        self.last_at = time_told(story.steps[-1][1])

    def add(self) -> None:
        """Tell every step, then write the case as it stands at the end."""
        for step, at in self.story.steps:
            _TELL[step](self, at, time_told(at))
        if self.asked_at is not None:
            self._request(InformationRequest.State.OPEN, None)
            self.due_at = self._due(Toll(self.asked_at, None))
        self._case()
        stream_id = next(self.tables.ids[AuditStream])
        self.tables.streams.append((stream_id, f"case:{self.id}", self.acts))

    def _case(self) -> None:
        story, status = self.story, self.story.status
        opened_at = time_told(story.steps[0][1])
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
            self.service_from.isoformat(),
            (self.service_from + timedelta(days=30)).isoformat(),
            self.received_at,
            opened_at,
        )
        key = (self.id, self.number)
        end = (self.owner_id, self.due_at, self.closed_at)
        row = (*key, status.value, *fixed, *end)
        self.tables.cases.append((*row, len(story.steps)))
        first = (*key, Status.READY.value, *fixed, None, self.first_due, None)
        self.tables.case_history.append((*first, opened_at, REASON, "+", None))
        if len(story.steps) > 1:
            self.tables.case_history.append((*row, self.last_at, REASON, "~", None))
        line = (self.line_id, self.id, 1, self.product.name, self.product.hcpcs)
        self.tables.rows[RequestLine].append(line)
        self.tables.track(RequestLine, line, opened_at)

    def _event(self, kind: str, actor: str, at: str, *, before: str = "", after: str = "") -> None:
        """One event and its link in the chain, whose detail has the event's number besides.

        before and after are the parts of the detail, as canonical JSON, on either side of it,
        each with its comma.
        """
        sequence = len(self.acts) + 1
        self.events.append((self.id, sequence, kind, actor, at, f"{{{before}{after[1:]}}}"))
        self.acts.append((actor, kind, f'{{{before}"event":{sequence}{after}}}', at))

    def _clock(self, kind: str, at: str, recorded_at: str, actor: str) -> None:
        self.clock_events.append((self.id, kind, at, recorded_at, SOURCE, actor))

    def _due(self, *tolls: Toll) -> str | None:
        found = self.world.clocks.due_at(
            self.clock, received_at=self.story.received_at, tolls=tolls
        )
        return time_told(found) if found else None

    def _opened(self, _: datetime, told: str) -> None:
        member = self.member.member
        read = (self.id, member.number, member.birth_date.isoformat(), CLERK, told)
        self.tables.rows[MemberConfirmation].append(read)
        self._clock("received", self.received_at, told, CLERK)
        self._event(Step.OPENED, CLERK, told)

    def _claimed(self, _: datetime, told: str) -> None:
        self.owner_id = self.nurse.user_id
        self._event(Step.CLAIMED, self.nurse.key, told)

    def _asked(self, at: datetime, told: str) -> None:
        self.asked_at, self.request_id = at, next(self.tables.ids[InformationRequest])
        self._clock("information_requested", told, told, self.nurse.key)
        self._event(Step.ASKED, self.nurse.key, told, after=',"request":1')
        made_at = time_told(at + LETTER_AFTER)
        self._letter(Letter.Kind.INFORMATION_REQUEST, made_at, request=self.request_id)

    def _woken(self, at: datetime, told: str) -> None:
        if self.asked_at is None:
            return
        self._request(InformationRequest.State.ANSWERED, told)
        self._clock("information_received", told, told, CLERK)
        self._event(Step.WOKEN, CLERK, told)
        self.due_at = self._due(Toll(self.asked_at, at))
        self.owner_id = self.asked_at = None

    def _request(self, state: InformationRequest.State, answered_at: str | None) -> None:
        asked_at = self.asked_at or self.story.received_at
        days = 2 if self.story.urgency == "expedited" else 45
        answer_by = (asked_at.date() + timedelta(days=days)).isoformat()
        told = time_told(asked_at)
        asked = (self.request_id, self.id, 1, _ITEMS, self.nurse.user_id, told, answer_by)
        row = (*asked, state.value, answered_at)
        self.tables.rows[InformationRequest].append(row)
        self.tables.track(InformationRequest, row, answered_at or told)

    def _referred(self, _: datetime, told: str) -> None:
        adverse = any(step is Step.DENIED for step, _ in self.story.steps)
        kind = Recommendation.Kind.DENY if adverse else Recommendation.Kind.PHYSICIAN_JUDGEMENT
        self.recommendation_id = next(self.tables.ids[Recommendation])
        said = (kind.value, _RATIONALES[Step.REFERRED], "{}", self.nurse.user_id, told)
        self.tables.rows[Recommendation].append((self.recommendation_id, self.id, 1, *said))
        detail = f',"kind":"{kind.value}","recommendation":1'
        self._event(Step.REFERRED, self.nurse.key, told, after=detail)

    def _approved(self, at: datetime, told: str) -> None:
        self._decided(Step.APPROVED, at, told)

    def _denied(self, at: datetime, told: str) -> None:
        self._decided(Step.DENIED, at, told)

    def _decided(self, step: Step, at: datetime, told: str) -> None:
        approved, self.closed_at = step is Step.APPROVED, told
        physician = self.recommendation_id is not None
        signer = self.director if physician else self.nurse
        plan = self.world.clocks.plan(at.date()).version
        determination_id = next(self.tables.ids[Determination])
        category = "" if approved else "clinical"
        said = (_OUTCOMES[step], category, _RATIONALES[step], "{}")
        rests = (self.policy_id, self.recommendation_id, plan)
        role = "medical_director" if physician else "nurse_reviewer"
        signed = (signer.user_id, self.nurse.user_id, role, signer.licence, told, self.due_at)
        row = (determination_id, self.id, 1, *said, *rests, *signed)
        self.tables.rows[Determination].append(row)
        self._lines(determination_id, step, at)
        self._clock("decided", told, told, signer.key)
        before = f'"category":"{category}","determination":1,'
        self._event(step, signer.key, told, before=before, after=f',"plan_settings":{plan}')
        self._clock("notified", self.last_at, self.last_at, "system:worker")
        kind = Letter.Kind.APPROVAL if approved else Letter.Kind.ADVERSE
        self._letter(kind, self.last_at, determination=determination_id)

    def _lines(self, determination_id: int, step: Step, at: datetime) -> None:
        row_id = next(self.tables.ids[DeterminationLine])
        approved = step is Step.APPROVED
        row = (row_id, determination_id, self.line_id, _OUTCOMES[step], int(approved))
        self.tables.rows[DeterminationLine].append(row)
        if approved:
            first = at.date()
            valid = (first.isoformat(), (first + timedelta(days=365)).isoformat())
            self.tables.rows[Authorization].append((row_id, f"AU-{self.number[3:]}-1", 1, *valid))

    def _letter(
        self,
        kind: Letter.Kind,
        told: str,
        *,
        determination: int | None = None,
        request: int | None = None,
    ) -> None:
        letter, letter_id = self.world.letter, next(self.tables.ids[Letter])
        cause = (letter_id, self.id, kind.value, determination, request, "member")
        made = (letter.template_id, letter.template_version, letter.pdf, letter.sha256, told)
        self.tables.rows[Letter].append(cause + made)
        detail = f',"kind":"{kind.value}","letter":{letter_id},"sha256":"{letter.sha256}"'
        self._event(Step.LETTER, "system:worker", told, after=detail)

    def _redirected(self, _: datetime, told: str) -> None:
        self.closed_at = told
        self._event(Step.REDIRECTED, self.nurse.key, told)

    def _sent(self, _: datetime, __: str) -> None:
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
