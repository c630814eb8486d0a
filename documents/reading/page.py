"""What an engine reads on a page picture."""

from dataclasses import dataclass

from documents.domain.damage import Damage
from documents.domain.geometry import Transform
from documents.domain.reading_order import Word
from documents.domain.states import PageReason, PageState


@dataclass(frozen=True)
class ReadPage:
    """A page as read, words in reading order. png is the upright picture; None when the given one was upright.

    has_ink says whether there is more on the page than specks and scanner streaks,
    so that a page without words can be told from a blank one. second holds what a second
    reader saw in place of words that fit no grammar, each at the box of the first one's.
    """

    engine: str
    engine_version: str
    words: tuple[Word, ...]
    width: int
    height: int
    rotation: int
    transform: Transform
    png: bytes | None
    has_ink: bool
    second: tuple[Word, ...] = ()


def page_verdict(
    read: ReadPage | None, *, damage: Damage | None = None
) -> tuple[PageState, PageReason | None]:
    """What a page is after reading: without words it is blank only when it has no ink.

    Of a page with lost rows nobody can tell that nothing was on it.
    """
    if read is None:
        return PageState.UNREADABLE, PageReason.DAMAGED
    if read.words:
        return PageState.READ, None
    if read.has_ink:
        return PageState.UNREADABLE, PageReason.NO_TEXT_FOUND
    if damage:
        return PageState.UNREADABLE, PageReason.TRANSMISSION_ERROR
    return PageState.BLANK, None
