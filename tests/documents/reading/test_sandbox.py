"""The reading process against real files, good ones and hostile ones."""

import io
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from documents.domain.states import DocumentNote, DocumentReason, PageReason, PageState
from documents.reading import sandbox
from documents.reading.forker_client import run_child
from documents.reading.limits import current_limits
from documents.reading.sandbox import outline_file, render_file
from documents.reading.sniff import media_type_of
from documents.reading.tiff import tiff_outline
from documents.reading.wire import Ending, FileOutline
from tests.documents import faxes
from tests.documents.reading import hostile
from tests.documents.reading.hostile import LINES, odd_pictures
from tests.documents.reading.hostile.pdf_text_files import scan


def opened(content, **limits):
    """The outline and the pages of a file, through real child processes."""
    bounds = replace(current_limits(), **limits)
    media_type = media_type_of(content[:1024])
    assert media_type
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        outline = outline_file(file, media_type=media_type, limits=bounds)
        if outline.reason:
            return outline, []
        pages = render_file(
            file, media_type=media_type, page_count=outline.page_count, limits=bounds
        )
        return outline, list(pages)


def states(pages):
    return [(page.outcome.state.value, page.outcome.reason) for page in pages]


def picture(page):
    return Image.open(io.BytesIO(page.png))


WAITING = ("waiting", None)
GOOD = faxes.text_page(LINES)


@pytest.mark.parametrize("compression", ["group3", "group4", "tiff_lzw", "raw"])
def test_a_fax_is_drawn_page_by_page(compression):
    outline, pages = opened(faxes.tiff([GOOD, GOOD], compression=compression))
    assert outline == FileOutline(page_count=2)
    assert states(pages) == [WAITING, WAITING]
    assert picture(pages[0]).size == (1728, 2156)
    assert picture(pages[0]).mode == "1"


@pytest.mark.parametrize("compression", ["group3", "group4"])
def test_a_fax_of_standard_resolution_gets_square_pixels(compression):
    _, (page,) = opened(faxes.tiff([GOOD], compression=compression, y_resolution=faxes.STANDARD))
    width, height = picture(page).size
    assert width == 1728
    assert abs(height - 2156) <= 3
    assert (page.outcome.width, page.outcome.height) == (width, height)


def test_a_fax_of_fine_resolution_keeps_its_shape():
    _, (page,) = opened(faxes.tiff([GOOD], y_resolution=faxes.FINE))
    assert abs(picture(page).height - 2156) <= 90


def test_an_inverted_fax_is_drawn_black_on_white():
    out = io.BytesIO()
    GOOD.save(out, "TIFF", compression="group4", tiffinfo={262: 0}, dpi=(204, 204))
    _, (page,) = opened(out.getvalue())
    assert states([page]) == [WAITING]


@pytest.mark.parametrize("zero_is", [0, 1], ids=["white", "black"])
@pytest.mark.parametrize("is_white_on_black", [False, True])
def test_a_lost_row_is_noticed_whichever_colour_stands_for_nought(zero_is, is_white_on_black):
    """White on black it is put aside: nobody can tell which black was lost rows."""
    page = ImageChops.invert(GOOD) if is_white_on_black else GOOD
    out = io.BytesIO()
    tags = {262: zero_is, 278: GOOD.height}
    page.save(out, "TIFF", compression="group3", tiffinfo=tags, dpi=(204, 204))
    content = bytearray(out.getvalue())
    (directory,) = tiff_outline(bytes(content), most_pages=1).pages
    ((start, length),) = directory.pieces
    middle = start + length // 2
    content[middle : middle + 3] = b"\xff\xff\xff"
    _, (shown,) = opened(bytes(content))
    lost = ("unreadable", "transmission_error")
    assert states([shown]) == [lost if is_white_on_black else WAITING]
    assert 1 <= shown.outcome.damage.lost <= 3


def test_a_blank_page_is_blank_and_faint_print_is_not():
    blank = faxes.text_page([])
    faint = Image.new("L", (1728, 2156), 255)
    faint.paste(200, (200, 200, 900, 230))
    out = io.BytesIO()
    faint.save(out, "PNG")
    assert states(opened(faxes.tiff([blank]))[1]) == [("blank", None)]
    assert states(opened(faxes.scanned_pdf([blank]))[1]) == [("blank", None)]
    assert states(opened(out.getvalue())[1]) == [WAITING]


def test_a_black_page_is_said_to_be_black():
    black = Image.new("1", (1728, 1000), 0)
    assert states(opened(faxes.tiff([black]))[1]) == [("unreadable", PageReason.MOSTLY_BLACK)]


def test_a_photograph_keeps_its_greys_and_its_right_way_up():
    photo = Image.linear_gradient("L").resize((900, 1200))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    photo.save(out, "JPEG", exif=exif)
    _, (page,) = opened(out.getvalue())
    assert states([page]) == [WAITING]
    assert picture(page).size == (1200, 900)
    assert len(set(picture(page).convert("L").tobytes())) > 8


def test_a_transparent_picture_lies_on_white_paper():
    clear = Image.new("RGBA", (600, 800), (0, 0, 0, 0))
    out = io.BytesIO()
    clear.save(out, "PNG")
    assert states(opened(out.getvalue())[1]) == [("blank", None)]


def test_a_large_scan_is_made_smaller():
    out = io.BytesIO()
    Image.new("1", (5100, 6600), 1).save(out, "TIFF", compression="group4", dpi=(600, 600))
    _, (page,) = opened(out.getvalue())
    assert max(picture(page).size) == 2900


def test_a_born_digital_page_brings_its_own_words_with_boxes():
    outline, (page,) = opened(faxes.born_digital([LINES]))
    assert outline == FileOutline(page_count=1)
    assert page.outcome.state is PageState.READ
    words = {word.text: word.box for word in page.outcome.embedded_words()}
    assert {"CD18:", "0.4", "09/14/2026"} <= set(words)
    ink = (
        picture(page)
        .convert("L")
        .crop(
            tuple(
                int(v) for v in (words["0.4"].x0, words["0.4"].y0, words["0.4"].x1, words["0.4"].y1)
            )
        )
    )
    assert min(ink.tobytes()) < 100


def test_a_turned_born_digital_page_has_its_boxes_where_the_words_are():
    _, (page,) = opened(faxes.pdf([faxes.printed(LINES)], page=b"/Rotate 90"))
    shown = picture(page).convert("L")
    assert shown.width > shown.height
    for _text, *corners in page.outcome.words:
        box = [int(corner) for corner in corners]
        crop = shown.crop((box[0], box[1], box[2] + 1, box[3] + 1))
        assert min(crop.tobytes()) < 128


def test_words_that_the_page_does_not_show_are_not_believed():
    _, (page,) = opened(hostile.hidden_text())
    assert states([page]) == [WAITING]
    assert page.outcome.words == ()


def test_text_in_white_on_white_is_no_blank_page():
    _, (page,) = opened(faxes.pdf([b"1 1 1 rg " + faxes.printed(LINES)]))
    assert states([page]) == [("unreadable", PageReason.PICTURE_MISSING)]


def test_a_scan_in_a_pdf_waits_for_the_reader():
    _, (page,) = opened(faxes.scanned_pdf([GOOD]))
    assert states([page]) == [WAITING]
    assert picture(page).mode == "1"


def test_a_stamp_on_a_page_sends_it_to_the_reader():
    note = b"/Annots [<< /Type /Annot /Subtype /FreeText /Rect [100 100 300 140] /DA (/F1 12 Tf) "
    note += b"/Contents (Approved) >>]"
    _, (page,) = opened(faxes.pdf([faxes.printed(LINES)], page=note))
    assert states([page]) == [WAITING]
    assert page.outcome.words == ()
    own = " ".join(word.text for word in page.outcome.own())
    assert own.startswith(LINES[0])


def test_the_text_over_a_scan_comes_along_to_be_compared_with_what_is_read():
    _, (page,) = opened(scan(LINES, ["Entirely other words"] * 3))
    assert states([page]) == [WAITING]
    assert page.outcome.words == ()
    first = page.outcome.own()[0]
    assert first.text == "Entirely"
    ink = picture(page).convert("L").crop(tuple(map(int, vars(first.box).values())))
    assert min(ink.tobytes()) < 128


@pytest.mark.parametrize("compression", ["group3", "group4"])
def test_bad_code_words_are_a_transmission_error_of_their_page_only(compression):
    _, pages = opened(hostile.corrupted(compression))
    assert states(pages) == [("unreadable", PageReason.TRANSMISSION_ERROR), WAITING]
    assert pages[0].png is not None


def test_a_tiff_cut_short_keeps_what_came():
    whole = faxes.tiff([GOOD, GOOD])
    outline, pages = opened(whole[: len(whole) // 2 + 200])
    assert outline.notes == (DocumentNote.INCOMPLETE,)
    assert states(pages)[0] == WAITING
    _, pages = opened(whole[:-60])
    assert states(pages)[-1] == ("unreadable", PageReason.INCOMPLETE)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_pdf_cut_short_is_said_to_be_incomplete(share):
    whole = faxes.born_digital([LINES])
    outline, _ = opened(whole[: int(len(whole) * share)])
    assert outline.reason is DocumentReason.INCOMPLETE or DocumentNote.INCOMPLETE in outline.notes


def test_pictures_cut_short_are_incomplete():
    for form in ("PNG", "JPEG"):
        out = io.BytesIO()
        GOOD.convert("L").save(out, form)
        content = out.getvalue()
        _, pages = opened(content[: len(content) // 2])
        assert states(pages) == [("unreadable", PageReason.INCOMPLETE)]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7\n" + bytes(range(256)) * 8 + b"%%EOF", DocumentReason.DAMAGED),
        (b"%PDF-1.7\n" + bytes(range(256)) * 8, DocumentReason.INCOMPLETE),
        (b"II*\x00\x08\x00\x00\x00", DocumentReason.INCOMPLETE),
        (b"II*\x00\x00\x00\x00\x00", DocumentReason.NO_PAGES),
        (b"II*\x00", DocumentReason.INCOMPLETE),
        (hostile.locked(), DocumentReason.PASSWORD),
        (hostile.without_pages(), DocumentReason.NO_PAGES),
    ],
)
def test_a_file_that_cannot_be_opened_says_why(content, reason):
    outline, _ = opened(content)
    assert (outline.reason, outline.page_count) == (reason, None)


def test_600_pages_are_refused_before_any_is_drawn():
    outline, _ = opened(faxes.born_digital([["x"]] * 600))
    assert (outline.reason, outline.page_count) == (DocumentReason.TOO_MANY_PAGES, 600)
    small = Image.new("1", (64, 16), 1)
    outline, _ = opened(faxes.tiff([small] * 9), max_pages=8)
    assert outline.reason is DocumentReason.TOO_MANY_PAGES


def test_a_page_that_kills_the_reader_costs_only_itself():
    began = time.monotonic()
    outline, pages = opened(hostile.form_bomb())
    assert outline.page_count == 2
    assert states(pages) == [("unreadable", PageReason.READER_STOPPED), ("read", None)]
    assert time.monotonic() - began < 60


def test_a_page_that_takes_too_long_is_stopped_by_the_clock():
    _, pages = opened(hostile.form_bomb(), wall_seconds=2)
    assert states(pages)[0] == ("unreadable", PageReason.READER_STOPPED)


def test_after_the_files_time_is_up_the_rest_is_not_tried():
    _, pages = opened(faxes.born_digital([LINES] * 3), file_wall_seconds=0)
    assert states(pages) == [("unreadable", PageReason.NOT_TRIED)] * 3


def test_after_five_deadly_pages_the_rest_is_not_tried(monkeypatch):
    dead = Ending(exit_code=-6, in_time=True, seconds=1, cpu_seconds=1, peak_bytes=1)
    monkeypatch.setattr(sandbox, "run_child", lambda *_: dead)
    _, pages = opened_pages(8)
    assert [p.outcome.reason for p in pages] == [PageReason.READER_STOPPED] * 5 + [
        PageReason.NOT_TRIED
    ] * 3


def opened_pages(count):
    with tempfile.TemporaryFile() as file:
        pages = render_file(
            file, media_type="application/pdf", page_count=count, limits=current_limits()
        )
        return None, list(pages)


def test_bombs_of_pixels_are_too_large_and_never_blank():
    _, pages = opened(hostile.image_bomb())
    assert states(pages) == [("unreadable", PageReason.TOO_LARGE), ("read", None)]
    _, pages = opened(hostile.wide_tiff())
    assert states(pages) == [("unreadable", PageReason.TOO_LARGE)]
    _, pages = opened(faxes.pdf([faxes.printed(LINES)], media_box=b"0 0 200000 200000"))
    assert states(pages) == [("unreadable", PageReason.TOO_LARGE)]
    out = io.BytesIO()
    Image.new("1", (9000, 9000), 1).save(out, "PNG")
    assert states(opened(out.getvalue())[1]) == [("unreadable", PageReason.TOO_LARGE)]


def test_a_picture_that_cannot_be_decoded_is_never_a_blank_page():
    _, pages = opened(hostile.image_that_is_missing())
    assert states(pages) == [("unreadable", PageReason.PICTURE_MISSING)]


def test_with_little_memory_a_page_is_never_blank():
    big = Image.new("1", (6000, 6000), 0)
    _, pages = opened(faxes.scanned_pdf([big]), memory_bytes=330 * 1024 * 1024)
    assert states(pages)[0][0] == "unreadable"


def test_a_tiff_that_goes_in_circles_ends():
    outline, pages = opened(hostile.endless_tiff())
    assert outline == FileOutline(page_count=2, notes=(DocumentNote.INCOMPLETE,))
    assert states(pages) == [WAITING, WAITING]


@pytest.mark.parametrize(
    ("make", "note"),
    [
        (hostile.with_script, DocumentNote.ACTIVE_CONTENT),
        (hostile.with_attachment, DocumentNote.ATTACHMENTS),
        (hostile.with_zip_behind, DocumentNote.TRAILING_BYTES),
    ],
)
def test_what_else_a_file_carries_is_said_and_its_pages_are_read(make, note):
    outline, pages = opened(make())
    assert note in outline.notes
    assert states(pages) == [("read", None)]


def opened_outline(content):
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        return outline_file(file, media_type="application/pdf", limits=current_limits())


def test_a_child_that_says_nothing_or_nonsense_is_a_stopped_reader(monkeypatch):
    monkeypatch.setattr(sandbox, "run_child", lambda *_: None)
    assert opened_outline(b"%PDF-").reason is DocumentReason.READER_STOPPED

    def talk(assignment, _file):
        result = Path(assignment.folder) / "result.jsonl"
        result.write_text('["page_count"]\n{"half', encoding="utf-8")

    monkeypatch.setattr(sandbox, "run_child", talk)
    assert opened_outline(b"%PDF-").reason is DocumentReason.READER_STOPPED


def test_many_slow_pages_are_shared_among_processes(monkeypatch):
    began = []

    def run(assignment, file):
        began.append(assignment.order.first)
        return run_child(assignment, file)

    monkeypatch.setattr(sandbox, "run_child", run)
    monkeypatch.setattr(sandbox, "PAGES_A_CHILD", 20)
    noisy = Image.effect_noise((5000, 6600), 90)
    out = io.BytesIO()
    noisy.save(out, "TIFF", save_all=True, append_images=[noisy, noisy], compression="jpeg")
    _, pages = opened(out.getvalue(), cpu_seconds=4)
    assert len(began) > 2
    assert states(pages) == [WAITING] * 3


def test_a_standard_fax_without_its_resolution_is_drawn_with_square_pixels():
    _outline, pages = opened(odd_pictures.without_resolution())
    assert picture(pages[0]).size == (1728, round(1078 * 204 / 98))
