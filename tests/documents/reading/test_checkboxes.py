"""Boxes of a form, drawn and faxed: where they are, what is in them, whose they are."""

import io
import random

import numpy as np
import pypdfium2
import pytest
import typst
from PIL import Image, ImageDraw, ImageFont

from documents.domain.finding import MemberIdentity, Wanted
from documents.domain.geometry import Box, Transform
from documents.domain.reading_order import Word, rows_of, text_of
from documents.reading.checkboxes import (
    EMPTY,
    TICKED,
    UNSURE,
    Checkbox,
    find_checkboxes,
    mark_words,
    without_checkboxes,
)
from documents.reading.evidence import find_evidence, page_text
from documents.reading.rapid import read_picture

SIDE = 30
LINE = Box(200, 100, 700, 140)


def paper():
    return Image.new("L", (900, 300), 255)


def boxed(page, left, top, *, side=SIDE):
    ImageDraw.Draw(page).rectangle((left, top, left + side, top + side), outline=0, width=3)


def crossed(page, left, top, *, side=SIDE, reach=-4):
    pen = ImageDraw.Draw(page)
    low, high = -reach, side + reach
    pen.line((left + low, top + low, left + high, top + high), fill=0, width=4)
    pen.line((left + low, top + high, left + high, top + low), fill=0, width=4)


def seen(page, lines=(LINE,)):
    return [found.mark for found in find_checkboxes(np.asarray(page), list(lines))]


def test_an_empty_and_a_ticked_box_are_told_apart():
    page = paper()
    boxed(page, 160, 105)
    assert seen(page) == [EMPTY]
    crossed(page, 160, 105)
    assert seen(page) == [TICKED]


def test_a_cross_may_reach_out_of_its_box():
    page = paper()
    boxed(page, 160, 105)
    crossed(page, 160, 105, reach=5)
    assert seen(page) == [TICKED]


def test_a_little_dirt_or_a_blackened_box_says_nothing():
    page = paper()
    boxed(page, 160, 105)
    ImageDraw.Draw(page).rectangle((172, 117, 176, 121), fill=0)
    assert seen(page) == [UNSURE]
    ImageDraw.Draw(page).rectangle((160, 105, 190, 135), fill=0)
    assert seen(page) == [UNSURE]


def test_places_for_single_letters_are_no_checkboxes():
    page = paper()
    for place in range(6):
        boxed(page, 160 + place * (SIDE + 4), 105)
        crossed(page, 160 + place * (SIDE + 4), 105)
    assert seen(page) == []


def test_a_box_far_from_any_words_or_of_another_size_is_none():
    page = paper()
    boxed(page, 20, 105)
    boxed(page, 160, 30)
    boxed(page, 100, 105, side=80)
    assert seen(page) == []


@pytest.mark.parametrize("word", ["DOB", "BODEN", "HUND", "COD 80", "MOON"])
@pytest.mark.parametrize("size", [24, 34, 48, 60])
def test_letters_are_no_boxes(word, size):
    page = paper()
    ImageDraw.Draw(page).text((200, 100), word, fill=0, font=ImageFont.load_default(size=size))
    assert seen(page, [Box(200, 90, 600, 180)]) == []


def printed(*lines, size):
    """A page of letter paper with bold lines, as wide as a fax."""
    body = " \\\n".join(lines)
    source = (
        '#set page(paper: "us-letter", margin: 16mm)\n'
        f"#set text(size: {size}pt, weight: 700)\n{body}"
    )
    pdf = typst.compile(source.encode(), ignore_system_fonts=True, timestamp=0)
    with pypdfium2.PdfDocument(pdf) as document:
        picture = document[0].render(scale=204 / 72, grayscale=True).to_pil()
    return picture.convert("L").crop((0, 0, 1728, 700))


def faxed(page, *, skew, rows):
    """The page as it comes out of a fax machine, with square dots again."""
    turned = page.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
    low = turned.resize((1728, page.height * rows // 204), Image.Resampling.BOX)
    sent = low.point([0] * 148 + [255] * 108).resize(page.size, Image.Resampling.BICUBIC)
    return sent.point([0] * 128 + [255] * 128)


def png(page):
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


NAMES = ("Brno Road Laboratory", "Oregon Board of Prior Denoa", "Date of Demo DOB ADEBO")


@pytest.mark.parametrize("family", ["Libertinus Serif", "DejaVu Sans Mono"])
@pytest.mark.parametrize("rows", [196, 98])
@pytest.mark.parametrize("size", [11, 14, 18])
def test_bold_letters_that_came_by_fax_askew_are_no_boxes(family, rows, size):
    lines = [f'#text(font: "{family}")[{name}]' for name in NAMES]
    sheet = printed(*lines, size=size)
    whole = [Box(0, top, 1728, top + 90) for top in range(0, 700, 30)]
    for skew in (-0.4, 0.0, 0.1, 0.3):
        assert seen(faxed(sheet, skew=skew, rows=rows), whole) == []


@pytest.mark.parametrize("rows", [196, 98])
def test_a_bold_heading_that_came_by_fax_keeps_its_words(rows):
    sheet = printed('#text(font: "DejaVu Sans Mono")[Flow Laboratory]', size=15)
    read = read_picture(png(faxed(sheet, skew=0.6, rows=rows)))
    assert text_of(rows_of(read.words)) == "Flow Laboratory"


@pytest.mark.parametrize("side", [22, 26, 30])
@pytest.mark.parametrize("rows", [196, 98])
def test_boxes_close_to_their_words_are_found_after_a_fax(side, rows):
    page, font = Image.new("L", (1728, 700), 255), ImageFont.load_default(size=side + 6)
    for place in range(3):
        left = 200 + place * 400
        boxed(page, left, 300, side=side)
        ImageDraw.Draw(page).text((left + side + 9, 296), "None", fill=0, font=font)
        if place == 1:
            crossed(page, left, 300, side=side, reach=2)
    for skew in (0.0, 0.15):
        marks = seen(faxed(page, skew=skew, rows=rows), [Box(200, 296, 1300, 310 + side)])
        assert sorted(marks) == sorted([TICKED, EMPTY, EMPTY])


def test_a_tick_that_reaches_out_to_one_side_leaves_the_box_a_box():
    page = paper()
    boxed(page, 160, 105)
    ImageDraw.Draw(page).line((166, 120, 174, 130, 198, 100), fill=0, width=4)
    assert seen(page) == [TICKED]


def test_a_letter_of_square_corners_within_a_word_is_no_box():
    page = paper()
    pen = ImageDraw.Draw(page)
    boxed(page, 300, 105)
    assert seen(page) == [EMPTY]
    pen.rectangle((336, 105, 339, 135), fill=0)
    assert seen(page) == []


def test_painting_over_leaves_the_words():
    page = paper()
    boxed(page, 160, 105)
    ImageDraw.Draw(page).text((220, 100), "Yes", fill=0, font=ImageFont.load_default(size=34))
    box = Checkbox(Box(160, 105, 191, 136), EMPTY)
    painted = without_checkboxes(np.asarray(page, dtype=np.uint8), [box], Transform())
    assert painted[100:140, 150:200].min() == 255
    assert painted[100:140, 200:300].min() == 0


def word(text, left, right):
    return Word(text, Box(left, 100, right, 130))


def marked(*items):
    """Texts of the row; items are (text or mark, left, right)."""
    boxes = [Checkbox(Box(a, 100, b, 130), text) for text, a, b in items if "[" in text]
    words = [word(text, a, b) for text, a, b in items if "[" not in text]
    together = [*words, *mark_words(boxes, words)]
    return text_of(rows_of(together))


def test_a_box_before_its_words_is_their_mark():
    row = (("[x]", 0, 30), ("Yes", 40, 90), ("[]", 160, 190), ("No", 200, 240))
    assert marked(*row) == "[x] Yes [] No"


def test_a_box_behind_its_words_points_back_to_them():
    row = (("Yes", 0, 50), ("[x]", 60, 90), ("No", 160, 200), ("[]", 210, 240))
    assert marked(*row) == "Yes [x]\u2190 No []\u2190"


def test_where_the_gaps_are_alike_the_row_decides():
    assert marked(("[]", 0, 30), ("Yes", 45, 90), ("[x]", 110, 140), ("No", 155, 190)) == (
        "[] Yes [x] No"
    )
    assert marked(("Yes", 0, 50), ("[x]", 65, 95), ("No", 115, 150), ("[]", 165, 195)) == (
        "Yes [x]\u2190 No []\u2190"
    )


def test_a_tick_that_could_be_of_either_word_or_of_none_is_unsure():
    assert marked(("Yes", 0, 50), ("[x]", 65, 95), ("No", 110, 150)) == "Yes [?] No"
    assert marked(("Yes", 0, 50), ("[x]", 200, 230)) == "Yes [?]"
    assert marked(("[x]", 0, 30)) == "[?]"
    assert mark_words([], []) == []


def form():
    """Three questions with boxes before their answers."""
    page = Image.new("L", (1728, 1100), 255)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(size=34)
    for number, (question, ticked) in enumerate(
        [
            ("Prior stem cell transplant of the member", 1),
            ("Prior gene therapy of the member", 0),
            ("An active infection of the member now", 1),
        ]
    ):
        top = 120 + number * 220
        pen.text((130, top), question, fill=0, font=font)
        for place, answer in enumerate(("Yes", "No")):
            left = 150 + place * 260
            boxed(page, left, top + 84)
            pen.text((left + 50, top + 80), answer, fill=0, font=font)
            if place == ticked:
                crossed(page, left, top + 84, reach=3)
    return page


@pytest.mark.parametrize("rows", [196, 98])
@pytest.mark.parametrize("skew", [-1.5, 0.0, 1.5])
def test_a_faxed_form_is_read_with_its_boxes(rows, skew):
    page = form().rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
    low = page.resize((1728, page.height * rows // 204), Image.Resampling.BOX)
    sent = low.point([0] * 128 + [255] * 128).resize(page.size, Image.Resampling.BICUBIC)
    sent = sent.point([0] * 128 + [255] * 128)
    dots = random.Random(3)  # noqa: S311 - the same specks every time
    for _ in range(400):
        sent.putpixel((dots.randrange(1728), dots.randrange(1100)), 0)
    out = io.BytesIO()
    sent.save(out, "PNG")
    lines = text_of(rows_of(read_picture(out.getvalue()).words)).splitlines()
    answers = [line.lower() for line in lines[1::2]]
    assert answers == ["[] yes [x] no", "[x] yes [] no", "[] yes [x] no"]


WANTED = Wanted("infection", "boolean", terms=("active infection",), forms=("active infection",))


@pytest.mark.parametrize(
    ("marks", "value"),
    [
        (("[]", "[x]"), ["no"]),
        (("[x]", "[]"), ["yes"]),
        (("[]", "[?]"), []),
        (("[?]", "[?]"), []),
        (("[]", "[]"), []),
    ],
)
def test_an_unsure_box_never_counts_as_an_answer(marks, value):
    words = [
        ["Active", 0, 100, 90, 130], ["infection:", 100, 100, 240, 130],
        [marks[0], 300, 100, 330, 130], ["Yes", 340, 100, 390, 130],
        [marks[1], 420, 100, 450, 130], ["No", 460, 100, 500, 130],
    ]  # fmt: skip
    found = find_evidence([WANTED], [page_text(1, words=words)], MemberIdentity(""))
    assert [candidate.value for candidate in found] == value


def test_a_box_that_points_back_is_no_mark_of_the_words_behind_it():
    words = [
        ["Active", 0, 100, 90, 130], ["infection:", 100, 100, 240, 130],
        ["Yes", 300, 100, 350, 130], ["[x]\u2190", 360, 100, 390, 130],
        ["No", 460, 100, 500, 130], ["[]\u2190", 510, 100, 540, 130],
    ]  # fmt: skip
    assert find_evidence([WANTED], [page_text(1, words=words)], MemberIdentity("")) == []
