"""Tells what is lost of a fax-coded picture in a PDF.

pdfium draws what it can of damaged rows and reports nothing. Runs in the reading process
only. Source of the parameters: PDF 1.7, table 11.
"""

import ctypes
import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

import pypdfium2

from documents.domain.damage import Damage
from documents.reading.fax_drawn import damage_in, is_drawn
from documents.reading.fax_rows import CodedRows, Coding, coded_rows

FAX_FILTERS = frozenset({"CCITTFaxDecode", "CCF"})
_DICTIONARY_BYTES = 4096  # before its stream, at most
_STREAM_START_BYTES = 64  # of a stream: enough to find it in the file
_USUAL_COLUMNS = 1728
_EDGE = 0.03  # of the page's height that a picture of the whole page may leave free
_NOTHING = CodedRows((), 0)
_NUMBER = rb"/%s\s+(-?\d{1,6})\b(?!\s+\d+\s+R\b)"
_ALIGNED = re.compile(rb"/EncodedByteAlign\s+true\b")
_ELSEWHERE = re.compile(rb"/(?:DecodeParms|DP)\s*\[?\s*(?:null\s*)*\d+\s+\d+\s+R\b")


@dataclass(frozen=True)
class FaxLoss:
    """Rows of a page's fax pictures that are lost. damage is None where it cannot be told what."""

    damage: Damage | None


def fax_loss(
    items: Sequence[pypdfium2.PdfImage], file: bytes, *, page_size: tuple[float, float]
) -> FaxLoss | None:
    """What is lost of the fax pictures on a page of this size in points; None when nothing is.

    How much is told for a page that is one picture, the right way up and drawn as it came.
    """
    rows = [found for item in items if (found := _rows_of(item, file)).lost]
    if not rows:
        return None
    if len(items) > 1 or not _fills_page(items[0], page_size) or not _shows(items[0], rows[0]):
        return FaxLoss(None)
    _left, bottom, _right, top = items[0].get_bounds()
    height = page_size[1]
    return FaxLoss(damage_in(rows[0]).placed(1 - top / height, 1 - bottom / height))


def _rows_of(item: pypdfium2.PdfImage, file: bytes) -> CodedRows:
    """The rows of a picture as far as they came; none for other codings than a fax's.

    Where its parameters are not found, as in a locked file, it is whole in any of the ways a
    fax is coded.
    """
    if not FAX_FILTERS.intersection(item.get_filters()):
        return _NOTHING
    width, height = (int(pixels) for pixels in item.get_px_size())
    coded = _bytes_of(item, decode_simple=True)
    coding = _coding_of(_bytes_of(item, decode_simple=False), file)
    found = _NOTHING
    for way in [coding] if coding else _all_ways(width):
        found = coded_rows(coded, way, height=height) or _NOTHING
        if not found.lost:
            break
    return found


def _fills_page(item: pypdfium2.PdfImage, page_size: tuple[float, float]) -> bool:
    """Whether the picture is drawn upright from edge to edge, but for a few points."""
    matrix = item.get_matrix()
    if matrix.b or matrix.c or matrix.a <= 0 or matrix.d <= 0 or item.page.get_rotation():
        return False
    left, bottom, right, top = item.get_bounds()
    width, height = page_size
    edges = (left, bottom, width - right, height - top)
    return all(abs(edge) <= _EDGE * height for edge in edges)


def _shows(item: pypdfium2.PdfImage, rows: CodedRows) -> bool:
    try:
        with closing(item.get_bitmap()) as bitmap:
            return is_drawn(rows, bitmap.to_pil())
    except (pypdfium2.PdfiumError, MemoryError, ValueError):
        return False


def _bytes_of(item: pypdfium2.PdfImage, *, decode_simple: bool) -> bytes:
    data: ctypes.Array[ctypes.c_ubyte] = item.get_data(decode_simple=decode_simple)
    return bytes(data)


def _coding_of(stored: bytes, file: bytes) -> Coding | None:
    """What the dictionary before the stream says; None when it is not found or points elsewhere."""
    place = file.find(stored[:_STREAM_START_BYTES]) if stored else -1
    before = file[max(0, place - _DICTIONARY_BYTES) : max(0, place)]
    _, _, words = before.rpartition(b" obj")
    if b"stream" not in words or b"CCITTFaxDecode" not in words or _ELSEWHERE.search(words):
        return None
    return Coding(
        k=_number(words, b"K", 0),
        columns=_number(words, b"Columns", _USUAL_COLUMNS),
        is_aligned=_ALIGNED.search(words) is not None,
    )


def _number(words: bytes, name: bytes, usual: int) -> int:
    found = re.search(_NUMBER % name, words)
    return int(found[1]) if found else usual


def _all_ways(width: int) -> list[Coding]:
    return [Coding(k, width, is_aligned) for k in (-1, 0, 1) for is_aligned in (False, True)]
