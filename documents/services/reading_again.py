"""Reads one page again because a person asks; what was read before stays.

The picture that people see, and on which earlier evidence has its boxes, is not changed
once the page has a reading: new words are moved onto it.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from documents.domain.damage import damage_from
from documents.domain.geometry import Transform
from documents.domain.reading_order import Word, words_as_lists, words_from_lists
from documents.domain.states import DocumentNote, PageReason, PageState
from documents.errors import DocumentNotFoundError, PageWaitsError, PictureUnreadableError
from documents.models import Document, Page, PageReading
from documents.reading.engine import picture_reader
from documents.reading.limits import current_limits
from documents.reading.own_text import says_other_words
from documents.reading.page import ReadPage, page_verdict
from documents.reading.page_picture import hash_of_png
from documents.reading.sandbox import RenderedPage, render_file
from documents.selectors.pages import READ_AGAIN_JOB
from documents.services.filing import bytes_put
from documents.services.originals import original_copy
from documents.services.page_writing import Clock, Engine, hidden_text_note, reading_row
from documents.services.receive import AUDIT_STREAM
from documents.signals import page_read_again as page_read_again_bell
from operations.domain.jobs import ClaimedJob
from operations.models import Job
from operations.selectors.jobs import jobs_of
from operations.services.audit import audit_append
from operations.services.jobs import job_enqueue, job_result

_OF_THE_READER = frozenset(
    {
        PageReason.DAMAGED,
        PageReason.NO_TEXT_FOUND,
        PageReason.NOT_TRIED,
        PageReason.READER_STOPPED,
    }
)
"""Reasons that another reading can settle; lines lost on the way stay lost."""


@dataclass(frozen=True)
class _Again:
    """A page and what came of reading it again; names are empty where nothing was made.

    other_words: the file's own text for it says other words than were read.
    """

    read: ReadPage | None
    rendered: RenderedPage | None
    rendered_name: str
    image_name: str
    picture_hash: str = ""
    other_words: bool = False


@transaction.atomic
def page_read_again(page_id: int, *, actor: Actor, now: datetime) -> Job:
    """The job that reads the page again; one that has not ended yet is returned as it is.

    Raises:
        NotPermittedError: the role does not read pages again.
        DocumentNotFoundError: there is no such page.
        PageWaitsError: the page has not been read for the first time.
    """
    require(actor, Action.PAGE_READ_AGAIN)
    page = Page.objects.select_for_update().filter(pk=page_id).first()
    if page is None:
        raise DocumentNotFoundError("This page does not exist.")
    if page.state == PageState.WAITING:
        raise PageWaitsError(
            f"Page {page.number} has not been read yet. Nothing was changed; it will be read by "
            "itself."
        )
    earlier = jobs_of(READ_AGAIN_JOB, subject=page.pk)
    running = earlier.filter(state__in=[Job.State.READY, Job.State.RUNNING]).first()
    if running is not None:
        return running
    audit_append(
        AUDIT_STREAM,
        actor=actor.key,
        action="page.read_again",
        detail={"document": page.document_id, "page": page.number},
        now=now,
    )
    return job_enqueue(READ_AGAIN_JOB, subject=page.pk, digest=f"{earlier.count() + 1}")


def page_reread(claim: ClaimedJob, *, clock: Clock) -> None:
    """Read the page's picture, drawn again where there is none, and add what was read.

    A version of the engine that has read the page before adds nothing, nor does a reading
    that found less than nothing new: no words where there were some.

    Raises:
        LeaseLostError: when another worker has the job; nothing was written.
        OriginalChangedError: when the page must be drawn again from a file that changed.
        ReaderUnavailableError: when the reading process could not be started.
    """
    page = Page.objects.select_related("document").get(pk=claim.subject_id)
    again = _read_again(page)
    now = clock()
    with job_result(claim, now=now):
        document = Document.objects.select_for_update().get(pk=page.document_id)
        locked = Page.objects.select_for_update().get(pk=page.pk)
        was_other = locked.other_words
        _write(locked, again, now=now)
        if locked.other_words != was_other:
            hidden_text_note(document)


def _read_again(page: Page) -> _Again:
    rendered, name = None, page.rendered_name
    if not name:
        rendered = _drawn(page)
        if rendered.png is None:
            return _Again(None, rendered, "", "")
        name = bytes_put(rendered.png, folder="pages", suffix=".png")
    with default_storage.open(name, "rb") as stored:
        png = stored.read()
    try:
        read = picture_reader()(png)
    except PictureUnreadableError:
        return _Again(None, rendered, name, name)
    other = _says_other(page, rendered, read)
    shown = hash_of_png(read.png or png)
    image_name = bytes_put(read.png, folder="pages", suffix=".png") if read.png else name
    return _Again(read, rendered, name, image_name, shown, other)


def _says_other(page: Page, rendered: RenderedPage | None, read: ReadPage) -> bool:
    own, doubted = words_from_lists(page.own_words), page.other_words
    if rendered:
        own = rendered.outcome.own()
        doubted = doubted or DocumentNote.HIDDEN_TEXT in rendered.outcome.notes
    return says_other_words(own, read, doubted=doubted)


def _drawn(page: Page) -> RenderedPage:
    with original_copy(page.document) as file:
        (rendered,) = render_file(
            file,
            media_type=page.document.media_type,
            page_count=page.number,
            limits=current_limits(),
            first=page.number,
        )
    return rendered


def _write(page: Page, again: _Again, *, now: datetime) -> None:
    before = page.readings.order_by("-pk").first()
    if again.rendered and again.rendered_name:
        page.rendered_name = page.image_name = again.rendered_name
        page.width_px, page.height_px = (
            again.rendered.outcome.width,
            again.rendered.outcome.height,
        )
        damage = again.rendered.outcome.damage
        page.damage = damage.as_dict() if damage else {}
    if again.read:
        page.own_words, page.other_words = [], again.other_words
        _write_read(page, again.read, image_name=again.image_name, before=before, now=now)
        if page.image_name == again.image_name:
            page.picture_hash = again.picture_hash
    page.save(
        update_fields=[
            "state", "reason", "width_px", "height_px", "rotation", "rendered_name", "image_name",
            "picture_hash", "damage", "own_words", "other_words",
        ]
    )  # fmt: skip


def _write_read(
    page: Page, read: ReadPage, *, image_name: str, before: PageReading | None, now: datetime
) -> None:
    engine = Engine(read.engine, read.engine_version)
    known = page.readings.filter(engine=engine.name, engine_version=engine.version)
    if known.exists() or (before and before.words and not read.words):
        return
    words, second, transform = read.words, read.second, read.transform
    if before is None or not before.words:
        page.image_name, page.rotation = image_name, read.rotation
        page.width_px, page.height_px = read.width, read.height
    else:
        transform = Transform(*before.transform)
        onto_picture = read.transform.inverse().then(transform)
        words, second = _moved(words, onto_picture), _moved(second, onto_picture)
    reading = reading_row(page, words, engine=engine, transform=transform, now=now)
    reading.second = words_as_lists(second)
    reading.save()
    if not page.reason or PageReason(page.reason) in _OF_THE_READER:
        state, reason = page_verdict(read, damage=damage_from(page.damage))
        page.state, page.reason = state.value, reason.value if reason else ""
    page_read_again_bell.send(sender=Page, document_id=page.document_id, reading_id=reading.pk)


def _moved(words: tuple[Word, ...], transform: Transform) -> tuple[Word, ...]:
    """The words where they stand on the picture that is shown."""
    return tuple(replace(word, box=transform.box(word.box)) for word in words)
