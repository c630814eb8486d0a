"""Walks the directories of a TIFF by its bytes alone, before any decoder touches it.

Source of the tags: TIFF 6.0 (Adobe, 1992), sections 2 and 8; ITU-T T.4 and T.6 for
compressions 2 to 4.
"""

import struct
from dataclasses import dataclass

_WIDTH, _HEIGHT, _COMPRESSION = 256, 257, 259
_STRIP_OFFSETS, _STRIP_COUNTS = 273, 279
_TILE_OFFSETS, _TILE_COUNTS = 324, 325
_X_RESOLUTION, _Y_RESOLUTION = 282, 283
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_FORMATS = {1: "B", 3: "H", 4: "I"}
_MOST_VALUES = 100_000
FAX_COMPRESSIONS = frozenset({2, 3, 4})
BLANK_FAX_BYTES_A_ROW = 6  # a blank row of ITU-T T.4 coding takes less


@dataclass(frozen=True)
class TiffPage:
    """What a directory says of its page. Resolutions are None when they are not stated."""

    width: int
    height: int
    compression: int
    x_resolution: float | None
    y_resolution: float | None
    data_complete: bool
    data_bytes: int


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
    return TiffPage(
        width=_first(content, tags, _WIDTH, order),
        height=_first(content, tags, _HEIGHT, order),
        compression=_first(content, tags, _COMPRESSION, order) or 1,
        x_resolution=_ratio(content, tags, _X_RESOLUTION, order),
        y_resolution=_ratio(content, tags, _Y_RESOLUTION, order),
        data_complete=complete,
        data_bytes=sum(counts),
    )


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
