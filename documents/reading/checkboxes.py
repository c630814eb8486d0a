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
import numpy.typing as npt

from documents.domain.geometry import Box, Transform
from documents.domain.reading_order import Row, Word, rows_of
from documents.reading.upright import Pixels

TICKED, EMPTY, UNSURE = "[x]", "[]", "[?]"
BACK = "\u2190"

_SMALLEST, _LARGEST = 16, 60  # pixels a side: 2 to 7 mm
_STROKE = 12  # pixels that a line of a box runs at least without a bend
_SQUARE = 0.75  # the shorter side, of the longer
_DRAWN = 0.8  # of each side that must be line
_STRAIGHT = 0.85  # of each side whose outermost ink is at its very edge: corners are square
_SMALL = 20  # pixels a side: joining what the fax broke would make letters of this size square
_WAVER = 2  # pixels
_STEM, _SOLID = 0.22, 0.9  # of the width: a letter's stem is wider; of a column, in a stem
_THIN, _MOSTLY = 0.15, 0.6  # the same for a box that a tick makes wider or higher
_TICK_END = 0.25  # of a row or column outside of a box that the stroke of its tick takes
_RAGGED = 0.1  # of the shorter side that a straight line may waver, as it does when faxed
_EDGE = 0.2  # of a side that belongs to the line, inwards
_EMPTY_BELOW, _TICKED_ABOVE, _BLACK_ABOVE = 0.04, 0.12, 0.85  # ink inside
_NEAR = 2.0  # sides between a box and the words it belongs to
_APART = 0.2  # sides of paper left and right of a box; letters stand closer
_CLEAR_PAPER = 0.15  # ink there at most: a tick may reach out of its box
_TOUCHING = 5  # pixels looked at for letters beside it at least; boxes had six free
_LETTER, _GLUED = 0.35, 0.2  # of its middle rows with ink beside it: alone, or on both sides
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
        and _is_square(box, ink if box.width < _SMALL else joined, across, down)
        and _stands_apart(box, ink)
        and not _is_in_word(box, ink)
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


def _is_square(
    box: Box, ink: cv2.typing.MatLike, across: cv2.typing.MatLike, down: cv2.typing.MatLike
) -> bool:
    """Whether every side is straight up to its corners, as no side of a round letter is.

    Where a tick reaches out of its box its ink is at no edge: there the lines alone tell.
    """
    part = _part(ink, box) > 0
    if _are_straight(part, part):
        return part.mean() > _BLACK_ABOVE or _upright_ink(part, _STEM) < _SOLID
    inner = _frame_within(part)
    return (
        box.width >= _SMALL
        and _upright_ink(part[inner], _THIN) < _MOSTLY
        and _are_straight((_part(across, box) > 0)[inner], (_part(down, box) > 0)[inner])
    )


def _are_straight(level: npt.NDArray[np.bool_], upright: npt.NDArray[np.bool_]) -> bool:
    near = 1 + max(_WAVER, round(_RAGGED * min(level.shape)))
    sides = (
        level[:near].any(axis=0),
        level[-near:].any(axis=0),
        upright[:, :near].any(axis=1),
        upright[:, -near:].any(axis=1),
    )
    return all(float(side.mean()) >= _STRAIGHT for side in sides)


def _frame_within(part: npt.NDArray[np.bool_]) -> tuple[slice, slice]:
    """The part but for outer rows and columns that hold no more than the end of a tick."""
    height, width = part.shape
    rows = slice(_tick_end(part), height - _tick_end(part[::-1]))
    columns = slice(_tick_end(part.T), width - _tick_end(part.T[::-1]))
    return rows, columns


def _tick_end(part: npt.NDArray[np.bool_]) -> int:
    """How many of the first rows hold the ends of a tick alone; few are the wavering of a line."""
    held = part.mean(axis=1) > _TICK_END
    depth = min(int(held.argmax()), _edge(part.shape[0]))
    return depth if depth > _WAVER else 0


def _upright_ink(part: npt.NDArray[np.bool_], inwards: float) -> float:
    """How much of a column behind the sides is ink: little in a box, all in the stem of a letter."""
    place = math.ceil(inwards * part.shape[1])
    return float(max(part[:, place].mean(), part[:, -1 - place].mean()))


def _is_in_word(box: Box, ink: Pixels) -> bool:
    """Whether letters stand so close that it is one of them.

    A tick may reach out of its box on one side: ink that hangs together with the box counts
    only where there is some on both.
    """
    near = max(_TOUCHING, round(_APART * box.width))
    left = min(near + 1, int(box.x0))
    part = _part(ink, Box(box.x0 - left, box.y0, box.x1 + near + 1, box.y1))
    right = left + int(box.width)
    _count, labels = cv2.connectedComponents(part)
    own = np.unique(labels[:, left:right])
    alone = np.where(np.isin(labels, own), 0, part)
    others = _rows_beside(alone, left, right)
    return max(others) >= _LETTER or min(_rows_beside(part, left, right)) >= _GLUED


def _rows_beside(part: Pixels, left: int, right: int) -> tuple[float, float]:
    """The shares of the middle rows with ink before and behind, but for a ragged edge."""
    quarter = part.shape[0] // 4
    middle = part[quarter : part.shape[0] - quarter] > 0
    before, behind = middle[:, : max(0, left - 1)], middle[:, right + 1 :]
    return float(before.any(axis=1).mean()), float(behind.any(axis=1).mean())


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


def _part(pixels: cv2.typing.MatLike, box: Box) -> npt.NDArray[np.uint8]:
    part = pixels[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)]
    return np.asarray(part, dtype=np.uint8)


def _is_near(box: Box, line: Box) -> bool:
    apart = max(line.x0 - box.x1, box.x0 - line.x1)
    return box.overlap_y(line) >= 0.5 * box.height and apart <= _NEAR * box.width


def _are_comb(box: Box, other: Box) -> bool:
    if box == other or box.overlap_y(other) < 0.5 * box.height:
        return False
    return max(other.x0 - box.x1, box.x0 - other.x1) < _COMB * box.width
