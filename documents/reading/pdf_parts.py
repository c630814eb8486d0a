"""Parts of a PDF beside its contents: form fields, names of what it carries, white objects.

Runs in the reading process only.
"""

import ctypes
import re
import zlib
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

_NAMES = (b"JavaScript", b"JS", b"Launch", b"EmbeddedFile", b"XFA")
_NAME = re.compile(rb"/((?:[A-Za-z]|#[0-9A-Fa-f]{2}){2,40})(?![A-Za-z0-9#])")
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")
_PACKED = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
_STREAM = re.compile(rb"obj(.{0,600}?)stream\r?\n(.*?)endstream", re.DOTALL)
_DRAWS = re.compile(rb"(?<![^\s/\])>])(?:Do|Tj|TJ|sh|BI)(?![^\s/\[(<])")
_PART = re.compile(rb"(?<!\d)(\d{1,9})\s+\d{1,5}\s+obj\b")
_ASKED = re.compile(rb"(?<!\d)(\d{1,9})\s+\d{1,5}\s+R\b")
_ASKS = re.compile(rb"(?:/[^\s/<>\[\]()]+|\[|\bR)\s*\Z")
_EMPTY_TREE = re.compile(rb"/Kids\s*\[\s*\]")
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z0-9#])")
_MOST_UNPACKED_BYTES = 4 * 1024 * 1024
_MOST_PARTS = 500
_WHITE_FROM = 224


def drawn(page: pypdfium2.PdfPage, *, number: int, scale: float) -> Image.Image:
    """The page as it looks, with what was filled into its form fields.

    pdfium draws fields only for a form environment, which we never make. So the fields are
    pressed into the contents, and the darker of both drawings is kept: pressing drops
    remarks that have no drawing of their own. The file itself is not changed.
    """
    image = _render(page, scale=scale)
    if not any(kind == pdfium.FPDF_ANNOT_WIDGET for kind, _ in _notes(page)):
        return image
    pressed = pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    if pressed != pdfium.FLATTEN_SUCCESS:
        return image
    with_fields = page.pdf[number - 1]
    try:
        return ImageChops.darker(image, _render(with_fields, scale=scale))
    finally:
        with_fields.close()


def has_undrawn_fields(page: pypdfium2.PdfPage) -> bool:
    """Whether a field has a value and no drawing of it, so that the picture lacks it."""
    return any(
        kind == pdfium.FPDF_ANNOT_WIDGET
        and pdfium.FPDFAnnot_GetStringValue(note, b"V", None, 0) > len("\0".encode("utf-16-le"))
        and not pdfium.FPDFAnnot_HasKey(note, b"AP")
        for kind, note in _notes(page)
    )


def words_of(content: bytes) -> frozenset[bytes]:
    """Which telling names stand in the file, in packed parts and in disguise (#61 for a) too."""
    parts = (content, *_unpacked(content))
    found = (_plain(name) for part in parts for name in _NAME.findall(part))
    return frozenset(name for name in found if name in _NAMES)


def all_have_contents(content: bytes) -> bool:
    """Whether no page of the file is plainly one without contents.

    Where a part is asked for that is not there, or there and not asked for, a page may have
    lost its contents, and none is plainly without.
    """
    if b"/ObjStm" in content:
        return True
    pages = len(re.findall(rb"/Type\s*/Page\b", content))
    there = set(_PART.findall(content)) - _tables_of(content)
    return content.count(b"/Contents") >= pages or there != set(_asked_for(content))


def has_no_pages(content: bytes) -> bool:
    """Whether a file opens without a page, and says so itself: an empty tree, no page anywhere.

    A file that lost its pages on the way opens without one too; it is damaged, not empty.
    """
    parts = (content, *_unpacked(content))
    if not any(_EMPTY_TREE.search(part) for part in parts):
        return False
    if any(_PAGE.search(part) for part in parts):
        return False
    opened = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not opened:
        return False
    try:
        return bool(pdfium.FPDF_GetPageCount(opened) == 0)
    finally:
        pdfium.FPDF_CloseDocument(opened)


def _asked_for(content: bytes) -> Iterator[bytes]:
    """The numbers of parts that are asked for by a name, or in a row of several."""
    for found in _ASKED.finditer(content):
        before = content[max(0, found.start() - 64) : found.start()]
        if _ASKS.search(before):
            yield found[1]


def _tables_of(content: bytes) -> set[bytes]:
    """The parts that are the file's own table, which nothing asks for."""
    return set(re.findall(rb"(\d+)\s+\d+\s+obj\s*<<[^>]{0,400}/Type\s*/XRef\b", content))


def asks_to_draw(content: bytes) -> bool:
    """Whether a stream of a small file draws a picture or text, or cannot be unpacked to tell."""
    for keys, stream in _STREAM.findall(content):
        body = stream
        if b"/Filter" in keys:
            try:
                body = zlib.decompressobj().decompress(stream, _MOST_UNPACKED_BYTES)
            except zlib.error:
                return True
        if _DRAWS.search(body):
            return True
    return False


def is_white(item: pypdfium2.PdfObject) -> bool:
    """Whether an object, by its own colours, cannot be seen on white paper."""
    if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
        return True  # looked at by itself elsewhere
    if item.type == pdfium.FPDF_PAGEOBJ_FORM:
        return True  # what it holds is listed too
    if item.type != pdfium.FPDF_PAGEOBJ_PATH:
        return False
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(item, fill, stroke):
        return False
    filled = not fill.value or _is_white_ink(pdfium.FPDFPageObj_GetFillColor, item)
    return filled and (not stroke.value or _is_white_ink(pdfium.FPDFPageObj_GetStrokeColor, item))


def _is_white_ink(colour_of: object, item: pypdfium2.PdfObject) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not callable(colour_of) or not colour_of(item, red, green, blue, alpha):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= _WHITE_FROM


def _render(page: pypdfium2.PdfPage, *, scale: float) -> Image.Image:
    image: Image.Image = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()
    return image.convert("L")


def _notes(page: pypdfium2.PdfPage) -> Iterator[tuple[int, object]]:
    """Each annotation of the page with its kind, open while it is looked at."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        try:
            yield pdfium.FPDFAnnot_GetSubtype(note), note
        finally:
            pdfium.FPDFPage_CloseAnnot(note)


def _plain(name: bytes) -> bytes:
    return _ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), name)


def _unpacked(content: bytes) -> Iterator[bytes]:
    """The packed parts of the file, a little of each."""
    for place, found in enumerate(_PACKED.finditer(content)):
        if place >= _MOST_PARTS:
            return
        try:
            yield zlib.decompressobj().decompress(content[found.end() :], _MOST_UNPACKED_BYTES)
        except zlib.error:
            continue
