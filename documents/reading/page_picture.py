"""What a page's picture is kept as, to tell the same page when it is faxed again.

Opens our own PNG only, never a file that was sent.
"""

import io

from PIL import Image, ImageFilter

from documents.domain.sameness import BLANK, SIDE, picture_hash

_MACHINE_LINE = 0.05  # of the height: where a fax machine prints its line
_INK_BELOW = 192  # after four by four pixels became one
_STEP = 4  # of 256 brightnesses: less is not told apart
_SMALL = 4  # the picture is looked at at a quarter of its size
_SOLID = 40  # of 255: how dark an eighth of the width is where a stroke lies in it
_FEWEST_ROWS = 3  # rows with solid ink; specks and streaks leave none


def hash_of_png(png: bytes) -> str:
    """The hash of an upright page; BLANK where nothing but specks and a fax line is on it."""
    with Image.open(io.BytesIO(png)) as opened:
        body = _clean_body(opened.convert("L"))
    if _inked_rows(body) < _FEWEST_ROWS:
        return BLANK
    small = body.resize((SIDE + 1, SIDE), Image.Resampling.BOX).tobytes()
    steps = [value // _STEP for value in small]
    return picture_hash([steps[row * (SIDE + 1) : (row + 1) * (SIDE + 1)] for row in range(SIDE)])


def _clean_body(grey: Image.Image) -> Image.Image:
    """The page below the machine's line, without specks, at a quarter of its size."""
    width, height = grey.size
    body = grey.crop((0, round(height * _MACHINE_LINE), width, height))
    return _without_specks(body).reduce(_SMALL)


def _without_specks(body: Image.Image) -> Image.Image:
    """The median of nine pixels; of two tones it is what most of the nine are, found far sooner."""
    tones = body.getcolors(2)
    if tones is None or not {tone for _count, tone in tones} <= {0, 255}:
        return body.filter(ImageFilter.MedianFilter(3))
    return body.filter(ImageFilter.BoxBlur(1)).point([0] * 128 + [255] * 128)


def _inked_rows(body: Image.Image) -> int:
    """How many rows hold a run of ink."""
    ink = body.point([255 * (value < _INK_BELOW) for value in range(256)])
    across = ink.resize((max(1, ink.width // 8), ink.height), Image.Resampling.BOX)
    rows = across.tobytes()
    return sum(
        1
        for row in range(across.height)
        if max(rows[row * across.width : (row + 1) * across.width]) > _SOLID
    )
