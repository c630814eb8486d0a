"""What is new on appeals and not seen yet: for the reviewer, with none for who gives them out."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from cases.models import Appeal, CaseNotice
from cases.selectors.notices import MOST


@dataclass(frozen=True)
class AppealNoticeView:
    """One thing on an appeal that nobody has seen off yet.

    came_earlier_at is when papers had come before the appeal's clock began; None for other news.
    """

    number: str
    sequence: int
    words: str
    receipt_id: int
    at: datetime
    came_earlier_at: datetime | None = None


def may_see_off_appeal(notice: CaseNotice, appeal: Appeal, actor: Actor) -> bool:
    """Whether the notice is the actor's: told to them, or theirs by the appeal they work on.

    While the appeal has no reviewer it is for everybody who gives appeals out.
    """
    if not actor.may(Action.APPEAL_ASSIGN) or actor.user_id is None:
        return False
    if actor.user_id in (notice.recipient_id, appeal.reviewer_id):
        return True
    return appeal.reviewer_id is None


def appeal_notices_of(appeal: Appeal, actor: Actor) -> tuple[tuple[AppealNoticeView, ...], bool]:
    """What is new on an open appeal, and whether the actor may say so. One query.

    A closed one has no news.
    """
    if appeal.closed_at is not None:
        return (), False
    rows = list(_unread().filter(appeal=appeal).order_by("id")[:MOST])
    may = any(may_see_off_appeal(row, appeal, actor) for row in rows)
    return tuple(_view(row, appeal) for row in rows), may


def appeal_notices_for(actor: Actor) -> tuple[AppealNoticeView, ...]:
    """What is new for the actor on open appeals, newest first, at most twenty. One query."""
    if not actor.may(Action.APPEAL_ASSIGN) or actor.user_id is None:
        return ()
    mine = Q(recipient_id=actor.user_id) | Q(appeal__reviewer_id=actor.user_id)
    rows = _unread().filter(mine | Q(appeal__reviewer=None), appeal__closed_at=None)
    newest = rows.select_related("appeal").order_by("-id")[:MOST]
    return tuple(_view(row, row.appeal) for row in newest if row.appeal is not None)


def _unread() -> QuerySet[CaseNotice]:
    rows = CaseNotice.objects.filter(appeal__isnull=False, seen_by="")
    return rows.select_related("case", "receipt__late_slip")


def _view(row: CaseNotice, appeal: Appeal) -> AppealNoticeView:
    is_arrival = row.kind == CaseNotice.Kind.EARLIER_ARRIVAL
    return AppealNoticeView(
        number=row.case.number,
        sequence=appeal.sequence,
        words=str(row.get_kind_display()),
        receipt_id=row.receipt_id,
        at=row.created_at,
        came_earlier_at=row.receipt.dated_at if is_arrival else None,
    )
