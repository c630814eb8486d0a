"""Puts words into rows, left to right and top to bottom."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from documents.domain.geometry import Box, union_of

_OVER_SHARE = 0.5  # of the lesser of two widths
_SAME_ROW_SHARE = 0.5  # of the lower of two heights that must overlap


@dataclass(frozen=True)
class Word:
    """A word where it stands on the page."""

    text: str
    box: Box


@dataclass(frozen=True)
class Row:
    """Words on one line of the page, left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with single spaces between."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The box around the row."""
        return union_of(word.box for word in self.words)


def rows_of(words: Sequence[Word]) -> tuple[Row, ...]:
    """Every word in exactly one row; rows top to bottom.

    Words share a row when they overlap by half the lower height with the row's last
    word to the left, so that a slightly sloping line stays one row. Two words one over the
    other never do, however tall the boxes of tight lines are.
    """
    open_rows: list[list[Word]] = []
    for word in sorted(words, key=lambda item: (item.box.x0, item.box.y0)):
        best = _row_for(word, open_rows)
        if best is None:
            open_rows.append([word])
        else:
            best.append(word)
    rows = [Row(tuple(row)) for row in open_rows]
    return tuple(sorted(rows, key=lambda row: (_middle(row), row.box.x0)))


def text_of(rows: Sequence[Row]) -> str:
    """The rows as lines of text."""
    return "\n".join(row.text for row in rows)


def words_from_lists(words: Sequence[Sequence[object]]) -> tuple[Word, ...]:
    """Words from their stored form [[text, x0, y0, x1, y1], ...]."""
    return tuple(
        Word(str(text), Box(*(float(str(number)) for number in numbers)))
        for text, *numbers in words
    )


def words_as_lists(words: Sequence[Word]) -> list[list[str | float]]:
    """The stored form of words, rounded to a tenth of a pixel."""
    return [
        [
            word.text,
            round(word.box.x0, 1),
            round(word.box.y0, 1),
            round(word.box.x1, 1),
            round(word.box.y1, 1),
        ]
        for word in words
    ]


def _row_for(word: Word, rows: Sequence[list[Word]]) -> list[Word] | None:
    """The row the word continues, the best match when there are several."""
    best, best_share = None, _SAME_ROW_SHARE
    for row in rows:
        last = row[-1].box
        if last.y1 < word.box.y0 or word.box.y1 < last.y0 or _stands_over(last, word.box):
            continue
        share = _shared_height(row[-1].box, word.box)
        if share > best_share:
            best, best_share = row, share
    return best


def _stands_over(left: Box, right: Box) -> bool:
    """Whether the two share half the lesser width: then one is over the other, not beside it."""
    return left.overlap_x(right) > _OVER_SHARE * min(left.width, right.width)


def _shared_height(left: Box, right: Box) -> float:
    lower = min(left.height, right.height)
    if lower <= 0:
        return 1.0 if left.centre_y == right.centre_y else 0.0
    return left.overlap_y(right) / lower


def _middle(row: Row) -> float:
    return float(median(word.box.centre_y for word in row.words))
