"""Boxes and pen marks that a born-digital page draws as lines: its text has the words alone.

Looked for in the picture that the reading process made, as on a fax. A sign that the text
itself has for a box, or a letter that stands in a frame, is left to the text. A ring round an
answer and a line through words are marked as on a fax.
"""

from collections.abc import Sequence
from itertools import chain

import cv2
import numpy as np

from documents.domain.geometry import Box
from documents.domain.reading_order import Word, rows_of
from documents.reading.checkboxes import Checkbox, find_checkboxes, mark_words
from documents.reading.hand_marks import find_rings, ring_marks, struck_words
from documents.reading.sandbox import RenderedPage

_CROSSES = frozenset({"x", "X", "\u2713", "\u2714", "\u2715", "\u2716", "\u2717", "\u2718"})


def carried_words(page: RenderedPage) -> tuple[Word, ...]:
    """The words that a page carries itself, and what is drawn on it, in reading order.

    What is drawn are boxes, rings round words and lines through them.
    """
    words = page.outcome.embedded_words()
    if words and page.png is not None:
        words = _with_marks(words, page.png)
    return tuple(chain.from_iterable(row.words for row in rows_of(words)))


def _with_marks(words: tuple[Word, ...], png: bytes) -> tuple[Word, ...]:
    decoded = cv2.imdecode(np.frombuffer(png, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
    if decoded is None:
        return words
    pixels, lines = np.asarray(decoded, dtype=np.uint8), _lines(words)
    boxes = [found for found in find_checkboxes(pixels, lines) if _is_free(found, words)]
    kept = [word for word in words if not any(_is_within(word, found.box) for found in boxes)]
    marks = mark_words(boxes, kept) + ring_marks(find_rings(pixels, lines), kept)
    return (*struck_words(pixels, kept), *marks)


def _lines(words: Sequence[Word]) -> list[Box]:
    """Each word as high as its row: the letters of "no" are lower than a box beside them."""
    return [
        Box(word.box.x0, row.box.y0, word.box.x1, row.box.y1)
        for row in rows_of(words)
        for word in row.words
    ]


def _is_free(found: Checkbox, words: Sequence[Word]) -> bool:
    """Whether nothing stands in the box, or a cross that was typed into it."""
    return all(word.text in _CROSSES for word in words if _is_within(word, found.box))


def _is_within(word: Word, box: Box) -> bool:
    """Whether the middle of one lies in the other."""
    return _holds(box, word.box) or _holds(word.box, box)


def _holds(outer: Box, inner: Box) -> bool:
    across = outer.x0 <= inner.centre_x <= outer.x1
    return across and outer.y0 <= inner.centre_y <= outer.y1
