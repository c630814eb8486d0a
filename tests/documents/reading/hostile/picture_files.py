"""TIFF, PNG and JPEG files that are broken, too large, unusual or something else as well."""

import io
import struct
import zlib

from PIL import Image

from tests.documents import faxes
from tests.documents.reading import hostile
from tests.documents.reading.hostile import LINES
from tests.documents.reading.hostile.specimen import WAITING, Shelf, unreadable

shelf = Shelf()
PAGE = faxes.text_page(LINES, height=900)
MORE = frozenset({"more_pictures"})
CUT = frozenset({"incomplete"})
BEHIND = frozenset({"trailing_bytes"})


def saved(image: Image.Image, form: str, **options: object) -> bytes:
    """The picture as a file."""
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


@shelf.add("a fax in G3 with good and bad lines", pages=(unreadable("transmission_error"), WAITING))
def corrupt_g3() -> bytes:
    return hostile.corrupted("group3")


@shelf.add("a fax in G4 with noise in it", pages=(unreadable("transmission_error"), WAITING))
def corrupt_g4() -> bytes:
    return hostile.corrupted("group4")


@shelf.add("a fax in G3, one dimension", pages=(WAITING,))
def g3_one_dimension() -> bytes:
    return faxes.tiff([PAGE], compression="group3", y_resolution=98)


@shelf.add("a fax in G3, two dimensions", pages=(WAITING,))
def g3_two_dimensions() -> bytes:
    return saved(PAGE, "TIFF", compression="group3", tiffinfo={292: 1})


@shelf.add("black and white the other way round", pages=(WAITING,))
def inverted() -> bytes:
    return saved(PAGE, "TIFF", compression="group4", tiffinfo={262: 0})


@shelf.add("bits in the other order", pages=(WAITING,))
def fill_order() -> bytes:
    whole = bytearray(saved(PAGE, "TIFF", tiffinfo={266: 1, 278: PAGE.height}))
    directory = int.from_bytes(whole[4:8], "little")
    for n in range(int.from_bytes(whole[directory : directory + 2], "little")):
        place = directory + 2 + 12 * n
        tag, _kind, _count, value = struct.unpack_from("<HHII", whole, place)
        if tag == 266:
            whole[place + 8] = 2
        if tag == 273:
            start = value
    size = (PAGE.width + 7) // 8 * PAGE.height
    turned = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
    whole[start : start + size] = whole[start : start + size].translate(turned)
    return bytes(whole)


@shelf.add("LZW", pages=(WAITING,))
def tiff_lzw() -> bytes:
    return saved(PAGE, "TIFF", compression="tiff_lzw")


@shelf.add("JPEG within TIFF", pages=(WAITING,))
def tiff_jpeg() -> bytes:
    return saved(PAGE.convert("L"), "TIFF", compression="jpeg")


@shelf.add("16 bits a pixel", pages=(WAITING,))
def tiff_of_16_bits() -> bytes:
    return saved(deep(), "TIFF")


@shelf.add("four inks", pages=(WAITING,))
def tiff_of_four_inks() -> bytes:
    return saved(PAGE.convert("RGB").convert("CMYK"), "TIFF")


@shelf.add("a resolution of nought", pages=(WAITING,))
def resolution_of_nought() -> bytes:
    whole = bytearray(faxes.tiff([PAGE]))
    place = whole.index(struct.pack("<II", 204, 1))
    whole[place : place + 8] = bytes(8)
    return bytes(whole)


@shelf.add("64-bit TIFF", refused=True)
def big_tiff() -> bytes:
    return b"II+\x00\x08\x00\x00\x00" + bytes(64)


@shelf.add("directories in a circle", pages=(WAITING, WAITING), notes=CUT)
def directory_loop() -> bytes:
    return hostile.endless_tiff()


@shelf.add("3,000 frames", reason="too_many_pages", page_count=501)
def many_frames() -> bytes:
    frame = struct.pack("<H", 0)
    out = bytearray(b"II*\x00\x08\x00\x00\x00")
    for n in range(3000):
        out += frame + struct.pack("<I", 8 + 6 * (n + 1) if n < 2999 else 0)
    return bytes(out)


@shelf.add("60,000 pixels square, it says", pages=(unreadable("too_large"),))
def wide() -> bytes:
    return hostile.wide_tiff()


@shelf.add("one broken frame among good ones", pages=(WAITING, unreadable("too_large"), WAITING))
def broken_frame() -> bytes:
    whole = bytearray(faxes.tiff([PAGE] * 3))
    directory = int.from_bytes(whole[4:8], "little")
    tags = int.from_bytes(whole[directory : directory + 2], "little")
    second = int.from_bytes(whole[directory + 2 + 12 * tags :][:4], "little")
    for n in range(tags):
        place = second + 2 + 12 * n
        if int.from_bytes(whole[place : place + 2], "little") in (256, 257):
            whole[place + 2 : place + 12] = struct.pack("<HII", 4, 1, 60_000)
    return bytes(whole)


@shelf.add("cut off", pages=(unreadable("incomplete"),))
def png_cut() -> bytes:
    whole = saved(PAGE, "PNG")
    return whole[: len(whole) // 2]


@shelf.add("81 million pixels", pages=(unreadable("too_large"),))
def png_bomb() -> bytes:
    return saved(Image.new("1", (9000, 9000), 1), "PNG")


@shelf.add("16 bits a pixel in PNG", pages=(WAITING,))
def png_of_16_bits() -> bytes:
    return saved(deep(), "PNG")


@shelf.add("a palette with a clear colour", pages=(WAITING,))
def png_palette() -> bytes:
    return saved(PAGE.convert("P"), "PNG", transparency=255)


@shelf.add("grey with transparency", pages=(WAITING,))
def png_alpha() -> bytes:
    return saved(PAGE.convert("LA"), "PNG")


@shelf.add("a moving PNG of two pictures", pages=(WAITING,), notes=MORE)
def png_moving() -> bytes:
    other = faxes.text_page(["another page"] * 3, height=900)
    return saved(PAGE.convert("L"), "PNG", save_all=True, append_images=[other.convert("L")])


@shelf.add("a bomb of remarks in PNG", pages=(unreadable("damaged"),))
def png_text_bomb() -> bytes:
    whole = saved(PAGE, "PNG")
    body = b"zTXtComment\0\0" + zlib.compress(b"A" * (256 << 20), 9)
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    return whole[:33] + chunk + whole[33:]


@shelf.add("an archive behind a PNG", pages=(WAITING,), notes=BEHIND)
def png_with_archive() -> bytes:
    return saved(PAGE, "PNG") + b"PK\x03\x04" + b"\x01" * 400


@shelf.add("turned by its camera", pages=(WAITING,))
def jpeg_turned() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(PAGE.convert("L"), "JPEG", exif=exif)


@shelf.add("four inks in JPEG", pages=(WAITING,))
def jpeg_of_four_inks() -> bytes:
    return saved(PAGE.convert("RGB").convert("CMYK"), "JPEG")


@shelf.add("drawn in passes", pages=(WAITING,))
def jpeg_progressive() -> bytes:
    return saved(PAGE.convert("L"), "JPEG", progressive=True)


@shelf.add("two pictures in one JPEG", pages=(WAITING,), notes=MORE)
def jpeg_of_two() -> bytes:
    return saved(PAGE.convert("L"), "MPO", save_all=True, append_images=[PAGE.convert("L")])


@shelf.add("a web page behind a JPEG", pages=(WAITING,), notes=BEHIND)
def jpeg_with_web_page() -> bytes:
    return saved(PAGE.convert("L"), "JPEG") + b"<html><script>alert(1)</script>" * 9


def deep() -> Image.Image:
    """The page with 16 bits a pixel, in the upper half of what they can say."""
    grey = PAGE.convert("L").point([60] * 128 + [250] * 128)
    return Image.frombytes("I;16", grey.size, b"".join(bytes((0, v)) for v in grey.tobytes()))
