"""A page's picture is hashed; a page with specks and a fax line alone is blank."""

import io
import random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from documents.domain.sameness import BLANK, MOST_BITS, bits_apart
from documents.reading.page_picture import _without_specks, hash_of_png

SIZE = (1700, 2200)
LINES = [f"Line {number} of the letter on her infections and her growth" for number in range(30)]


def page(lines, *, shift=0, specks=0, fax_line="11/05/2026 09:12 HILL 5550141 P.2"):
    picture = Image.new("L", SIZE, 255)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=32)
    pen.text((60, 20), fax_line, fill=0, font=font)
    for number, line in enumerate(lines):
        pen.text((180 + shift, 240 + number * 60 + shift), line, fill=0, font=font)
    dirt = random.Random(7)  # noqa: S311 - dirt, not a secret
    for _ in range(specks):
        at = dirt.randrange(SIZE[0]), dirt.randrange(SIZE[1])
        pen.rectangle((*at, at[0] + 1, at[1] + 1), fill=0)
    return png(picture)


def png(picture):
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_a_second_fax_of_a_page_has_nearly_the_same_hash():
    first = hash_of_png(page(LINES))
    again = hash_of_png(page(LINES, shift=5, specks=900, fax_line="11/06/2026 P.1"))
    other = hash_of_png(page([line[::3] for line in LINES[:9]]))
    assert len(first) == 64
    assert bits_apart(first, again) <= MOST_BITS < bits_apart(first, other)


def test_specks_and_a_fax_line_leave_a_page_blank():
    assert hash_of_png(page([], specks=1500)) == BLANK
    assert hash_of_png(png(Image.new("1", SIZE, 1))) == BLANK


def test_one_short_line_is_not_blank():
    assert hash_of_png(page(["HIV negative"])) != BLANK


def test_a_faint_line_of_handwriting_is_not_blank():
    picture = Image.new("L", SIZE, 255)
    ImageDraw.Draw(picture).line(
        [(200, 900), (500, 950), (700, 880), (900, 940)], fill=120, width=4
    )
    assert hash_of_png(png(picture)) != BLANK


def test_specks_go_from_two_tones_as_they_do_from_many():
    chance = random.Random(4)  # noqa: S311 - the same page every time
    page = Image.frombytes("L", (90, 70), bytes(chance.choice((0, 255)) for _ in range(6300)))
    assert _without_specks(page).tobytes() == page.filter(ImageFilter.MedianFilter(3)).tobytes()
    grey = page.point([9] * 128 + [240] * 128)
    assert _without_specks(grey).tobytes() == grey.filter(ImageFilter.MedianFilter(3)).tobytes()
