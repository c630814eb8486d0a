"""Tells whether a decoder drew the rows of a damaged fax picture that did come over.

A decoder that loses its way behind a bad row draws nonsense, and what it drew cannot be
read at all then. Runs in the reading process only.
"""

from PIL import Image

from documents.domain.damage import Damage, damage_of
from documents.reading.fax_rows import CodedRows, Line

_DRAWN_SHARE = 0.98  # of the rows with print
_MARGIN = 8  # rows round a lost one, since those behind it may stand higher than they should


def damage_in(rows: CodedRows) -> Damage:
    """The damage of one picture."""
    return damage_of(len(rows.lines), rows.lost, margin=_MARGIN)


def is_drawn(rows: CodedRows, image: Image.Image) -> bool:
    """Whether nearly every row that came over with print on it is on the picture, black or white."""
    two_tone = image.convert("1", dither=Image.Dither.NONE)
    if two_tone.width != rows.columns:
        return False
    printed = [_bits(line, rows.columns) for line in rows.lines if line]
    seen = _rows_of(two_tone)
    every = (1 << rows.columns) - 1
    for there in (seen, {row ^ every for row in seen}):
        if sum(row in there for row in printed) >= _DRAWN_SHARE * len(printed):
            return True
    return False


def _bits(line: Line, columns: int) -> int:
    """The row as a number whose bits are the pixels, black as 1."""
    row = 0
    edges = [*line, columns]
    for left, right in zip(edges[::2], edges[1::2], strict=False):
        row |= ((1 << (right - left)) - 1) << (columns - right)
    return row


def _rows_of(image: Image.Image) -> set[int]:
    content, width = image.tobytes(), (image.width + 7) // 8
    spare = 8 * width - image.width
    return {
        int.from_bytes(content[place : place + width], "big") >> spare
        for place in range(0, len(content), width)
    }
