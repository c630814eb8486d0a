"""What is new on cases and not seen yet; news of an appeal is in appeal_notices."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.domain.roles import Role
from cases.domain.lifecycle import Status
from cases.models import Case, CaseNotice

MOST = 20


@dataclass(frozen=True)
class NoticeView:
    """One thing that nobody has seen off yet.

    came_earlier_at is when papers had come before the case's clock began; None for other news.
    """

    number: str
    url: str
    words: str
    receipt_id: int
    at: datetime
    came_earlier_at: datetime | None = None


def may_see_off(notice: CaseNotice, case: Case, actor: Actor) -> bool:
    """Whether the notice is the actor's: told to them, or theirs by the case they work on.

    One for no named person is the director's while the case is with one, else the owner's.
    """
    if actor.user_id is not None and actor.user_id in (notice.recipient_id, case.owner_id):
        return True
    with_director = case.state is Status.REFERRED
    return notice.recipient_id is None and with_director and actor.role is Role.MEDICAL_DIRECTOR


def notices_of(case: Case, actor: Actor) -> tuple[tuple[NoticeView, ...], bool]:
    """What is new on the case, and whether the actor may say that they saw it. One query."""
    rows = list(
        case.notices.filter(appeal=None, seen_by="")
        .select_related("receipt__late_slip")
        .order_by("id")[:MOST]
    )
    may = actor.may(Action.CASE_CLAIM) and any(may_see_off(row, case, actor) for row in rows)
    once = {(row.kind, row.receipt_id): row for row in reversed(rows)}
    return tuple(_view(row, case) for row in reversed(once.values())), may


def notices_for(actor: Actor) -> tuple[NoticeView, ...]:
    """What the actor was told and has not seen, newest first, at most twenty. One query."""
    if not actor.may(Action.CASE_CLAIM) or actor.user_id is None:
        return ()
    rows = CaseNotice.objects.filter(appeal=None, recipient_id=actor.user_id, seen_by="")
    newest = rows.select_related("case", "receipt__late_slip").order_by("-id")[:MOST]
    return tuple(_view(row, row.case) for row in newest)


def cases_with_news(case_ids: Iterable[int]) -> dict[int, str]:
    """What is new on each of the cases, in words; cases without news are left out. One query."""
    rows = CaseNotice.objects.filter(case_id__in=list(case_ids), appeal=None, seen_by="")
    rows = rows.order_by("id")
    return {row.case_id: str(row.get_kind_display()) for row in rows}


def _view(row: CaseNotice, case: Case) -> NoticeView:
    return NoticeView(
        number=case.number,
        url=case.get_absolute_url(),
        words=str(row.get_kind_display()),
        receipt_id=row.receipt_id,
        at=row.created_at,
        came_earlier_at=(
            row.receipt.dated_at if row.kind == CaseNotice.Kind.EARLIER_ARRIVAL else None
        ),
    )
