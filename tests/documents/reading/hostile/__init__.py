"""Files that mean harm, made here byte by byte. None holds anything of anybody."""

import random

from PIL import Image

from tests.documents import faxes

LINES = [
    "Flow cytometry report of a made-up child, page one of three",
    "Neutrophil CD18: 0.4 % (reference > 95 %)",
    "Collected: 09/14/2026",
] * 3


def form_bomb() -> bytes:
    """Forty forms, each drawing the next ten times: the first page of two is deadly."""
    first, count = 100_000, 40
    forms = [
        faxes.stream(
            b"/X Do " * 10 if n < count - 1 else b"0 0 1 1 re f",
            keys=b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] "
            b"/Resources << /XObject << /X %d 0 R >> >>" % (first + n + 1),
        )
        for n in range(count)
    ]
    contents = [b"/X Do", faxes.printed(LINES)]
    return faxes.pdf(contents, extra=forms, resources=b"/XObject << /X 100000 0 R >>")


def image_bomb() -> bytes:
    """A page whose one image has 400 million pixels in 50 KB."""
    image = faxes.deflated(
        b"\0" * (20_000 * 20_000 // 8),
        keys=b"/Type /XObject /Subtype /Image /Width 20000 /Height 20000 "
        b"/BitsPerComponent 1 /ColorSpace /DeviceGray",
    )
    return faxes.pdf(
        [b"600 0 0 780 0 0 cm /X Do", faxes.printed(LINES)],
        extra=[image],
        resources=b"/XObject << /X 100000 0 R >>",
    )


def image_that_is_missing() -> bytes:
    """A page whose one image cannot be decoded: pdfium draws white and says nothing."""
    image = faxes.stream(
        random.Random(1).randbytes(6000),  # noqa: S311 - the same noise every time
        keys=b"/Type /XObject /Subtype /Image /Width 1728 /Height 2156 /BitsPerComponent 8 "
        b"/ColorSpace /DeviceGray /Filter /DCTDecode",
    )
    return faxes.pdf(
        [b"600 0 0 780 0 0 cm /X Do"], extra=[image], resources=b"/XObject << /X 100000 0 R >>"
    )


def hidden_text() -> bytes:
    """Visible words, and as many that no eye can see."""
    unseen = faxes.printed([f"unseen words that say something else {n}" for n in range(10)])
    return faxes.pdf([faxes.printed(LINES) + b" 3 Tr " + unseen])


def with_script() -> bytes:
    """A file that wants to run a script when opened."""
    return faxes.pdf(
        [faxes.printed(LINES)], catalog=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
    )


def with_attachment() -> bytes:
    """A file that carries another file."""
    catalog = b"/Names << /EmbeddedFiles << /Names [(a.exe) 100000 0 R] >> >>"
    extra = [
        b"<< /Type /Filespec /F (a.exe) /EF << /F 100001 0 R >> >>",
        faxes.stream(b"MZ", keys=b"/Type /EmbeddedFile"),
    ]
    return faxes.pdf([faxes.printed(LINES)], catalog=catalog, extra=extra)


def with_zip_behind() -> bytes:
    """A PDF that is also the beginning of something else."""
    return faxes.born_digital([LINES]) + b"PK\x03\x04" + b"\x01" * 4000


def locked() -> bytes:
    """A PDF that asks for a password (standard handler, made-up keys)."""
    body = faxes.born_digital([LINES])
    keys = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <%s> /U <%s> >> /ID [<00> <00>]" % (
        b"5a" * 32,
        b"a5" * 32,
    )
    return body.replace(b"/Root 1 0 R", b"/Root 1 0 R " + keys)


def without_pages() -> bytes:
    """A PDF with an empty tree of pages."""
    return faxes.assemble(
        {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [] /Count 0 >>"}
    )


def endless_tiff() -> bytes:
    """A TIFF whose second directory points back to the first."""
    whole = faxes.tiff([faxes.text_page(LINES, height=400)] * 2)
    first = int.from_bytes(whole[4:8], "little")
    second = int.from_bytes(_next_place(whole, first), "little")
    place = second + 2 + 12 * int.from_bytes(whole[second : second + 2], "little")
    return whole[:place] + first.to_bytes(4, "little") + whole[place + 4 :]


def wide_tiff() -> bytes:
    """A small TIFF that says it is 60,000 pixels square."""
    whole = bytearray(faxes.tiff([Image.new("1", (1728, 40), 1)]))
    first = int.from_bytes(whole[4:8], "little")
    for number in range(int.from_bytes(whole[first : first + 2], "little")):
        place = first + 2 + 12 * number
        if int.from_bytes(whole[place : place + 2], "little") in (256, 257):
            whole[place + 2 : place + 12] = (
                b"\x04\x00" + (1).to_bytes(4, "little") + (60_000).to_bytes(4, "little")
            )
    return bytes(whole)


def corrupted(compression: str) -> bytes:
    """A fax of two pages; a hundred bytes of the first came over wrong."""
    good = faxes.text_page(LINES * 3)
    whole = bytearray(faxes.tiff([good, good], compression=compression))
    noise = random.Random(3)  # noqa: S311 - the same noise every time
    start = len(whole) // 6
    for place in range(start, start + 100):
        whole[place] = noise.randrange(256)
    return bytes(whole)


def _next_place(whole: bytes, first: int) -> bytes:
    place = first + 2 + 12 * int.from_bytes(whole[first : first + 2], "little")
    return whole[place : place + 4]
