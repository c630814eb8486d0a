"""Packed strips and tiles: what a writer packed is whole, what says something else is not."""

import io
import random

import pytest
from PIL import Image

from documents.reading.tiff import tiff_outline
from documents.reading.tiff_pieces import is_packed_whole
from tests.documents import faxes
from tests.documents.reading.hostile.odd_pictures import assembled, fax_tags

PAGE = faxes.text_page(["Collected 09/22/2026", "CD18 0.7 %"] * 3, height=333).crop(
    (0, 0, 701, 333)
)
PACKINGS = ("tiff_lzw", "tiff_adobe_deflate", "tiff_deflate", "packbits")
MODES = ("1", "L", "RGB", "CMYK", "RGBA", "P")


def packed(page, compression, *, rows=100):
    out = io.BytesIO()
    page.save(out, "TIFF", compression=compression, tiffinfo={278: rows})
    return out.getvalue()


def is_whole(content):
    (page,) = tiff_outline(content, most_pages=1).pages
    return is_packed_whole(content, page)


@pytest.mark.parametrize("compression", PACKINGS)
@pytest.mark.parametrize("mode", MODES)
def test_what_libtiff_packed_is_whole(compression, mode):
    picture = PAGE.convert("RGB").convert(mode) if mode != "1" else PAGE
    for rows in (1, 100, 333, 1000):
        assert is_whole(packed(picture, compression, rows=rows))


def test_codes_of_every_width_are_followed():
    noise = Image.frombytes("L", (200, 200), random.Random(1).randbytes(40_000))  # noqa: S311
    assert is_whole(packed(noise, "tiff_lzw", rows=200))


def changed(compression, seed):
    """The page with one byte of a strip changed."""
    chance = random.Random(seed)  # noqa: S311 - repeatable
    whole = bytearray(packed(PAGE, compression))
    (page,) = tiff_outline(bytes(whole), most_pages=1).pages
    start, length = chance.choice(page.pieces)
    whole[start + chance.randrange(length)] ^= 1 << chance.randrange(8)
    return bytes(whole)


@pytest.mark.parametrize(("compression", "share"), [("tiff_adobe_deflate", 1.0), ("tiff_lzw", 0.7)])
def test_a_changed_bit_is_noticed_always_in_deflate_and_mostly_in_lzw(compression, share):
    noticed = [not is_whole(changed(compression, seed)) for seed in range(100)]
    assert sum(noticed) >= share * len(noticed)


def cut(compression):
    """The page whose second strip says that it is shorter than it is."""
    whole = packed(PAGE, compression)
    (page,) = tiff_outline(whole, most_pages=1).pages
    length = page.pieces[1][1]
    return whole.replace(length.to_bytes(4, "little"), (length // 2).to_bytes(4, "little"), 1)


@pytest.mark.parametrize("compression", PACKINGS)
def test_a_strip_that_is_too_short_is_noticed(compression):
    assert not is_whole(cut(compression))


@pytest.mark.parametrize(
    ("packed_bytes", "is_right"),
    [
        (b"\x00\x07" * 8, True),  # single bytes
        (b"\xf9\x07", True),  # one run of eight
        (b"\x80\xf9\x07", True),  # nothing, then a run
        (b"\xf8\x07", False),  # a run of nine
        (b"\x07abc", False),  # eight bytes of which three came
        (b"\xf9", False),  # a run of what
        (b"", False),
    ],
)
def test_runs_make_what_the_strip_holds(packed_bytes, is_right):
    tags = fax_tags(8, 1, rows=1, compression=32773) | {258: (3, [8])}
    assert is_whole(assembled([(tags, [packed_bytes])])) is is_right


ROW = bytes(range(40))


def runs(rows, *, across=False):
    """The rows in runs as PackBits packs them: each row for itself, or across their ends."""
    parts = [b"".join(rows)] if across else rows
    pieces = [part[at : at + 64] for part in parts for at in range(0, len(part), 64)]
    return b"".join(bytes([len(piece) - 1]) + piece for piece in pieces)


def in_runs(packed_bytes, *, width=40, rows=20):
    """A grey picture of one PackBits strip."""
    tags = fax_tags(width, rows, rows=rows, compression=32773) | {258: (3, [8])}
    return assembled([(tags, [packed_bytes])])


def test_rows_that_damage_shifted_are_noticed_though_their_number_is_right():
    assert is_whole(in_runs(runs([ROW] * 20)))
    shifted = runs([ROW] * 12) + runs([ROW] * 8, across=True)
    assert not is_whole(in_runs(shifted))


def test_a_writer_that_packs_on_across_rows_is_followed():
    assert is_whole(in_runs(runs([ROW] * 20, across=True)))


def test_rows_of_whole_runs_tell_nothing_of_their_writer():
    white = [b"\x81\xff"] * 12
    rows = b"".join(white) + runs([bytes(range(128))] * 8, across=True)
    assert is_whole(in_runs(rows, width=128))


def test_what_stands_behind_the_last_row_counts_for_nothing():
    assert is_whole(in_runs(b"\x80" + runs([ROW] * 20) + runs([ROW] * 2, across=True)))


@pytest.mark.parametrize("seed", range(20))
def test_bytes_lost_within_a_strip_of_runs_are_noticed(seed):
    whole = bytearray(packed(PAGE, "packbits", rows=333))
    (page,) = tiff_outline(bytes(whole), most_pages=1).pages
    start, length = page.pieces[0]
    at = start + random.Random(seed).randrange(length // 4, length - 100)  # noqa: S311
    whole[at : start + length] = whole[at + 3 : start + length] + bytes(3)
    assert not is_whole(bytes(whole))


def test_old_codes_that_run_the_other_way_and_unknown_packings_are_not_followed():
    whole = bytearray(packed(PAGE, "tiff_lzw"))
    (page,) = tiff_outline(bytes(whole), most_pages=1).pages
    for start, _length in page.pieces:
        whole[start : start + 2] = b"\x00\x01"
    assert is_whole(bytes(whole))
    assert is_whole(packed(PAGE.convert("L"), "jpeg", rows=64))
