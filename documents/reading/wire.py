"""What the parent asks of the reading process, and what it hears back, as JSON lines.

Standard library only, since both sides use it. Whatever comes back is checked
here: the process that wrote it had a stranger's file in its hands.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace

from documents.domain.damage import Damage, damage_from
from documents.domain.geometry import Box
from documents.domain.reading_order import Word
from documents.domain.states import DocumentNote, DocumentReason, PageReason, PageState

RESULT_FILE = "result.jsonl"
LONGEST_MESSAGE = 64 * 1024

_MOST_WORDS = 20_000
_MOST_SIDE = 10_000


@dataclass(frozen=True)
class Order:
    """One task for the child: "outline", or "render" of the pages first to last."""

    task: str
    media_type: str
    first: int
    last: int
    max_pages: int
    max_page_pixels: int
    memory_bytes: int
    cpu_seconds: int
    file_bytes: int


@dataclass(frozen=True)
class Assignment:
    """An order with the folder for its results and the time it may take."""

    order: Order
    folder: str
    wall_seconds: float

    def as_json(self) -> str:
        """The assignment as one line."""
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class Ending:
    """How a reading process ended. exit_code is below zero for a signal, as Python counts."""

    exit_code: int
    in_time: bool
    seconds: float
    cpu_seconds: float
    peak_bytes: int

    def as_json(self) -> str:
        """The ending as one line."""
        return json.dumps(asdict(self))


def assignment_from(line: str) -> Assignment:
    """The assignment from its JSON form."""
    heard = json.loads(line)
    return Assignment(Order(**heard["order"]), heard["folder"], heard["wall_seconds"])


def ending_from(line: str) -> Ending:
    """The ending from its JSON form."""
    return Ending(**json.loads(line))


@dataclass(frozen=True)
class FileOutline:
    """What is known of a file before its pages are rendered.

    page_count is None when it could not be found out. reason is why the file cannot be
    read as a whole; None when its pages may be tried.
    """

    page_count: int | None
    reason: DocumentReason | None = None
    notes: tuple[DocumentNote, ...] = ()

    def with_notes(self, more: Iterable[DocumentNote]) -> "FileOutline":
        """The outline with what its pages showed as well, each note once."""
        return replace(self, notes=tuple(dict.fromkeys((*self.notes, *more))))

    def as_dict(self) -> dict[str, object]:
        """The form that travels."""
        return {
            "page_count": self.page_count,
            "reason": self.reason.value if self.reason else "",
            "notes": [note.value for note in self.notes],
        }


@dataclass(frozen=True)
class PageOutcome:
    """What rendering made of one page. words are embedded text, boxes in picture pixels.

    own_words are text of the file that is not used, to be compared with what is read. notes is what it showed about the file as a whole; damage are rows lost on the way.
    """

    number: int
    state: PageState
    reason: PageReason | None = None
    width: int = 0
    height: int = 0
    words: tuple[tuple[str, float, float, float, float], ...] = ()
    notes: tuple[DocumentNote, ...] = ()
    damage: Damage | None = None
    own_words: tuple[tuple[str, float, float, float, float], ...] = ()

    def embedded_words(self) -> tuple[Word, ...]:
        """The words with their boxes."""
        return tuple(Word(text, Box(*corners)) for text, *corners in self.words)

    def own(self) -> tuple[Word, ...]:
        """The words of the file that are only compared, with their boxes."""
        return tuple(Word(text, Box(*corners)) for text, *corners in self.own_words)

    def as_dict(self) -> dict[str, object]:
        """The form that travels."""
        return {
            "number": self.number,
            "state": self.state.value,
            "reason": self.reason.value if self.reason else "",
            "width": self.width,
            "height": self.height,
            "words": [list(word) for word in self.words],
            "notes": [note.value for note in self.notes],
            "damage": self.damage.as_dict() if self.damage else {},
            "own_words": [list(word) for word in self.own_words],
        }


def picture_name(number: int) -> str:
    """The name of a page's picture in the child's folder."""
    return f"page-{number:05d}.png"


def outline_from(line: str) -> FileOutline:
    """The outline as the child wrote it.

    Raises:
        ValueError: when the line is not of the agreed form.
    """
    heard = _mapping(line)
    count, reason = heard.get("page_count"), heard.get("reason")
    if not (count is None or (isinstance(count, int) and count >= 0)):
        raise ValueError("The page count is not a number.")
    return FileOutline(
        page_count=count,
        reason=DocumentReason(str(reason)) if reason else None,
        notes=_notes(heard.get("notes")),
    )


def page_from(line: str) -> PageOutcome:
    """One page as the child wrote it.

    Raises:
        ValueError: when the line is not of the agreed form.
    """
    heard = _mapping(line)
    reason = heard.get("reason")
    return PageOutcome(
        number=_whole(heard.get("number"), most=1_000_000),
        state=PageState(str(heard.get("state"))),
        reason=PageReason(str(reason)) if reason else None,
        width=_whole(heard.get("width"), most=_MOST_SIDE),
        height=_whole(heard.get("height"), most=_MOST_SIDE),
        words=_words(heard.get("words")),
        notes=_notes(heard.get("notes")),
        damage=damage_from(heard.get("damage")),
        own_words=_words(heard.get("own_words")),
    )


def _mapping(line: str) -> Mapping[str, object]:
    heard = json.loads(line)
    if not isinstance(heard, dict):
        raise ValueError("The line is not an object.")
    return heard


def _notes(value: object) -> tuple[DocumentNote, ...]:
    if not isinstance(value, list):
        raise ValueError("The notes are not a list.")
    return tuple(dict.fromkeys(DocumentNote(note) for note in value))


def _whole(value: object, *, most: int) -> int:
    if not isinstance(value, int) or not 0 <= value <= most:
        raise ValueError("A number is missing or out of range.")
    return value


def _words(value: object) -> tuple[tuple[str, float, float, float, float], ...]:
    if not isinstance(value, list) or len(value) > _MOST_WORDS:
        raise ValueError("The words are not a list of a sensible length.")
    return tuple(word for word in map(_word, value) if word[0])


def _word(word: object) -> tuple[str, float, float, float, float]:
    if not isinstance(word, list) or len(word) != 5 or not isinstance(word[0], str):
        raise ValueError("A word is not text with four numbers.")
    x0, y0, x1, y1 = (float(number) for number in word[1:])
    return "".join(letter for letter in word[0] if letter.isprintable()), x0, y0, x1, y1
