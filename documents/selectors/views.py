"""Frozen views of paper, as pages and services get them."""

from dataclasses import dataclass
from datetime import datetime

from documents.domain.arrivals import pages_sentence
from documents.domain.geometry import Box


@dataclass(frozen=True)
class DocumentView:
    """A file. sentence is empty unless the whole file could not be read.

    page_count is None until the file was opened; pages_done counts pages in a
    final state, pages_unreadable those of them that could not be read.
    received_at is the earliest arrival: the one that keeps the clock.
    """

    id: int
    sha256: str
    media_type: str
    byte_size: int
    state: str
    state_label: str
    sentence: str
    notes: tuple[str, ...]
    page_count: int | None
    pages_done: int
    pages_unreadable: int
    received_at: datetime
    original_name: str

    @property
    def is_final(self) -> bool:
        """Whether nothing more will be read by itself."""
        return self.state in {"read", "unreadable"}

    @property
    def progress(self) -> str:
        """How far reading has come, as a sentence."""
        if self.sentence:
            return self.sentence
        if self.page_count is None:
            return "The file is being opened."
        if self.is_final:
            return "Every page has been read or looked at."
        return f"{self.pages_done} of {self.page_count} pages are read; you can place them already."


@dataclass(frozen=True)
class ReceiptView:
    """One arrival with its file. is_duplicate: the same bytes had arrived before.

    first_id is then the earliest arrival of these bytes; None otherwise. delegate is who
    received it for the plan; empty: the plan itself did. pages_expected None: nothing was
    announced. remarks are sentences about how it came. is_received_first: it repeats an
    arrival on record, and was received before that one, by a delegate or a slow line.
    slip_received_at is what a slip says that came after the fax had been taken in; None without.
    """

    id: int
    document: DocumentView
    received_at: datetime
    recorded_at: datetime
    channel: str
    channel_label: str
    sender: str
    original_name: str
    received_by: str
    is_duplicate: bool
    first_id: int | None = None
    line_dialled: str = ""
    pages_expected: int | None = None
    delegate: str = ""
    remarks: tuple[str, ...] = ()
    is_received_first: bool = False
    slip_received_at: datetime | None = None

    @property
    def pages_words(self) -> str:
        """How the pages differ from those announced; empty when they do not, or may yet."""
        return pages_sentence(self.pages_expected, self.document.page_count)

    @property
    def is_partial(self) -> bool:
        """Whether fewer pages came than were announced."""
        came = self.document.page_count
        return bool(self.pages_expected and came is not None and came < self.pages_expected)


@dataclass(frozen=True)
class SeenView:
    """A page as far as it is compared with others: its picture's hash and its text."""

    id: int
    document_id: int
    number: int
    picture_hash: str
    text: str


@dataclass(frozen=True)
class MarkedView:
    """A page by what would change if it were read or drawn anew; reading_id None before."""

    id: int
    document_id: int
    number: int
    picture_hash: str
    reading_id: int | None


@dataclass(frozen=True)
class ReadingView:
    """What was read on a page at some time, by which engine. text is empty when nothing was."""

    engine: str
    read_at: datetime
    text: str


@dataclass(frozen=True)
class PageView:
    """A page with its state in words. words are (text, x0, y0, x1, y1) in picture pixels.

    text and words are empty while nothing was read; has_image says whether there is a
    picture to show. engine is empty while nothing was read, and reading_id None: it names the
    reading that the text and words are of. damaged are the parts of the picture of which rows
    were lost on the way. is_doubtful: it was read, but not all on it may be as it was sent (lost
    rows, or text of the file that says other words); the sentence says which.
    """

    id: int
    document_id: int
    number: int
    state: str
    state_label: str
    reason: str
    reason_sentence: str
    width_px: int
    height_px: int
    rotation: int
    has_image: bool
    engine: str
    engine_version: str
    text: str
    words: tuple[tuple[str, float, float, float, float], ...]
    second: tuple[tuple[str, float, float, float, float], ...] = ()
    picture_hash: str = ""
    reading_id: int | None = None
    damaged: tuple[Box, ...] = ()
    is_doubtful: bool = False

    @property
    def doubts(self) -> tuple[tuple[str, str], ...]:
        """Pairs of a word that fits no grammar and what a second reader saw in its place."""
        at = {word[1:]: word[0] for word in self.words}
        return tuple((at[word[1:]], word[0]) for word in self.second if word[1:] in at)
