"""Draws small fax pages and awkward files for the tests. Everything is made up."""

import io
import random
import zlib
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

FAX_WIDTH = 1728
FINE, STANDARD = 196, 98


def text_page(
    lines: Sequence[str],
    *,
    height: int = 2156,
    size: int = 34,
    skew: float = 0.0,
    turn: int = 0,
    noise: int = 0,
    top: int = 120,
) -> Image.Image:
    """A black-and-white page at 204 by 204 dpi with one line of text under another."""
    page = Image.new("L", (FAX_WIDTH, height), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=size)
    for number, line in enumerate(lines):
        pen.text((130, top + number * round(size * 1.7)), line, fill=0, font=font)
    if skew:
        page = page.rotate(-skew, Image.Resampling.BICUBIC, fillcolor=255)
    if turn:
        page = page.rotate(-turn, expand=True)
    dots = random.Random(7)  # noqa: S311 - the same specks every time
    for _ in range(noise):
        page.putpixel((dots.randrange(page.width), dots.randrange(page.height)), 0)
    return page.point([0] * 128 + [255] * 128).convert("1", dither=Image.Dither.NONE)


def table_page(rows: Sequence[Sequence[str]], *, lefts: Sequence[int]) -> Image.Image:
    """A page with columns that begin at the given pixels."""
    page = Image.new("L", (FAX_WIDTH, 2156), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=34)
    for number, row in enumerate(rows):
        for left, cell in zip(lefts, row, strict=False):
            pen.text((left, 120 + number * 70), cell, fill=0, font=font)
    return page.point([0] * 128 + [255] * 128).convert("1", dither=Image.Dither.NONE)


def tiff(
    pages: Sequence[Image.Image], *, compression: str = "group4", y_resolution: int = FINE
) -> bytes:
    """A multi-page fax file. The standard resolution halves the rows, as a fax does."""
    sent = [_rows_for(page, y_resolution) for page in pages]
    out = io.BytesIO()
    sent[0].save(
        out,
        "TIFF",
        save_all=True,
        append_images=sent[1:],
        compression=compression,
        dpi=(204, y_resolution),
    )
    return out.getvalue()


def scanned_pdf(pages: Sequence[Image.Image]) -> bytes:
    """A PDF that holds nothing but pictures of pages."""
    out = io.BytesIO()
    pages[0].save(out, "PDF", save_all=True, append_images=list(pages[1:]), resolution=204)
    return out.getvalue()


def pdf(
    contents: Sequence[bytes],
    *,
    extra: Sequence[bytes] = (),
    catalog: bytes = b"",
    page: bytes = b"",
    resources: bytes = b"",
    media_box: bytes = b"0 0 612 792",
) -> bytes:
    """A hand-made PDF: one content stream a page, Helvetica as /F1, extra objects from 100 on."""
    objects: dict[int, bytes] = {}
    kids = b" ".join(b"%d 0 R" % (10 + 2 * n) for n in range(len(contents)))
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog
    objects[2] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(contents))
    objects[3] = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    for n, content in enumerate(contents):
        objects[10 + 2 * n] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [%s] /Contents %d 0 R %s "
            b"/Resources << /Font << /F1 3 0 R >> %s >> >>"
        ) % (media_box, 11 + 2 * n, page, resources)
        objects[11 + 2 * n] = stream(content)
    first = 10 + 2 * len(contents) + 100
    assert first > 100
    for n, body in enumerate(extra):
        objects[100_000 + n] = body
    return assemble(objects)


def stream(content: bytes, *, keys: bytes = b"") -> bytes:
    """A PDF stream object's body."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), keys, content)


def deflated(content: bytes, *, keys: bytes = b"") -> bytes:
    """A PDF stream object's body, compressed."""
    return stream(zlib.compress(content, 9), keys=b"/Filter /FlateDecode " + keys)


def assemble(objects: dict[int, bytes]) -> bytes:
    """A whole PDF file from its objects; number 1 is the catalog."""
    out = bytearray(b"%PDF-1.7\n")
    places = {}
    for number, body in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    size = max(places) + 1
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(out)


def printed(lines: Sequence[str], *, size: int = 12) -> bytes:
    """A content stream that prints the lines in Helvetica."""
    shown = b" ".join(b"(%s) Tj T*" % _escaped(line) for line in lines)
    return b"BT /F1 %d Tf %d TL 72 720 Td %s ET" % (size, round(size * 1.4), shown)


def born_digital(pages: Sequence[Sequence[str]]) -> bytes:
    """A PDF whose pages carry real text."""
    return pdf([printed(lines) for lines in pages])


def _escaped(line: str) -> bytes:
    return (
        line.encode("latin-1", "replace")
        .replace(b"\\", b"\\\\")
        .replace(b"(", b"\\(")
        .replace(b")", b"\\)")
    )


def _rows_for(page: Image.Image, y_resolution: int) -> Image.Image:
    rows = round(page.height * y_resolution / 204)
    if abs(rows - page.height) < 2:
        return page
    grey = page.convert("L").resize((page.width, rows), Image.Resampling.BOX)
    return grey.point([0] * 128 + [255] * 128).convert("1", dither=Image.Dither.NONE)
