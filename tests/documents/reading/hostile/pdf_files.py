"""PDF files that are broken, locked, too large, alive or something else as well."""

import io
import zlib

from tests.documents import faxes
from tests.documents.reading import hostile
from tests.documents.reading.hostile import LINES
from tests.documents.reading.hostile.pdf_pieces import (
    SHOWN,
    locked_pdf,
    object_stream_pdf,
    picture_pdf,
    with_objects,
)
from tests.documents.reading.hostile.specimen import READ, WAITING, Shelf, unreadable

shelf = Shelf()
ALIVE = frozenset({"active_content"})
FORM = frozenset({"live_form"})
MENDED = frozenset({"mended"})
FORM_KEYS = b"/Type /XObject /Subtype /Form /BBox [0 0 300 40]"
NEEDS = b"/AcroForm << /Fields [100000 0 R] /NeedAppearances true /DA (/F1 12 Tf 0 g) /DR << /Font << /F1 3 0 R >> >> >>"
FIELD = (
    b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V (Field value 77) /F 4 "
    b"/Rect [72 300 372 340] /DA (/F1 12 Tf 0 g) %s >>"
)


@shelf.add("nested forms that would be drawn for ever", pages=(unreadable("reader_stopped"), READ))
def form_bomb() -> bytes:
    return hostile.form_bomb()


@shelf.add("a picture of 400 million pixels", pages=(unreadable("too_large"), READ))
def image_bomb() -> bytes:
    return hostile.image_bomb()


@shelf.add("a picture that cannot be decoded", pages=(unreadable("picture_missing"),))
def image_that_is_missing() -> bytes:
    return hostile.image_that_is_missing()


@shelf.add(
    "a page whose contents unpack to a gigabyte",
    pages=(unreadable("reader_stopped"), READ),
    notes=MENDED,
)
def contents_bomb() -> bytes:
    packer = zlib.compressobj(1)
    spaces = b"q Q " * (1 << 18)
    packed = b"".join(packer.compress(spaces) for _ in range(1024)) + packer.flush()
    bomb = faxes.stream(packed, keys=b"/Filter /FlateDecode")
    return faxes.pdf([b"", SHOWN], extra=[bomb]).replace(
        b"/Contents 11 0 R ", b"/Contents 100000 0 R"
    )


@shelf.add("a pattern that tiles a page with points", pages=(unreadable("picture_missing"),))
def pattern_bomb() -> bytes:
    pattern = faxes.stream(
        b"0 0 0.001 0.001 re f",
        keys=b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 0.01 0.01] "
        b"/XStep 0.01 /YStep 0.01 /Resources << >>",
    )
    return with_objects(
        pattern,
        content=b"/Pattern cs /P scn 0 0 612 792 re f",
        resources=b"/Pattern << /P 100000 0 R >>",
    )


@shelf.add("a hundred thousand saved states", pages=(READ,))
def deep_states() -> bytes:
    return faxes.pdf([b"q " * 100_000 + SHOWN])


@shelf.add("arrays within arrays, a hundred thousand deep", pages=(READ,))
def deep_arrays() -> bytes:
    return with_objects(b"[" * 100_000 + b"]" * 100_000, catalog=b"/X 100000 0 R")


@shelf.add("an action that runs a script when opened", pages=(READ,), notes=ALIVE)
def script_on_opening() -> bytes:
    return hostile.with_script()


@shelf.add("a script in a packed part of the file", pages=(READ,), notes=ALIVE)
def script_packed_away() -> bytes:
    return object_stream_pdf(b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>")


@shelf.add("a script with its name in disguise", pages=(READ,), notes=ALIVE)
def script_in_disguise() -> bytes:
    return with_objects(
        b"<< /S /J#61vaScript /JS (app.alert\\(1\\)) >>", catalog=b"/OpenAction 100000 0 R"
    )


@shelf.add("a link that starts a program", pages=(READ,), notes=ALIVE)
def launch_action() -> bytes:
    link = b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (a.exe) >> >>]"
    return with_objects(page=link)


@shelf.add("a file inside the file", pages=(READ,), notes=frozenset({"attachments"}))
def embedded_file() -> bytes:
    return hostile.with_attachment()


@shelf.add("a file pinned to the page", pages=(READ,), notes=frozenset({"attachments"}))
def pinned_file() -> bytes:
    note = (
        b"/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 20 20] "
        b"/FS << /Type /Filespec /F (a.exe) /EF << /F 100000 0 R >> >> >>]"
    )
    return with_objects(faxes.stream(b"MZ", keys=b"/Type /EmbeddedFile"), page=note)


@shelf.add("a form that only some programs show (XFA)", pages=(READ,), notes=FORM)
def xfa_form() -> bytes:
    template = faxes.stream(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><template/></xdp:xdp>")
    return with_objects(template, catalog=b"/AcroForm << /Fields [] /XFA 100000 0 R >>")


@shelf.add("a filled field with its own drawing", pages=(WAITING,))
def field_with_appearance() -> bytes:
    drawn = faxes.stream(
        b"BT /F1 12 Tf 2 12 Td (Field value 77) Tj ET",
        keys=FORM_KEYS + b" /Resources << /Font << /F1 3 0 R >> >>",
    )
    return with_objects(
        FIELD % b"/AP << /N 100001 0 R >>",
        drawn,
        page=b"/Annots [100000 0 R]",
        catalog=b"/AcroForm << /Fields [100000 0 R] >>",
    )


@shelf.add("a filled field that asks to be drawn", pages=(WAITING,), notes=FORM)
def field_to_be_drawn() -> bytes:
    return with_objects(FIELD % b"", page=b"/Annots [100000 0 R]", catalog=NEEDS)


@shelf.add("a filled field without a drawing", pages=(WAITING,), notes=FORM)
def field_without_appearance() -> bytes:
    return with_objects(
        FIELD % b"", page=b"/Annots [100000 0 R]", catalog=b"/AcroForm << /Fields [100000 0 R] >>"
    )


@shelf.add(
    "a filled field on a page with nothing else",
    pages=(WAITING,),
    notes=FORM,
)
def field_alone() -> bytes:
    return with_objects(FIELD % b"", page=b"/Annots [100000 0 R]", catalog=NEEDS, content=b"")


@shelf.add("a remark laid over the page", pages=(WAITING,))
def remark_on_the_page() -> bytes:
    note = (
        b"/Annots [<< /Type /Annot /Subtype /FreeText /Rect [72 300 372 340] /F 4 "
        b"/DA (/F1 12 Tf 0 g) /Contents (Remark 77) >>]"
    )
    return with_objects(page=note)


@shelf.add("a page tree that contains itself", pages=(unreadable("damaged"),) * 5)
def tree_loop() -> bytes:
    return faxes.assemble(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [2 0 R] /Count 5 /Parent 2 0 R >>",
        }
    )


@shelf.add("200,000 pages", reason="too_many_pages", page_count=200_000)
def very_many_pages() -> bytes:
    return faxes.assemble(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [%s] /Count 200000 >>" % (b"3 0 R " * 200_000),
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] >>",
        }
    )


@shelf.add("a count of pages that is a lie", pages=(READ,) + (unreadable("damaged"),) * 8)
def count_that_lies() -> bytes:
    return faxes.born_digital([LINES]).replace(b"/Count 1", b"/Count 9")


@shelf.add("no pages", reason="no_pages")
def no_pages() -> bytes:
    return hostile.without_pages()


@shelf.add("no pages, and a packed part that says so", reason="no_pages")
def no_pages_packed() -> bytes:
    return object_stream_pdf(b"<< >>", is_empty=True)


@shelf.add("a tree of pages that is lost", reason="damaged")
def lost_tree() -> bytes:
    return faxes.assemble({1: b"<< /Type /Catalog /Pages 2 0 R >>", 3: b"<< /Type /Page >>"})


@shelf.add("a tree of pages that does not hold its page", reason="damaged")
def page_beside_the_tree() -> bytes:
    return (
        faxes.born_digital([LINES])
        .replace(b"/Kids [", b"/Kids [] /Was [")
        .replace(b"/Count 1", b"/Count 0")
    )


@shelf.add("a page two and a half miles wide", pages=(unreadable("too_large"),))
def huge_box() -> bytes:
    return faxes.pdf([SHOWN], media_box=b"0 0 200000 200000")


@shelf.add("a page of no size", pages=(READ,))
def box_of_no_size() -> bytes:
    return faxes.pdf([SHOWN], media_box=b"0 0 0 0")


@shelf.add("a page one point high", pages=(unreadable("picture_missing"),))
def box_of_one_point() -> bytes:
    return faxes.pdf([SHOWN], media_box=b"0 0 612 1")


@shelf.add("a box given from the wrong corner", pages=(READ,))
def box_turned_round() -> bytes:
    return faxes.pdf([SHOWN], media_box=b"612 792 0 0")


@shelf.add("a box below nought", pages=(READ,))
def box_below_nought() -> bytes:
    content = b"1 0 0 1 -900 -900 cm " + SHOWN
    return faxes.pdf([content], media_box=b"-900 -900 -288 -108")


@shelf.add("a box that the tree hands down", pages=(READ,), notes=MENDED)
def box_inherited() -> bytes:
    bare = faxes.pdf([SHOWN]).replace(b"/MediaBox [0 0 612 792]", b" " * 23)
    return bare.replace(b"/Count 1 >>", b"/Count 1/MediaBox[0 0 612 792]>>")


@shelf.add("a page turned by a quarter", pages=(WAITING,))
def page_turned() -> bytes:
    return faxes.pdf([SHOWN], page=b"/Rotate -270")


@shelf.add("a page cut to a strip", pages=(READ,))
def page_cropped() -> bytes:
    return faxes.pdf([SHOWN], page=b"/CropBox [0 550 612 792]")


@shelf.add("points of five inches", pages=(READ,))
def huge_unit() -> bytes:
    return faxes.pdf([SHOWN], page=b"/UserUnit 360")


@shelf.add("a fax in JBIG2", pages=(unreadable("picture_missing"),))
def jbig2_broken() -> bytes:
    return picture_pdf(b"\x00\x00\x00\x00\x30\x00\x01" * 40, filter_name=b"JBIG2Decode", bits=1)


@shelf.add("a scan in JPEG 2000", pages=(WAITING,))
def jpeg_2000() -> bytes:
    out = io.BytesIO()
    faxes.text_page(LINES).convert("L").save(out, "JPEG2000")
    return picture_pdf(out.getvalue(), filter_name=b"JPXDecode", bits=8)


@shelf.add("a broken scan in JPEG 2000", pages=(unreadable("picture_missing"),))
def jpeg_2000_broken() -> bytes:
    out = io.BytesIO()
    faxes.text_page(LINES).convert("L").save(out, "JPEG2000")
    return picture_pdf(out.getvalue()[:90] + bytes(500), filter_name=b"JPXDecode", bits=8)


@shelf.add("cut off in the middle", reason="incomplete")
def cut_off() -> bytes:
    return faxes.born_digital([LINES])[:500]


@shelf.add("cut off near its end", reason="incomplete")
def cut_near_the_end() -> bytes:
    return faxes.born_digital([LINES])[:-150]


@shelf.add("another kind of file in front", refused=True)
def junk_in_front() -> bytes:
    return b"HTTP/1.1 200 OK\r\n\r\n" + faxes.born_digital([LINES])


@shelf.add("a web page in front", refused=True)
def web_page_in_front() -> bytes:
    return b"<html><script>alert(1)</script>" + faxes.born_digital([LINES])


@shelf.add("a web page in a remark", pages=(READ,), notes=MENDED)
def web_page_within() -> bytes:
    whole = faxes.born_digital([LINES])
    return whole.replace(b"%PDF-1.7\n", b"%PDF-1.7\n%<html><script>alert(1)</script>\n")


@shelf.add("a ZIP archive behind", pages=(READ,), notes=frozenset({"trailing_bytes"}))
def archive_behind() -> bytes:
    return hostile.with_zip_behind()


@shelf.add(
    "a few hundred bytes of a ZIP archive behind",
    pages=(READ,),
    notes=frozenset({"trailing_bytes"}),
)
def small_archive_behind() -> bytes:
    return faxes.born_digital([LINES]) + b"PK\x03\x04" + b"\x01" * 300 + b"PK\x05\x06" + bytes(18)


@shelf.add("a TIFF behind", pages=(READ,), notes=frozenset({"trailing_bytes"}))
def tiff_behind() -> bytes:
    return faxes.born_digital([LINES]) + faxes.tiff([faxes.text_page(LINES)])


@shelf.add("parts that are not where the table says", pages=(READ,), notes=MENDED)
def table_moved() -> bytes:
    return faxes.born_digital([LINES]).replace(b"%PDF-1.7\n", b"%PDF-1.7\n%moved\n")


@shelf.add("pages in a packed part of the file", pages=(READ,))
def objects_packed() -> bytes:
    return object_stream_pdf(b"null")


@shelf.add("a packed part that is broken", reason="damaged")
def objects_packed_and_broken() -> bytes:
    whole = object_stream_pdf(b"null")
    place = whole.index(b"/Type /ObjStm")
    place = whole.index(b"stream\n", place) + 7
    return whole[: place + 4] + bytes(60) + whole[place + 64 :]


@shelf.add("a password to open it", reason="password")
def password_of_the_user() -> bytes:
    return locked_pdf(user=b"secret")


@shelf.add("a password only to change it", pages=(READ,))
def password_of_the_owner() -> bytes:
    return locked_pdf(user=b"")


@shelf.add("locked by a method nobody knows", reason="damaged")
def locked_in_an_unknown_way() -> bytes:
    return faxes.born_digital([LINES]).replace(
        b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << /Filter /Strange /V 9 >> /ID [<00> <00>]"
    )


@shelf.add("the page replaced by a later version of the file", pages=(READ,))
def changed_later() -> bytes:
    first = faxes.born_digital([["An earlier wording of this page that was replaced"] * 3])
    begins = len(first)
    body = b"11 0 obj\n%s\nendobj\n" % faxes.stream(SHOWN)
    table = b"xref\n11 1\n%010d 00000 n \n" % begins
    before = first.rindex(b"xref\n0 1")
    end = b"trailer\n<< /Size 12 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n"
    return first + body + table + end % (before, begins + len(body))
