"""PDF files of fax-coded pictures, whole and damaged: pdfium reports nothing of damaged rows."""

import io
import zlib

from PIL import Image

from tests.documents import faxes
from tests.documents.reading.hostile import LINES
from tests.documents.reading.hostile.pdf_pieces import (
    coded,
    fax_pdf,
    picture_pdf,
    with_noise,
    with_objects,
)
from tests.documents.reading.hostile.specimen import BLANK, WAITING, Shelf, unreadable

shelf = Shelf()
PAGE = faxes.text_page(LINES)
LOST = (unreadable("transmission_error"),)
PARAMETERS = b"/K -1 /Columns 1728 /Rows 2156 /BlackIs1 true"
G3, G3_IN_TWO = b"/K 0 /EndOfLine true", b"/K 4 /EndOfLine true"


@shelf.add("a fax in G4", pages=(WAITING,))
def fax_in_pdf() -> bytes:
    return fax_pdf(coded(PAGE))


@shelf.add("a fax in G4 without the mark of its end", pages=(WAITING,))
def fax_in_pdf_without_its_mark() -> bytes:
    return fax_pdf(coded(PAGE)[:-3], keys=b"/K -1 /EndOfBlock false")


@shelf.add("a fax in G4 with noise in it", pages=LOST)
def fax_in_pdf_with_noise() -> bytes:
    return fax_pdf(with_noise(coded(PAGE)))


@shelf.add("a fax in G4 cut off in the middle", pages=LOST)
def fax_in_pdf_cut() -> bytes:
    whole = coded(PAGE)
    return fax_pdf(whole[: len(whole) // 2])


@shelf.add("a fax in G4 cut off near its end", pages=LOST)
def fax_in_pdf_cut_near_the_end() -> bytes:
    return fax_pdf(coded(PAGE)[:-300])


@shelf.add("a fax in G3, one dimension, in PDF", pages=(WAITING,))
def g3_in_pdf() -> bytes:
    return fax_pdf(coded(PAGE, "group3"), keys=G3)


@shelf.add("a fax in G3, two dimensions, in PDF", pages=(WAITING,))
def g3_in_two_dimensions_in_pdf() -> bytes:
    return fax_pdf(coded(PAGE, "group3", options=1), keys=G3_IN_TWO)


@shelf.add("a fax without ends of lines, at whole bytes, in PDF", pages=(WAITING,))
def rows_at_whole_bytes_in_pdf() -> bytes:
    return fax_pdf(coded(PAGE, "tiff_ccitt"), keys=b"/K 0 /EncodedByteAlign true")


@shelf.add("a fax in G3 with noise in it, in PDF", pages=(WAITING,), damaged=frozenset({1}))
def g3_in_pdf_with_noise() -> bytes:
    return fax_pdf(with_noise(coded(PAGE, "group3")), keys=G3)


@shelf.add(
    "a fax in G3, two dimensions, with noise in it, in PDF",
    pages=(WAITING,),
    damaged=frozenset({1}),
)
def g3_in_two_dimensions_in_pdf_with_noise() -> bytes:
    return fax_pdf(with_noise(coded(PAGE, "group3", options=1)), keys=G3_IN_TWO)


@shelf.add("a fax in G3 with noise in it, drawn upside down in PDF", pages=LOST)
def g3_in_pdf_with_noise_upside_down() -> bytes:
    whole = fax_pdf(with_noise(coded(PAGE, "group3")), keys=G3)
    return whole.replace(b"600 0 0 780 0 0 cm", b"600 0 0 -78 0 0 cm")


@shelf.add("a fax in G4 packed once more", pages=(WAITING,))
def packed_fax_in_pdf() -> bytes:
    return _packed(coded(PAGE))


@shelf.add("a fax in G4 packed once more, with noise in it", pages=LOST)
def packed_fax_in_pdf_with_noise() -> bytes:
    return _packed(with_noise(coded(PAGE)))


@shelf.add("a fax in G4 whose parameters lie elsewhere", pages=(WAITING,))
def fax_with_parameters_elsewhere() -> bytes:
    return _elsewhere(coded(PAGE))


@shelf.add("a fax in G4 with noise in it whose parameters lie elsewhere", pages=LOST)
def fax_with_parameters_elsewhere_and_noise() -> bytes:
    return _elsewhere(with_noise(coded(PAGE)))


@shelf.add("a blank fax in G4", pages=(BLANK,))
def blank_fax_in_pdf() -> bytes:
    return fax_pdf(coded(Image.new("1", PAGE.size, 1)))


@shelf.add("a fax in G4 of which nothing came over", pages=LOST)
def fax_in_pdf_of_noughts() -> bytes:
    return fax_pdf(bytes(len(coded(PAGE))))


@shelf.add(
    "a fax whose picture cannot be found",
    pages=(unreadable("picture_missing"),),
)
def fax_in_pdf_lost() -> bytes:
    return fax_pdf(coded(PAGE)).replace(b"100000 0 obj", b"100000 0 o\0j")


@shelf.add("a scan in JPEG", pages=(WAITING,))
def jpeg_in_pdf() -> bytes:
    return _jpeg(PAGE.convert("L"))


@shelf.add("a scan in JPEG drawn in passes, in colour", pages=(WAITING,))
def jpeg_in_passes_in_pdf() -> bytes:
    return _jpeg(PAGE.convert("RGB"), progressive=True)


@shelf.add("a scan in JPEG cut off in the middle", pages=(unreadable("incomplete"),))
def jpeg_in_pdf_cut() -> bytes:
    return _jpeg(PAGE.convert("L"), share=0.5)


@shelf.add("a scan in JPEG cut off near its end", pages=(unreadable("incomplete"),))
def jpeg_in_pdf_cut_near_the_end() -> bytes:
    return _jpeg(PAGE.convert("L"), share=0.95)


def _jpeg(page: Image.Image, *, share: float = 1.0, **options: bool) -> bytes:
    out = io.BytesIO()
    page.save(out, "JPEG", **options)
    content = out.getvalue()[: int(share * len(out.getvalue()))]
    colours = b"/DeviceRGB" if page.mode == "RGB" else b"/DeviceGray"
    whole = picture_pdf(content, filter_name=b"DCTDecode", bits=8)
    # The same length, so that every part stays where the file's table says.
    return whole.replace(b"/ColorSpace /DeviceGray", b"/ColorSpace " + colours.ljust(11))


def _packed(content: bytes) -> bytes:
    keys = b"/Filter [/FlateDecode /CCITTFaxDecode] /DecodeParms [null << %s >>]" % PARAMETERS
    return _picture(zlib.compress(content), keys)


def _elsewhere(content: bytes) -> bytes:
    keys = b"/Filter /CCITTFaxDecode /DecodeParms 100001 0 R"
    return _picture(content, keys, b"<< %s >>" % PARAMETERS)


def _picture(content: bytes, keys: bytes, *more: bytes) -> bytes:
    image = faxes.stream(
        content,
        keys=b"/Type /XObject /Subtype /Image /Width 1728 /Height 2156 /BitsPerComponent 1 "
        b"/ColorSpace /DeviceGray " + keys,
    )
    return with_objects(
        image,
        *more,
        content=b"600 0 0 780 0 0 cm /X Do",
        resources=b"/XObject << /X 100000 0 R >>",
    )
