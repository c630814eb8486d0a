"""Tells whether a fax-coded picture in a PDF came over whole.

pdfium draws what it can of damaged rows and reports nothing. Runs in the reading process
only. Source of the parameters: PDF 1.7, table 11.
"""

import ctypes
import re

import pypdfium2

from documents.reading.fax_rows import Coding, came_over_whole

FAX_FILTERS = frozenset({"CCITTFaxDecode", "CCF"})
_DICTIONARY_BYTES = 4096  # before its stream, at most
_STREAM_START_BYTES = 64  # of a stream: enough to find it in the file
_USUAL_COLUMNS = 1728
_NUMBER = rb"/%s\s+(-?\d{1,6})\b(?!\s+\d+\s+R\b)"
_ALIGNED = re.compile(rb"/EncodedByteAlign\s+true\b")
_ELSEWHERE = re.compile(rb"/(?:DecodeParms|DP)\s*\[?\s*(?:null\s*)*\d+\s+\d+\s+R\b")


def fax_came_over_whole(item: pypdfium2.PdfImage, file: bytes) -> bool:
    """Whether every row of a picture can be followed; True for other codings than a fax's.

    Where its parameters are not found, as in a locked file, it is whole in any of the ways a
    fax is coded.
    """
    if not FAX_FILTERS.intersection(item.get_filters()):
        return True
    width, height = (int(pixels) for pixels in item.get_px_size())
    coded = _bytes_of(item, decode_simple=True)
    coding = _coding_of(_bytes_of(item, decode_simple=False), file)
    ways = [coding] if coding else _all_ways(width)
    return any(came_over_whole(coded, way, height=height) for way in ways)


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
