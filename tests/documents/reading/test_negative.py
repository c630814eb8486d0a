"""Faxes that come white on black: read as any other, and never called blank."""

import io
import random
import tempfile
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

from documents.domain.states import PageReason, PageState
from documents.reading.limits import current_limits
from documents.reading.negative import black_on_white, is_two_tone
from documents.reading.raster import ink_pixels
from documents.reading.whole_file import read_whole
from tests.documents import faxes

LINES = [
    "Flow cytometry report, page one of three",
    "Neutrophil CD18 0.4 % (reference > 95 %)",
    "Collected 2026-09-14 at the clinic",
    "ITGB2 c.817G>A p.(Gly273Arg) homozygous",
]
HEIGHT = 1000


def negative(image):
    return ImageOps.invert(image.convert("L")).convert("1", dither=Image.Dither.NONE)


def printed(**look):
    return faxes.text_page(LINES, height=HEIGHT, **look)


def form():
    """A question with two boxes, the second one ticked."""
    page = printed().convert("L")
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(size=34)
    pen.text((130, 600), "Prior gene therapy of the member", fill=0, font=font)
    for left, answer in ((150, "Yes"), (410, "No")):
        pen.rectangle((left, 700, left + 30, 730), outline=0, width=3)
        pen.text((left + 50, 696), answer, fill=0, font=font)
    pen.line((414, 704, 436, 726), fill=0, width=4)
    pen.line((414, 726, 436, 704), fill=0, width=4)
    return page.convert("1", dither=Image.Dither.NONE)


def on_paper(image, *, left=0, top=0, right=0, bottom=0, turn=0.0):
    """The page on a larger sheet of white paper, perhaps askew."""
    sheet = Image.new("L", (image.width + left + right, image.height + top + bottom), 255)
    sheet.paste(image.convert("L"), (left, top))
    sheet = sheet.rotate(turn, Image.Resampling.BICUBIC, fillcolor=255)
    return sheet.point([0] * 128 + [255] * 128).convert("1", dither=Image.Dither.NONE)


def with_header(image):
    """The page with the line that a machine prints black on white at its top."""
    page = image.copy()
    strip = Image.new("1", (image.width, 34), 1)
    font = ImageFont.load_default(size=24)
    ImageDraw.Draw(strip).text((30, 3), "FROM: 785-555-0142  P.1", fill=0, font=font)
    page.paste(strip, (0, 0))
    return page


def page_of(content):
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        (page,) = read_whole(file, limits=current_limits()).pages
    return page


def words_of(content):
    return [word.text for word in page_of(content).words]


def group4(page):
    return faxes.tiff([page])


def group3(page):
    """A page of half the rows, as a machine of standard resolution sends it."""
    out = io.BytesIO()
    page.save(out, "TIFF", compression="group3", dpi=(204, 102))
    return out.getvalue()


def low(page):
    small = page.convert("L").resize((page.width, page.height // 2), Image.Resampling.BOX)
    return small.point([0] * 160 + [255] * 96).convert("1", dither=Image.Dither.NONE)


def scanned_pdf(page):
    return faxes.scanned_pdf([page])


@pytest.mark.parametrize("packed", [group4, group3, scanned_pdf])
def test_a_fax_that_came_white_on_black_is_read_as_any_other(packed):
    page = low(form()) if packed is group3 else form()
    as_printed = words_of(packed(page))
    assert as_printed[-4:] == ["[]", "Yes", "[x]", "No"]
    assert words_of(packed(negative(page))) == as_printed


SHEETS: dict[str, dict[str, Any]] = {
    "evenly": {"left": 90, "top": 90, "right": 90, "bottom": 90},
    "one_side": {"left": 300},
    "a_hair": {"right": 7, "bottom": 5},
    "wide": {"left": 250, "top": 300, "right": 250, "bottom": 400},
    "askew": {"left": 90, "top": 90, "right": 90, "bottom": 90, "turn": 1.5},
}


@pytest.mark.parametrize("paper", SHEETS)
def test_the_paper_around_it_changes_nothing(paper):
    page = page_of(group4(on_paper(negative(form()), **SHEETS[paper])))
    assert page.state is PageState.READ
    assert page.text.splitlines()[:4] == LINES
    assert page.text.splitlines()[-1] == "[] Yes [x] No"


def test_the_line_of_the_machine_may_stay_black_on_white():
    page = page_of(group4(with_header(negative(form()))))
    assert page.text.splitlines()[0].replace(" ", "") == "FROM:785-555-0142P.1"
    assert page.text.splitlines()[1:5] == LINES
    assert page.text.splitlines()[-1] == "[] Yes [x] No"


def test_a_white_on_black_heading_alone_leaves_the_page_as_it_is():
    sheet = printed().convert("L")
    sheet.paste(ImageOps.invert(sheet.crop((0, 90, 1728, 180))), (0, 90))
    assert page_of(group4(sheet.convert("1"))).text.splitlines() == LINES


def specks(page, count):
    """White dirt of a few pixels on a page, in place."""
    dots = random.Random(5)  # noqa: S311 - the same specks every time
    for _ in range(count):
        left, top = dots.randrange(page.width - 2), dots.randrange(page.height - 2)
        page.paste(1, (left, top, left + 2, top + 2))
    return page


@pytest.mark.parametrize("count", [0, 40, 4000])
def test_a_black_page_with_white_dirt_is_mostly_black_and_not_blank(count):
    page = page_of(group4(specks(Image.new("1", (1728, HEIGHT), 0), count)))
    assert (page.state, page.reason) == (PageState.UNREADABLE, PageReason.MOSTLY_BLACK)


def test_a_page_whose_lower_part_is_lost_in_black_is_not_taken_for_a_whole_one():
    page = printed()
    page.paste(0, (0, 500, 1728, HEIGHT))
    lost = page_of(group4(page))
    assert (lost.state, lost.reason) == (PageState.UNREADABLE, PageReason.MOSTLY_BLACK)


def test_white_stripes_on_black_are_no_words_and_no_blank_page():
    page = Image.new("1", (1728, HEIGHT), 0)
    for top in range(60, HEIGHT, 150):
        page.paste(1, (0, top, 1728, top + 9))
    assert page_of(group4(page)).state is PageState.UNREADABLE


def test_only_the_ground_that_carries_letters_is_turned():
    page = Image.new("L", (1728, HEIGHT), 255)
    page.paste(negative(printed()).convert("L").crop((0, 0, 1728, 440)), (0, 0))
    page.paste(0, (0, 700, 1728, HEIGHT))
    turned = black_on_white(page)
    assert ink_pixels(turned.crop((0, 0, 1728, 440))) < 0.1 * 1728 * 440
    assert ink_pixels(turned.crop((0, 700, 1728, HEIGHT))) == 1728 * 300


def test_grey_edges_are_two_tones_and_a_photograph_is_not():
    grey = negative(printed()).convert("L").resize((1200, 700), Image.Resampling.BICUBIC)
    assert is_two_tone(grey)
    assert not is_two_tone(Image.linear_gradient("L"))


def test_a_white_on_black_picture_in_greys_is_seen_black_on_white():
    grey = negative(printed()).convert("L").resize((1200, 700), Image.Resampling.BICUBIC)
    out = io.BytesIO()
    grey.save(out, "PNG")
    assert page_of(out.getvalue()).text.splitlines() == LINES
