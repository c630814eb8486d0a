"""Reads the words on our own page pictures with RapidOCR.

Runs in the worker: it is given pictures that the sandboxed child drew, never the
sender's file. Values here were measured on degraded fax pages (docs/decisions/0004).
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

import cv2
import numpy as np
from rapidocr import RapidOCR
from rapidocr.main import RapidOCRError

from documents.domain.geometry import Box, Transform, box_around
from documents.domain.reading_order import Word, rows_of
from documents.errors import PictureUnreadableError
from documents.reading.checkboxes import find_checkboxes, mark_words, without_checkboxes
from documents.reading.hand_marks import (
    find_rings,
    ring_alone,
    ring_marks,
    struck_words,
    without_rings,
)
from documents.reading.page import ReadPage
from documents.reading.second import second_words
from documents.reading.upright import (
    Pixels,
    Quad,
    deskewed,
    length_of,
    levels_of,
    lies_sideways,
    moved,
    skew_of,
    turned,
)

ENGINE = "rapidocr"
ENGINE_VERSION = f"{version('rapidocr')} PP-OCRv6 small, boxes and pen marks by pixels"

_DETECTION_SIDE = 736
_LOWEST_SCORE = 0.5
_LINES_TO_COMPARE = 5
_CLEARLY_UPRIGHT = 0.9  # mean score of those lines; upside down they reach two thirds of it
_SOLID_INK_SHARE = 0.0002  # of the page, after specks and hairlines are gone
_SPECK = 5  # pixels


@dataclass(frozen=True)
class _Line:
    """A line as it was read. columns tell where in the line each letter was seen."""

    text: str
    score: float
    columns: Any


@dataclass(frozen=True)
class _UprightPage:
    """A page set upright, with its lines; known are those already read.

    rotation is the turn that set it upright, transform where its points went by that.
    """

    pixels: Pixels
    quads: list[Quad]
    known: Mapping[Quad, _Line]
    rotation: int
    transform: Transform


def read_picture(png: bytes) -> ReadPage:
    """The words of a page picture, upright and in reading order.

    Raises:
        PictureUnreadableError: when the picture cannot be decoded or the engine fails on it.
    """
    try:
        return _read(_decoded(png))
    except (cv2.error, RuntimeError, MemoryError) as error:
        raise PictureUnreadableError("The engine could not read the page picture.") from error


def _read(pixels: Pixels) -> ReadPage:
    page = _upright(pixels)
    straight, straightening = page.pixels, Transform()
    slope = skew_of(page.quads)
    if slope:
        straight, straightening = deskewed(page.pixels, slope)
    words = _words(page, straight, straightening)
    height, width = straight.shape[:2]
    changed = bool(page.rotation or slope)
    words = [word for row in rows_of(words) for word in row.words]
    return ReadPage(
        engine=ENGINE,
        engine_version=ENGINE_VERSION,
        words=tuple(words),
        width=width,
        height=height,
        rotation=page.rotation,
        transform=page.transform.then(straightening),
        png=_encoded(straight) if changed else None,
        has_ink=_has_solid_ink(straight),
        second=second_words(straight, words),
    )


@cache
def _engine() -> Any:
    """The engine, made once a process: its models take a second and 300 MB."""
    cv2.setNumThreads(1)
    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.return_word_box": True,
            "Global.use_vertical_padding": False,
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTION_SIDE,
            "Rec.rec_batch_num": 1,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


def _decoded(png: bytes) -> Pixels:
    pixels = cv2.imdecode(np.frombuffer(png, dtype=np.uint8), cv2.IMREAD_GRAYSCALE)
    if pixels is None:
        raise PictureUnreadableError("The page picture could not be decoded.")
    return np.asarray(pixels, dtype=np.uint8)


def _encoded(pixels: Pixels) -> bytes:
    two_tone = levels_of(pixels) <= 2
    options = [cv2.IMWRITE_PNG_BILEVEL, 1] if two_tone else [cv2.IMWRITE_PNG_COMPRESSION, 6]
    _done, content = cv2.imencode(".png", pixels, options)
    return content.tobytes()


def _detect(pixels: Pixels) -> list[Quad]:
    """Where lines of text are, each as four corners from the top left clockwise."""
    try:
        _crops, found = _engine().detect_and_crop(_coloured(pixels), {})
    except RapidOCRError:
        return []
    return [tuple((float(x), float(y)) for x, y in quad) for quad in found.boxes]


def _upright(pixels: Pixels) -> _UprightPage:
    """The page with its text running left to right and the right way up.

    Lines taller than wide mean a page on its side. Which way up is told by the longest
    lines: the right way they score high, and only where they do not are they read the
    other way as well.
    """
    quads = _detect(pixels)
    rotation, transform = 0, Transform()
    if lies_sideways(quads):
        rotation = 90
        pixels, transform = turned(pixels, 90)
        quads = _detect(pixels)
    known = _longest(pixels, quads)
    if _may_be_upside_down(known):
        half_pixels, half_turn = turned(pixels, 180)
        half_quads = [quad[2:] + quad[:2] for quad in moved(quads, half_turn)]
        other = _longest(half_pixels, half_quads)
        if _score(other) > _score(known):
            back = transform.then(half_turn)
            return _UprightPage(half_pixels, half_quads, other, rotation + 180, back)
    return _UprightPage(pixels, quads, known, rotation, transform)


def _longest(pixels: Pixels, quads: Sequence[Quad]) -> dict[Quad, _Line]:
    longest = sorted(quads, key=length_of, reverse=True)[:_LINES_TO_COMPARE]
    return _recognise(pixels, longest)


def _may_be_upside_down(lines: Mapping[Quad, _Line]) -> bool:
    """Whether the lines read so badly that the other way up must be tried."""
    return bool(lines) and _score(lines) < _CLEARLY_UPRIGHT * len(lines)


def _score(lines: Mapping[Quad, _Line]) -> float:
    return sum(line.score for line in lines.values())


def _recognise(pixels: Pixels, quads: Sequence[Quad]) -> dict[Quad, _Line]:
    """What stands on each of the lines; one that is too thin to be cut out is left out."""
    if not quads:
        return {}
    engine = _engine()
    crops = engine.crop_text_regions(_coloured(pixels), _array(quads))
    kept = [(quad, crop) for quad, crop in zip(quads, crops, strict=True) if crop.size]
    try:
        read = engine.recognize_txt([crop for _quad, crop in kept])
    except RapidOCRError:
        return {}
    lines = zip(read.txts, read.scores, read.word_results, strict=True)
    return {quad: _Line(*line) for (quad, _crop), line in zip(kept, lines, strict=True)}


def _words(page: _UprightPage, straight: Pixels, straightening: Transform) -> list[Word]:
    """The words and the marks on the page, with boxes in the straightened picture.

    Lines are cut out of the picture as it was before it was straightened, so that it is
    resampled once and not twice. Boxes and rings are painted over first: they are no letters.
    """
    height, width = straight.shape[:2]
    places = {
        quad: box_around(place).clipped(width=width, height=height)
        for quad, place in zip(page.quads, moved(page.quads, straightening), strict=True)
    }
    boxes = find_checkboxes(straight, list(places.values()))
    rings = find_rings(straight, list(places.values()))
    back = straightening.inverse()
    painted = [*(found.box for found in boxes), *(ring.box for ring in rings)]
    pixels = without_rings(without_checkboxes(page.pixels, boxes, back), rings, back)
    known = {
        quad: line
        for quad, line in page.known.items()
        if not any(_overlap(places[quad], box) for box in painted)
    }
    for ring in rings:
        if ring_alone(ring, list(places.values())):
            corners = tuple(back.point(x, y) for x, y in ring.box.corners())
            places[corners] = ring.box
    read = known | _recognise(pixels, [quad for quad in places if quad not in known])
    words: list[Word] = []
    for quad, line in read.items():
        if line.score >= _LOWEST_SCORE and line.text.strip():
            words += _words_of_line(line.text, places[quad], line.columns)
    marks = mark_words(boxes, words) + ring_marks(rings, words)
    return struck_words(straight, words) + marks


def _overlap(one: Box, other: Box) -> bool:
    return one.overlap_x(other) > 0 and one.overlap_y(other) > 0


def _words_of_line(text: str, box: Box, columns: Any) -> list[Word]:
    """The words of a line, each with the part of the line's box it takes.

    The engine says at which of its columns it saw each letter. Where that does not fit
    the text, letters are taken to be equally wide.
    """
    parts = text.split()
    letters = sum(len(part) for part in parts)
    places = [column for word in columns.word_cols for column in word]
    total = float(columns.line_txt_len)
    if len(places) != letters or total <= 0:
        return _evenly(text, box)
    half = _half_letter(places)
    words, first = [], 0
    for part in parts:
        last = first + len(part) - 1
        left = max(0.0, places[first] + 0.5 - half) / total
        right = min(total, places[last] + 0.5 + half) / total
        words.append(_word(part, box, left=left, right=right))
        first = last + 1
    return words


def _half_letter(places: Sequence[int]) -> float:
    """Half a letter's width in columns."""
    steps = [after - before for before, after in itertools.pairwise(places)]
    return float(np.median(steps)) / 2 if steps else 1.0


def _evenly(text: str, box: Box) -> list[Word]:
    words, place = [], 0
    for part in text.split():
        place = text.index(part, place)
        end = place + len(part)
        words.append(_word(part, box, left=place / len(text), right=end / len(text)))
        place = end
    return words


def _word(text: str, box: Box, *, left: float, right: float) -> Word:
    clean = "".join(letter for letter in text if letter.isprintable())
    place = Box(box.x0 + left * box.width, box.y0, box.x0 + right * box.width, box.y1)
    return Word(clean, place)


def _has_solid_ink(pixels: Pixels) -> bool:
    without_specks = cv2.medianBlur(pixels, _SPECK)
    return int(np.count_nonzero(without_specks < 128)) > _SOLID_INK_SHARE * pixels.size


def _coloured(pixels: Pixels) -> Any:
    return cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR)


def _array(quads: Sequence[Quad]) -> Any:
    return np.array(quads, dtype=np.float32)
