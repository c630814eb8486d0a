"""Recognises what is printed on pages in the background.

The handler of a job: recognition happens outside a transaction, and the result is
written once, inside the job's own.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.files.storage import default_storage

from documents.domain.damage import damage_from
from documents.domain.reading_order import words_as_lists, words_from_lists
from documents.domain.states import PageState
from documents.errors import PictureUnreadableError
from documents.models import Document, Page
from documents.reading.engine import picture_reader
from documents.reading.own_text import says_other_words
from documents.reading.page import ReadPage, page_verdict
from documents.reading.page_picture import hash_of_png
from documents.services.filing import bytes_put
from documents.services.page_writing import (
    Clock,
    Engine,
    document_finish,
    hidden_text_note,
    reading_row,
)
from operations.domain.jobs import ClaimedJob
from operations.services.jobs import job_result


@dataclass(frozen=True)
class _RecognisedPage:
    """A page and what came of reading it; read is None when its picture was unreadable.

    other_words: the file's own text for it says other words than were read.
    """

    page: Page
    read: ReadPage | None
    image_name: str
    picture_hash: str = ""
    other_words: bool = False


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
        compared = any(item.page.own_words for item in recognised)
        for item in recognised:
            _write_recognised(item, now=now)
        if compared:
            hidden_text_note(document)
        document_finish(document)


def _recognise(page: Page) -> _RecognisedPage:
    with default_storage.open(page.rendered_name, "rb") as stored:
        png = stored.read()
    try:
        read = picture_reader()(png)
    except PictureUnreadableError:
        return _RecognisedPage(page, None, page.image_name, other_words=page.other_words)
    name = bytes_put(read.png, folder="pages", suffix=".png") if read.png else page.rendered_name
    own = words_from_lists(page.own_words)
    other = says_other_words(own, read, doubted=page.other_words)
    return _RecognisedPage(page, read, name, hash_of_png(read.png or png), other)


def _write_recognised(item: _RecognisedPage, *, now: datetime) -> None:
    page, read = item.page, item.read
    state, reason = page_verdict(read, damage=damage_from(page.damage))
    page.state, page.reason = state.value, reason.value if reason else ""
    page.other_words = item.other_words
    if read:
        page.own_words = []
        page.width_px, page.height_px, page.rotation = read.width, read.height, read.rotation
        page.image_name, page.picture_hash = item.image_name, item.picture_hash
        reading = reading_row(
            page,
            read.words,
            engine=Engine(read.engine, read.engine_version),
            transform=read.transform,
            now=now,
        )
        reading.second = words_as_lists(read.second)
        reading.save()
    page.save(
        update_fields=[
            "state", "reason", "width_px", "height_px", "rotation", "image_name", "picture_hash",
            "own_words", "other_words",
        ]
    )  # fmt: skip
