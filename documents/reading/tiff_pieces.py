"""Follows the strips and tiles of a TIFF page and tells what of them is damaged.

Pillow keeps to itself that libtiff found a row too long or too short, and libtiff keeps to
itself that packed data say something else than they should. Nothing is drawn here, and no
more is unpacked than a piece may hold. Source of the packings: TIFF 6.0, sections 9 and 13;
Adobe's technical note on TIFF and Flate (2002). Standard library only.
"""

import zlib
from collections.abc import Callable, Mapping

from documents.reading.fax_rows import CodedRows, Coding, Line, came_over_whole, coded_rows
from documents.reading.tiff import FAX_COMPRESSIONS, TiffPage

_RLE, _G3, _G4 = 2, 3, 4
_BITS_THE_OTHER_WAY = 2
_TURNED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_MOST_BYTES = 2 * 1024 * 1024  # of one page's packed data
_CLEAR, _END, _FIRST_FREE = 256, 257, 258
_FEWEST_BITS, _MOST_BITS = 9, 12
_NO_OPERATION = _LONGEST_RUN = 128
_PACKBITS = 32773
_FIRST_ROWS = 8  # that tell whether a writer packs each row for itself


def fax_rows_of(content: bytes, page: TiffPage) -> CodedRows | None:
    """The rows of a fax-coded page as far as they came; None for other codings and tiles."""
    if page.compression not in FAX_COMPRESSIONS or page.is_tiled:
        return None
    rows = page.piece_size[1]
    lines: list[Line | None] = []
    for number, piece in enumerate(page.pieces):
        height = min(rows, page.height - number * rows)
        coded = _bits_of(content, page, piece)
        found = coded_rows(coded, _coding(page, page.width), height=height)
        if found is None:
            return None
        lines += found.lines
    return CodedRows((*lines, *[None] * (page.height - len(lines))), page.width)


def tiles_came_over_whole(content: bytes, page: TiffPage) -> bool:
    """Whether every row of every tile can be followed; True for what is not a fax in tiles."""
    if page.compression not in FAX_COMPRESSIONS or not page.is_tiled:
        return True
    columns, height = page.piece_size
    return all(
        came_over_whole(_bits_of(content, page, piece), _coding(page, columns), height=height)
        for piece in page.pieces
    )


def is_packed_whole(content: bytes, page: TiffPage) -> bool:
    """Whether every piece unpacks to what it must hold; True for packings that are not known.

    The last of several strips may be full though the page ends in it.
    """
    unpacked = _PACKINGS.get(page.compression)
    if unpacked is None or page.data_bytes > _MOST_BYTES:
        return True
    columns, rows = page.piece_size
    row_bytes = (columns * page.pixel_bits + 7) // 8
    has_right_length = all(
        unpacked(_bits_of(content, page, piece), row_bytes * rows)
        in {row_bytes * count for count in _rows_allowed(page, number)}
        for number, piece in enumerate(page.pieces)
    )
    return has_right_length and (page.compression != _PACKBITS or _keeps_rows(content, page))


def _keeps_rows(content: bytes, page: TiffPage) -> bool:
    """Whether every row of a PackBits page begins with a run, where its first rows do.

    Each row is packed for itself (TIFF 6.0, section 9), and rows that were shifted by damage
    seldom end with a run. Some writers pack on across rows: they do so from the first rows
    on, but not where white rows are whole runs of the longest kind.
    """
    row_bytes = (page.piece_size[0] * page.pixel_bits + 7) // 8
    if not row_bytes % _LONGEST_RUN:
        return True
    across = [
        _rows_across(
            _bits_of(content, page, piece), row_bytes, rows=min(_rows_allowed(page, number))
        )
        for number, piece in enumerate(page.pieces)
    ]
    first_of_page = across[0][:1]
    return not any(across) or (bool(first_of_page) and first_of_page[0] < _FIRST_ROWS)


def _rows_across(packed: bytes, row_bytes: int, *, rows: int) -> list[int]:
    """Those of so many rows, from 0, at whose end no run ends."""
    at = total = 0
    across = []
    while at < len(packed) and total < row_bytes * rows:
        head = packed[at]
        is_run = head > _NO_OPERATION
        made = 0 if head == _NO_OPERATION else 257 - head if is_run else head + 1
        row, into = divmod(total, row_bytes)
        if into + made > row_bytes:
            across.append(row)
        total += made
        at += 2 if is_run else 1 + (made if head < _NO_OPERATION else 0)
    return across


def _rows_allowed(page: TiffPage, number: int) -> set[int]:
    """How many rows the piece may hold; each plane begins anew, and a tile is always full."""
    rows = page.piece_size[1]
    if page.is_tiled:
        return {rows}
    a_plane = max(1, -(-page.height // max(rows, 1)))
    own = min(rows, page.height - number % a_plane * rows)
    return {own, rows} if a_plane > 1 else {own}


def _coding(page: TiffPage, columns: int) -> Coding:
    k = -1 if page.compression == _G4 else page.g3_options & 1 if page.compression == _G3 else 0
    return Coding(k, columns, is_aligned=page.compression == _RLE)


def _bits_of(content: bytes, page: TiffPage, piece: tuple[int, int]) -> bytes:
    start, length = piece
    coded = content[start : start + length]
    return coded.translate(_TURNED) if page.fill_order == _BITS_THE_OTHER_WAY else coded


def _unpacked_lzw(packed: bytes, most: int) -> int:
    """How many bytes the codes stand for, or -1 where they break the rules.

    Only lengths are followed. The codes of writers before TIFF 6.0 run the other way and
    are not followed: they are taken for whole.
    """
    if len(packed) > 1 and packed[0] == 0 and packed[1] & 1:
        return most
    return _Codes(packed).total(most)


class _Codes:
    """Walks LZW codes. lengths are those of the strings that the codes from 258 on stand for."""

    def __init__(self, packed: bytes) -> None:
        self.packed = packed
        self.value = self.bits = self.at = 0
        self.lengths: list[int] = []
        self.before = 0

    def total(self, most: int) -> int:
        total = 0
        while total <= most:
            code = self._next()
            if code is None or code == _END:
                return total
            if code == _CLEAR:
                self.lengths, self.before = [], 0
                continue
            length = self._length(code)
            if length is None:
                return -1
            total += length
        return -1

    def _next(self) -> int | None:
        """The next code, as wide as the table has grown; None at the end."""
        width = min(
            _MOST_BITS, max(_FEWEST_BITS, (_FIRST_FREE + len(self.lengths) + 1).bit_length())
        )
        while self.bits < width:
            if self.at >= len(self.packed):
                return None
            self.value = (self.value << 8 | self.packed[self.at]) & 0xFFFFFF
            self.at, self.bits = self.at + 1, self.bits + 8
        self.bits -= width
        return self.value >> self.bits & ((1 << width) - 1)

    def _length(self, code: int) -> int | None:
        """The length of the code's string; None where the table does not have it."""
        grown = self.before + 1 if self.before else 0
        if code < _CLEAR:
            length = 1
        elif code - _FIRST_FREE < len(self.lengths):
            length = self.lengths[code - _FIRST_FREE]
        elif code - _FIRST_FREE == len(self.lengths) and grown:
            length = grown
        else:
            return None
        if grown:
            self.lengths.append(grown)
        self.before = length
        return length


def _unpacked_deflate(packed: bytes, most: int) -> int:
    """How many bytes come out, or -1 where the checksum or anything else is wrong."""
    unpacker = zlib.decompressobj()
    try:
        total = len(unpacker.decompress(packed, most + 1))
        total += len(unpacker.decompress(unpacker.unconsumed_tail, 1)) if total == most else 0
    except zlib.error:
        return -1
    return total if unpacker.eof else -1


def _unpacked_runs(packed: bytes, most: int) -> int:
    """How many bytes the runs of PackBits make, or -1 where the last one is cut off or too long."""
    at = total = 0
    while at < len(packed) and total < most:
        head = packed[at]
        is_run = head > _NO_OPERATION
        taken = 0 if head == _NO_OPERATION else 1 if is_run else head + 1
        if at + taken >= len(packed) + (0 if taken else 1):
            return -1
        total += 257 - head if is_run else taken
        at += 1 + taken
    return total if total <= most else -1


_PACKINGS: Mapping[int, Callable[[bytes, int], int]] = {
    5: _unpacked_lzw,
    8: _unpacked_deflate,
    32946: _unpacked_deflate,
    _PACKBITS: _unpacked_runs,
}
