"""Two arrivals, or two pages, beside each other: what is the same and what differs.

For a person who is about to say that one is a copy of the other. Nothing is decided here.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.selectors.page_signs import signs_of
from cases.selectors.plan_day import plan_zone
from documents.domain.differences import Differences, differences_of
from documents.domain.page_signs import PageSigns
from documents.domain.sameness import SeenPage
from documents.domain.states import PageState
from documents.selectors.pages import page_list
from documents.selectors.views import PageView, ReceiptView

NONE_STATED = "Not stated"
SAME_FILE = "The very same page: both arrivals brought the same file, byte for byte."


@dataclass(frozen=True)
class FactBeside:
    """One thing known of both, in words."""

    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        """Whether the two say otherwise."""
        return self.first != self.second


@dataclass(frozen=True)
class SideShown:
    """One page of a pair. dated is the document's date, empty where none was found.

    is_closed: the page is not for the eyes of whoever asks; it has no picture then and
    nothing of it is told.
    """

    page_id: int
    number: int
    width_px: int
    height_px: int
    has_image: bool
    state_label: str
    sentence: str
    dated: str = ""
    is_closed: bool = False


@dataclass(frozen=True)
class PairBeside:
    """Two pages with the same number, or one where the other arrival has none.

    says is a sentence on whether they are the same page; is_same None where it cannot be told.
    """

    number: int
    first: SideShown | None
    second: SideShown | None
    says: str
    is_same: bool | None
    differences: Differences | None = None

    @property
    def dates_differ(self) -> bool:
        """Whether both are dated, on other days."""
        dates = {side.dated for side in (self.first, self.second) if side and side.dated}
        return len(dates) > 1


@dataclass(frozen=True)
class ArrivalsBeside:
    """Two arrivals side by side: what is known of each, and their pages in step."""

    first: ReceiptView
    second: ReceiptView
    facts: tuple[FactBeside, ...]
    pairs: tuple[PairBeside, ...]

    @property
    def is_same_file(self) -> bool:
        """Whether both brought the same bytes."""
        return self.first.document.id == self.second.document.id

    @property
    def same(self) -> int:
        """How many pairs of pages are thought to be the same page."""
        return sum(1 for pair in self.pairs if pair.is_same)

    @property
    def others(self) -> tuple[PairBeside, ...]:
        """The pairs that differ or cannot be told."""
        return tuple(pair for pair in self.pairs if not pair.is_same)


def arrivals_beside(
    first: ReceiptView,
    second: ReceiptView,
    *,
    closed: tuple[Collection[int], Collection[int]],
) -> ArrivalsBeside:
    """Two arrivals with their pages in step. closed are the page numbers not to be shown.

    Eight queries at most, whatever the number of pages.
    """
    ours, theirs = _pages(first.document.id), _pages(second.document.id)
    numbers = sorted({*ours, *theirs})
    return ArrivalsBeside(
        first,
        second,
        _facts(first, second),
        tuple(
            _pair(
                number,
                _side(ours.get(number), is_closed=number in closed[0]),
                _side(theirs.get(number), is_closed=number in closed[1]),
                arrivals=(first, second),
            )
            for number in numbers
        ),
    )


def pages_beside(first_id: int, second_id: int, *, documents: tuple[int, int]) -> PairBeside:
    """Two pages by their ids and those of their files, both open to whoever asks. Six queries."""
    (pair,) = pairs_beside([(first_id, second_id)], documents=documents)
    return pair


def pairs_beside(
    pairs: Sequence[tuple[int, int]],
    *,
    documents: Collection[int],
    closed: Collection[int] = frozenset(),
) -> tuple[PairBeside, ...]:
    """Pairs of pages by their ids, each named for its first; documents are their files.

    closed are the pages not to be shown to whoever asks. Three queries for each file.
    """
    found: dict[int, _Known] = {}
    for document_id in dict.fromkeys(documents):
        found |= {one.view.id: one for one in _pages(document_id).values()}
    sides = [
        tuple(_known_side(found[one], is_closed=one in closed) for one in pair) for pair in pairs
    ]
    return tuple(_compared(first.shown.number, first, second) for first, second in sides)


@dataclass(frozen=True)
class _Known:
    """A page with its signs; None while it is still to be looked through."""

    view: PageView
    signs: PageSigns | None


@dataclass(frozen=True)
class _Side:
    shown: SideShown
    seen: SeenPage | None
    is_blank: bool


def _pages(document_id: int) -> dict[int, _Known]:
    views = page_list(document_id)
    signs = signs_of([view for view in views if view.state != PageState.WAITING])
    return {view.number: _Known(view, signs.get(view.number)) for view in views}


def _side(known: _Known | None, *, is_closed: bool) -> _Side | None:
    return None if known is None else _known_side(known, is_closed=is_closed)


def _known_side(known: _Known, *, is_closed: bool) -> _Side:
    view, signs = known.view, known.signs
    dated = signs.date.value if signs and signs.date and not is_closed else ""
    shown = SideShown(
        page_id=view.id,
        number=view.number,
        width_px=view.width_px,
        height_px=view.height_px,
        has_image=view.has_image and not is_closed,
        state_label=view.state_label,
        sentence="" if is_closed else view.reason_sentence,
        dated=dated,
        is_closed=is_closed,
    )
    seen = SeenPage(view.id, view.picture_hash, signs.text) if signs and not is_closed else None
    return _Side(shown, seen, is_blank=bool(signs and signs.is_blank))


def _pair(
    number: int,
    first: _Side | None,
    second: _Side | None,
    *,
    arrivals: tuple[ReceiptView, ReceiptView],
) -> PairBeside:
    if first is not None and second is not None:
        return _compared(number, first, second)
    there = arrivals[0] if first else arrivals[1]
    return PairBeside(
        number,
        first.shown if first else None,
        second.shown if second else None,
        f"Only arrival {there.id} has a page {number}.",
        is_same=False,
    )


def _compared(number: int, first: _Side, second: _Side) -> PairBeside:
    said, is_same, found = _said(first, second)
    return PairBeside(number, first.shown, second.shown, said, is_same, found)


def _said(first: _Side, second: _Side) -> tuple[str, bool | None, Differences | None]:
    """Whether both are one page: in a sentence, as a word, with what differs."""
    if first.shown.is_closed or second.shown.is_closed:
        return "Closed as not ours, so it is not shown and not compared.", None, None
    if first.shown.page_id == second.shown.page_id:
        return SAME_FILE, True, None
    if first.seen is None or second.seen is None:
        return "Still being read, so only the pictures can be compared yet.", None, None
    if first.is_blank and second.is_blank:
        return "Both are blank.", True, None
    return _read(first.seen, second.seen)


def _read(first: SeenPage, second: SeenPage) -> tuple[str, bool | None, Differences]:
    found = differences_of(first, second)
    if found.because:
        return f"It is the same page, it seems. {found.because}", True, found
    if not first.words and not second.words:
        return "Nothing was read on either: compare the pictures.", None, found
    return "It is another page, it seems.", False, found


def _facts(first: ReceiptView, second: ReceiptView) -> tuple[FactBeside, ...]:
    """What is known of both arrivals, in the order of the bar above."""
    told = [(label, get(first), get(second)) for label, get in _TOLD]
    return tuple(FactBeside(*one) for one in told if one[1] or one[2])


def _moment(at: datetime) -> str:
    return f"{at.astimezone(plan_zone(at)):%a %-d %b %Y, %H:%M}"


def _count(pages: int | None) -> str:
    return "Not counted yet" if pages is None else str(pages)


_TOLD: tuple[tuple[str, Callable[[ReceiptView], str]], ...] = (
    ("Received", lambda receipt: _moment(receipt.received_at)),
    ("Received for the plan by", lambda receipt: receipt.delegate),
    ("From", lambda receipt: receipt.sender or NONE_STATED),
    ("How", lambda receipt: receipt.channel_label),
    ("Line dialled", lambda receipt: receipt.line_dialled),
    ("File", lambda receipt: receipt.original_name or NONE_STATED),
    ("Pages", lambda receipt: _count(receipt.document.page_count)),
    ("Pages announced", lambda receipt: str(receipt.pages_expected or "")),
)
