"""The engine on drawn pages: words, boxes, and the page set upright."""

import io
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from documents.domain.geometry import Box, Transform
from documents.domain.reading_order import rows_of, text_of
from documents.domain.states import PageReason, PageState
from documents.errors import PictureUnreadableError
from documents.reading import rapid
from documents.reading.engine import picture_reader
from documents.reading.page import page_verdict
from documents.reading.rapid import read_picture
from documents.reading.upright import lies_sideways, skew_of, turned
from tests.documents import faxes

LINES = [
    "Flow cytometry report, page one of three",
    "Neutrophil CD18 0.4 % (reference > 95 %)",
    "Collected 2026-09-14 at the clinic",
    "ITGB2 c.817G>A p.(Gly273Arg) homozygous",
]


def png(image):
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def lines_of(read):
    return text_of(rows_of(read.words)).splitlines()


@pytest.fixture(scope="module")
def straight():
    return read_picture(png(faxes.text_page(LINES, height=900)))


def test_it_reads_every_line_in_order(straight):
    assert lines_of(straight) == LINES
    assert (straight.rotation, straight.transform, straight.png) == (0, Transform(), None)
    assert (straight.width, straight.height) == (1728, 900)
    assert straight.engine == "rapidocr"


def test_a_word_has_its_own_box(straight):
    page = faxes.text_page(LINES, height=900).convert("L")
    boxes = {word.text: word.box for word in straight.words}
    value, sign = boxes["0.4"], boxes["%"]
    assert value.x1 <= sign.x0 + 8
    crop = page.crop((int(value.x0), int(value.y0), int(value.x1), int(value.y1)))
    assert min(crop.tobytes()) == 0
    assert value.width < 120


@pytest.mark.parametrize(("turn", "undone"), [(90, 270), (180, 180), (270, 90)])
def test_a_turned_page_is_set_upright(straight, turn, undone):
    sent = faxes.text_page(LINES * 2, height=1000, turn=turn)
    read = read_picture(png(sent))
    assert read.rotation == undone
    assert lines_of(read) == LINES * 2
    assert (read.width, read.height) == (1728, 1000)
    assert Image.open(io.BytesIO(read.png)).size == (1728, 1000)
    assert read.transform.point(0, 0) != (0, 0)


def test_a_sloping_page_is_straightened_and_the_way_back_is_kept():
    sent = faxes.text_page(LINES * 2, height=1000, skew=2.0)
    read = read_picture(png(sent))
    assert read.rotation == 0
    assert lines_of(read) == LINES * 2
    picture = Image.open(io.BytesIO(read.png))
    assert picture.mode == "1"
    word = next(word for word in read.words if word.text == "homozygous")
    there = read.transform.inverse().box(word.box)
    dark = sent.convert("L").crop((int(there.x0), int(there.y0), int(there.x1), int(there.y1)))
    assert min(dark.tobytes()) == 0


def test_specks_do_not_make_words():
    read = read_picture(png(faxes.text_page([], height=900, noise=3000)))
    assert read.words == ()
    assert not read.has_ink
    assert page_verdict(read) == (PageState.BLANK, None)


def test_a_drawing_without_words_is_for_the_eye():
    page = Image.new("L", (1728, 900), 255)
    page.paste(0, (300, 300, 1400, 330))
    read = read_picture(png(page))
    assert page_verdict(read) == (PageState.UNREADABLE, PageReason.NO_TEXT_FOUND)


def test_a_picture_that_is_none_is_refused():
    with pytest.raises(PictureUnreadableError):
        read_picture(b"\x89PNG\r\n\x1a\nnothing")
    assert page_verdict(None) == (PageState.UNREADABLE, PageReason.DAMAGED)


def test_an_engine_that_fails_on_a_page_is_a_page_not_read(monkeypatch, straight):
    def fail(*_args, **_kwargs):
        raise RuntimeError("engine")

    monkeypatch.setattr(rapid, "_detect", fail)
    with pytest.raises(PictureUnreadableError):
        read_picture(png(faxes.text_page(LINES, height=900)))


def test_the_engine_is_named_in_the_settings(settings, straight):
    assert picture_reader() is read_picture
    settings.DOCUMENT_ENGINE = "documents.reading.page.page_verdict"
    chosen: object = picture_reader()
    assert chosen is page_verdict


def test_letters_without_places_share_the_line_evenly(straight):
    columns = SimpleNamespace(word_cols=[[1]], line_txt_len=10)
    words = rapid._words_of_line("ab cd", Box(0, 0, 100, 10), columns)
    assert [(w.text, w.box.x0, w.box.x1) for w in words] == [("ab", 0, 40), ("cd", 60, 100)]


def test_few_or_short_lines_tell_no_slope():
    short = ((0.0, 0.0), (10.0, 2.0), (10.0, 12.0), (0.0, 10.0))
    assert skew_of([short] * 5) == 0.0
    assert skew_of([]) == 0.0
    assert not lies_sideways([])


def test_no_turn_leaves_the_picture_alone():
    pixels = np.zeros((3, 2), dtype=np.uint8)
    same, transform = turned(pixels, 0)
    assert same is pixels
    assert transform == Transform()
