"""Appeals: the queue by due time, and one appeal beside the decision it questions."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.selectors.names import names_of
from cases.domain.appeals import AppealMove, AppealState, FiledBy, appeal_target
from cases.domain.moments import moment_of
from cases.models import Appeal, Case
from criteria.selectors.policies import policy_get

if TYPE_CHECKING:
    from cases.models import Determination

PAGE_SIZE = 50
COUNT_CAP = 1000
TONES = {
    AppealState.RECEIVED: "warn",
    AppealState.ACKNOWLEDGED: "info",
    AppealState.ASSIGNED: "info",
    AppealState.CLOSED: "quiet",
}


@dataclass(frozen=True)
class AppealRow:
    """One appeal in the queue; no more of the member than initials and a tail.

    came_earlier: an earlier arrival of the same papers is on record and nobody settled it.
    """

    case_number: str
    sequence: int
    initials: str
    number_tail: str
    service: str
    urgency: str
    is_expedited: bool
    level: int
    filed_by: str
    filed_late: bool
    state: str
    state_label: str
    tone: str
    reviewer: str
    is_mine: bool
    received_at: datetime
    due_at: datetime
    cursor: str
    came_earlier: bool = False


@dataclass(frozen=True)
class AppealPage:
    """Rows of one page; next_cursor is empty on the last page."""

    rows: tuple[AppealRow, ...]
    next_cursor: str


def appeal_list(actor: Actor, *, view: str, after: str = "") -> AppealPage:
    """Appeals of a view by due time, a page at a time. Two queries.

    view: "open", "unassigned", "mine" or "closed"; an unknown view is "open". after is
    the cursor of the row before; one that cannot be read is the start.
    """
    rows = _in_view(actor, view).order_by("due_at", "id")
    position = _position(after)
    if position:
        due_at, pk = position
        rows = rows.filter(Q(due_at__gt=due_at) | Q(due_at=due_at, id__gt=pk))
    found = list(
        rows.select_related("case__member", "reviewer").prefetch_related("case__lines")[
            : PAGE_SIZE + 1
        ]
    )
    shown = tuple(_row(appeal, actor) for appeal in found[:PAGE_SIZE])
    return AppealPage(shown, shown[-1].cursor if len(found) > PAGE_SIZE else "")


def appeal_counts(actor: Actor) -> dict[str, int]:
    """How many appeals each view holds, counted up to COUNT_CAP. One query per view."""
    return {
        view: _in_view(actor, view).values("pk")[:COUNT_CAP].count()
        for view in ("open", "unassigned", "mine", "closed")
    }


def appeals_of(case: Case, actor: Actor) -> tuple[AppealRow, ...]:
    """The appeals of one case, oldest first. Two queries."""
    rows = case.appeals.select_related("case__member", "reviewer").prefetch_related("case__lines")
    return tuple(_row(appeal, actor) for appeal in rows.order_by("sequence"))


def open_appeal_id(case_id: int) -> int | None:
    """The newest open appeal of a case; None when there is none. One query."""
    found = Appeal.objects.filter(case_id=case_id, closed_at__isnull=True).order_by("-sequence")
    return found.values_list("pk", flat=True).first()


def _in_view(actor: Actor, view: str) -> QuerySet[Appeal]:
    if not actor.may(Action.APPEAL_VIEW):
        return Appeal.objects.none()
    still_open = Q(state__in=[state.value for state in AppealState if state.is_open])
    wanted = {
        "unassigned": still_open & Q(reviewer__isnull=True),
        "mine": still_open & Q(reviewer_id=actor.user_id),
        "closed": ~still_open,
    }.get(view, still_open)
    return Appeal.objects.filter(wanted)


def _position(cursor: str) -> tuple[datetime, int] | None:
    moment, _, key = cursor.rpartition("~")
    due_at = moment_of(moment)
    if due_at is None or not (key.isascii() and key.isdigit() and len(key) < 16):
        return None
    return due_at, int(key)


def _row(appeal: Appeal, actor: Actor) -> AppealRow:
    case = appeal.case
    return AppealRow(
        case_number=case.number,
        sequence=appeal.sequence,
        initials=case.member.initials,
        number_tail=case.member.number_tail,
        service=", ".join(line.product for line in case.lines.all()),
        urgency=appeal.get_urgency_display(),
        is_expedited=appeal.urgency == Case.Urgency.EXPEDITED,
        level=appeal.level,
        filed_by=FiledBy(appeal.filed_by).label,
        filed_late=appeal.filed_late,
        state=appeal.state,
        state_label=appeal.standing.label,
        tone=TONES[appeal.standing],
        reviewer=str(appeal.reviewer) if appeal.reviewer else "",
        is_mine=appeal.reviewer_id is not None and appeal.reviewer_id == actor.user_id,
        received_at=appeal.received_at,
        due_at=appeal.due_at,
        cursor=f"{appeal.due_at.isoformat()}~{appeal.pk}",
        came_earlier=appeal.earlier_receipt_id is not None,
    )


@dataclass(frozen=True)
class Ground:
    """One criterion that the decision rests on: how it was answered, and by whom."""

    label: str
    cite: str
    words: str
    note: str
    by: str


@dataclass(frozen=True)
class AppealShown:
    """One appeal with what the decision rested on and what the actor may do now."""

    row: AppealRow
    asked: str
    source: str
    recorded_at: datetime
    recorded_by: str
    file_by: date | None
    filing_why: str
    due_limit: str
    due_cite: str
    due_rule: str
    rule_to_verify: bool
    acknowledged_at: datetime | None
    assigned_at: datetime | None
    closed_at: datetime | None
    closing_note: str
    grounds: tuple[Ground, ...]
    may_acknowledge: bool
    may_assign: bool
    may_withdraw: bool
    earlier_receipt_id: int | None = None
    is_correction_open: bool = False
    has_papers: bool = True


def appeal_shown(appeal: Appeal, actor: Actor) -> AppealShown:
    """The appeal fetched by appeal_for, for its page. Five queries at most."""
    state = appeal.standing
    receives = actor.may(Action.APPEAL_RECEIVE)
    assigns = actor.may(Action.APPEAL_ASSIGN)
    grounds = tuple(_grounds(appeal.determination))
    names = names_of([appeal.recorded_by])
    return AppealShown(
        row=_row(appeal, actor),
        asked=appeal.asked,
        source=_source(appeal),
        recorded_at=appeal.recorded_at,
        recorded_by=names[appeal.recorded_by],
        file_by=appeal.file_by,
        filing_why=appeal.filing_why,
        due_limit=appeal.due_limit,
        due_cite=appeal.due_cite,
        due_rule=appeal.due_rule,
        rule_to_verify=appeal.rule_to_verify,
        acknowledged_at=appeal.acknowledged_at,
        assigned_at=appeal.assigned_at,
        closed_at=appeal.closed_at,
        closing_note=appeal.closing_note,
        grounds=grounds,
        may_acknowledge=receives
        and appeal.acknowledged_at is None
        and appeal_target(state, AppealMove.ACKNOWLEDGE) is not None,
        may_assign=assigns and appeal_target(state, AppealMove.ASSIGN) is not None,
        may_withdraw=receives and appeal_target(state, AppealMove.WITHDRAW) is not None,
        earlier_receipt_id=appeal.earlier_receipt_id,
        is_correction_open=appeal.clock_corrections.filter(state="proposed").exists(),
        has_papers=appeal.receipt_id is not None,
    )


def _source(appeal: Appeal) -> str:
    if appeal.receipt is None:
        return "a call"
    return f"arrival {appeal.receipt_id} ({appeal.receipt.get_channel_display().lower()})"


def _grounds(determination: "Determination") -> list[Ground]:
    """The criteria that were not answered met when the decision was signed."""
    if determination.policy_id is None:
        return []
    leaves = policy_get(determination.policy_id).leaves()
    answers = determination.answers
    names = names_of(answer["reviewer"] for answer in answers.values())
    words = {"not_met": "Not met", "unknown": "Cannot tell"}
    return [
        Ground(
            label=leaf.label,
            cite=str(leaf.cite),
            words=words[answers[leaf.id]["answer"]],
            note=answers[leaf.id]["note"],
            by=names[answers[leaf.id]["reviewer"]],
        )
        for leaf in leaves
        if leaf.id in answers and answers[leaf.id]["answer"] in words
    ]
