"""What splitting and recognising both write: a reading's row, and the end of a file."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from documents.domain.geometry import Transform
from documents.domain.reading_order import Word, rows_of, text_of, words_as_lists
from documents.domain.states import DocumentNote, DocumentState, PageState
from documents.models import Document, Page, PageReading
from documents.signals import document_read

Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Engine:
    """The engine that read a page, with its version."""

    name: str
    version: str


def reading_row(
    page: Page, words: Sequence[Word], *, engine: Engine, transform: Transform, now: datetime
) -> PageReading:
    """The row of a reading, not saved. Words are in reading order."""
    return PageReading(
        page=page,
        engine=engine.name,
        engine_version=engine.version,
        text=text_of(rows_of(words)),
        words=words_as_lists(words),
        transform=transform.as_list(),
        created_at=now,
    )


def hidden_text_note(document: Document) -> None:
    """Note on the file that a page's own text says other words; taken back where none does.

    The caller holds the file's row.
    """
    known = DocumentNote.HIDDEN_TEXT.value in document.notes
    is_so = Page.objects.filter(document=document, other_words=True).exists()
    if known != is_so:
        others = [note for note in document.notes if note != DocumentNote.HIDDEN_TEXT]
        document.notes = [*others, DocumentNote.HIDDEN_TEXT.value] if is_so else others
        document.save(update_fields=["notes"])


def document_finish(document: Document) -> None:
    """Make the file read when no page waits; the caller holds its row, so it happens once."""
    if Page.objects.filter(document=document, state=PageState.WAITING).exists():
        return
    finished = Document.objects.filter(pk=document.pk, state=DocumentState.READING).update(
        state=DocumentState.READ
    )
    if finished:
        document_read.send(sender=Document, document_id=document.pk)
