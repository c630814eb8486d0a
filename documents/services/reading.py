"""Reads files in the background: split into pages, then recognise what is printed on them.

Both are handlers of jobs: whatever is slow or dangerous happens outside a transaction,
and the result is written once, inside the job's own.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from django.core.files.storage import default_storage

from accounts.domain.actor import system_actor
from documents.domain.geometry import Transform
from documents.domain.reading_order import Word, rows_of, text_of, words_as_lists
from documents.domain.states import DocumentReason, DocumentState, PageState
from documents.errors import OriginalChangedError, PictureUnreadableError
from documents.models import Document, Page, PageReading
from documents.reading.engine import picture_reader
from documents.reading.limits import current_limits
from documents.reading.page import ReadPage, page_verdict
from documents.reading.sandbox import RenderedPage, outline_file, render_file
from documents.reading.wire import FileOutline
from documents.services.filing import bytes_put
from documents.services.originals import original_copy
from documents.services.receive import AUDIT_STREAM
from documents.signals import document_read
from operations.domain.jobs import ClaimedJob
from operations.services.audit import audit_append
from operations.services.jobs import job_enqueue, job_result

RECOGNISE_JOB = "document.recognise"
PAGES_A_JOB = 3
"""Few, since checks and letters share the worker: they wait for one job of each process."""
EMBEDDED_ENGINE = "embedded text"
EMBEDDED_VERSION = f"pypdfium2 {version('pypdfium2')}"

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class _SplitPage:
    """A page of a split file whose picture is already stored."""

    rendered: RenderedPage
    image_name: str


@dataclass(frozen=True)
class _RecognisedPage:
    """A page and what came of reading it; read is None when its picture was unreadable."""

    page: Page
    read: ReadPage | None
    image_name: str


def document_split(claim: ClaimedJob, *, clock: Clock) -> None:
    """Open the file in the sandbox and write its pages, or why it cannot be read.

    Pages with trustworthy text of their own are read at once; for the others one job
    per few pages is written. A file that was split before is left alone.

    Raises:
        LeaseLostError: when another worker has the job; nothing was written.
        ReaderUnavailableError: when the reading process could not be started.
    """
    document = Document.objects.get(pk=claim.subject_id)
    outline = FileOutline(page_count=None)
    pages: list[_SplitPage] = []
    if document.state == DocumentState.RECEIVED:
        outline, pages = _split(document)
    now = clock()
    with job_result(claim, now=now):
        locked = Document.objects.select_for_update().get(pk=document.pk)
        if locked.state != DocumentState.RECEIVED:
            return
        if outline.reason:
            _write_unreadable(locked, outline, now=now)
        else:
            _write_pages(locked, outline, pages, now=now)


def document_recognise(claim: ClaimedJob, *, clock: Clock) -> None:
    """Read the waiting pages of the range in the job's digest ("11-20").

    The last page of a file makes the file read and rings document_read.

    Raises:
        LeaseLostError: when another worker has the job; nothing was written.
    """
    first, last = (int(number) for number in claim.digest.split("-"))
    waiting = Page.objects.filter(
        document_id=claim.subject_id, state=PageState.WAITING, number__range=(first, last)
    )
    recognised = [_recognise(page) for page in waiting.order_by("number")]
    now = clock()
    with job_result(claim, now=now):
        document = Document.objects.select_for_update().get(pk=claim.subject_id)
        for item in recognised:
            _write_recognised(item, now=now)
        _finish(document)


def _split(document: Document) -> tuple[FileOutline, list[_SplitPage]]:
    limits = current_limits()
    try:
        with original_copy(document) as file:
            outline = outline_file(file, media_type=document.media_type, limits=limits)
            if outline.reason or not outline.page_count:
                return outline, []
            rendered = render_file(
                file,
                media_type=document.media_type,
                page_count=outline.page_count,
                limits=limits,
            )
            pages = [_stored(page) for page in rendered]
            notes = (note for page in pages for note in page.rendered.outcome.notes)
            return outline.with_notes(notes), pages
    except OriginalChangedError:
        return FileOutline(page_count=None, reason=DocumentReason.ORIGINAL_CHANGED), []


def _stored(page: RenderedPage) -> _SplitPage:
    """The page with its picture put away, so that not all pictures are in memory at once."""
    name = bytes_put(page.png, folder="pages", suffix=".png") if page.png else ""
    return _SplitPage(RenderedPage(page.outcome, None), name)


def _write_unreadable(document: Document, outline: FileOutline, *, now: datetime) -> None:
    document.state = DocumentState.UNREADABLE
    document.state_reason = str(outline.reason)
    document.page_count = outline.page_count
    document.notes = [note.value for note in outline.notes]
    document.save(update_fields=["state", "state_reason", "page_count", "notes"])
    if outline.reason is DocumentReason.ORIGINAL_CHANGED:
        audit_append(
            AUDIT_STREAM,
            actor=system_actor("reader").key,
            action="document.original_changed",
            detail={"document": document.pk, "sha256": document.sha256},
            now=now,
        )
    document_read.send(sender=Document, document_id=document.pk)


def _write_pages(
    document: Document, outline: FileOutline, pages: Sequence[_SplitPage], *, now: datetime
) -> None:
    document.state = DocumentState.READING
    document.page_count = outline.page_count
    document.notes = [note.value for note in outline.notes]
    document.save(update_fields=["state", "page_count", "notes"])
    rows = Page.objects.bulk_create([_page_row(document, page) for page in pages])
    readings = [
        _embedded_reading(row, page, now=now)
        for row, page in zip(rows, pages, strict=True)
        if page.rendered.outcome.state is PageState.READ
    ]
    PageReading.objects.bulk_create(readings)
    for digest in _page_ranges([row.number for row in rows if row.state == PageState.WAITING]):
        job_enqueue(RECOGNISE_JOB, subject=document.pk, digest=digest)
    _finish(document)


def _page_row(document: Document, page: _SplitPage) -> Page:
    outcome = page.rendered.outcome
    return Page(
        document=document,
        number=outcome.number,
        state=outcome.state.value,
        reason=outcome.reason.value if outcome.reason else "",
        width_px=outcome.width if page.image_name else 0,
        height_px=outcome.height if page.image_name else 0,
        rendered_name=page.image_name,
        image_name=page.image_name,
    )


def _embedded_reading(row: Page, page: _SplitPage, *, now: datetime) -> PageReading:
    rows = rows_of(page.rendered.outcome.embedded_words())
    return _reading_row(
        row,
        [word for line in rows for word in line.words],
        engine=(EMBEDDED_ENGINE, EMBEDDED_VERSION),
        transform=Transform(),
        now=now,
    )


def _reading_row(
    page: Page,
    words: Sequence[Word],
    *,
    engine: tuple[str, str],
    transform: Transform,
    now: datetime,
) -> PageReading:
    return PageReading(
        page=page,
        engine=engine[0],
        engine_version=engine[1],
        text=text_of(rows_of(words)),
        words=words_as_lists(words),
        transform=transform.as_list(),
        created_at=now,
    )


def _page_ranges(numbers: Sequence[int]) -> Iterator[str]:
    """Digests that cover the numbers, at most PAGES_A_JOB of them each."""
    for start in range(0, len(numbers), PAGES_A_JOB):
        some = numbers[start : start + PAGES_A_JOB]
        yield f"{some[0]}-{some[-1]}"


def _recognise(page: Page) -> _RecognisedPage:
    with default_storage.open(page.rendered_name, "rb") as stored:
        png = stored.read()
    try:
        read = picture_reader()(png)
    except PictureUnreadableError:
        return _RecognisedPage(page, None, page.image_name)
    name = bytes_put(read.png, folder="pages", suffix=".png") if read.png else page.rendered_name
    return _RecognisedPage(page, read, name)


def _write_recognised(item: _RecognisedPage, *, now: datetime) -> None:
    state, reason = page_verdict(item.read)
    page, read = item.page, item.read
    page.state, page.reason = state.value, reason.value if reason else ""
    if read:
        page.width_px, page.height_px, page.rotation = read.width, read.height, read.rotation
        page.image_name = item.image_name
        _reading_row(
            page,
            read.words,
            engine=(read.engine, read.engine_version),
            transform=read.transform,
            now=now,
        ).save()
    page.save(update_fields=["state", "reason", "width_px", "height_px", "rotation", "image_name"])


def _finish(document: Document) -> None:
    """Make the file read when no page waits; the caller holds its row, so it happens once."""
    if Page.objects.filter(document=document, state=PageState.WAITING).exists():
        return
    finished = Document.objects.filter(pk=document.pk, state=DocumentState.READING).update(
        state=DocumentState.READ
    )
    if finished:
        document_read.send(sender=Document, document_id=document.pk)
