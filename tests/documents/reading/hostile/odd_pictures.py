"""TIFF and PNG files put together in ways that are allowed and seldom seen."""

import io
import struct
import zlib
from collections.abc import Sequence

from PIL import Image, TiffImagePlugin

from tests.documents import faxes
from tests.documents.reading.hostile import LINES
from tests.documents.reading.hostile.pdf_pieces import coded, with_noise
from tests.documents.reading.hostile.specimen import BLANK, WAITING, Shelf, unreadable

shelf = Shelf()
PAGE = faxes.text_page(LINES, height=900)
SMALL = faxes.text_page(LINES[:1], height=256).crop((0, 0, 512, 256))
LOST = (unreadable("transmission_error"),)
Tags = dict[int, tuple[int, Sequence[int]]]


def assembled(directories: Sequence[tuple[Tags, Sequence[bytes]]], *, below: int = 0) -> bytes:
    """A TIFF with the directories and their pieces. The last `below` hang under the first one.

    Tag 273 or 324 gets the places of the pieces, 279 or 325 their lengths, 330 those of the
    directories below.
    """
    out = bytearray(b"II*\x00\0\0\0\0")
    places = [0] * len(directories)
    for number, (tags, pieces) in reversed([*enumerate(directories)]):
        starts = []
        for piece in pieces:
            starts.append(len(out))
            out += piece + bytes(len(piece) % 2)
        filled = dict(tags)
        first, second = (324, 325) if 322 in tags else (273, 279)
        filled |= {first: (4, starts), second: (4, [len(piece) for piece in pieces])}
        if number == 0 and below:
            filled[330] = (4, places[-below:])
        rows = b""
        for tag, (kind, values) in sorted(filled.items()):
            body = struct.pack(f"<{len(values)}{'H' if kind == 3 else 'I'}", *values)
            if len(body) > 4:
                where, place = len(out), struct.pack("<I", len(out))
                out += body
                assert where % 2 == 0
            else:
                place = body.ljust(4, b"\0")
            rows += struct.pack("<HHI", tag, kind, len(values)) + place
        places[number] = len(out)
        chained = number + 1 < len(directories) - below
        following = places[number + 1] if chained else 0
        out += struct.pack("<H", len(filled)) + rows + struct.pack("<I", following)
    out[4:8] = struct.pack("<I", places[0])
    return bytes(out)


def fax_tags(width: int, height: int, *, rows: int, compression: int = 4, **more: int) -> Tags:
    """The tags of a fax page; more are tag numbers after a t."""
    plain = {256: width, 257: height, 258: 1, 259: compression, 262: 1, 277: 1, 278: rows}
    plain |= {int(name[1:]): value for name, value in more.items()}
    return {tag: (4 if tag in (254, 256, 257, 278) else 3, [n]) for tag, n in plain.items()}


def strips_of(page: Image.Image, rows: int, compression: str = "group4") -> list[bytes]:
    """The page in strips of so many rows, each coded by itself."""
    return [
        coded(page.crop((0, top, page.width, min(top + rows, page.height))), compression)
        for top in range(0, page.height, rows)
    ]


def of_strips(strips: Sequence[bytes], rows: int, **more: int) -> bytes:
    """PAGE as a TIFF of strips."""
    return assembled([(fax_tags(*PAGE.size, rows=rows, **more), strips)])


@shelf.add("a fax in strips of sixteen rows", pages=(WAITING,))
def many_strips() -> bytes:
    return of_strips(strips_of(PAGE, 16), 16)


@shelf.add("a fax in strips, one of them damaged", pages=LOST)
def damaged_strip() -> bytes:
    strips = strips_of(PAGE, 100)
    return of_strips([strips[0], with_noise(strips[1], count=20), *strips[2:]], 100)


@shelf.add("a fax in strips, one of them empty", pages=LOST)
def empty_strip() -> bytes:
    strips = strips_of(PAGE, 100)
    return of_strips([strips[0], b"", *strips[2:]], 100)


@shelf.add("a fax in strips, the last one cut off", pages=LOST)
def cut_strip() -> bytes:
    tall = strips_of(PAGE, 300)
    return of_strips([*tall[:1], tall[1][: len(tall[1]) // 2], tall[2]], 300)


@shelf.add(
    "a fax in G3 with noise where nothing is printed", pages=(WAITING,), damaged=frozenset({1})
)
def g3_noise_on_white() -> bytes:
    whole = with_noise(coded(PAGE, "group3"), share=0.95, count=30)
    return of_strips([whole], PAGE.height, compression=3)


@shelf.add("a fax in G3 that has fewer rows than it says", pages=LOST)
def g3_too_few_rows() -> bytes:
    part = PAGE.crop((0, 0, PAGE.width, 700))
    return of_strips([coded(part, "group3")], PAGE.height, compression=3)


@shelf.add("a fax in G4, bits in the other order", pages=(WAITING,))
def g4_fill_order() -> bytes:
    turned = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
    return of_strips([coded(PAGE).translate(turned)], PAGE.height, t266=2)


@shelf.add("a fax coded row by row at whole bytes", pages=(WAITING,))
def rows_at_whole_bytes() -> bytes:
    return of_strips([coded(PAGE, "tiff_ccitt")], PAGE.height, compression=2)


@shelf.add("a blank fax", pages=(BLANK,))
def blank_fax() -> bytes:
    return of_strips([coded(Image.new("1", PAGE.size, 1))], PAGE.height)


@shelf.add("a page in tiles", pages=(WAITING,))
def tiles() -> bytes:
    grey = SMALL.convert("L")
    pieces = [grey.crop((left, 0, left + 256, 256)).tobytes() for left in (0, 256)]
    tags = fax_tags(512, 256, rows=256, compression=1, t322=256, t323=256) | {258: (3, [8])}
    return assembled([(tags, pieces)])


def fax_tiles(*, lost: bytes | None = None) -> bytes:
    """SMALL as a fax in two tiles; lost takes the place of the second."""
    pieces = [coded(SMALL.crop((left, 0, left + 256, 256))) for left in (0, 256)]
    tags = fax_tags(512, 256, rows=256, t322=256, t323=256)
    return assembled([(tags, [pieces[0], pieces[1] if lost is None else lost])])


@shelf.add("a fax in tiles", pages=(WAITING,))
def tiles_of_fax() -> bytes:
    return fax_tiles()


@shelf.add("a fax in tiles, one of them with noise in it", pages=LOST)
def tiles_of_fax_with_noise() -> bytes:
    return fax_tiles(lost=with_noise(coded(SMALL.crop((256, 0, 512, 256))), count=10))


@shelf.add("a fax in tiles, one of them nothing but noughts", pages=LOST)
def tiles_of_fax_with_noughts() -> bytes:
    return fax_tiles(lost=bytes(60))


@shelf.add("a fax in strips, few rows of one damaged", pages=(WAITING,), damaged=frozenset({1}))
def slightly_damaged_strip() -> bytes:
    strips = strips_of(PAGE, 20)
    return of_strips([*strips[:9], with_noise(strips[9], count=6), *strips[10:]], 20)


@shelf.add("a fax in G3, one row of it damaged", pages=(WAITING,), damaged=frozenset({1}))
def one_damaged_row() -> bytes:
    whole = coded(PAGE, "group3")
    return of_strips([with_noise(whole, share=0.2, count=2)], PAGE.height, compression=3)


@shelf.add("a blank fax in G3, one row of it damaged", pages=(WAITING,), damaged=frozenset({1}))
def blank_with_a_damaged_row() -> bytes:
    whole = bytearray(coded(Image.new("1", PAGE.size, 1), "group3"))
    whole[800] ^= 0x10
    return of_strips([bytes(whole)], PAGE.height, compression=3)


@shelf.add("LZW with noise in it that still unpacks", pages=(unreadable("damaged"),))
def lzw_with_noise() -> bytes:
    return packed_with_noise("tiff_lzw")


@shelf.add("deflate with noise in it that still unpacks", pages=(unreadable("damaged"),))
def deflate_with_noise() -> bytes:
    return packed_with_noise("tiff_adobe_deflate")


@shelf.add("LZW, one strip of many damaged", pages=(unreadable("damaged"),))
def lzw_with_a_damaged_strip() -> bytes:
    return packed_with_noise("tiff_lzw", rows=60, count=8)


@shelf.add("PackBits that holds more rows than the page says", pages=(unreadable("damaged"),))
def packbits_with_few_rows() -> bytes:
    out = io.BytesIO()
    PAGE.save(out, "TIFF", compression="packbits", tiffinfo={278: PAGE.height})
    return (
        out.getvalue()
        .replace(struct.pack("<HHII", 257, 3, 1, PAGE.height), struct.pack("<HHII", 257, 3, 1, 1))
        .replace(struct.pack("<HHII", 257, 4, 1, PAGE.height), struct.pack("<HHII", 257, 4, 1, 1))
    )


def packed_with_noise(compression: str, *, rows: int = PAGE.height, count: int = 1) -> bytes:
    """PAGE packed so, with bytes in the midst of a strip that say something else."""
    out = io.BytesIO()
    PAGE.save(out, "TIFF", compression=compression, tiffinfo={278: rows})
    with Image.open(out) as opened:
        assert isinstance(opened, TiffImagePlugin.TiffImageFile)
        place, size = opened.tag_v2[273][-2:][0], opened.tag_v2[279][-2:][0]
    whole = bytearray(out.getvalue())
    for at in range(place + size // 2, place + size // 2 + count):
        whole[at] ^= 0x24
    return bytes(whole)


@shelf.add("a page in tiles, one of them not there", pages=(unreadable("incomplete"),))
def tile_missing() -> bytes:
    whole = tiles()
    return whole.replace(struct.pack("<II", 8, 8 + 65536), struct.pack("<II", 8, 8 + (1 << 24)))


@shelf.add("a small copy of the page behind it", pages=(WAITING, WAITING))
def small_copy_behind() -> bytes:
    copy = PAGE.resize((216, 112))
    main = (fax_tags(*PAGE.size, rows=PAGE.height), [coded(PAGE)])
    small = (fax_tags(*copy.size, rows=copy.height, t254=1), [coded(copy)])
    return assembled([main, small])


@shelf.add("a small copy of the page under it", pages=(WAITING,))
def small_copy_below() -> bytes:
    copy = PAGE.resize((216, 112))
    main = (fax_tags(*PAGE.size, rows=PAGE.height), [coded(PAGE)])
    small = (fax_tags(*copy.size, rows=copy.height, t254=1), [coded(copy)])
    return assembled([main, small], below=1)


@shelf.add(
    "another page hidden under the page", pages=(WAITING,), notes=frozenset({"more_pictures"})
)
def other_page_below() -> bytes:
    main = (fax_tags(*PAGE.size, rows=PAGE.height), [coded(PAGE)])
    other = faxes.text_page(["another page"] * 3, height=900)
    return assembled([main, (fax_tags(*other.size, rows=900), [coded(other)])], below=1)


@shelf.add("a standard fax that does not say its resolution", pages=(WAITING,))
def without_resolution() -> bytes:
    page = faxes.text_page(LINES).resize((1728, 1078))
    return assembled([(fax_tags(1728, 1078, rows=1078), [coded(page)])])


@shelf.add("a PNG in seven passes", pages=(WAITING,))
def png_in_passes() -> bytes:
    grey = PAGE.convert("L")
    raw = bytearray()
    for left, top, across, down in (
        (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2),
    ):  # fmt: skip
        rows = grey.tobytes()
        for y in range(top, grey.height, down):
            row = rows[y * grey.width : (y + 1) * grey.width][left::across]
            raw += b"\0" + row if row else b""
    return _png(grey.size, bytes(raw))


@shelf.add("a PNG in seven passes, cut off", pages=(unreadable("incomplete"),))
def png_in_passes_cut() -> bytes:
    whole = png_in_passes()
    return whole[: len(whole) // 2]


@shelf.add("a JPEG of four inks cut off", pages=(unreadable("incomplete"),))
def jpeg_cut() -> bytes:
    out = io.BytesIO()
    PAGE.convert("RGB").convert("CMYK").save(out, "JPEG", progressive=True)
    return out.getvalue()[: len(out.getvalue()) // 2]


def _png(size: tuple[int, int], raw: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 1)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(raw)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
