"""Reads a file from beginning to end at once, without a database."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from documents.domain.damage import Damage
from documents.domain.finding import PageText
from documents.domain.geometry import Box, Transform
from documents.domain.reading_order import Word, rows_of, text_of
from documents.domain.states import (
    DocumentNote,
    DocumentReason,
    DocumentState,
    PageReason,
    PageState,
)
from documents.errors import PictureUnreadableError
from documents.reading.drawn_boxes import carried_words
from documents.reading.engine import picture_reader
from documents.reading.limits import Limits
from documents.reading.own_text import says_other_words
from documents.reading.page import page_verdict
from documents.reading.sandbox import RenderedPage, outline_file, render_file
from documents.reading.sniff import SNIFF_BYTES, media_type_of
from documents.reading.wire import PageOutcome

NOT_TAKEN = {
    "empty": "Not taken: the file is empty.",
    "too_large": "Not taken: the file is larger than is accepted.",
    "wrong_type": "Not taken: the file is not a PDF, TIFF, PNG or JPEG.",
}


@dataclass(frozen=True)
class WholePage:
    """A page after reading. engine is empty when nothing was read.

    damage are rows lost on the way, and damaged where they lie on the upright picture.
    other_words: the file's own text says other words than the picture.
    """

    number: int
    state: PageState
    reason: PageReason | None
    width: int
    height: int
    rotation: int
    engine: str
    words: tuple[Word, ...]
    damage: Damage | None = None
    damaged: tuple[Box, ...] = ()
    other_words: bool = False

    @property
    def text(self) -> str:
        """The words as lines."""
        return text_of(rows_of(self.words))

    def for_finder(self) -> PageText:
        """The page as the finder takes it."""
        return PageText(self.number, self.words, self.text, damaged=self.damaged)


@dataclass(frozen=True)
class WholeFile:
    """A file after reading. not_taken is a key of NOT_TAKEN for a file that was not opened."""

    media_type: str
    not_taken: str
    state: DocumentState
    reason: DocumentReason | None
    notes: tuple[DocumentNote, ...]
    page_count: int | None
    pages: tuple[WholePage, ...]


def read_whole(file: BinaryIO, *, limits: Limits) -> WholeFile:
    """The file with every page in a final state; whatever the file does is a state, not an error.

    Raises:
        ReaderUnavailableError: when the reading process could not be started.
    """
    size = os.fstat(file.fileno()).st_size
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    media_type = media_type_of(os.read(file.fileno(), SNIFF_BYTES))
    if not size or size > limits.max_bytes or media_type is None:
        return _not_taken("wrong_type" if 0 < size <= limits.max_bytes else _size_problem(size))
    outline = outline_file(file, media_type=media_type, limits=limits)
    pages: Sequence[WholePage] = ()
    if outline.reason is None and outline.page_count:
        rendered = render_file(
            file, media_type=media_type, page_count=outline.page_count, limits=limits
        )
        drawn = list(rendered)
        pages = [_read_page(page) for page in drawn]
        shown = (note for page in drawn for note in page.outcome.notes)
        outline = outline.with_notes(note for note in shown if note is not DocumentNote.HIDDEN_TEXT)
        outline = outline.with_notes(DocumentNote.HIDDEN_TEXT for page in pages if page.other_words)
    return WholeFile(
        media_type=media_type,
        not_taken="",
        state=DocumentState.UNREADABLE if outline.reason else DocumentState.READ,
        reason=outline.reason,
        notes=outline.notes,
        page_count=outline.page_count,
        pages=tuple(pages),
    )


def _size_problem(size: int) -> str:
    return "too_large" if size else "empty"


def _not_taken(code: str) -> WholeFile:
    return WholeFile("", code, DocumentState.UNREADABLE, None, (), None, ())


def _read_page(page: RenderedPage) -> WholePage:
    outcome = page.outcome
    whole = WholePage(
        number=outcome.number,
        state=outcome.state,
        reason=outcome.reason,
        width=outcome.width,
        height=outcome.height,
        rotation=0,
        engine="embedded text" if outcome.state is PageState.READ else "",
        words=carried_words(page),
        damage=outcome.damage,
        damaged=_damaged(outcome, Transform()),
        other_words=DocumentNote.HIDDEN_TEXT in outcome.notes,
    )
    if outcome.state is not PageState.WAITING or page.png is None:
        return whole
    try:
        read = picture_reader()(page.png)
    except PictureUnreadableError:
        read = None
    state, reason = page_verdict(read, damage=outcome.damage)
    return WholePage(
        number=outcome.number,
        state=state,
        reason=reason,
        width=read.width if read else outcome.width,
        height=read.height if read else outcome.height,
        rotation=read.rotation if read else 0,
        engine=f"{read.engine} {read.engine_version}" if read else "",
        words=read.words if read else (),
        damage=outcome.damage,
        damaged=_damaged(outcome, read.transform) if read else (),
        other_words=says_other_words(outcome.own(), read, doubted=whole.other_words),
    )


def _damaged(outcome: PageOutcome, upright: Transform) -> tuple[Box, ...]:
    if outcome.damage is None:
        return ()
    return outcome.damage.areas(upright, width=outcome.width, height=outcome.height)
