"""Opens a file and draws its pages, each stored and committed as soon as it is drawn.

The handler of a job: what is slow or dangerous happens outside a transaction. All pages
of the file are rows at once, without pictures; then a few at a time get theirs, each
few in one transaction with the job that reads them, the first page alone so that it
waits for no other. A worker that dies midway leaves whole pages, and the next one goes
on behind them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import BinaryIO

from accounts.domain.actor import system_actor
from documents.domain.geometry import Transform
from documents.domain.reading_order import Word, words_as_lists
from documents.domain.states import (
    DocumentNote,
    DocumentReason,
    DocumentState,
    PageReason,
    PageState,
)
from documents.errors import OriginalChangedError
from documents.models import Document, Page
from documents.reading.drawn_boxes import carried_words
from documents.reading.limits import current_limits
from documents.reading.page_picture import hash_of_png
from documents.reading.sandbox import RenderedPage, outline_file, render_file
from documents.reading.wire import FileOutline, PageOutcome
from documents.services.filing import bytes_put
from documents.services.originals import original_copy
from documents.services.page_writing import Clock, Engine, document_finish, reading_row
from documents.services.receive import AUDIT_STREAM
from documents.signals import document_read
from operations.domain.jobs import ClaimedJob
from operations.services.audit import audit_append
from operations.services.jobs import job_enqueue, job_result, job_step

RECOGNISE_JOB = "document.recognise"
PAGES_A_JOB = 3
"""Few, since checks and letters share the worker: they wait for one job of each process."""
EMBEDDED_ENGINE = Engine(
    "embedded text", f"pypdfium2 {version('pypdfium2')}, boxes and pen marks by pixels"
)


@dataclass(frozen=True)
class _DrawnPage:
    """A page whose picture is already stored; image_name is empty when it has none.

    picture_hash and words are given for a page that is not read from its picture later.
    """

    outcome: PageOutcome
    image_name: str
    picture_hash: str = ""
    words: tuple[Word, ...] = ()


def document_split(claim: ClaimedJob, *, clock: Clock) -> None:
    """Open the file in the sandbox and write its pages, or why it cannot be read.

    Pages with trustworthy text of their own are read at once; for the others one job per
    few pages is written. A file that was split before is left alone, one that was split in
    part is continued.

    Raises:
        LeaseLostError: when another worker has the job; only whole pages were written.
        ReaderUnavailableError: when the reading process could not be started.
    """
    document = Document.objects.get(pk=claim.subject_id)
    reason = None
    if document.state in {DocumentState.RECEIVED, DocumentState.READING}:
        outline = _drawn(claim, document, clock=clock)
        reason = outline.reason
    now = clock()
    with job_result(claim, now=now):
        locked = Document.objects.select_for_update().get(pk=document.pk)
        if reason and locked.state == DocumentState.RECEIVED:
            _write_unreadable(locked, outline, now=now)
        elif reason is DocumentReason.ORIGINAL_CHANGED:
            _give_up_rest(locked, now=now)
        document_finish(locked)


def _drawn(claim: ClaimedJob, document: Document, *, clock: Clock) -> FileOutline:
    """The outline of the file, after every page that had no picture yet was drawn."""
    limits = current_limits()
    try:
        with original_copy(document) as file:
            outline = FileOutline(page_count=document.page_count)
            if document.state == DocumentState.RECEIVED:
                outline = outline_file(file, media_type=document.media_type, limits=limits)
                if outline.reason:
                    return outline
                with job_step(claim):
                    _write_outline(document, outline)
            for few in _few_at_a_time(_undrawn(document, file)):
                with job_step(claim):
                    _write_few(document, few, now=clock())
            return outline
    except OriginalChangedError:
        return FileOutline(page_count=None, reason=DocumentReason.ORIGINAL_CHANGED)


def _undrawn(document: Document, file: BinaryIO) -> Iterator[_DrawnPage]:
    """The pages without a picture, drawn one after another; none is kept in memory."""
    first = (
        Page.objects.filter(document=document, state=PageState.WAITING, rendered_name="")
        .order_by("number")
        .values_list("number", flat=True)
        .first()
    )
    if first is None or document.page_count is None:
        return
    for page in render_file(
        file,
        media_type=document.media_type,
        page_count=document.page_count,
        limits=current_limits(),
        first=first,
    ):
        yield _stored(page)


def _stored(page: RenderedPage) -> _DrawnPage:
    name = bytes_put(page.png, folder="pages", suffix=".png") if page.png else ""
    is_done = page.outcome.state is not PageState.WAITING
    shown = hash_of_png(page.png) if page.png and is_done else ""
    words = carried_words(page) if page.outcome.state is PageState.READ else ()
    return _DrawnPage(page.outcome, name, shown, words)


def _few_at_a_time(pages: Iterator[_DrawnPage]) -> Iterator[list[_DrawnPage]]:
    """The first page of the file alone, then at most PAGES_A_JOB together."""
    few: list[_DrawnPage] = []
    for page in pages:
        few.append(page)
        if page.outcome.number == 1 or len(few) == PAGES_A_JOB:
            yield few
            few = []
    if few:
        yield few


def _write_outline(document: Document, outline: FileOutline) -> None:
    document.state = DocumentState.READING
    document.page_count = outline.page_count
    document.notes = [note.value for note in outline.notes]
    document.save(update_fields=["state", "page_count", "notes"])
    Page.objects.bulk_create(
        Page(document=document, number=number, state=PageState.WAITING)
        for number in range(1, (outline.page_count or 0) + 1)
    )


def _write_few(document: Document, few: list[_DrawnPage], *, now: datetime) -> None:
    """The pages' pictures and states, and one job that reads those of them that wait."""
    for drawn in few:
        _write_page(document, drawn, now=now)
    _add_notes(document, few)
    waiting = [page.outcome.number for page in few if page.outcome.state is PageState.WAITING]
    if waiting:
        digest = f"{waiting[0]}-{waiting[-1]}"
        job_enqueue(RECOGNISE_JOB, subject=document.pk, digest=digest)


def _add_notes(document: Document, few: list[_DrawnPage]) -> None:
    """What the pages showed of the file as a whole, each note once."""
    shown = [note.value for page in few for note in page.outcome.notes]
    notes = list(dict.fromkeys([*document.notes, *shown]))
    if notes != document.notes:
        document.notes = notes
        document.save(update_fields=["notes"])


def _write_page(document: Document, drawn: _DrawnPage, *, now: datetime) -> None:
    outcome = drawn.outcome
    page = Page.objects.get(document=document, number=outcome.number)
    page.state, page.reason = outcome.state.value, outcome.reason.value if outcome.reason else ""
    page.damage = outcome.damage.as_dict() if outcome.damage else {}
    page.other_words = DocumentNote.HIDDEN_TEXT in outcome.notes
    if outcome.state is PageState.WAITING:
        page.own_words = words_as_lists(outcome.own())
    if drawn.image_name:
        page.width_px, page.height_px = outcome.width, outcome.height
        page.rendered_name = page.image_name = drawn.image_name
        page.picture_hash = drawn.picture_hash
    page.save(
        update_fields=[
            "state", "reason", "width_px", "height_px", "rendered_name", "image_name",
            "picture_hash", "damage", "other_words", "own_words",
        ]
    )  # fmt: skip
    if outcome.state is PageState.READ:
        reading_row(
            page,
            drawn.words,
            engine=EMBEDDED_ENGINE,
            transform=Transform(),
            now=now,
        ).save()


def _write_unreadable(document: Document, outline: FileOutline, *, now: datetime) -> None:
    document.state = DocumentState.UNREADABLE
    document.state_reason = str(outline.reason)
    document.page_count = outline.page_count
    document.notes = [note.value for note in outline.notes]
    document.save(update_fields=["state", "state_reason", "page_count", "notes"])
    if outline.reason is DocumentReason.ORIGINAL_CHANGED:
        _report_change(document, now=now)
    document_read.send(sender=Document, document_id=document.pk)


def _give_up_rest(document: Document, *, now: datetime) -> None:
    """Pages not drawn before the stored file changed are never drawn from what it is now."""
    lost = Page.objects.filter(document=document, state=PageState.WAITING, rendered_name="")
    lost.update(state=PageState.UNREADABLE, reason=PageReason.DAMAGED)
    _report_change(document, now=now)


def _report_change(document: Document, *, now: datetime) -> None:
    audit_append(
        AUDIT_STREAM,
        actor=system_actor("reader").key,
        action="document.original_changed",
        detail={"document": document.pk, "sha256": document.sha256},
        now=now,
    )
