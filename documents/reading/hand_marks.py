"""Finds what a pen did to printed words: rings round an answer, lines through words.

Both are found by their strokes in the picture, near lines of text. A ring becomes a word
of its own, "(x)", before the words in it, and marks them as a cross in a box would. Words
with a line through them keep their letters and are overlaid with a stroke each
(documents.domain.striking), so that they are shown as they are and never taken as said.
What cannot be told apart from print, underlining, dirt or the rules of a table is left.

Measured on 301 faxed pages of the evaluation set's tuning half (204x98 turned by up to one
degree, 204x196 by up to 1.5, and as the set says): of 2,162 lines one was taken for struck, a
bold heading, and no ring was seen. On 373 born-digital pages (that half printed as PDF, the
demonstration's packets, letters, two manuals; 6,297 lines) two were taken for struck, twice the
same bold heading, and no ring was seen. All values here were chosen on those pages and on drawn
marks; no page marked by a real pen was at hand.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from documents.domain.geometry import Box, Transform, union_of
from documents.domain.reading_order import Word, rows_of
from documents.domain.striking import struck
from documents.reading.upright import Pixels

RINGED = "(x)"

_GAP = 3  # pixels that a faint stroke may be broken by
_LINE = 40  # pixels that a line through words runs at least without a bend
_THICKEST = 9  # pixels of a pen's stroke
_SLANT = 0.06  # of its length that a line may rise or fall
_COVERED = 0.5  # of a word's width under its line, or as much as it is high
_OVER_WORDS = 0.6  # of a line that must lie over words
_OVERHANG = 1.2  # word heights that a line may reach beyond its words at either end
_MIDDLE = (0.35, 0.74)  # of the letters' height, where a line goes through and not under them
_CROSSED = 0.06  # of a line's columns with ink right above and right below it
_LOWEST, _HIGHEST, _WIDEST = 40, 160, 520  # pixels of a ring: from 5 to 20 mm high
_NARROWEST = 0.7  # of a ring's height
_MOST_INK = 0.45  # of its box that may be ink, letters that touch it included
_TALLEST = 3.2  # line heights
_NEAR = 4.0  # line heights between a ring and its line, which may not have been seen in the ring
_RIM, _RIM_WIDTH = 0.93, 0.17  # where its stroke runs, of the way from the middle to the edge
_STRAY = 0.06  # of its ink that may lie outside
_SECTORS, _ROUND = 36, 0.86  # how much of the way round it is ink
_CORE, _LETTERS = 0.6, 0.04  # the part that holds its words, and the ink there at least
_MOST_WORDS, _INSIDE = 4, 0.6
_SEEN = 0.5  # of a ring's width
_UNBROKEN = 0.94  # of a line's columns that are ink
_CLEAR = 0.15  # of a word's columns that hold nothing but the line


@dataclass(frozen=True)
class Ring:
    """A ring on the upright page, with the pixels of its stroke."""

    box: Box
    stroke: tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class _Line:
    """A straight stroke from x0 to x1: y + slope * x is its middle, half its half thickness."""

    x0: float
    x1: float
    y: float
    slope: float
    half: float

    def at(self, x: float) -> float:
        """Its middle at a column."""
        return self.y + self.slope * x


def find_rings(pixels: Pixels, lines: Sequence[Box]) -> list[Ring]:
    """The rings drawn round print, near lines of text on an upright, straight page."""
    ink = np.where(pixels < 128, 255, 0).astype(np.uint8)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(joined)
    found = []
    for label in range(1, count):
        x, y, width, height, area = (int(value) for value in stats[label])
        box = Box(float(x), float(y), float(x + width), float(y + height))
        if not _may_be_ring(box, area, lines):
            continue
        part = labels[y : y + height, x : x + width] == label
        if _is_round(part) and _holds_letters((joined[y : y + height, x : x + width] > 0) & ~part):
            rows, columns = np.nonzero(part & (_way_out(part) > _RIM - _RIM_WIDTH))
            found.append(Ring(box, tuple(zip(columns + x, rows + y, strict=True))))
    return found


def ring_alone(ring: Ring, lines: Sequence[Box]) -> bool:
    """Whether no line of text was seen in the ring, as happens with short answers."""
    box = ring.box
    return not any(
        line.y0 < box.centre_y < line.y1 and line.overlap_x(box) >= _SEEN * box.width
        for line in lines
    )


def without_rings(pixels: Pixels, rings: Sequence[Ring], back: Transform) -> Pixels:
    """The picture with the rings painted over; back takes them to this picture's points."""
    stroke = np.zeros_like(pixels)
    height, width = pixels.shape[:2]
    for ring in rings:
        for point in ring.stroke:
            x, y = back.point(*point)
            if 0 <= round(x) < width and 0 <= round(y) < height:
                stroke[round(y), round(x)] = 1
    painted = pixels.copy()
    painted[cv2.dilate(stroke, np.ones((3, 3), np.uint8)) > 0] = 255
    return painted


def ring_marks(rings: Sequence[Ring], words: Sequence[Word]) -> list[Word]:
    """A mark for each ring, before the words in it; a ring round none, or round many, has none."""
    marks = []
    for ring in rings:
        box = ring.box
        inside = [
            word
            for word in words
            if box.x0 <= word.box.centre_x <= box.x1 and box.y0 <= word.box.centre_y <= box.y1
        ]
        if 0 < len(inside) <= _MOST_WORDS and _fill(box, inside):
            first = min(inside, key=lambda word: word.box.x0).box
            marks.append(Word(RINGED, Box(first.x0 - 2, first.y0, first.x0 - 1, first.y1)))
    return marks


def _fill(ring: Box, words: Sequence[Word]) -> bool:
    """Whether the words lie in the ring and not only their middle."""
    return all(ring.overlap_x(word.box) >= _INSIDE * word.box.width for word in words)


def _may_be_ring(box: Box, area: int, lines: Sequence[Box]) -> bool:
    if not (_LOWEST <= box.height <= _HIGHEST and box.width <= _WIDEST):
        return False
    if box.width < _NARROWEST * box.height or area > _MOST_INK * box.width * box.height:
        return False
    return any(
        line.y0 < box.centre_y < line.y1
        and max(line.x0 - box.x1, box.x0 - line.x1) <= _NEAR * line.height
        and box.height <= _TALLEST * line.height
        for line in lines
    )


def _is_round(part: NDArray[np.bool_]) -> bool:
    """Whether the ink runs along the oval in its box, nearly all the way round."""
    height, width = part.shape
    far = _way_out(part)[part]
    if float((far > _RIM + _RIM_WIDTH).mean()) > _STRAY:
        return False
    rows, columns = np.nonzero(part)
    angles = np.arctan2((rows - height / 2) / height, (columns - width / 2) / width)
    on_rim = np.abs(far - _RIM) <= _RIM_WIDTH
    sectors = np.floor((angles[on_rim] + np.pi) / (2 * np.pi) * _SECTORS)
    return len(np.unique(sectors)) >= _ROUND * _SECTORS


def _holds_letters(ink: NDArray[np.bool_]) -> bool:
    """Whether there is print well inside, as there is not within a letter."""
    return float(ink[_way_out(ink) < _CORE].mean()) >= _LETTERS


def _way_out(part: NDArray[np.bool_]) -> NDArray[np.floating[Any]]:
    """How far each pixel lies from the middle, 1 on the oval that fills the box."""
    height, width = part.shape
    rows, columns = np.indices(part.shape)
    far: NDArray[np.floating[Any]] = np.hypot(
        (columns - (width - 1) / 2) / (width / 2), (rows - (height - 1) / 2) / (height / 2)
    )
    return far


def struck_words(pixels: Pixels, words: Sequence[Word]) -> list[Word]:
    """The words, those with a line through them overlaid.

    Readers run words together where a line goes through the blank between them: a word
    counts as struck when the line goes through a good part of it.
    """
    ink = np.where(pixels < 128, 255, 0).astype(np.uint8)
    lines = list(_lines(ink))
    through = {
        id(word)
        for row in rows_of(words)
        for line in lines
        for word in _under(line, row.words, ink)
    }
    return [
        replace(word, text=struck(word.text)) if id(word) in through else word for word in words
    ]


def _lines(ink: Pixels) -> Iterator[_Line]:
    """Long, thin, straight strokes, nearly level."""
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, _GAP), np.uint8))
    level = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, _LINE), np.uint8))
    grown = cv2.dilate(level, np.ones((3, _GAP), np.uint8))
    count, labels, stats, _centres = cv2.connectedComponentsWithStats(grown)
    for label in range(1, count):
        x, y, width, height, _area = (int(value) for value in stats[label])
        if height - 2 > _THICKEST + _SLANT * width:
            continue
        part = (labels[y : y + height, x : x + width] == label) & (
            ink[y : y + height, x : x + width] > 0
        )
        line = _straight(part, x, y)
        if line:
            yield line


def _straight(part: NDArray[np.bool_], x: int, y: int) -> _Line | None:
    """The stroke as a straight line; None where it bends, is broken or is too thick."""
    rows, columns = np.nonzero(part)
    if len(np.unique(columns)) < _UNBROKEN * part.shape[1]:
        return None
    slope, start = np.polyfit(columns, rows, 1)
    if abs(slope) > _SLANT:
        return None
    off = np.abs(rows - (start + slope * columns))
    if float(np.percentile(off, 95)) > _THICKEST / 2:
        return None
    half = max(1.0, float(np.percentile(off, 90)))
    return _Line(
        float(x), float(x + part.shape[1]), float(y + start - slope * x), float(slope), half
    )


def _under(line: _Line, words: Sequence[Word], ink: Pixels) -> list[Word]:
    """The words of a row that the line goes through; none where it is no line of theirs."""
    met = [
        word
        for word in words
        if word.box.y0 < line.at(word.box.centre_x) < word.box.y1 and _shared(line, word.box) > 0
    ]
    if not met:
        return []
    around = union_of(word.box for word in met)
    reach = _OVERHANG * median(word.box.height for word in met)
    if line.x0 < around.x0 - reach or line.x1 > around.x1 + reach:
        return []
    through = sum(_shared(line, word.box) for word in met)
    if through < _OVER_WORDS * (line.x1 - line.x0) or not _goes_through(line, around, ink):
        return []
    return [
        word
        for word in met
        if _shared(line, word.box) >= min(_COVERED * word.box.width, word.box.height)
    ]


def _shared(line: _Line, word: Box) -> float:
    return min(line.x1, word.x1) - max(line.x0, word.x0)


def _goes_through(line: _Line, row: Box, ink: Pixels) -> bool:
    """Whether the line crosses letters in the middle of their height, and is more than print.

    Where there is nothing right above and right below it, between letters, it is ink all
    the same.
    """
    height, width = ink.shape[:2]
    left, right = max(0, int(max(line.x0, row.x0))), min(width, int(min(line.x1, row.x1)))
    top, bottom = max(0, int(row.y0)), min(height, int(np.ceil(row.y1)))
    part = ink[top:bottom, left:right] > 0
    if not part.size:
        return False
    middle_row = line.y + line.slope * np.arange(left, right) - top
    above = np.rint(middle_row - line.half - 2).astype(int)
    below = np.rint(middle_row + line.half + 2).astype(int)
    rows = np.flatnonzero(part.sum(axis=1) >= 2)
    if not rows.size or above.min() < 0 or below.max() >= part.shape[0]:
        return False
    place = (float(middle_row.mean()) - rows[0]) / max(1, rows[-1] - rows[0])
    columns = np.arange(right - left)
    over, under = part[above, columns], part[below, columns]
    clear = ~over & ~under
    return (
        _MIDDLE[0] <= place <= _MIDDLE[1]
        and float((over & under).mean()) >= _CROSSED
        and float(clear.mean()) >= _CLEAR
    )
