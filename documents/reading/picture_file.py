"""Opens TIFF, PNG and JPEG. Runs in the reading process only."""

import io
import os
import re
import struct
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageFile, ImageOps

from documents.domain.damage import Damage
from documents.domain.states import DocumentNote, DocumentReason, PageReason, PageState
from documents.reading.fax_drawn import damage_in, is_drawn
from documents.reading.raster import (
    Picture,
    damaged_outcome,
    failed_outcome,
    picture_outcome,
    squared,
)
from documents.reading.sniff import JPEG, PNG, TIFF
from documents.reading.tiff import (
    BLANK_FAX_BYTES_A_ROW,
    FAX_COMPRESSIONS,
    TiffPage,
    tiff_outline,
)
from documents.reading.tiff_besides import TRAILING_BYTES, has_more_beside
from documents.reading.tiff_pieces import fax_rows_of, is_packed_whole, tiles_came_over_whole
from documents.reading.wire import FileOutline, Order, PageOutcome

_FORMATS = {TIFF: ("TIFF",), PNG: ("PNG",), JPEG: ("JPEG", "MPO")}
_COMPLAINT = re.compile(
    rb"bad code word|uncompressed data|premature eo|bad 2d|line length mismatch", re.IGNORECASE
)
_PNG_END, _JPEG_END = b"IEND\xaeB`\x82", b"\xff\xd9"
_HEAD_BYTES = 256 * 1024
_DEEP_MODES = ("I", "I;16", "I;16B", "I;16L")
_MOST_COMPLAINT_BYTES = 64 * 1024
_TOO_MUCH = (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError)
NOT_DECODED = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    KeyError,
    TypeError,
    IndexError,
    struct.error,
    ZeroDivisionError,
    OverflowError,
)  # what Pillow's decoders are known to raise on damaged files


def outline_pictures(content: bytes, order: Order) -> FileOutline:
    """How many pages the file has, from its directories alone."""
    if order.media_type != TIFF:
        return FileOutline(page_count=1, notes=_notes(content, order.media_type))
    outline = tiff_outline(content, most_pages=order.max_pages)
    count = len(outline.pages)
    if not count:
        reason = DocumentReason.INCOMPLETE if outline.ends_early else DocumentReason.NO_PAGES
        return FileOutline(page_count=None, reason=reason)
    notes = [DocumentNote.INCOMPLETE] if outline.ends_early else []
    notes += (
        [DocumentNote.MORE_PICTURES] if any(page.hides_picture for page in outline.pages) else []
    )
    most = len(content) if outline.ends_early else TRAILING_BYTES
    notes += [DocumentNote.TRAILING_BYTES] if has_more_beside(content, most_behind=most) else []
    return FileOutline(page_count=count, notes=tuple(notes))


def _notes(content: bytes, media_type: str) -> tuple[DocumentNote, ...]:
    """Whether more pictures, or something else, come with the one that is shown."""
    if media_type == PNG:
        if b"acTL" in content[: content.find(b"IDAT")]:
            return (DocumentNote.MORE_PICTURES,)
        end = content.rfind(_PNG_END)
        behind = content[end + len(_PNG_END) :] if end >= 0 else b""
    else:
        if b"MPF\x00" in content[:_HEAD_BYTES]:
            return (DocumentNote.MORE_PICTURES,)
        behind = content[content.rfind(_JPEG_END) + len(_JPEG_END) :]
        behind = behind if _JPEG_END in content else b""
    return (DocumentNote.TRAILING_BYTES,) if len(behind) > TRAILING_BYTES else ()


def render_pictures(content: bytes, order: Order, *, folder: Path) -> Iterator[PageOutcome]:
    """The pages first to last, each with its picture written to the folder."""
    Image.MAX_IMAGE_PIXELS = order.max_page_pixels
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    directories: tuple[TiffPage | None, ...] = (None,)
    if order.media_type == TIFF:
        directories = tiff_outline(content, most_pages=order.max_pages).pages
    for number in range(order.first, order.last + 1):
        yield _render(content, directories[number - 1], order, number=number, folder=folder)


def _render(
    content: bytes, directory: TiffPage | None, order: Order, *, number: int, folder: Path
) -> PageOutcome:
    if directory and directory.width * directory.height > order.max_page_pixels:
        return failed_outcome(number, PageReason.TOO_LARGE, picture=None)
    try:
        with decoder_complaints(folder) as complaints:
            picture = _decode(content, directory, media_type=order.media_type, number=number)
    except _TOO_MUCH:
        return failed_outcome(number, PageReason.TOO_LARGE, picture=None)
    except NOT_DECODED:
        return failed_outcome(number, _why_not_decoded(content, directory), picture=None)
    outcome = picture_outcome(picture, number=number, folder=folder)
    lost = _what_was_lost(content, directory, picture, outcome) if directory else None
    if complaints and not isinstance(lost, Damage):
        lost = PageReason.TRANSMISSION_ERROR
    if isinstance(lost, Damage):
        return damaged_outcome(outcome, lost, picture=picture)
    return failed_outcome(number, lost, picture=outcome) if lost else outcome


def _what_was_lost(
    content: bytes, directory: TiffPage, picture: Picture, outcome: PageOutcome
) -> PageReason | Damage | None:
    """Why a page that was drawn is not all that was sent; None when it is.

    Damage is told only where the rest of the picture is drawn as it came.
    """
    if _is_white_by_error(outcome, directory):
        return PageReason.TRANSMISSION_ERROR
    if not directory.data_complete:
        return PageReason.INCOMPLETE
    if not is_packed_whole(content, directory):
        return PageReason.DAMAGED
    if not tiles_came_over_whole(content, directory):
        return PageReason.TRANSMISSION_ERROR
    rows = fax_rows_of(content, directory)
    if rows is None or not rows.lost:
        return None
    is_rest_there = picture.sent is not None and is_drawn(rows, picture.sent)
    return damage_in(rows) if is_rest_there else PageReason.TRANSMISSION_ERROR


def _is_white_by_error(outcome: PageOutcome, directory: TiffPage) -> bool:
    """Whether a fax page came out white though far more was sent than white rows need."""
    sent = directory.data_bytes > BLANK_FAX_BYTES_A_ROW * directory.height
    is_fax = directory.compression in FAX_COMPRESSIONS
    return outcome.state is PageState.BLANK and is_fax and sent


def _decode(content: bytes, directory: TiffPage | None, *, media_type: str, number: int) -> Picture:
    with Image.open(io.BytesIO(content), formats=_FORMATS[media_type]) as opened:
        if number > 1:
            opened.seek(number - 1)
        opened.load()
        bilevel = opened.mode == "1"
        upright = ImageOps.exif_transpose(opened) if media_type == JPEG else opened.copy()
    image = sent = _on_white(upright)
    if directory and directory.x_resolution and directory.y_resolution:
        image = squared(
            image, x_resolution=directory.x_resolution, y_resolution=directory.y_resolution
        )
    return Picture(image=image, bilevel=bilevel, sent=sent)


def _on_white(image: Image.Image) -> Image.Image:
    """The picture in black, white and grey; what is transparent shows white paper."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layers = image.convert("RGBA")
        paper = Image.new("RGBA", layers.size, "white")
        return Image.alpha_composite(paper, layers).convert("L")
    if image.mode in _DEEP_MODES:
        # Pillow cuts what is above 255 off, which would make a dark page white.
        return image.convert("I").point(lambda level: level / 256).convert("L")
    return image if image.mode in ("1", "L") else image.convert("L")


def _why_not_decoded(content: bytes, directory: TiffPage | None) -> PageReason:
    if directory is None:
        whole = content.rstrip(b"\x00\r\n").endswith((b"IEND\xaeB`\x82", b"\xff\xd9"))
        return PageReason.DAMAGED if whole else PageReason.INCOMPLETE
    if not directory.data_complete:
        return PageReason.INCOMPLETE
    if directory.compression in FAX_COMPRESSIONS:
        return PageReason.TRANSMISSION_ERROR
    return PageReason.DAMAGED


@contextmanager
def decoder_complaints(folder: Path) -> Iterator[list[bytes]]:
    """What libtiff says on standard error while the block runs; filled at its end.

    A page with lines that could not be decoded raises nothing in Pillow: libtiff only
    writes "Bad code word at line N" to the process's standard error.
    """
    complaints: list[bytes] = []
    sys.stderr.flush()
    kept = os.dup(2)
    with (folder / "decoder.txt").open("w+b") as heard:
        os.dup2(heard.fileno(), 2)
        try:
            yield complaints
        finally:
            os.dup2(kept, 2)
            os.close(kept)
        heard.seek(0)
        complaints += _COMPLAINT.findall(heard.read(_MOST_COMPLAINT_BYTES))
