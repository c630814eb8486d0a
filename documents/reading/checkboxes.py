"""Finds the boxes of a form by their four lines, and what is in them by its ink.

An engine reads boxes as letters or not at all, so they are found in the picture and
become words of their own: "[x]" ticked, "[]" empty, "[?]" cannot be told, which never
counts as an answer. A box that belongs to the words before it ("Yes [x]") carries an
arrow back to them, so that it is not taken for the mark of the words behind.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np

from documents.domain.geometry import Box, Transform
from documents.domain.reading_order import Row, Word, rows_of
from documents.reading.upright import Pixels

TICKED, EMPTY, UNSURE = "[x]", "[]", "[?]"
BACK = "\u2190"

_SMALLEST, _LARGEST = 16, 60  # pixels a side: 2 to 7 mm
_STROKE = 12  # pixels that a line of a box runs at least without a bend
_SQUARE = 0.75  # the shorter side, of the longer
_DRAWN = 0.8  # of each side that must be line
_EDGE = 0.2  # of a side that belongs to the line, inwards
_EMPTY_BELOW, _TICKED_ABOVE, _BLACK_ABOVE = 0.04, 0.12, 0.85  # ink inside
_NEAR = 2.0  # sides between a box and the words it belongs to
_APART = 0.2  # sides of paper left and right of a box; letters stand closer
_CLEAR_PAPER = 0.15  # ink there at most: a tick may reach out of its box
_COMB = 0.35  # sides between boxes that are places for single letters
_CLEARLY = 0.5  # the nearer words, of the distance to the farther ones


@dataclass(frozen=True)
class Checkbox:
    """A box on the upright page and what its ink says: TICKED, EMPTY or UNSURE."""

    box: Box
    mark: str


def find_checkboxes(pixels: Pixels, lines: Sequence[Box]) -> list[Checkbox]:
    """The boxes near lines of text on an upright, straight page.

    Boxes that stand side by side are places for single letters, and no checkboxes.
    """
    ink = np.where(pixels < 128, 255, 0).astype(np.uint8)
    joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    across = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, _STROKE), np.uint8))
    down = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((_STROKE, 1), np.uint8))
    found = [
        box
        for box in _square_parts(cv2.bitwise_or(across, down))
        if _is_framed(box, across, down)
        and _stands_apart(box, ink)
        and any(_is_near(box, line) for line in lines)
    ]
    return [
        Checkbox(box, _mark(box, ink))
        for box in found
        if not any(_are_comb(box, other) for other in found)
    ]


def without_checkboxes(pixels: Pixels, boxes: Sequence[Checkbox], back: Transform) -> Pixels:
    """The picture with the boxes painted over; back takes them to this picture's points."""
    painted = pixels.copy()
    for found in boxes:
        grown = Box(found.box.x0 - 2, found.box.y0 - 2, found.box.x1 + 2, found.box.y1 + 2)
        corners = [back.point(x, y) for x, y in grown.corners()]
        cv2.fillConvexPoly(painted, np.rint(np.array(corners)).astype(np.int32), (255,))
    return painted


def mark_words(boxes: Sequence[Checkbox], words: Sequence[Word]) -> list[Word]:
    """The boxes as words, each turned to the words it belongs to."""
    marks = {id(word): word for word in (Word(found.mark, found.box) for found in boxes)}
    rows = rows_of([*words, *marks.values()])
    return [word for row in rows for word in _turned_marks(row, set(marks))]


def _turned_marks(row: Row, marks: set[int]) -> Iterator[Word]:
    """The marks of a row. Where it is not clear to which side one belongs, the row decides."""
    gaps = [
        (word, _gap(row, place, -1, marks), _gap(row, place, 1, marks))
        for place, word in enumerate(row.words)
        if id(word) in marks
    ]
    before = median([gap for _word, gap, _after in gaps]) if gaps else 0.0
    after = median([gap for _word, _before, gap in gaps]) if gaps else 0.0
    for word, left, right in gaps:
        is_clear = min(left, right) <= _CLEARLY * max(left, right)
        yield _turned(word, *((left, right) if is_clear else (before, after)))


def _turned(word: Word, left: float, right: float) -> Word:
    """The mark with an arrow when the words on its left are nearer; no tick without near words."""
    if min(left, right) > _NEAR * word.box.width or left == right:
        return Word(UNSURE if word.text == TICKED else word.text, word.box)
    return word if right < left else Word(word.text + BACK, word.box)


def _gap(row: Row, place: int, step: int, marks: set[int]) -> float:
    """Pixels to the next word on one side; infinite where there is none or another box."""
    other = place + step
    if not 0 <= other < len(row.words) or id(row.words[other]) in marks:
        return math.inf
    here, there = row.words[place].box, row.words[other].box
    return max(0.0, there.x0 - here.x1 if step > 0 else here.x0 - there.x1)


def _square_parts(lines: Pixels | cv2.typing.MatLike) -> Iterator[Box]:
    count, _labels, stats, _centres = cv2.connectedComponentsWithStats(np.asarray(lines))
    for x, y, width, height, _area in stats[1:count]:
        shorter, longer = sorted((int(width), int(height)))
        if shorter >= _SMALLEST and longer <= _LARGEST and shorter >= _SQUARE * longer:
            yield Box(float(x), float(y), float(x + width), float(y + height))


def _is_framed(box: Box, across: cv2.typing.MatLike, down: cv2.typing.MatLike) -> bool:
    """Whether each of the four sides is a straight line nearly from corner to corner."""
    level, upright = _part(across, box) > 0, _part(down, box) > 0
    high, wide = _edge(box.height), _edge(box.width)
    sides = (
        level[:high].any(axis=0),
        level[-high:].any(axis=0),
        upright[:, :wide].any(axis=1),
        upright[:, -wide:].any(axis=1),
    )
    return all(float(side.mean()) >= _DRAWN for side in sides)


def _stands_apart(box: Box, ink: Pixels) -> bool:
    """Whether there is paper on both sides of the box, as there is not beside a letter."""
    wide = max(3, round(_APART * box.width))
    beside = (
        Box(box.x0 - 2 - wide, box.y0, box.x0 - 2, box.y1),
        Box(box.x1 + 2, box.y0, box.x1 + 2 + wide, box.y1),
    )
    height, width = ink.shape[:2]
    parts = [_part(ink, place.clipped(width=width, height=height)) for place in beside]
    return all(float((part > 0).mean()) <= _CLEAR_PAPER for part in parts if part.size)


def _mark(box: Box, ink: Pixels) -> str:
    high, wide = _edge(box.height) + 1, _edge(box.width) + 1
    inside = _part(ink, box)[high:-high, wide:-wide]
    share = float((inside > 0).mean()) if inside.size else 1.0
    if share < _EMPTY_BELOW:
        return EMPTY
    return TICKED if _TICKED_ABOVE <= share <= _BLACK_ABOVE else UNSURE


def _edge(side: float) -> int:
    return max(3, round(_EDGE * side))


def _part(pixels: cv2.typing.MatLike, box: Box) -> np.typing.NDArray[np.uint8]:
    part = pixels[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)]
    return np.asarray(part, dtype=np.uint8)


def _is_near(box: Box, line: Box) -> bool:
    apart = max(line.x0 - box.x1, box.x0 - line.x1)
    return box.overlap_y(line) >= 0.5 * box.height and apart <= _NEAR * box.width


def _are_comb(box: Box, other: Box) -> bool:
    if box == other or box.overlap_y(other) < 0.5 * box.height:
        return False
    return max(other.x0 - box.x1, box.x0 - other.x1) < _COMB * box.width
