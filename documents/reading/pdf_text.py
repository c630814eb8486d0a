"""Words of a born-digital page, kept only as far as the page shows them.

A word with a level line through it does not look like its letters. It is kept overlaid, so that
nobody takes it as said, and speaks neither for nor against the rest of the page.

Runs in the reading process only.
"""

import ctypes
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from documents.domain.geometry import Box, box_around
from documents.domain.striking import struck
from documents.reading.glyphs import is_drawn, is_honest

FEWEST_CHARACTERS = 50
_MOST_CHARACTERS = 60_000
_MOST_OWN_WORDS = 4_000
_HIDDEN_SHARE = 0.03  # of the words: more than this and the text layer is not believed
_FEWEST_UNSEEN = 4
_UNSEEN_SHARE = 0.10  # of the words on a scan: a program that read it may be wrong here and there
_STRANGE_SHARE = 0.10  # of the characters: fonts without a proper character map
_TALL_SHARE = 0.5  # of the long words: text that runs up or down the page
_CONTRAST = 60  # grey levels between the darkest and the lightest pixel of a visible word
_DARK_BELOW = 140
_LINE_ROWS = (0.22, 0.78)  # of a word's height, where a line through it runs
_THROUGH = 0.97  # of the word's width that such a line covers
_SOFT_HYPHEN = "\x02"  # pdfium's sign for a hyphen at the end of a line

Letter = tuple[str, Box]
PlacedWord = tuple[str, float, float, float, float]


@dataclass(frozen=True)
class TextLayer:
    """The text that a page carries. words is empty when OCR should read instead.

    says_other: it holds words that the picture does not show, or shows otherwise. own are its
    words where they are not believed and can be compared with what OCR reads.
    """

    words: tuple[PlacedWord, ...] = ()
    says_other: bool = False
    own: tuple[PlacedWord, ...] = ()


@dataclass(frozen=True)
class _Word:
    letters: tuple[Letter, ...]
    box: Box

    @property
    def text(self) -> str:
        return "".join(letter for letter, _ in self.letters)

    @property
    def is_upright(self) -> bool:
        return self.box.width >= self.box.height


def text_layer(page: pypdfium2.PdfPage, image: Image.Image) -> TextLayer:
    """The words with boxes in pixels of the picture, as far as they can be believed.

    Not believed: fewer than 50 characters, words that the picture does not show or shows
    otherwise, fonts without a character map or with a false one, and text that does not
    run from left to right.
    """
    words = _words(page, image)
    letters = "".join(word.text for word in words)
    if not letters or _strange_share(letters) > _STRANGE_SHARE or _runs_sideways(words):
        return TextLayer()
    crossed = {id(word) for word in words if _is_crossed(word, image)}
    kept = [word for word in words if id(word) in crossed or _is_shown(word, image)]
    judged = [
        letter
        for word in kept
        if word.is_upright and id(word) not in crossed
        for letter in word.letters
    ]
    if len(words) - len(kept) > _HIDDEN_SHARE * len(words) or not is_honest(judged, image):
        return TextLayer(says_other=True, own=_all_placed(words))
    if len(letters) < FEWEST_CHARACTERS:
        return TextLayer()
    return TextLayer(tuple(_placed(word, is_struck=id(word) in crossed) for word in kept))


def _placed(word: _Word, *, is_struck: bool = False) -> PlacedWord:
    box = word.box
    return (struck(word.text) if is_struck else word.text, box.x0, box.y0, box.x1, box.y1)


def _all_placed(words: list[_Word]) -> tuple[PlacedWord, ...]:
    return tuple(_placed(word) for word in words[:_MOST_OWN_WORDS])


def unused_layer(page: pypdfium2.PdfPage, image: Image.Image) -> TextLayer:
    """The text of a page that is read from its picture whatever its text is, as of a scan.

    says_other where it carries much text on which the picture has nothing at all: words that a
    program read on a scan lie on ink.
    """
    words = _words(page, image)
    unseen = sum(1 for word in words if not _is_visible(word.box, image))
    hides = unseen >= _FEWEST_UNSEEN and unseen > _UNSEEN_SHARE * len(words)
    return TextLayer(says_other=hides, own=_all_placed(words))


def _is_shown(word: _Word, image: Image.Image) -> bool:
    return _is_visible(word.box, image) and (not word.is_upright or is_drawn(word.letters, image))


def _is_crossed(word: _Word, image: Image.Image) -> bool:
    """Whether a level line goes through the whole word, in the middle of its height."""
    box = word.box.clipped(width=image.width, height=image.height)
    wide, high = int(box.x1) - int(box.x0), int(box.y1) - int(box.y0)
    if len(word.letters) < 2 or not any(map(str.isalnum, word.text)) or wide < high:
        return False
    first, last = (int(box.y0 + share * high) for share in _LINE_ROWS)
    if last <= first:
        return False
    band = image.crop((int(box.x0), first, int(box.x1), last))
    ink = band.point([255] * _DARK_BELOW + [0] * (256 - _DARK_BELOW))
    rows = ink.resize((1, ink.height), Image.Resampling.BOX).tobytes()
    return max(rows) >= _THROUGH * 255


def character_count(page: pypdfium2.PdfPage) -> int:
    """How many characters the text layer has that are not white space."""
    with closing(page.get_textpage()) as layer:
        count = min(layer.count_chars(), _MOST_CHARACTERS)
        codes = (pdfium.FPDFText_GetUnicode(layer, index) for index in range(count))
        return sum(1 for code in codes if not chr(code).isspace())


def _words(page: pypdfium2.PdfPage, image: Image.Image) -> list[_Word]:
    words: list[_Word] = []
    letters: list[Letter] = []
    for letter, box in _letters(page, image):
        if box is not None and not letter.isspace():
            letters.append((letter, box))
        elif letters:
            around = box_around(corner for _, box in letters for corner in box.corners())
            words.append(_Word(tuple(letters), around))
            letters = []
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


def _runs_sideways(words: list[_Word]) -> bool:
    long_words = [word for word in words if len(word.letters) >= 4]
    tall = sum(1 for word in long_words if not word.is_upright)
    return bool(long_words) and tall > _TALL_SHARE * len(long_words)
