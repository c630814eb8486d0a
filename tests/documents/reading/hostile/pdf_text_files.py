"""PDF files whose text layer says something that the page does not show."""

from tests.documents import faxes
from tests.documents.reading import hostile
from tests.documents.reading.hostile import LINES
from tests.documents.reading.hostile.pdf_pieces import SHOWN
from tests.documents.reading.hostile.specimen import READ, WAITING, Shelf, unreadable

shelf = Shelf()
HIDDEN = frozenset({"hidden_text"})
UNSEEN = ["unseen words that say something else"] * 4


def unseen(before: bytes, *, size: int = 12, lines: list[str] = UNSEEN) -> bytes:
    """Words at the foot of the page, after what makes them invisible."""
    return b" q " + before + faxes.printed(lines, size=size).replace(b"72 720", b"72 320") + b" Q "


def image_over(left: int, bottom: int, width: int, height: int, *, grey: bytes = b"\xff") -> bytes:
    """An inline picture of one pixel that covers a rectangle."""
    return b" q %d 0 0 %d %d %d cm BI /W 1 /H 1 /BPC 8 /CS /G ID %s EI Q " % (
        width,
        height,
        left,
        bottom,
        grey,
    )


@shelf.add("invisible text (render mode 3)", pages=(WAITING,), notes=HIDDEN, hides=("unseen",))
def hidden_by_render_mode() -> bytes:
    return faxes.pdf([SHOWN + unseen(b"3 Tr ")])


@shelf.add("white text", pages=(WAITING,), notes=HIDDEN, hides=("unseen",))
def hidden_by_colour() -> bytes:
    return faxes.pdf([SHOWN + unseen(b"1 1 1 rg ")])


@shelf.add("text outside the page", pages=(WAITING,), notes=HIDDEN, hides=("unseen",))
def hidden_off_the_page() -> bytes:
    return faxes.pdf([SHOWN + unseen(b"1 0 0 1 900 0 cm ")])


@shelf.add("text smaller than a dot", pages=(WAITING,), notes=HIDDEN, hides=("unseen",))
def hidden_by_size() -> bytes:
    return faxes.pdf([SHOWN + unseen(b"0.01 0 0 0.01 72 300 cm ")])


@shelf.add("text that a clipping path cuts away", pages=(WAITING,), notes=HIDDEN, hides=("unseen",))
def hidden_by_clipping() -> bytes:
    return faxes.pdf([SHOWN + unseen(b"0 0 1 1 re W n ")])


@shelf.add("text squeezed to no width", pages=(READ,), hides=("unseen",))
def hidden_by_no_width() -> bytes:
    return faxes.pdf([SHOWN + unseen(b"0 Tz ")])


@shelf.add("text under a white rectangle", pages=(WAITING,), notes=HIDDEN, hides=("unseen",))
def hidden_under_a_rectangle() -> bytes:
    return faxes.pdf([SHOWN + unseen(b"") + b"1 1 1 rg 0 200 612 140 re f "])


@shelf.add(
    "text under a rectangle with other words on it",
    pages=(WAITING,),
    notes=HIDDEN,
    hides=("unseen",),
)
def hidden_under_other_words() -> bytes:
    other = unseen(b"0 g ", lines=["entirely other words in the place of it"] * 4)
    return faxes.pdf([SHOWN + unseen(b"") + b"1 1 1 rg 0 200 612 140 re f " + other])


@shelf.add("text under a picture of the page", pages=(WAITING,), notes=HIDDEN, hides=("unseen",))
def hidden_under_a_scan() -> bytes:
    return faxes.pdf([unseen(b"") + image_over(0, 0, 612, 792, grey=b"\xff") + SHOWN])


def scan(lines: list[str], under: list[str]) -> bytes:
    """A scanned page of the lines, with words that a program read laid over each of them."""
    page = faxes.text_page(lines)
    image = faxes.deflated(
        page.tobytes(),
        keys=b"/Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 1 "
        b"/ColorSpace /DeviceGray " % page.size,
    )
    layer = b"".join(
        b"1 0 0 1 46 %d Tm (%s) Tj " % (792 - (150 + 58 * place) * 792 // 2156, line.encode())
        for place, line in enumerate(under)
    )
    content = b"q 612 0 0 792 0 0 cm /Im Do Q BT 3 Tr /F1 12 Tf %s ET" % layer
    resources = b"/XObject << /Im 100000 0 R >>"
    return faxes.pdf([content], extra=[image], resources=resources)


@shelf.add("a scan with the words that a program read on it", pages=(WAITING,))
def honest_scan() -> bytes:
    return scan(LINES, LINES)


@shelf.add(
    "a scan with more words than it shows", pages=(WAITING,), notes=HIDDEN, hides=("unseen",)
)
def scan_with_unseen_words() -> bytes:
    return scan(LINES, [*LINES, "", "", *UNSEEN])


@shelf.add("text under a small picture", pages=(WAITING,), notes=HIDDEN, hides=("unseen",))
def hidden_under_a_small_picture() -> bytes:
    return faxes.pdf([SHOWN + unseen(b"") + image_over(60, 255, 300, 80)])


@shelf.add("a striped picture over text", pages=(WAITING,), notes=HIDDEN, hides=("unseen",))
def hidden_under_a_striped_picture() -> bytes:
    stripes = b" q 260 0 0 80 60 255 cm BI /W 64 /H 1 /BPC 8 /CS /G ID %s EI Q " % (
        b"\x00\xff" * 32
    )
    return faxes.pdf([SHOWN + unseen(b"") + stripes])


@shelf.add(
    "text on a layer that is switched off", pages=(WAITING,), notes=HIDDEN, hides=("unseen",)
)
def hidden_layer() -> bytes:
    content = SHOWN + b" /OC /L BDC " + unseen(b"") + b" EMC "
    return faxes.pdf(
        [content],
        catalog=b"/OCProperties << /OCGs [100000 0 R] /D << /OFF [100000 0 R] /Order [] >> >>",
        extra=[b"<< /Type /OCG /Name (L) >>"],
        resources=b"/Properties << /L 100000 0 R >>",
    )


def to_unicode(pairs: bytes) -> bytes:
    """A character map that makes a font say other letters than it shows."""
    return faxes.stream(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"/CMapName /X def /CMapType 2 def\n"
        b"1 begincodespacerange <00> <ff> endcodespacerange\n" + pairs + b"\n"
        b"endcmap CMapName currentdict /CMap defineresource pop end end"
    )


def with_font(font: bytes, *extra: bytes, lines: list[str] = LINES) -> bytes:
    """A page printed in a font of our own making."""
    content = faxes.printed(lines).replace(b"/F1", b"/F2")
    return faxes.pdf(
        [content], extra=[font, *extra], resources=b"/Font << /F1 3 0 R /F2 100000 0 R >>"
    )


@shelf.add("a map that swaps the digits", pages=(WAITING,), hides=("4.0",), notes=HIDDEN)
def wrong_map_of_digits() -> bytes:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 100001 0 R >>"
    return with_font(font, to_unicode(b"2 beginbfchar <30> <0034> <34> <0030> endbfchar"))


@shelf.add("a map that swaps the letters", pages=(WAITING,), notes=HIDDEN)
def wrong_map_of_letters() -> bytes:
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 100001 0 R >>"
    return with_font(font, to_unicode(b"1 beginbfrange <61> <79> <0062> endbfrange"))


@shelf.add("a font that draws nothing", pages=(unreadable("picture_missing"),), hides=("Flow",))
def font_without_glyphs() -> bytes:
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 0 0] /FontMatrix [0.001 0 0 0.001 0 0] "
        b"/CharProcs << /a 100001 0 R >> /Encoding << /Type /Encoding /Differences [32 %s] >> "
        b"/FirstChar 32 /LastChar 122 /Widths [%s] /Resources << >> /ToUnicode 100002 0 R >>"
    ) % (b"/a " * 91, b"600 " * 91)
    mapped = to_unicode(b"1 beginbfrange <20> <7a> <0020> endbfrange")
    return with_font(font, faxes.stream(b"600 0 d0"), mapped)


@shelf.add("a font drawn as crosses that calls itself letters", pages=(WAITING,), notes=HIDDEN)
def font_of_crosses() -> bytes:
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 700 700] /FontMatrix [0.001 0 0 0.001 0 0] "
        b"/CharProcs << /a 100001 0 R >> /Encoding << /Type /Encoding /Differences [33 %s] >> "
        b"/FirstChar 33 /LastChar 122 /Widths [%s] /Resources << >> /ToUnicode 100002 0 R >>"
    ) % (b"/a " * 90, b"600 " * 90)
    cross = b"600 0 d0 60 w 0 0 m 500 700 l S 500 0 m 0 700 l S"
    mapped = to_unicode(b"1 beginbfrange <21> <7a> <0021> endbfrange")
    return with_font(font, faxes.stream(cross), mapped)


@shelf.add("ordinary print", pages=(READ,))
def honest_print() -> bytes:
    return faxes.born_digital([LINES])


@shelf.add("print in the other standard fonts", pages=(READ,) * 4, notes=frozenset({"mended"}))
def honest_fonts() -> bytes:
    fonts = [b"Times-Roman", b"Courier-Bold", b"Times-BoldItalic", b"Helvetica-Oblique"]
    extra = [b"<< /Type /Font /Subtype /Type1 /BaseFont /%s >>" % name for name in fonts]
    names = b" ".join(b"/G%d %d 0 R" % (n, 100_000 + n) for n in range(4))
    contents = [SHOWN.replace(b"/F1", b"/G%d" % n) for n in range(4)]
    return faxes.pdf(contents, extra=extra, resources=b"/Font << %s >>" % names).replace(
        b"/Font << /F1 3 0 R >> /Font", b"/Font"
    )


@shelf.add("as many words that no eye can see", pages=(WAITING,), notes=HIDDEN, hides=("unseen",))
def hidden_half() -> bytes:
    return hostile.hidden_text()
