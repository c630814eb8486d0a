"""TIFF files that are another kind of file as well, and some that only look like it."""

import struct

from documents.domain.states import DocumentNote
from tests.documents.reading.hostile.picture_files import PAGE, saved
from tests.documents.reading.hostile.specimen import WAITING, Shelf

shelf = Shelf()
BESIDE = frozenset({DocumentNote.TRAILING_BYTES})
WEB_PAGE = b"<html><script>alert(1)</script></html>"


def fax() -> bytes:
    return saved(PAGE, "TIFF", compression="group4", tiffinfo={278: PAGE.height})


def pushed(filling: bytes) -> bytes:
    """The fax with bytes between its header and the rest; what points to places is moved."""
    whole = bytearray(fax())
    shift = len(filling)
    at = struct.unpack_from("<I", whole, 4)[0]
    struct.pack_into("<I", whole, 4, at + shift)
    for place in range(at + 2, at + 2 + 12 * struct.unpack_from("<H", whole, at)[0], 12):
        tag, kind, count = struct.unpack_from("<HHI", whole, place)
        if tag == 273 or {3: 2, 5: 8}.get(kind, 1) * count > 4:
            struct.pack_into(
                "<I", whole, place + 8, struct.unpack_from("<I", whole, place + 8)[0] + shift
            )
    return bytes(whole[:8]) + filling + bytes(whole[8:])


@shelf.add("an archive behind a TIFF", pages=(WAITING,), notes=BESIDE)
def tiff_with_archive() -> bytes:
    return fax() + b"PK\x03\x04" + b"\x01" * 400


@shelf.add("a few bytes of an archive behind a TIFF", pages=(WAITING,), notes=BESIDE)
def tiff_with_small_archive() -> bytes:
    return fax() + b"PK\x05\x06" + b"\x00" * 18


@shelf.add("a web page within a TIFF", pages=(WAITING,), notes=BESIDE)
def tiff_with_web_page() -> bytes:
    return pushed(WEB_PAGE)


@shelf.add("a PDF within a TIFF", pages=(WAITING,), notes=BESIDE)
def tiff_with_pdf() -> bytes:
    return pushed(b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n")


@shelf.add("noughts between the parts of a TIFF", pages=(WAITING,))
def tiff_with_noughts() -> bytes:
    return pushed(b"\x00" * 4096)


@shelf.add("noughts behind a TIFF", pages=(WAITING,))
def tiff_filled_up() -> bytes:
    return fax() + b"\x00" * 4096


@shelf.add("two pages with remarks", pages=(WAITING, WAITING))
def tiff_with_remarks() -> bytes:
    remarks = {270: "A remark on the page " * 20, 305: "A fax server", 306: "2026:11:20 09:00:00"}
    return saved(PAGE, "TIFF", save_all=True, append_images=[PAGE], tiffinfo=remarks)
