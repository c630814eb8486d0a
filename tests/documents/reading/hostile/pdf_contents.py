"""PDF pages that show nothing: some never had contents, some lost them."""

from tests.documents import faxes
from tests.documents.reading.hostile import LINES
from tests.documents.reading.hostile.pdf_pieces import SHOWN
from tests.documents.reading.hostile.specimen import BLANK, READ, Shelf, unreadable

shelf = Shelf()


@shelf.add("a page with nothing on it", pages=(BLANK,))
def empty_page() -> bytes:
    return faxes.pdf([b""])


@shelf.add("a page whose contents are not there", pages=(unreadable("picture_missing"),))
def contents_lost() -> bytes:
    return faxes.born_digital([LINES]).replace(b"11 0 obj", b"11 0 ojb")


@shelf.add("a page that points nowhere for its contents", pages=(unreadable("picture_missing"),))
def contents_nowhere() -> bytes:
    return faxes.born_digital([LINES]).replace(b"/Contents 11 0 R", b"/Contents 11 0$R")


@shelf.add(
    "a page with a hole from its box to its contents",
    pages=(unreadable("picture_missing"), READ),
)
def contents_cut_out() -> bytes:
    whole = faxes.born_digital([LINES, LINES])
    hole = b"[0 0 612 792] /Contents 11 0 R"
    return whole.replace(hole, b"[0etry report of a made-up".ljust(len(hole)))


@shelf.add("a page that never had contents", pages=(READ, BLANK))
def page_without_contents() -> bytes:
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] %s >>"
    shown = b"/Contents 11 0 R /Resources << /Font << /F1 3 0 R >> >>"
    return faxes.assemble(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [10 0 R 12 0 R] /Count 2 >>",
            3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            10: page % shown,
            11: faxes.stream(SHOWN),
            12: page % b"",
        }
    )


@shelf.add("a page whose contents lost their name", pages=(READ, unreadable("picture_missing")))
def contents_without_name() -> bytes:
    whole = faxes.born_digital([LINES, LINES])
    return whole.replace(b"/Contents 13 0 R", b"s 13 0 R".rjust(16))
