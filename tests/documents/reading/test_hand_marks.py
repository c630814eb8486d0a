"""What a pen did to printed words, drawn and faxed: rings, lines, and what only looks like them."""

import io
import math
import random

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from documents.domain.finding import MemberIdentity, Wanted
from documents.domain.geometry import Box, Transform
from documents.domain.reading_order import Word, rows_of, text_of
from documents.domain.striking import STRUCK, is_struck, plain, struck
from documents.reading.evidence import find_evidence, find_facts, page_text
from documents.reading.hand_marks import (
    find_rings,
    ring_alone,
    ring_marks,
    struck_words,
    without_rings,
)
from documents.reading.rapid import read_picture

FONT = ImageFont.load_default(size=34)
LINE = Box(100, 90, 800, 140)
CD18 = Wanted("cd18", "percent", unit="%", terms=("CD18",), forms=("CD18",))
DONOR = Wanted("donor", "boolean", terms=("matched donor",), forms=("matched donor",))


def paper(text="", *, at=(120, 94)):
    page = Image.new("L", (900, 300), 255)
    if text:
        ImageDraw.Draw(page).text(at, text, fill=0, font=FONT)
    return page


def ringed(page, box, *, width=4, turn=2 * math.pi, start=0.7):
    """A ring by hand: a little off the oval, not quite closed where it turns less than once."""
    x0, y0, x1, y1 = box
    across, down = (x1 - x0) / 2, (y1 - y0) / 2
    points = []
    for step in range(60):
        angle = start + turn * step / 59
        off = 1 + 0.04 * math.sin(3 * angle)
        points.append(
            (
                (x0 + x1) / 2 + across * off * math.cos(angle),
                (y0 + y1) / 2 + down * off * math.sin(angle),
            )
        )
    ImageDraw.Draw(page).line(points, fill=0, width=width, joint="curve")


def rings(page, lines=(LINE,)):
    return find_rings(np.asarray(page, dtype=np.uint8), list(lines))


@pytest.mark.parametrize("turn", [2 * math.pi, 1.9 * math.pi, 2.2 * math.pi])
def test_a_ring_round_a_word_is_found_though_it_is_not_quite_closed(turn):
    page = paper("Yes   /   No")
    assert rings(page) == []
    ringed(page, (106, 84, 192, 148), turn=turn)
    (ring,) = rings(page)
    assert ring.box.x0 < 112
    assert 186 < ring.box.x1 < 210


def test_half_a_ring_is_none():
    page = paper("Yes   /   No")
    ringed(page, (106, 84, 192, 148), turn=1.3 * math.pi)
    assert rings(page) == []


@pytest.mark.parametrize("shape", ["ellipse", "rectangle", "rounded_rectangle"])
def test_an_empty_ring_a_frame_and_a_large_letter_are_none(shape):
    page = paper("" if shape == "ellipse" else "Yes")
    pen = ImageDraw.Draw(page)
    getattr(pen, shape)((106, 84, 192, 148), outline=0, width=4)
    assert rings(page) == []


@pytest.mark.parametrize("word", ["DOB", "0 8 6", "Q&A", "BOOK", "(Yes)", "@ home"])
@pytest.mark.parametrize("size", [34, 48, 60, 90])
def test_letters_are_no_rings(word, size):
    page = Image.new("L", (900, 300), 255)
    ImageDraw.Draw(page).text((120, 90), word, fill=0, font=ImageFont.load_default(size=size))
    assert rings(page, [Box(100, 80, 800, 90 + size * 1.4)]) == []


def test_a_ring_far_from_any_line_is_none():
    page = paper("Yes")
    ringed(page, (106, 84, 192, 148))
    assert rings(page, [Box(700, 90, 800, 140)]) == []
    assert rings(page, [Box(100, 200, 800, 240)]) == []


def test_painting_over_a_ring_leaves_its_word():
    page = paper("Yes")
    before = np.asarray(page, dtype=np.uint8).copy()
    ringed(page, (100, 80, 198, 152))
    pixels = np.asarray(page, dtype=np.uint8)
    painted = without_rings(pixels, rings(page), Transform())
    assert np.count_nonzero(painted < 128) <= np.count_nonzero(before < 128)
    assert np.count_nonzero(painted < 128) >= 0.9 * np.count_nonzero(before < 128)


def test_a_ring_marks_the_words_in_it_and_not_their_neighbours():
    page = paper("Yes   /   No")
    ringed(page, (106, 84, 192, 148))
    words = [word("Yes", 120, 175), word("/", 200, 210), word("No", 240, 280)]
    marks = ring_marks(rings(page), words)
    assert text_of(rows_of([*words, *marks])) == "(x) Yes / No"
    assert ring_marks(rings(page), [word("Yes/No", 120, 280)]) == []
    assert ring_marks(rings(page), words[2:]) == []
    many = [
        word(letter, 120 + 10 * place, 128 + 10 * place) for place, letter in enumerate("abcde")
    ]
    assert ring_marks(rings(page), many) == []


def test_a_ring_in_which_no_line_was_seen_is_read_by_itself():
    page = paper("Yes   /   No")
    ringed(page, (106, 84, 192, 148))
    (ring,) = rings(page)
    assert ring_alone(ring, [Box(200, 90, 300, 140)])
    assert not ring_alone(ring, [LINE])


def word(text, left, right):
    return Word(text, Box(left, 90, right, 136))


TEXT = "Neutrophil CD18 0.8 % of cells"


def through(page, left, right, y, *, width=4, slope=0.0):
    rise = slope * (right - left)
    ImageDraw.Draw(page).line((left, y, right, y + rise), fill=0, width=width)


def printed_words():
    """The words of TEXT where they stand."""
    pen, left, words = ImageDraw.Draw(paper()), 120.0, []
    for text in TEXT.split():
        width = pen.textlength(text, font=FONT)
        words.append(word(text, left, left + width))
        left += width + pen.textlength(" ", font=FONT)
    return words


def struck_in(page, words=None):
    found = struck_words(np.asarray(page, dtype=np.uint8), words or printed_words())
    return [plain(item.text) for item in found if is_struck(item.text)]


@pytest.mark.parametrize("slope", [-0.03, 0.0, 0.03])
@pytest.mark.parametrize("width", [3, 5])
def test_a_line_through_words_strikes_them_and_no_others(slope, width):
    page = paper(TEXT)
    assert struck_in(page) == []
    words = printed_words()
    through(page, words[2].box.x0 - 6, words[3].box.x1 + 6, 117, width=width, slope=slope)
    assert struck_in(page) == ["0.8", "%"]


@pytest.mark.parametrize("y", [134, 137, 140, 88])
def test_a_line_under_or_over_words_strikes_nothing(y):
    page = paper(TEXT.replace("cells", "gypsy jelly"))
    through(page, 120, 640, y, width=3)
    assert struck_in(page) == []


def test_the_rule_of_a_table_a_dash_and_a_thick_bar_strike_nothing():
    page = paper(TEXT)
    through(page, 0, 899, 117)
    assert struck_in(page) == []
    assert struck_in(paper("CD18 ------ of cells")) == []
    page = paper(TEXT)
    through(page, 330, 470, 117, width=30)
    assert struck_in(page) == []


def test_a_bent_line_strikes_nothing():
    page = paper(TEXT)
    for place, left in enumerate(range(120, 640, 60)):
        through(page, left, left + 60, 100 + 30 * (place % 2), slope=0.5 - place % 2)
    assert struck_in(page) == []


def faxed(page, *, rows, skew):
    page = page.rotate(skew, Image.Resampling.BICUBIC, fillcolor=255)
    low = page.resize((1728, page.height * rows // 204), Image.Resampling.BOX)
    sent = low.point([0] * 128 + [255] * 128).resize(page.size, Image.Resampling.BICUBIC)
    sent = sent.point([0] * 128 + [255] * 128)
    dots = random.Random(3)  # noqa: S311 - the same specks every time
    for _ in range(400):
        sent.putpixel((dots.randrange(1728), dots.randrange(page.height)), 0)
    out = io.BytesIO()
    sent.save(out, "PNG")
    return out.getvalue()


def marked_form():
    """Two lines as they come by fax: an answer with a ring, a value with a line through it."""
    page = Image.new("L", (1728, 900), 255)
    pen = ImageDraw.Draw(page)
    pen.text((130, 140), "Form of a made-up clinic for its records", fill=0, font=FONT)
    pen.text((130, 300), "Matched donor:", fill=0, font=FONT)
    pen.text((460, 300), "Yes", fill=0, font=FONT)
    pen.text((560, 300), "/", fill=0, font=FONT)
    pen.text((620, 300), "No", fill=0, font=FONT)
    ringed(page, (598, 286, 684, 354))
    pen.text((130, 480), "CD18 0.8 % of all neutrophils", fill=0, font=FONT)
    pen.line((120, 503, 310, 500), fill=0, width=4)
    pen.text((130, 660), "CD18 1.2 % of neutrophils, second sample", fill=0, font=FONT)
    return page


@pytest.mark.parametrize(("rows", "skew"), [(196, 0.0), (98, 0.0), (196, 1.5), (98, -1.5)])
def test_a_faxed_page_is_read_with_its_rings_and_lines(rows, skew):
    read = read_picture(faxed(marked_form(), rows=rows, skew=skew))
    stored = [
        [item.text, item.box.x0, item.box.y0, item.box.x1, item.box.y1] for item in read.words
    ]
    page = page_text(1, words=stored)
    donor, cd18 = find_facts([DONOR, CD18], [page], MemberIdentity(""))
    assert [one.value for one in donor.proposed] == ["no"]
    assert [one.value for one in cd18.proposed] == ["1.2 %"]


STRUCK_ROW = [
    ["CD18", 0, 100, 90, 130], [struck("0.8"), 100, 100, 140, 130], [struck("%"), 145, 100, 160, 130],
]  # fmt: skip


def test_a_struck_value_is_set_aside_as_struck_and_never_proposed():
    (found,) = find_facts([CD18], [page_text(1, words=STRUCK_ROW)], MemberIdentity(""))
    assert found.proposed == ()
    assert [(one.value, one.assertion) for one in found.aside] == [("0.8 %", STRUCK)]
    after = [*STRUCK_ROW, ["1.2", 170, 100, 210, 130], ["%", 215, 100, 230, 130]]
    (found,) = find_facts([CD18], [page_text(1, words=after)], MemberIdentity(""))
    assert [one.value for one in found.proposed] == ["1.2 %"]


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Matched donor: (x) Yes / No", ["yes"]),
        ("Matched donor: Yes / (x) No", ["no"]),
        ("Matched donor: Yes / No", []),
        ("Matched donor: (x) Yes / (x) No", []),
    ],
)
def test_a_ring_is_a_marked_choice_and_two_are_none(line, value):
    words, left = [], 0
    for text in line.split():
        words.append([text, left, 100, left + 15 * len(text), 130])
        left += 15 * len(text) + 12
    found = find_evidence([DONOR], [page_text(1, words=words)], MemberIdentity(""))
    assert [one.value for one in found] == value
