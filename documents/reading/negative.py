"""Turns what came white on black into black on white, whatever paper lies around it.

Black is turned only where letters stand in it: a page that is black because it was lost on
the way has none, stays black, and is never taken for a blank one. Runs in the reading
process only.
"""

from PIL import Image, ImageChops, ImageFilter, ImageOps

_REACH = 40  # pixels around a point that tell what its ground is: more than a letter's stroke
_NARROW = 6  # the same at a corner of the ground
_CORNER = 208  # of 256 shades around the point of a corner, three quarters white and a little
_CELL = 16  # pixels a side of the squares in which black ground is gathered
_LEAST_GROUND = 0.02  # of the page
_LEAST_LETTERS = 0.0004  # of the page, twice the ink that the reader takes for print
_SPECK = 2  # pixels around a point, most of which must be as it is
_TWO_TONES = 0.15  # of the page that may be neither black nor white, as edges of letters are


def is_two_tone(image: Image.Image) -> bool:
    """Whether a grey page is black and white but for the edges: no photograph."""
    between = sum(image.histogram()[48:208])
    return between <= _TWO_TONES * image.width * image.height


def black_on_white(image: Image.Image) -> Image.Image:
    """The grey page with every black ground that carries letters turned to white."""
    around = image.filter(ImageFilter.BoxBlur(_REACH))
    dark = around.point([255] * 128 + [0] * 128)
    kept = _grounds_with_letters(image, dark)
    if kept is None:
        return image
    grown = kept.filter(ImageFilter.MaxFilter(3))
    size = (grown.width * _CELL, grown.height * _CELL)
    whole = grown.resize(size, Image.Resampling.NEAREST).crop((0, 0, *image.size))
    ground = ImageChops.darker(ImageChops.lighter(dark, _corners(image, around)), whole)
    return Image.composite(ImageOps.invert(image), image, ground)


def _corners(image: Image.Image, around: Image.Image) -> Image.Image:
    """The solid black of a ground's corners, where less than half of what lies around is black."""
    beside = around.point([255] * _CORNER + [0] * (256 - _CORNER))
    solid = image.filter(ImageFilter.BoxBlur(_NARROW)).point([255] * 108 + [0] * 148)
    return ImageChops.darker(beside, solid)


def _grounds_with_letters(image: Image.Image, dark: Image.Image) -> Image.Image | None:
    """The cells of the black grounds to be turned, white in a small picture; None without any."""
    solid = image.filter(ImageFilter.BoxBlur(_SPECK)).point([0] * 128 + [255] * 128)
    cells = dark.reduce(_CELL).point([0] * 128 + [255] * 128)
    inner = cells.filter(ImageFilter.MinFilter(3)).tobytes()
    letters = solid.reduce(_CELL).tobytes()
    kept = bytearray(len(letters))
    for ground in _joined(cells.tobytes(), width=cells.width):
        white = sum(letters[cell] for cell in ground if inner[cell]) / 255
        large = len(ground) >= _LEAST_GROUND * len(letters)
        if large and white >= _LEAST_LETTERS * len(letters):
            for cell in ground:
                kept[cell] = 255
    return Image.frombytes("L", cells.size, bytes(kept)) if any(kept) else None


def _joined(cells: bytes, *, width: int) -> list[list[int]]:
    """The places of the cells that are not 0, those side by side or one above another together."""
    left = {place for place, value in enumerate(cells) if value}
    groups = []
    while left:
        group = [left.pop()]
        for place in group:
            beside = [place - width, place + width]
            beside += [place - 1] if place % width else []
            beside += [place + 1] if (place + 1) % width else []
            group += [other for other in beside if other in left]
            left.difference_update(beside)
        groups.append(group)
    return groups
