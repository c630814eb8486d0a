"""Turns a decoded picture into the page picture people see, and judges its ink.

Runs in the reading process only.
"""

from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from documents.domain.damage import Damage
from documents.domain.states import PageReason, PageState
from documents.reading.negative import black_on_white, is_two_tone
from documents.reading.wire import PageOutcome, picture_name

LONGEST_SIDE = 2900  # pixels; 14 inches at fax resolution
MOSTLY_BLACK_SHARE = 0.30
_INK_BELOW = 128
_FEWEST_INK_PIXELS = 24  # less than a full stop's worth of specks on a whole page
_GREYS = 16


@dataclass(frozen=True)
class Picture:
    """A decoded page. bilevel: it holds only black and white, as a fax does.

    sent is the page with its rows as they were sent, where they were made higher since.
    """

    image: Image.Image
    bilevel: bool
    sent: Image.Image | None = None


def squared(image: Image.Image, *, x_resolution: float, y_resolution: float) -> Image.Image:
    """The picture with square pixels: the coarser direction is stretched."""
    if x_resolution <= 0 or y_resolution <= 0:
        return image
    ratio = x_resolution / y_resolution
    if 0.97 < ratio < 1.03 or not 0.2 < ratio < 5:
        return image
    width, height = image.size
    size = (width, round(height * ratio)) if ratio > 1 else (round(width / ratio), height)
    return _grey(image).resize(size, Image.Resampling.BICUBIC)


def fitted(image: Image.Image) -> Image.Image:
    """The picture, made smaller when its longest side is over LONGEST_SIDE."""
    longest = max(image.size)
    if longest <= LONGEST_SIDE:
        return image
    scale = LONGEST_SIDE / longest
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return _grey(image).resize(size, Image.Resampling.LANCZOS)


def ink_pixels(image: Image.Image) -> int:
    """How many pixels are darker than half grey."""
    return sum(_grey(image).histogram()[:_INK_BELOW])


def picture_outcome(picture: Picture, *, number: int, folder: Path) -> PageOutcome:
    """Write the page's picture and say whether it is blank, mostly black or to be read.

    What came white on black is written black on white, so that it is seen and read as any other.
    """
    image = _righted(fitted(picture.image), bilevel=picture.bilevel)
    ink = ink_pixels(image)
    _write(Picture(image, picture.bilevel), path=folder / picture_name(number))
    state, reason = PageState.WAITING, None
    if ink < _FEWEST_INK_PIXELS and _is_white(image):
        state = PageState.BLANK
    elif picture.bilevel and _is_mostly_black(image):
        state, reason = PageState.UNREADABLE, PageReason.MOSTLY_BLACK
    return PageOutcome(number, state, reason, image.width, image.height)


def failed_outcome(number: int, reason: PageReason, *, picture: PageOutcome | None) -> PageOutcome:
    """An unreadable page; its picture is kept for the eye when there is one."""
    return PageOutcome(
        number,
        PageState.UNREADABLE,
        reason,
        picture.width if picture else 0,
        picture.height if picture else 0,
    )


def damaged_outcome(outcome: PageOutcome, damage: Damage, *, picture: Picture) -> PageOutcome:
    """The page with its damage: to be read only where that is small and there is print to read.

    Where rows were lost nobody can tell whether black came so or is theirs.
    """
    is_print = outcome.state is PageState.WAITING and not _is_mostly_black(picture.image)
    if not damage.is_small or not is_print:
        lost = PageReason.TRANSMISSION_ERROR
        outcome = failed_outcome(outcome.number, lost, picture=outcome)
    return replace(outcome, damage=damage)


def _righted(image: Image.Image, *, bilevel: bool) -> Image.Image:
    """The picture black on white; one of many shades, and one that is not dark, as it is."""
    if not _is_mostly_black(image):
        return image
    grey = _grey(image)
    return black_on_white(grey) if bilevel or is_two_tone(grey) else image


def _is_mostly_black(image: Image.Image) -> bool:
    return ink_pixels(image) > MOSTLY_BLACK_SHARE * image.width * image.height


def _is_white(image: Image.Image) -> bool:
    """Whether hardly a pixel is even faintly grey: faint print is not blank."""
    return sum(_grey(image).histogram()[:224]) < _FEWEST_INK_PIXELS


def _write(picture: Picture, *, path: Path) -> None:
    grey = _grey(picture.image)
    if picture.bilevel:
        two_tone = grey.point([0] * _INK_BELOW + [255] * (256 - _INK_BELOW))
        two_tone.convert("1", dither=Image.Dither.NONE).save(path, "PNG")
        return
    step = 256 // _GREYS
    indexed = Image.frombytes("P", grey.size, grey.point([v // step for v in range(256)]).tobytes())
    indexed.putpalette([v * 255 // (_GREYS - 1) for v in range(_GREYS) for _ in range(3)])
    indexed.save(path, "PNG", bits=4)


def _grey(image: Image.Image) -> Image.Image:
    return image if image.mode == "L" else image.convert("L")
