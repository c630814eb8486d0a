"""Tells whether a JPEG picture in a PDF ends too early: pdfium draws the rest grey or white.

Runs in the reading process only.
"""

import io

import pypdfium2
from PIL import Image

from documents.reading.picture_file import NOT_DECODED

_JPEG_FILTERS = frozenset({"DCTDecode", "DCT"})


def jpeg_ends_early(item: pypdfium2.PdfImage) -> bool:
    """Whether rows of the picture are missing; False for other codings and for what is no JPEG."""
    if not _JPEG_FILTERS.intersection(item.get_filters()):
        return False
    coded = bytes(item.get_data(decode_simple=True))
    try:
        opened = Image.open(io.BytesIO(coded), formats=("JPEG",))
    except NOT_DECODED:
        return False  # what pdfium makes of it is looked at elsewhere
    try:
        opened.load()
    except NOT_DECODED as error:
        return isinstance(error, OSError)
    return False
