"""What the child does, here without a process of its own: only files that harm nobody."""

import io
import json
import os
import random
import warnings
from dataclasses import replace
from typing import cast

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from documents.domain.states import DocumentNote, DocumentReason, PageReason, PageState
from documents.reading import child, pdf_file, picture_file
from documents.reading.sniff import media_type_of
from documents.reading.wire import Assignment, Order, assignment_from
from tests.documents import faxes
from tests.documents.reading import hostile
from tests.documents.reading.hostile import LINES

ORDER = Order(
    task="outline",
    media_type="",
    first=1,
    last=1,
    max_pages=50,
    max_page_pixels=40_000_000,
    memory_bytes=1 << 31,
    cpu_seconds=20,
    file_bytes=1 << 26,
)
VARIED = [f"Line {n} gives {n * n * 7919} cells and {n * 31} more" for n in range(20)]
PAGE = faxes.text_page(LINES, height=700)


@pytest.fixture(autouse=True)
def _own_process(monkeypatch):
    """What the child sets for its whole life ends with the test."""
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", Image.MAX_IMAGE_PIXELS)
    with warnings.catch_warnings():
        yield


def outline_of(content):
    order = replace(ORDER, media_type=media_type_of(content[:1024]))
    (heard,) = child.carry_out(order, content, folder=None)
    return heard["page_count"], heard["reason"], heard["notes"]


def pages_of(content, folder, *, last=1, **limits):
    media_type = media_type_of(content[:1024])
    order = replace(ORDER, task="render", media_type=media_type, last=last, **limits)
    return [
        (page["state"], page["reason"], len(cast("list[object]", page["words"])))
        for page in child.carry_out(order, content, folder=folder)
    ]


def saved(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (faxes.tiff([PAGE] * 3), (3, "", [])),
        (saved(PAGE, "PNG"), (1, "", [])),
        (faxes.born_digital([LINES] * 2), (2, "", [])),
        (hostile.locked(), (None, DocumentReason.PASSWORD, [])),
        (hostile.with_script(), (1, "", [DocumentNote.ACTIVE_CONTENT])),
        (hostile.with_attachment(), (1, "", [DocumentNote.ATTACHMENTS])),
        (hostile.with_zip_behind(), (1, "", [DocumentNote.TRAILING_BYTES])),
        (hostile.endless_tiff(), (2, "", [DocumentNote.INCOMPLETE])),
        (b"%PDF-1.7 %%EOF", (None, DocumentReason.DAMAGED, [])),
        (b"%PDF-1.7 ", (None, DocumentReason.INCOMPLETE, [])),
        (hostile.without_pages(), (None, DocumentReason.NO_PAGES, [])),
        (hostile.without_pages()[:-8], (None, DocumentReason.INCOMPLETE, [])),
        (b"MM\x00*\x00\x00\x00\x00", (None, DocumentReason.NO_PAGES, [])),
        (b"MM\x00*\x00\x00\x00\x08\x00", (None, DocumentReason.INCOMPLETE, [])),
    ],
)
def test_an_outline_tells_pages_and_trouble(content, expected):
    assert outline_of(content) == expected


def test_a_file_that_goes_on_behind_its_end_was_cut(tmp_path):
    whole = faxes.born_digital([LINES])
    more = whole + b"\n9 0 obj << /A 1 >> endobj " * 60
    assert outline_of(more) == (1, "", [DocumentNote.INCOMPLETE])


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (faxes.tiff([PAGE]), ("waiting", "", 0)),
        (faxes.tiff([PAGE], compression="group3", y_resolution=98), ("waiting", "", 0)),
        (faxes.tiff([faxes.text_page([])]), ("blank", "", 0)),
        (faxes.tiff([Image.new("1", (900, 900), 0)]), ("unreadable", "mostly_black", 0)),
        (saved(PAGE.convert("RGBA"), "PNG"), ("waiting", "", 0)),
        (saved(PAGE.convert("L"), "JPEG"), ("waiting", "", 0)),
        (saved(PAGE.convert("L"), "JPEG")[:4000], ("unreadable", "incomplete", 0)),
        (hostile.corrupted("group3"), ("unreadable", "transmission_error", 0)),
        (hostile.wide_tiff(), ("unreadable", "too_large", 0)),
        (hostile.image_bomb(), ("unreadable", "too_large", 0)),
        (hostile.image_that_is_missing(), ("unreadable", "picture_missing", 0)),
        (hostile.hidden_text(), ("waiting", "", 0)),
        (faxes.scanned_pdf([PAGE]), ("waiting", "", 0)),
        (faxes.scanned_pdf([faxes.text_page([])]), ("blank", "", 0)),
        (faxes.pdf([b""]), ("blank", "", 0)),
        (faxes.pdf([b"1 1 1 rg " + faxes.printed(LINES)]), ("unreadable", "picture_missing", 0)),
        (faxes.pdf([b""], media_box=b"0 0 99999 10"), ("unreadable", "too_large", 0)),
        (faxes.born_digital([["Short."]]), ("waiting", "", 0)),
        (faxes.born_digital([LINES]), ("read", "", 63)),
    ],
)
def test_a_page_gets_its_state(content, expected, tmp_path):
    assert pages_of(content, tmp_path) == [expected]


def test_text_that_runs_up_the_page_is_left_to_the_reader(tmp_path):
    upward = b"BT /F1 12 Tf 0 1 -1 0 300 100 Tm (%s) Tj ET" % b"sideways words everywhere " * 4
    assert pages_of(faxes.pdf([upward]), tmp_path)[0][0] == "waiting"


def test_a_font_without_a_character_map_is_left_to_the_reader(tmp_path, monkeypatch):
    strange = pdfium.FPDFText_GetUnicode
    monkeypatch.setattr(pdfium, "FPDFText_GetUnicode", lambda *place: 0xE000 + strange(*place) % 64)
    assert pages_of(faxes.born_digital([LINES]), tmp_path) == [("waiting", "", 0)]


@pytest.mark.parametrize(
    "content",
    [
        faxes.born_digital([LINES]).replace(b"11 0 obj", b"11 0 "),
        faxes.born_digital([LINES]).replace(b"/Contents", b"/Cntents"),
        faxes.born_digital([VARIED]).replace(b"BT /F1", b"\x80\x80 ((( "),
        faxes.pdf([random.Random(2).randbytes(3000)]),  # noqa: S311 - the same bytes every time
    ],
)
def test_contents_that_were_not_understood_are_no_blank_page(content, tmp_path):
    assert pages_of(content, tmp_path)[0][0] == "unreadable"


def test_a_file_that_had_to_be_mended_is_said_to_be(tmp_path):
    moved = faxes.born_digital([LINES]).replace(b"%PDF-1.7\n", b"%PDF-1.7\n%moved\n")
    assert outline_of(moved) == (1, "", [DocumentNote.MENDED])
    assert pages_of(moved, tmp_path)[0][0] == "read"
    headed = b"\xef\xbb\xbf" + faxes.born_digital([LINES])
    assert outline_of(headed) == (1, "", [])


def test_a_fax_page_that_came_out_white_though_much_was_sent_is_an_error(tmp_path, monkeypatch):
    blank = faxes.tiff([faxes.text_page([])])
    assert pages_of(blank, tmp_path) == [("blank", "", 0)]
    monkeypatch.setattr(picture_file, "BLANK_FAX_BYTES_A_ROW", 0)
    assert pages_of(blank, tmp_path) == [("unreadable", "transmission_error", 0)]


def test_a_decoder_that_gives_up_is_named(tmp_path):
    good = faxes.tiff([PAGE], compression="tiff_lzw")
    bad = bytearray(good)
    bad[60:4000] = bytes(3940)
    assert pages_of(bytes(bad), tmp_path)[0][0] == "unreadable"
    whole = saved(PAGE.convert("L"), "PNG")
    broken = whole[:50] + bytes(200) + whole[250:]
    assert pages_of(broken, tmp_path) == [("unreadable", PageReason.DAMAGED.value, 0)]


def test_a_small_limit_of_pixels_is_kept(tmp_path):
    small = {"max_page_pixels": 1000}
    for content in (saved(PAGE, "PNG"), faxes.tiff([PAGE]), faxes.scanned_pdf([PAGE])):
        assert pages_of(content, tmp_path, **small) == [("unreadable", "too_large", 0)]


@pytest.mark.parametrize("error", [MemoryError, pypdfium2.PdfiumError])
def test_a_page_that_pdfium_gives_up_on_is_no_blank_page(error, tmp_path, monkeypatch):
    def give_up(*_args, **_kwargs):
        raise error("no")

    monkeypatch.setattr(pdf_file, "_images", give_up)
    assert pages_of(faxes.born_digital([LINES]), tmp_path)[0][0] == "unreadable"


def test_a_page_that_is_missing_from_the_tree_is_damaged(tmp_path):
    content = faxes.born_digital([LINES]).replace(b"/Kids [10 0 R]", b"/Kids [99 0 R]")
    assert pages_of(content, tmp_path)[0][:2] == ("unreadable", "damaged")


def test_complaints_of_the_decoder_are_heard_and_standard_error_is_given_back(tmp_path, capfd):
    with picture_file.decoder_complaints(tmp_path) as complaints:
        assert complaints == []
    os.write(2, b"still here")
    assert "still here" in capfd.readouterr().err


def test_an_assignment_travels_whole():
    assignment = Assignment(ORDER, "/folder", 2.5)
    assert assignment_from(assignment.as_json()) == assignment


def test_the_child_confines_itself_and_writes_a_line_a_page(tmp_path, monkeypatch):
    asked = {}
    monkeypatch.setattr(child, "confine", lambda **limits: asked.update(limits))
    content = faxes.born_digital([LINES] * 2)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
    order = replace(ORDER, task="render", media_type="application/pdf", last=2)
    child.serve(order, folder=tmp_path)
    lines = (tmp_path / "result.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["state"] for line in lines] == [PageState.READ] * 2
    assert (asked["cpu_seconds"], asked["folder"]) == (20, tmp_path)
