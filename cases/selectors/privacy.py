"""Pages marked as misdirected, for the privacy officer alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, Min, OuterRef

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.selectors.names import names_of
from cases.errors import CaseNotFoundError
from cases.models import PagePlacement, PrivacyNote
from documents.models import Receipt
from documents.selectors.documents import receipt_get
from documents.selectors.pages import page_states
from documents.selectors.views import PageView, ReceiptView

STRAY = PagePlacement.Disposition.MISDIRECTED


@dataclass(frozen=True)
class StrayArrival:
    """An arrival with misdirected pages; last_step is empty while nothing was done."""

    id: int
    received_at: datetime
    sender: str
    channel: str
    pages: int
    marked_at: datetime
    last_step: str
    is_closed: bool


@dataclass(frozen=True)
class StrayMark:
    """Who called a page misdirected, and when."""

    page_number: int
    who: str
    at: datetime


@dataclass(frozen=True)
class StepView:
    """One step about an arrival's misdirected pages."""

    label: str
    note: str
    who: str
    at: datetime


@dataclass(frozen=True)
class StrayFile:
    """An arrival with its misdirected pages only, who marked them, and what was done."""

    receipt: ReceiptView
    pages: tuple[PageView, ...]
    marks: tuple[StrayMark, ...]
    steps: tuple[StepView, ...]
    is_closed: bool


def stray_arrivals(
    *, view: str, before_id: int | None = None, limit: int = 50
) -> list[StrayArrival]:
    """Arrivals with misdirected pages, newest first; view "open" leaves out the closed. 3 queries.

    Closing holds for the pages marked by then: one marked later opens the arrival again.
    """
    rows = PagePlacement.objects.filter(disposition=STRAY)
    if view == "open":
        closed = PrivacyNote.objects.filter(
            kind=PrivacyNote.Kind.CLOSED,
            receipt_id=OuterRef("receipt_id"),
            recorded_at__gte=OuterRef("placed_at"),
        )
        rows = rows.exclude(Exists(closed))
    if before_id is not None:
        rows = rows.filter(receipt_id__lt=before_id)
    found = list(
        rows.values("receipt_id")
        .annotate(pages=Count("id"), marked_at=Min("placed_at"), last_marked=Max("placed_at"))
        .order_by("-receipt_id")[:limit]
    )
    ids = [row["receipt_id"] for row in found]
    receipts = Receipt.objects.in_bulk(ids)
    steps = _last_steps(ids)
    return [
        StrayArrival(
            id=row["receipt_id"],
            received_at=receipts[row["receipt_id"]].received_at,
            sender=receipts[row["receipt_id"]].sender,
            channel=receipts[row["receipt_id"]].get_channel_display(),
            pages=row["pages"],
            marked_at=row["marked_at"],
            last_step=steps[row["receipt_id"]][0] if row["receipt_id"] in steps else "",
            is_closed=_is_closed(steps.get(row["receipt_id"]), row["last_marked"]),
        )
        for row in found
    ]


def stray_file(actor: Actor, receipt_id: int) -> StrayFile:
    """One arrival for the privacy officer. Seven queries.

    Raises:
        CaseNotFoundError: it has no misdirected page, or the actor may not see them.
    """
    marks = list(
        PagePlacement.objects.filter(receipt_id=receipt_id, disposition=STRAY).order_by(
            "page_number"
        )
    )
    if not marks or not actor.may(Action.PRIVACY_REVIEW):
        raise CaseNotFoundError("There is no such arrival.")
    notes = list(PrivacyNote.objects.filter(receipt_id=receipt_id).order_by("id"))
    names = names_of([*(mark.placed_by for mark in marks), *(note.recorded_by for note in notes)])
    stray = {mark.page_number for mark in marks}
    return StrayFile(
        receipt=receipt_get(receipt_id),
        pages=tuple(p for p in page_states(marks[0].document_id) if p.number in stray),
        marks=tuple(StrayMark(m.page_number, names[m.placed_by], m.placed_at) for m in marks),
        steps=tuple(
            StepView(_step_words(n), n.note, names[n.recorded_by], n.recorded_at) for n in notes
        ),
        is_closed=any(
            note.kind == PrivacyNote.Kind.CLOSED
            and note.recorded_at >= max(mark.placed_at for mark in marks)
            for note in notes
        ),
    )


def step_kinds() -> list[tuple[str, str]]:
    """What can be done about all misdirected pages of an arrival, as (value, words)."""
    by_page = {PrivacyNote.Kind.MARKED, PrivacyNote.Kind.REOPENED}
    return [
        (value, str(label)) for value, label in PrivacyNote.Kind.choices if value not in by_page
    ]


def _step_words(note: PrivacyNote) -> str:
    label = note.get_kind_display()
    return f"{label}: page {note.page_number}" if note.page_number else label


def _is_closed(step: tuple[str, datetime | None] | None, last_marked: datetime) -> bool:
    closed_at = step[1] if step else None
    return closed_at is not None and closed_at >= last_marked


def _last_steps(ids: Iterable[int]) -> dict[int, tuple[str, datetime | None]]:
    """The last step of each arrival in words, and when it was closed last, if it was."""
    found: dict[int, tuple[str, datetime | None]] = {}
    for note in PrivacyNote.objects.filter(receipt_id__in=list(ids)).order_by("id"):
        is_end = note.kind == PrivacyNote.Kind.CLOSED
        closed_at = note.recorded_at if is_end else found.get(note.receipt_id, ("", None))[1]
        found[note.receipt_id] = (note.get_kind_display(), closed_at)
    return found
