"""Pieces that hostile PDF files are put together from."""

import hashlib
import io
import random

from PIL import Image
from PIL.TiffImagePlugin import TiffImageFile

from tests.documents import faxes
from tests.documents.reading.hostile import LINES

SHOWN = faxes.printed(LINES)


def with_objects(*extra: bytes, content: bytes = SHOWN, **keys: bytes) -> bytes:
    """One page of print with objects from number 100000 on."""
    return faxes.pdf([content], extra=extra, **keys)


def picture_pdf(coded: bytes, *, filter_name: bytes, bits: int, parameters: bytes = b"") -> bytes:
    """A page that is one picture of 1728 by 2156 pixels."""
    image = faxes.stream(
        coded,
        keys=b"/Type /XObject /Subtype /Image /Width 1728 /Height 2156 /BitsPerComponent %d "
        b"/ColorSpace /DeviceGray /Filter /%s %s" % (bits, filter_name, parameters),
    )
    return with_objects(
        image, content=b"600 0 0 780 0 0 cm /X Do", resources=b"/XObject << /X 100000 0 R >>"
    )


def coded(page: Image.Image, compression: str = "group4", *, options: int = 0) -> bytes:
    """The fax coding of a page in one piece. options are TIFF's of G3: 1 for two dimensions."""
    out = io.BytesIO()
    tags = {278: page.height, **({292: options} if options else {})}
    page.save(out, "TIFF", compression=compression, tiffinfo=tags)
    with Image.open(out) as opened:
        assert isinstance(opened, TiffImageFile)
        (place,), (size,) = opened.tag_v2[273], opened.tag_v2[279]
    return out.getvalue()[place : place + size]


def fax_pdf(content: bytes, *, keys: bytes = b"/K -1") -> bytes:
    """A page that is one fax-coded picture; keys say how, G4 when nothing else is said."""
    parameters = b"/DecodeParms << %s /Columns 1728 /Rows 2156 /BlackIs1 true >>" % keys
    return picture_pdf(content, filter_name=b"CCITTFaxDecode", bits=1, parameters=parameters)


def with_noise(content: bytes, *, share: float = 0.3, count: int = 100) -> bytes:
    """The content with some bytes in a row that came over wrong."""
    noise = random.Random(3)  # noqa: S311 - the same noise every time
    start = int(len(content) * share)
    return content[:start] + noise.randbytes(count) + content[start + count :]


def object_stream_pdf(more: bytes, *, is_empty: bool = False) -> bytes:
    """A PDF whose catalog, pages and one more object lie in a packed part.

    is_empty leaves the page out, and the tree says so.
    """
    packed = {
        1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R >>",
        2: b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>",
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        4: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 6 0 R "
        b"/Resources << /Font << /F1 3 0 R >> >> >>",
        5: more,
    }
    if is_empty:
        packed |= {2: b"<< /Type /Pages /Kids [ ] /Count 0 >>", 4: b"<< >>"}
    places, body = [], b""
    for number, part in packed.items():
        places.append(b"%d %d" % (number, len(body)))
        body += part + b" "
    head = b" ".join(places) + b" "
    keys = b"/Type /ObjStm /N %d /First %d" % (len(packed), len(head))
    out = bytearray(b"%PDF-1.7\n")
    where = {}
    for number, part in ((6, faxes.stream(SHOWN)), (7, faxes.deflated(head + body, keys=keys))):
        where[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    rows = [(0, 0, 65535), *((2, 7, place) for place in range(5))]
    rows += [(1, where[6], 0), (1, where[7], 0), (1, start, 0)]
    table = b"".join(
        kind.to_bytes(1, "big") + a.to_bytes(4, "big") + b.to_bytes(2, "big") for kind, a, b in rows
    )
    out += b"8 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        faxes.stream(table, keys=b"/Type /XRef /Size 9 /W [1 4 2] /Root 1 0 R"),
        start,
    )
    return bytes(out)


_PADDING = bytes.fromhex("28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a")


def locked_pdf(*, user: bytes) -> bytes:
    """A page of print locked with 40 bits (PDF 1.7, algorithms 2 to 4)."""

    def padded(password: bytes) -> bytes:
        return (password + _PADDING)[:32]

    owner = rc4(hashlib.md5(padded(b"owner"), usedforsecurity=False).digest()[:5], padded(user))
    allowed = (-4).to_bytes(4, "little", signed=True)
    seed = padded(user) + owner + allowed + b"\x00"
    key = hashlib.md5(seed, usedforsecurity=False).digest()[:5]
    number = (11).to_bytes(3, "little") + b"\x00\x00"
    page_key = hashlib.md5(key + number, usedforsecurity=False).digest()[:10]
    lock = b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (
        owner.hex().encode(),
        rc4(key, _PADDING).hex().encode(),
    )
    whole = faxes.pdf([rc4(page_key, SHOWN)], extra=[lock])
    return whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 100000 0 R /ID [<00> <00>]")


def rc4(key: bytes, content: bytes) -> bytes:
    """The content under the stream cipher of old PDF files."""
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in content:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)
