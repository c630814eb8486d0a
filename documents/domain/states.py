"""States of a file and of a page, each with the words a person reads."""

from enum import StrEnum

from documents.domain.damage import Damage


class DocumentState(StrEnum):
    """How far a file has come. read and unreadable are final."""

    RECEIVED = "received"
    READING = "reading"
    READ = "read"
    UNREADABLE = "unreadable"

    @property
    def label(self) -> str:
        """Two or three words for a badge."""
        return _DOCUMENT_LABELS[self]


class DocumentReason(StrEnum):
    """Why a whole file could not be read."""

    TOO_MANY_PAGES = "too_many_pages"
    PASSWORD = "password"  # noqa: S105 - a reason, not a secret
    INCOMPLETE = "incomplete"
    DAMAGED = "damaged"
    NO_PAGES = "no_pages"
    READER_STOPPED = "reader_stopped"
    ORIGINAL_CHANGED = "original_changed"

    @property
    def sentence(self) -> str:
        """What happened and what to do; the file is kept in every case."""
        return _DOCUMENT_SENTENCES[self]


class DocumentNote(StrEnum):
    """What a person should know about a file though its pages were read."""

    INCOMPLETE = "incomplete"
    ATTACHMENTS = "attachments"
    ACTIVE_CONTENT = "active_content"
    TRAILING_BYTES = "trailing_bytes"
    MENDED = "mended"
    HIDDEN_TEXT = "hidden_text"
    MORE_PICTURES = "more_pictures"
    LIVE_FORM = "live_form"

    @property
    def sentence(self) -> str:
        """What was seen and what was done about it."""
        return _NOTE_SENTENCES[self]


class PageState(StrEnum):
    """What became of a page. All but waiting are final."""

    WAITING = "waiting"
    READ = "read"
    BLANK = "blank"
    UNREADABLE = "unreadable"

    @property
    def label(self) -> str:
        """Two or three words for a badge."""
        return _PAGE_LABELS[self]


class PageReason(StrEnum):
    """Why a page could not be read. An unreadable page is never called blank."""

    TRANSMISSION_ERROR = "transmission_error"
    MOSTLY_BLACK = "mostly_black"
    INCOMPLETE = "incomplete"
    TOO_LARGE = "too_large"
    PICTURE_MISSING = "picture_missing"
    DAMAGED = "damaged"
    READER_STOPPED = "reader_stopped"
    NOT_TRIED = "not_tried"
    NO_TEXT_FOUND = "no_text_found"

    @property
    def sentence(self) -> str:
        """What happened and what to do."""
        return _PAGE_SENTENCES[self]


def document_sentence(reason: str) -> str:
    """The sentence of a stored reason code; empty for no reason."""
    return DocumentReason(reason).sentence if reason else ""


def note_sentence(note: str) -> str:
    """The sentence of a stored note code."""
    return DocumentNote(note).sentence


def page_sentence(
    *, state: str, reason: str, damage: Damage | None = None, other_words: str = ""
) -> str:
    """One sentence about a page: its reason when it has one, else its state in words.

    Rows that were lost are told with either. other_words is OTHER_WORDS for a page of which the
    file's own text says something else, which is told of a page that was read.
    """
    if damage and reason == PageReason.TRANSMISSION_ERROR:
        return f"Could not be read: transmission error, {damage.count}, ask for a refax."
    if reason or state != PageState.READ:
        return PageReason(reason).sentence if reason else _PAGE_STATE_SENTENCES[PageState(state)]
    plainly = damage.sentence if damage else _PAGE_STATE_SENTENCES[PageState.READ]
    return f"{plainly} {other_words}".rstrip()


def page_label(*, state: str, damage: Damage | None = None, other_words: str = "") -> str:
    """Two or three words for a badge; a page with lost rows is never plainly read.

    Nor is one of which the file's own text says something else.
    """
    if state != PageState.READ:
        return PageState(state).label
    if damage:
        return "Read, damaged"
    return "Read, text differs" if other_words else PageState.READ.label


OTHER_WORDS = "The file's own text says other words than the picture; the picture was read."
_DOCUMENT_LABELS = {
    DocumentState.RECEIVED: "Received",
    DocumentState.READING: "Being read",
    DocumentState.READ: "Read",
    DocumentState.UNREADABLE: "Could not be read",
}
_DOCUMENT_SENTENCES = {
    DocumentReason.TOO_MANY_PAGES: (
        "Could not be read: the file has more pages than are read in one file. It was kept as it "
        "came; ask the sender to send it in smaller parts."
    ),
    DocumentReason.PASSWORD: (
        "Could not be read: the file is locked with a password. It was kept as it came; ask the "
        "sender for a copy without a password."
    ),
    DocumentReason.INCOMPLETE: (
        "Could not be read: the file is incomplete, its end is missing. The part that came was "
        "kept; ask the sender to send it again."
    ),
    DocumentReason.DAMAGED: (
        "Could not be read: the file is damaged. It was kept as it came; ask the sender to send "
        "it again."
    ),
    DocumentReason.NO_PAGES: (
        "Could not be read: the file has no pages. It was kept as it came; ask the sender to send "
        "it again."
    ),
    DocumentReason.READER_STOPPED: (
        "Could not be read: opening the file had to be stopped because it used too much time or "
        "memory. It was kept as it came; ask the sender for a fax or a new scan."
    ),
    DocumentReason.ORIGINAL_CHANGED: (
        "Could not be read: the stored file is missing or no longer holds the bytes that arrived. "
        "Tell the administrator, and ask the sender to send it again."
    ),
}
_NOTE_SENTENCES = {
    DocumentNote.INCOMPLETE: (
        "The file ends early, so pages may be missing. Ask the sender to send it again."
    ),
    DocumentNote.ATTACHMENTS: (
        "The file carries other files inside it. They were not opened; only the pages were read."
    ),
    DocumentNote.ACTIVE_CONTENT: (
        "The file carries a program. It was not run; only the pages were read."
    ),
    DocumentNote.MENDED: (
        "The file is damaged and was mended to be read. Something on its pages may be missing; ask "
        "the sender to send it again."
    ),
    DocumentNote.HIDDEN_TEXT: (
        "The file carries text that does not match what its pages show. That text was not used; "
        "the pages were read as they look."
    ),
    DocumentNote.MORE_PICTURES: (
        "The file holds more pictures than the one that is shown. Only that one was read; ask the "
        "sender for all pages as a PDF or a fax."
    ),
    DocumentNote.LIVE_FORM: (
        "The file is a form that only some programs show in full. What was filled in may be "
        "missing on its pages; ask the sender to print it and fax or scan it."
    ),
    DocumentNote.TRAILING_BYTES: (
        "The file holds something else beside its pages. It was not opened; only the pages were read."
    ),
}
_PAGE_LABELS = {
    PageState.WAITING: "Waiting to be read",
    PageState.READ: "Read",
    PageState.BLANK: "Blank page",
    PageState.UNREADABLE: "Could not be read",
}
_PAGE_STATE_SENTENCES = {
    PageState.WAITING: "Waiting to be read.",
    PageState.READ: "Read. Check every value against the picture of the page.",
    PageState.BLANK: "Blank page: nothing is printed on it.",
    PageState.UNREADABLE: "Could not be read: look at the page, or ask for a refax.",
}
_PAGE_SENTENCES = {
    PageReason.TRANSMISSION_ERROR: "Could not be read: transmission error, ask for a refax.",
    PageReason.MOSTLY_BLACK: "Could not be read: transmission error, the page is mostly black, ask for a refax.",
    PageReason.INCOMPLETE: "Could not be read: part of the page did not arrive, ask for a refax.",
    PageReason.TOO_LARGE: (
        "Could not be read: the picture on the page is too large to open safely, ask for a fax."
    ),
    PageReason.PICTURE_MISSING: (
        "Could not be read: the page holds something that could not be shown. It is not a blank "
        "page; ask for a refax."
    ),
    PageReason.DAMAGED: "Could not be read: the page is damaged, ask the sender to send it again.",
    PageReason.READER_STOPPED: (
        "Could not be read: opening the page had to be stopped because it used too much time or "
        "memory, ask for a fax."
    ),
    PageReason.NOT_TRIED: (
        "Could not be read: reading stopped after several other pages of this file failed, ask "
        "for a refax."
    ),
    PageReason.NO_TEXT_FOUND: (
        "Could not be read: there is something on the page, but no text was found. Read it by eye."
    ),
}
