"""Opens PDF with pdfium. Runs in the reading process only.

No form environment is ever made, so no script of the file can run; attached files
are counted and never extracted.
"""

import io
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from documents.domain.geometry import Box
from documents.domain.states import DocumentNote, DocumentReason, PageReason, PageState
from documents.reading.pdf_fax import FAX_FILTERS, FaxLoss, fax_loss
from documents.reading.pdf_jpeg import jpeg_ends_early
from documents.reading.pdf_parts import (
    all_have_contents,
    asks_to_draw,
    drawn,
    has_no_pages,
    has_undrawn_fields,
    is_white,
    words_of,
)
from documents.reading.pdf_text import TextLayer, character_count, text_layer, unused_layer
from documents.reading.raster import (
    LONGEST_SIDE,
    Picture,
    damaged_outcome,
    failed_outcome,
    ink_pixels,
    picture_outcome,
)
from documents.reading.tiff import BLANK_FAX_BYTES_A_ROW
from documents.reading.wire import FileOutline, Order, PageOutcome

_FAX_SCALE = 204 / 72  # pixels a point
_LONGEST_PAGE_POINTS = 14_400  # PDF 1.7, annex C: the largest page a reader must take
_TRAILING_BYTES = 128
_MOST_IMAGES = 2000
_ALL_IMAGES = 3  # times the limit of one image, summed over a page
_SCANNED_SHARE = 0.15  # of the page under images: what they say is not in the text layer
_WHOLE_PAGE_SHARE = 0.5
_FORM_DEPTH = 6
_EMPTY_PAGE_BYTES = 900  # a page copied out by itself with nothing on it is shorter
_BOX = re.compile(rb"/MediaBox\s*\[\s*(?:[-+]?[\d.]+\s+){3}[-+]?[\d.]+\s*\]")
_CONTENTS = re.compile(rb"\bstream\r?\n")
_VISIBLE_NOTES = {
    pdfium.FPDF_ANNOT_FREETEXT,
    pdfium.FPDF_ANNOT_STAMP,
    pdfium.FPDF_ANNOT_INK,
    pdfium.FPDF_ANNOT_WIDGET,
}


@dataclass(frozen=True)
class _Images:
    """The images of a page; share is how much of the page they cover, 0 to 1."""

    objects: tuple[pypdfium2.PdfImage, ...]
    pixels: tuple[int, ...]
    share: float


def outline_pdf(content: bytes) -> FileOutline:
    """How many pages the file has and what else it carries."""
    ending = _ending(content)
    cut_off = ending is DocumentNote.INCOMPLETE
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        reason = _not_opened(content, error.err_code, cut_off=cut_off)
        return FileOutline(page_count=None, reason=reason)
    with closing(document):
        notes = _notes(document, content, ending=ending)
        return FileOutline(page_count=len(document), notes=notes)


def _not_opened(content: bytes, code: int, *, cut_off: bool) -> DocumentReason:
    """Why pdfium opened no pages. It keeps its last code, so a file without pages has any."""
    if not cut_off and has_no_pages(content):
        return DocumentReason.NO_PAGES
    if code == pdfium.FPDF_ERR_PASSWORD:
        return DocumentReason.PASSWORD
    return DocumentReason.INCOMPLETE if cut_off else DocumentReason.DAMAGED


def render_pdf(content: bytes, order: Order, *, folder: Path) -> Iterator[PageOutcome]:
    """The pages first to last, each with its picture written to the folder."""
    with closing(pypdfium2.PdfDocument(content)) as document:
        whole = _ends_where_it_says(content)
        expects_contents = all_have_contents(content)
        for number in range(order.first, order.last + 1):
            try:
                page = document[number - 1]
            except pypdfium2.PdfiumError:
                yield failed_outcome(number, PageReason.DAMAGED, picture=None)
                continue
            with closing(page):
                outcome = _render(page, order, content, number=number, folder=folder)
                if outcome.state is PageState.BLANK and not (
                    whole and _is_empty(page, number=number, expects_contents=expects_contents)
                ):
                    outcome = failed_outcome(number, PageReason.PICTURE_MISSING, picture=outcome)
                yield outcome


def _ending(content: bytes) -> DocumentNote | None:
    """What the end of the file says: whole (None), cut off, or something behind it."""
    end = content.rfind(b"%%EOF")
    if end < 0:
        return DocumentNote.INCOMPLETE
    behind = content[end + 5 :].strip(b"\x00 \t\r\n")
    if len(behind) <= _TRAILING_BYTES:
        return None
    return DocumentNote.INCOMPLETE if b" obj" in behind else DocumentNote.TRAILING_BYTES


def _ends_where_it_says(content: bytes) -> bool:
    """Whether the table of the file's parts lies where its last lines say.

    pdfium mends a file whose parts have moved, and what it cannot find again is white.
    """
    places = re.findall(rb"startxref\s+(\d{1,12})", content[-4096:])
    if not places:
        return False
    start = int(places[-1])
    shift = max(content[:1024].find(b"%PDF-"), 0)
    return any(
        re.match(rb"\s{0,4}(?:xref|\d+\s+\d+\s+obj)", content[place : place + 40])
        for place in (start, start + shift)
    )


def _is_empty(page: pypdfium2.PdfPage, *, number: int, expects_contents: bool) -> bool:
    """Whether a page that shows nothing has nothing: no part that pdfium could not use.

    Objects on it must be white. Without any, it is copied out by itself: contents that were
    not understood, or pictures not drawn, make the copy long; contents that are lost leave it
    without any, which is right only where the file has pages without contents. Contents that
    ask for something to be drawn have lost it. A page with a broken box has lost more than that.
    """
    if next(page.get_objects(), None) is not None:
        return all(is_white(item) for item in page.get_objects())
    copied = io.BytesIO()
    with closing(pypdfium2.PdfDocument.new()) as alone:
        alone.import_pages(page.pdf, [number - 1])
        alone.save(copied)
    copy = copied.getvalue()
    if len(copy) > _EMPTY_PAGE_BYTES or asks_to_draw(copy) or not _BOX.search(copy):
        return False
    return _CONTENTS.search(copy) is not None or not expects_contents


def _notes(
    document: pypdfium2.PdfDocument, content: bytes, *, ending: DocumentNote | None
) -> tuple[DocumentNote, ...]:
    notes = [ending] if ending else []
    if not ending and not _ends_where_it_says(content):
        notes.append(DocumentNote.MENDED)
    if document.count_attachments():
        notes.append(DocumentNote.ATTACHMENTS)
    words = words_of(content)
    if b"EmbeddedFile" in words and DocumentNote.ATTACHMENTS not in notes:
        notes.append(DocumentNote.ATTACHMENTS)
    scripts = pdfium.FPDFDoc_GetJavaScriptActionCount(document)
    if scripts > 0 or words & {b"JavaScript", b"JS", b"Launch"}:
        notes.append(DocumentNote.ACTIVE_CONTENT)
    if b"XFA" in words:
        notes.append(DocumentNote.LIVE_FORM)
    return tuple(notes)


def _render(
    page: pypdfium2.PdfPage, order: Order, content: bytes, *, number: int, folder: Path
) -> PageOutcome:
    width, height = page.get_size()
    if not (0 < width <= _LONGEST_PAGE_POINTS and 0 < height <= _LONGEST_PAGE_POINTS):
        return failed_outcome(number, PageReason.TOO_LARGE, picture=None)
    try:
        images = _images(page)
        if _too_much(images, order):
            return failed_outcome(number, PageReason.TOO_LARGE, picture=None)
        scale = min(_FAX_SCALE, LONGEST_SIDE / max(width, height))
        notes = (DocumentNote.LIVE_FORM,) if has_undrawn_fields(page) else ()
        covered = _has_visible_notes(page)
        image = drawn(page, number=number, scale=scale)
        picture = Picture(image, bilevel=_is_fax(images))
        outcome = picture_outcome(picture, number=number, folder=folder)
        lost = _what_was_lost(images, content, page_size=(width, height))
        if lost is not None:
            return _with_loss(outcome, lost, picture)
        if covered and outcome.state is PageState.WAITING:
            outcome = _with_own_text(outcome, unused_layer(page, image))
        else:
            outcome = _judged(page, outcome, images, image=image)
        return replace(outcome, notes=(*outcome.notes, *notes))
    except MemoryError:
        return failed_outcome(number, PageReason.TOO_LARGE, picture=None)
    except pypdfium2.PdfiumError:
        return failed_outcome(number, PageReason.DAMAGED, picture=None)


def _what_was_lost(
    images: _Images, content: bytes, *, page_size: tuple[float, float]
) -> PageReason | FaxLoss | None:
    """Why a picture on the page is not all that was sent, which pdfium does not tell."""
    loss = fax_loss(images.objects, content, page_size=page_size)
    if loss is not None:
        return loss
    ends_early = any(jpeg_ends_early(item) for item in images.objects)
    return PageReason.INCOMPLETE if ends_early else None


def _with_loss(outcome: PageOutcome, lost: PageReason | FaxLoss, picture: Picture) -> PageOutcome:
    """The outcome with what was lost; a text layer beside a damaged picture is not believed."""
    if isinstance(lost, FaxLoss) and lost.damage:
        return damaged_outcome(outcome, lost.damage, picture=picture)
    reason = PageReason.TRANSMISSION_ERROR if isinstance(lost, FaxLoss) else lost
    return failed_outcome(outcome.number, reason, picture=outcome)


def _judged(
    page: pypdfium2.PdfPage, outcome: PageOutcome, images: _Images, *, image: Image.Image
) -> PageOutcome:
    """The outcome, with words where the text layer can be believed.

    pdfium draws nothing and reports nothing when it runs out of memory or cannot
    decode an image. So a white page that carries images or text is called blank only
    when every image was decoded by itself and is blank too.
    """
    if outcome.state is PageState.BLANK:
        if character_count(page) or not all(_is_blank(item) for item in images.objects):
            return failed_outcome(outcome.number, PageReason.PICTURE_MISSING, picture=outcome)
        return outcome
    if outcome.state is PageState.UNREADABLE:
        return outcome
    if images.share > _SCANNED_SHARE:
        return _with_own_text(outcome, unused_layer(page, image))
    layer = text_layer(page, image)
    if layer.words:
        return replace(outcome, state=PageState.READ, words=layer.words)
    return _with_own_text(outcome, layer)


def _with_own_text(outcome: PageOutcome, layer: TextLayer) -> PageOutcome:
    """The page to be read from its picture, with text of its own that is only compared."""
    notes = (DocumentNote.HIDDEN_TEXT,) if layer.says_other else ()
    return replace(outcome, notes=notes, own_words=layer.own)


def _images(page: pypdfium2.PdfPage) -> _Images:
    objects: list[pypdfium2.PdfImage] = []
    covered = 0.0
    width, height = page.get_size()
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_FORM_DEPTH):
        objects.append(item)
        left, bottom, right, top = item.get_bounds()
        box = Box(left, bottom, right, top).clipped(width=width, height=height)
        covered += box.width * box.height
        if len(objects) > _MOST_IMAGES:
            break
    pixels = tuple(_pixels(item) for item in objects)
    return _Images(tuple(objects), pixels, min(1.0, covered / (width * height)))


def _pixels(item: pypdfium2.PdfImage) -> int:
    width, height = item.get_px_size()
    return int(width) * int(height)


def _too_much(images: _Images, order: Order) -> bool:
    return (
        len(images.objects) > _MOST_IMAGES
        or max(images.pixels, default=0) > order.max_page_pixels
        or sum(images.pixels) > _ALL_IMAGES * order.max_page_pixels
    )


def _is_fax(images: _Images) -> bool:
    """Whether the page is nothing but black-and-white scans."""
    if images.share < _WHOLE_PAGE_SHARE or len(images.objects) > 8:
        return False
    return all(item.get_metadata().bits_per_pixel == 1 for item in images.objects)


def _is_blank(item: pypdfium2.PdfImage) -> bool:
    """Whether the image was decoded and shows nothing.

    Fax coding that holds many more bytes than blank rows need, and still decodes to
    white, was not decoded.
    """
    try:
        with closing(item.get_bitmap()) as bitmap:
            image = bitmap.to_pil().convert("L")
    except (pypdfium2.PdfiumError, MemoryError, ValueError):
        return False
    if ink_pixels(image) not in {0, image.width * image.height}:
        return False
    if not FAX_FILTERS.intersection(item.get_filters()):
        return True
    coded_bytes = len(item.get_data(decode_simple=False))
    return bool(coded_bytes <= BLANK_FAX_BYTES_A_ROW * image.height)


def _has_visible_notes(page: pypdfium2.PdfPage) -> bool:
    """Whether form fields, stamps or remarks lie on the page: the text layer omits them."""
    for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
        note = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(note)
        pdfium.FPDFPage_CloseAnnot(note)
        if kind in _VISIBLE_NOTES:
            return True
    return False
