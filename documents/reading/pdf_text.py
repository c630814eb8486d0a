"""Words of a born-digital page, kept only as far as the page shows them.

Runs in the reading process only.
"""

import ctypes
from collections.abc import Iterator
from contextlib import closing

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from documents.domain.geometry import Box, box_around

FEWEST_CHARACTERS = 50
_MOST_CHARACTERS = 60_000
_HIDDEN_SHARE = 0.03  # of the words: more than this and the text layer is not believed
_STRANGE_SHARE = 0.10  # of the characters: fonts without a proper character map
_TALL_SHARE = 0.5  # of the long words: text that runs up or down the page
_CONTRAST = 60  # grey levels between the darkest and the lightest pixel of a visible word
_SOFT_HYPHEN = "\x02"  # pdfium's sign for a hyphen at the end of a line

Letter = tuple[str, Box]
PlacedWord = tuple[str, float, float, float, float]


def trusted_words(page: pypdfium2.PdfPage, image: Image.Image) -> tuple[PlacedWord, ...]:
    """The words with boxes in pixels of the picture; empty when OCR should read instead.

    Not believed: fewer than 50 characters, words that the picture does not show, fonts
    without a character map, and text that does not run from left to right.
    """
    words = _words(page, image)
    letters = "".join(text for text, _ in words)
    if len(letters) < FEWEST_CHARACTERS or _strange_share(letters) > _STRANGE_SHARE:
        return ()
    shown = [word for word in words if _is_visible(word[1], image)]
    if len(words) - len(shown) > _HIDDEN_SHARE * len(words) or _runs_sideways(shown):
        return ()
    return tuple((text, box.x0, box.y0, box.x1, box.y1) for text, box in shown)


def character_count(page: pypdfium2.PdfPage) -> int:
    """How many characters the text layer has that are not white space."""
    with closing(page.get_textpage()) as layer:
        count = min(layer.count_chars(), _MOST_CHARACTERS)
        codes = (pdfium.FPDFText_GetUnicode(layer, index) for index in range(count))
        return sum(1 for code in codes if not chr(code).isspace())


def _words(page: pypdfium2.PdfPage, image: Image.Image) -> list[tuple[str, Box]]:
    words: list[tuple[str, Box]] = []
    text, boxes = "", []
    for letter, box in _letters(page, image):
        if box is not None and not letter.isspace():
            text += letter
            boxes.append(box)
        elif text:
            words.append((text, box_around(c for b in boxes for c in b.corners())))
            text, boxes = "", []
    return words


def _letters(page: pypdfium2.PdfPage, image: Image.Image) -> Iterator[tuple[str, Box | None]]:
    """Every character with its box; spaces and the end of the page have none."""
    with closing(page.get_textpage()) as layer:
        for index in range(min(layer.count_chars(), _MOST_CHARACTERS)):
            letter = chr(pdfium.FPDFText_GetUnicode(layer, index))
            if letter == _SOFT_HYPHEN:
                letter = "-"
            yield letter, None if letter.isspace() else _letter_box(page, layer, index, image)
    yield " ", None


def _letter_box(
    page: pypdfium2.PdfPage, layer: pypdfium2.PdfTextPage, index: int, image: Image.Image
) -> Box | None:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(layer, index, left, right, bottom, top):
        return None
    corners = ((left.value, top.value), (right.value, bottom.value))
    return box_around(_to_pixels(page, image, x, y) for x, y in corners)


def _to_pixels(
    page: pypdfium2.PdfPage, image: Image.Image, x: float, y: float
) -> tuple[float, float]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, image.width, image.height, 0, x, y, across, down)
    return float(across.value), float(down.value)


def _is_visible(box: Box, image: Image.Image) -> bool:
    seen = box.clipped(width=image.width, height=image.height)
    corners = (int(seen.x0), int(seen.y0), int(seen.x1) + 1, int(seen.y1) + 1)
    levels = image.crop(corners).tobytes()
    return bool(levels) and max(levels) - min(levels) >= _CONTRAST


def _strange_share(letters: str) -> float:
    strange = sum(1 for letter in letters if not letter.isprintable() or letter == "\ufffd")
    private = sum(1 for letter in letters if "\ue000" <= letter <= "\uf8ff")
    return (strange + private) / len(letters)


def _runs_sideways(words: list[tuple[str, Box]]) -> bool:
    long_words = [box for text, box in words if len(text) >= 4]
    tall = sum(1 for box in long_words if box.height > box.width)
    return bool(long_words) and tall > _TALL_SHARE * len(long_words)
