"""Whether a picture shows the letters that a text layer says are there.

A file can print one value and call it another. So each letter and digit is cut out of the
picture and compared with how the standard fonts draw it, and draw the others. Runs in the
reading process only; the reference shapes are made once, before it is started.
"""

import ctypes
import string
from collections import defaultdict
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from functools import cache

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from documents.domain.geometry import Box

_FONTS = (
    *("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique"),
    *("Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"),
    *("Courier", "Courier-Bold", "Courier-Oblique", "Courier-BoldOblique"),
)
_LETTERS = string.ascii_letters + string.digits
_ALIKE = (
    "0OoQ",
    "1lIij",
    "cC",
    "sS5",
    "vVyY",
    "wW",
    "xX",
    "zZ2",
    "kK",
    "pP",
    "uU",
    "mM",
    "gq9",
    "8B",
    "6b",
    "fF",
    "tT",
    "jJ",
)
_SIDE = 12  # pixels of a shape
_CELL = 64  # points a letter has in a reference drawing
_ROW = 8
_SMALLEST_HEIGHT = 7  # pixels; smaller print is not judged
_DARK_BELOW = 140
# Found on 65 pages in 13 families of fonts, upright, slanted, bold and small: there, 3 pages
# are doubted for nothing, and of all swaps of two digits 97 in a hundred are found.
_CLOSE = 0.20  # of a shape's pixels: as close as this, it is the letter
_FAR = 0.45  # as far as this, it is not
_ANOTHER = 0.16  # as close as this to another letter, and twice as close, it is that one
_NEARER = 0.05  # by so much nearer to another digit, it is that one
_MOST_OF = 0.5
_WRONG_LETTERS = 0.25
_WRONG_IN_A_WORD = 0.6
_FEWEST_IN_A_WORD = 3


@dataclass(frozen=True)
class Shape:
    """A letter cut out tightly and brought to one size; narrow: width over height."""

    dots: int
    narrow: float


def is_drawn(letters: Iterable[tuple[str, Box]], image: Image.Image) -> bool:
    """Whether a word of three letters or more is what the picture shows there."""
    judged = _judged(letters, image)
    wrong = sum(_is_wrong(letter, shape) for letter, shape in judged)
    return len(judged) < _FEWEST_IN_A_WORD or wrong < _WRONG_IN_A_WORD * len(judged)


def is_honest(letters: Iterable[tuple[str, Box]], image: Image.Image) -> bool:
    """Whether the letters of a page are by and large what the picture shows.

    Not when a quarter of them is something else, nor when one digit mostly looks like
    another: a font with a false character map.
    """
    judged = _judged(letters, image)
    wrong = sum(_is_wrong(letter, shape) for letter, shape in judged)
    if judged and wrong > _WRONG_LETTERS * len(judged):
        return False
    digits = defaultdict(list)
    for letter, shape in judged:
        if letter.isdigit():
            digits[letter].append(_is_another_digit(letter, shape))
    return not any(sum(found) > _MOST_OF * len(found) for found in digits.values())


def _judged(
    letters: Iterable[tuple[str, Box]], image: Image.Image
) -> tuple[tuple[str, Shape], ...]:
    """The letters that can be judged, with their shapes on the picture."""
    known = ((letter, box) for letter, box in letters if letter in _references())
    cut = ((letter, _cut_out(box, image)) for letter, box in known)
    return tuple((letter, shape) for letter, shape in cut if shape)


def prepare() -> None:
    """Draw the reference shapes, so that processes forked from this one have them."""
    _references()


def _cut_out(box: Box, image: Image.Image) -> Shape | None:
    seen = box.clipped(width=image.width, height=image.height)
    if seen.height < _SMALLEST_HEIGHT or seen.width < 1:
        return None
    return _shape(image.crop((int(seen.x0), int(seen.y0), int(seen.x1) + 1, int(seen.y1) + 1)))


def _shape(cut: Image.Image) -> Shape | None:
    """The shape of the ink; None without any."""
    ink = cut.point([255] * _DARK_BELOW + [0] * (256 - _DARK_BELOW))
    edges = ink.getbbox()
    if edges is None:
        return None
    tight = ink.crop(edges)
    small = tight.resize((_SIDE, _SIDE), Image.Resampling.BOX).point([0] * 110 + [255] * 146)
    dots = int.from_bytes(small.convert("1", dither=Image.Dither.NONE).tobytes(), "big")
    return Shape(dots, tight.width / tight.height)


@cache
def _is_wrong(letter: str, shape: Shape) -> bool:
    own = _nearest(shape, letter)
    if own <= _CLOSE:
        return False
    if own > _FAR:
        return True
    limit = min(_ANOTHER, own / 2)
    return any(
        _nearest(shape, other) < limit
        for other in _references()
        if other not in _look_alikes(letter)
    )


@cache
def _is_another_digit(digit: str, shape: Shape) -> bool:
    limit = _nearest(shape, digit) - _NEARER
    return any(_nearest(shape, other) < limit for other in string.digits if other != digit)


def _nearest(shape: Shape, letter: str) -> float:
    """How far the shape is from the letter as the font nearest to it draws it, 0 to 1."""
    return min(_distance(shape, reference) for reference in _references()[letter])


def _distance(shape: Shape, other: Shape) -> float:
    wider = max(shape.narrow, other.narrow) / max(0.01, min(shape.narrow, other.narrow))
    apart = (shape.dots ^ other.dots).bit_count() / (_SIDE * _SIDE)
    return apart + 0.1 * min(2.0, wider - 1)


@cache
def _look_alikes(letter: str) -> frozenset[str]:
    return frozenset(letter).union(*(set(group) for group in _ALIKE if letter in group))


@cache
def _references() -> dict[str, tuple[Shape, ...]]:
    """Each letter as the standard fonts draw it."""
    shapes: dict[str, list[Shape]] = {letter: [] for letter in _LETTERS}
    for font in _FONTS:
        sheet = _sheet(font)
        for place, letter in enumerate(_LETTERS):
            left, top = place % _ROW * _CELL, place // _ROW * _CELL
            shape = _shape(sheet.crop((left, top, left + _CELL, top + _CELL)))
            if shape:
                shapes[letter].append(shape)
    return {letter: tuple(found) for letter, found in shapes.items() if found}


def _sheet(font: str) -> Image.Image:
    """All letters of a font on one drawing, each in its cell."""
    rows = -(-len(_LETTERS) // _ROW)
    with closing(pypdfium2.PdfDocument.new()) as document:
        page = document.new_page(_ROW * _CELL, rows * _CELL)
        for place, letter in enumerate(_LETTERS):
            text = pdfium.FPDFPageObj_NewTextObj(document, font.encode(), _CELL * 0.7)
            codes = (letter + "\0").encode("utf-16-le")
            pdfium.FPDFText_SetText(
                text, ctypes.cast(ctypes.c_char_p(codes), ctypes.POINTER(ctypes.c_ushort))
            )
            across, up = place % _ROW * _CELL + 12, (rows - place // _ROW) * _CELL - 48
            pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, across, up)
            pdfium.FPDFPage_InsertObject(page, text)
        pdfium.FPDFPage_GenerateContent(page)
        drawn: Image.Image = page.render(scale=1, grayscale=True).to_pil()
        return drawn.convert("L")
