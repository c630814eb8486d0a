"""Finds what lies in a TIFF beside its pages: a web page, an archive, a program, a PDF.

Such a file is two kinds at once, and another program would open it as the other one. Only
bytes that no directory of the TIFF claims are looked at. Runs in the reading process only.

Source of the tags: TIFF 6.0 (Adobe, 1992), sections 2, 8, 15 and 22.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

_HEADER_BYTES = 8
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_WHOLE = {1: "B", 3: "H", 4: "I", 13: "I"}
_DATA = ((273, 279), (324, 325), (513, 514))  # where strips, tiles and an old JPEG lie; how long
_DIRECTORIES = (330, 34665, 34853, 40965)  # pictures below, and what a camera says
_MOST_DIRECTORIES = 20_000
_MOST_VALUES = 100_000
_MOST_BELOW = 32
_MOST_SPANS = 500_000
TRAILING_BYTES = 128  # as behind the end of a PDF, PNG or JPEG
_PADDING = b"\x00 \t\r\n"
_OTHER_KIND = re.compile(
    rb"%PDF-|PK\x03\x04|PK\x05\x06|Rar!\x1a|7z\xbc\xaf|\x7fELF|MZ.{50,70}\x00PE|GIF8[79]a|%!PS"
    rb"|<\s*(?:!doctype|html|script|svg|\?xml|\?php|iframe|body)\b|^#!\s*/",
    re.IGNORECASE | re.DOTALL,
)

_Span = tuple[int, int]


@dataclass(frozen=True)
class _Tag:
    kind: int
    count: int
    place: int

    @property
    def size(self) -> int:
        return _SIZES.get(self.kind, 1) * self.count


def has_more_beside(content: bytes, *, most_behind: int = TRAILING_BYTES) -> bool:
    """Whether bytes that belong to no page hold another kind of file, or many lie at the end.

    most_behind are the bytes behind all that the pages name which say nothing; of a file that
    was cut off, what is left of a page whose directory is lost lies there too.
    """
    order = "<" if content[:2] == b"II" else ">"
    spans = [(0, _HEADER_BYTES)]
    for span in _spans(content, order):
        spans.append(span)
        if len(spans) > _MOST_SPANS:
            return False
    end = 0
    for start, stop in sorted(spans):
        if start > end and _OTHER_KIND.search(content[end:start].strip(_PADDING)):
            return True
        end = max(end, stop)
    behind = content[end:].strip(_PADDING)
    return len(behind) > most_behind or _OTHER_KIND.search(behind) is not None


def _spans(content: bytes, order: str) -> Iterator[_Span]:
    """Where directories, their values and their pictures lie, each from its first byte."""
    waiting, seen = [_number(content, 4, order)], set[int]()
    while waiting and len(seen) < _MOST_DIRECTORIES:
        at = waiting.pop()
        if at in seen or not 0 < at <= len(content) - 2:
            continue
        seen.add(at)
        count = struct.unpack_from(order + "H", content, at)[0]
        end = at + 2 + 12 * count
        if end > len(content):
            continue
        yield at, end + 4
        waiting.append(_number(content, end, order))
        tags = dict(_tags(content, range(at + 2, end, 12), order))
        yield from ((tag.place, tag.place + tag.size) for tag in tags.values())
        for starts, lengths in _DATA:
            places = _values(content, tags.get(starts), order)
            sizes = _values(content, tags.get(lengths), order)
            yield from ((a, a + length) for a, length in zip(places, sizes, strict=False))
        for below in _DIRECTORIES:
            waiting += _values(content, tags.get(below), order)[:_MOST_BELOW]


def _tags(content: bytes, places: range, order: str) -> Iterator[tuple[int, _Tag]]:
    for place in places:
        number, kind, count = struct.unpack_from(order + "HHI", content, place)
        tag = _Tag(kind, count, place + 8)
        yield (
            number,
            tag if tag.size <= 4 else _Tag(kind, count, _number(content, place + 8, order)),
        )


def _values(content: bytes, tag: _Tag | None, order: str) -> tuple[int, ...]:
    if tag is None or tag.kind not in _WHOLE or not 0 < tag.count <= _MOST_VALUES:
        return ()
    if tag.place + tag.size > len(content):
        return ()
    return struct.unpack_from(f"{order}{tag.count}{_WHOLE[tag.kind]}", content, tag.place)


def _number(content: bytes, place: int, order: str) -> int:
    """The four bytes as a number; 0 where they lie outside."""
    if place + 4 > len(content):
        return 0
    return int(struct.unpack_from(order + "I", content, place)[0])
