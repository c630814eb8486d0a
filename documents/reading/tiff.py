"""Walks the directories of a TIFF by its bytes alone, before any decoder touches it.

Source of the tags: TIFF 6.0 (Adobe, 1992), sections 2 and 8; ITU-T T.4 and T.6 for
compressions 2 to 4.
"""

import struct
from dataclasses import dataclass

_WIDTH, _HEIGHT, _COMPRESSION = 256, 257, 259
_STRIP_OFFSETS, _STRIP_COUNTS = 273, 279
_TILE_OFFSETS, _TILE_COUNTS = 324, 325
_KIND, _BELOW = 254, 330
_FILL_ORDER, _ROWS_A_STRIP, _G3_OPTIONS = 266, 278, 292
_X_RESOLUTION, _Y_RESOLUTION = 282, 283
_BITS, _SAMPLES, _PLANES, _TILE_WIDTH, _TILE_HEIGHT = 258, 277, 284, 322, 323
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_FORMATS = {1: "B", 3: "H", 4: "I"}
_MOST_VALUES = 100_000
FAX_COMPRESSIONS = frozenset({2, 3, 4})
BLANK_FAX_BYTES_A_ROW = 6  # a blank row of ITU-T T.4 coding takes less
_IN_PLANES = 2
_SMALL_COPY = 1  # of another page: bit 0 of its kind
_MOST_BELOW = 32
_FAX_WIDTHS = frozenset({1728, 2048, 2432})
_STANDARD_PAGE_ROWS = range(1000, 1250)  # 10.2 to 12.7 inches of 98 rows
_STANDARD_RESOLUTION = (204.0, 98.0)


@dataclass(frozen=True)
class TiffPage:
    """What a directory says of its page. Resolutions are None when they are not stated.

    pieces are where each strip or tile begins and how long it is, and piece_size how many
    columns and rows it has; a page whose colours lie in planes has all pieces once for each.
    pixel_bits are those of one pixel in a piece. hides_picture: another picture, which is no
    small copy, hangs under it and is not a page.
    """

    width: int
    height: int
    compression: int
    x_resolution: float | None
    y_resolution: float | None
    data_complete: bool
    data_bytes: int
    pieces: tuple[tuple[int, int], ...] = ()
    piece_size: tuple[int, int] = (0, 0)
    is_tiled: bool = False
    pixel_bits: int = 1
    g3_options: int = 0
    fill_order: int = 1
    hides_picture: bool = False


@dataclass(frozen=True)
class TiffOutline:
    """The pages in order. ends_early: the chain of directories leaves the file or loops."""

    pages: tuple[TiffPage, ...]
    ends_early: bool


def tiff_outline(content: bytes, *, most_pages: int) -> TiffOutline:
    """The directories of a classic TIFF, at most one more than most_pages of them."""
    order = "<" if content[:2] == b"II" else ">"
    pages: list[TiffPage] = []
    seen: set[int] = set()
    offset = _number(content, 4, order + "I")
    while offset:
        directory = _directory(content, offset, order=order) if offset not in seen else None
        if directory is None:
            return TiffOutline(tuple(pages), ends_early=True)
        seen.add(offset)
        tags, offset = directory
        pages.append(_page(content, tags, order=order))
        if len(pages) > most_pages:
            break
    return TiffOutline(tuple(pages), ends_early=offset is None)


def _directory(
    content: bytes, offset: int, *, order: str
) -> tuple[dict[int, tuple[int, int, int]], int | None] | None:
    """Tags as {tag: (type, count, place of the value)} and the next offset; None when cut off."""
    count = _number(content, offset, order + "H")
    if count is None:
        return None
    first = offset + 2
    if first + 12 * count > len(content):
        return None
    tags = {}
    for place in range(first, first + 12 * count, 12):
        tag, kind, values = struct.unpack_from(order + "HHI", content, place)
        size = _SIZES.get(kind, 1) * values
        where = place + 8 if size <= 4 else struct.unpack_from(order + "I", content, place + 8)[0]
        tags[tag] = (kind, values, where)
    return tags, _number(content, first + 12 * count, order + "I")


def _page(content: bytes, tags: dict[int, tuple[int, int, int]], *, order: str) -> TiffPage:
    offsets = _values(content, tags, _STRIP_OFFSETS, order) or _values(
        content, tags, _TILE_OFFSETS, order
    )
    counts = _values(content, tags, _STRIP_COUNTS, order) or _values(
        content, tags, _TILE_COUNTS, order
    )
    ends = [start + length for start, length in zip(offsets, counts, strict=False)]
    complete = bool(ends) and len(offsets) == len(counts) and max(ends) <= len(content)
    width, height = (_first(content, tags, tag, order) for tag in (_WIDTH, _HEIGHT))
    compression = _first(content, tags, _COMPRESSION, order) or 1
    across, down = (_ratio(content, tags, tag, order) for tag in (_X_RESOLUTION, _Y_RESOLUTION))
    if not across and not down and compression in FAX_COMPRESSIONS:
        across, down = _usual_resolution(width, height)
    return TiffPage(
        width=width,
        height=height,
        compression=compression,
        x_resolution=across,
        y_resolution=down,
        data_complete=complete,
        data_bytes=sum(counts),
        pieces=tuple(zip(offsets, counts, strict=False)),
        piece_size=_piece_size(content, tags, order, width=width, height=height),
        is_tiled=_STRIP_OFFSETS not in tags,
        pixel_bits=_pixel_bits(content, tags, order),
        g3_options=_first(content, tags, _G3_OPTIONS, order),
        fill_order=_first(content, tags, _FILL_ORDER, order),
        hides_picture=_hides_picture(content, tags, order=order),
    )


def _piece_size(
    content: bytes, tags: dict[int, tuple[int, int, int]], order: str, *, width: int, height: int
) -> tuple[int, int]:
    if _STRIP_OFFSETS in tags:
        return width, _first(content, tags, _ROWS_A_STRIP, order) or height
    across, down = (_first(content, tags, tag, order) for tag in (_TILE_WIDTH, _TILE_HEIGHT))
    return across, down


def _pixel_bits(content: bytes, tags: dict[int, tuple[int, int, int]], order: str) -> int:
    """The bits of a pixel, or of one of its colours where they lie in planes."""
    bits = _values(content, tags, _BITS, order) or (1,)
    samples = _first(content, tags, _SAMPLES, order) or 1
    in_planes = _first(content, tags, _PLANES, order) == _IN_PLANES
    return bits[0] if in_planes else bits[0] * samples


def _usual_resolution(width: int, height: int) -> tuple[float | None, float | None]:
    """The resolution of a fax that does not say it: standard where a page has half the rows."""
    is_standard = width in _FAX_WIDTHS and height in _STANDARD_PAGE_ROWS
    return _STANDARD_RESOLUTION if is_standard else (None, None)


def _hides_picture(content: bytes, tags: dict[int, tuple[int, int, int]], *, order: str) -> bool:
    for place in _values(content, tags, _BELOW, order)[:_MOST_BELOW]:
        found = _directory(content, place, order=order)
        if found and not _first(content, found[0], _KIND, order) & _SMALL_COPY:
            return True
    return False


def _values(
    content: bytes, tags: dict[int, tuple[int, int, int]], tag: int, order: str
) -> tuple[int, ...]:
    kind, count, where = tags.get(tag, (0, 0, 0))
    form = _FORMATS.get(kind)
    if form is None or not 0 < count <= _MOST_VALUES:
        return ()
    if where + _SIZES[kind] * count > len(content):
        return ()
    return struct.unpack_from(f"{order}{count}{form}", content, where)


def _first(content: bytes, tags: dict[int, tuple[int, int, int]], tag: int, order: str) -> int:
    return next(iter(_values(content, tags, tag, order)), 0)


def _ratio(
    content: bytes, tags: dict[int, tuple[int, int, int]], tag: int, order: str
) -> float | None:
    kind, count, where = tags.get(tag, (0, 0, 0))
    if kind != 5 or count < 1 or where + 8 > len(content):
        return None
    above, below = struct.unpack_from(order + "II", content, where)
    return above / below if above and below else None


def _number(content: bytes, place: int, form: str) -> int | None:
    if place + struct.calcsize(form) > len(content):
        return None
    return int(struct.unpack_from(form, content, place)[0])
