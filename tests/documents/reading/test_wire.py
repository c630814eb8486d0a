"""What the child says is checked: it had a stranger's file in its hands."""

import json
from dataclasses import replace

import pytest

from documents.domain.damage import Damage
from documents.domain.states import DocumentNote, DocumentReason, PageReason, PageState
from documents.reading.sniff import media_type_of, suffix_of
from documents.reading.tiff import tiff_outline
from documents.reading.wire import FileOutline, PageOutcome, outline_from, page_from, picture_name
from tests.documents import faxes

PAGE = PageOutcome(3, PageState.READ, None, 100, 200, (("word", 1.0, 2.0, 3.0, 4.0),))


def test_pages_and_outlines_travel_whole():
    assert page_from(json.dumps(PAGE.as_dict())) == PAGE
    failed = PageOutcome(3, PageState.UNREADABLE, PageReason.DAMAGED)
    assert page_from(json.dumps(failed.as_dict())) == failed
    unused = replace(PAGE, state=PageState.WAITING, words=(), own_words=PAGE.words)
    assert page_from(json.dumps(unused.as_dict())) == unused
    assert unused.own() == PAGE.embedded_words()
    damaged = replace(PAGE, damage=Damage(200, 3, ((0.1, 0.2),)))
    assert page_from(json.dumps(damaged.as_dict())) == damaged
    outline = FileOutline(None, DocumentReason.PASSWORD, (DocumentNote.ATTACHMENTS,))
    assert outline_from(json.dumps(outline.as_dict())) == outline


@pytest.mark.parametrize(
    "change",
    [
        {"number": "3"},
        {"number": -1},
        {"width": 99_999},
        {"state": "happy"},
        {"reason": "because"},
        {"words": "word"},
        {"own_words": "word"},
        {"own_words": [["word", 1, 2, 3, 4]] * 20_001},
        {"words": [["word", 1, 2, 3]]},
        {"words": [[7, 1, 2, 3, 4]]},
        {"words": [["word", "x", 2, 3, 4]]},
        {"words": [["word", 1, 2, 3, 4]] * 20_001},
        {"damage": {"rows": 3, "lost": 9, "bands": [[0, 1]]}},
    ],
)
def test_a_page_of_another_form_is_refused(change):
    with pytest.raises(ValueError):  # noqa: PT011 - any reason will do
        page_from(json.dumps(PAGE.as_dict() | change))


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        '{"page_count": "2", "reason": "", "notes": []}',
        '{"page_count": 2, "reason": "", "notes": ""}',
        '{"page_count": 2, "reason": "x", "notes": []}',
        '{"page_count": -2, "reason": "", "notes": []}',
    ],
)
def test_an_outline_of_another_form_is_refused(line):
    with pytest.raises(ValueError):  # noqa: PT011 - any reason will do
        outline_from(line)


def test_control_characters_do_not_come_through():
    line = json.dumps(
        PAGE.as_dict() | {"words": [["a\x00b\ud800", 1, 2, 3, 4], ["\x00", 1, 2, 3, 4]]}
    )
    assert page_from(line).words == (("ab", 1.0, 2.0, 3.0, 4.0),)


def test_pictures_are_named_by_number():
    assert picture_name(7) == "page-00007.png"


@pytest.mark.parametrize(
    ("first", "media_type"),
    [
        (b"%PDF-1.4", "application/pdf"),
        (b"\xef\xbb\xbf\r\n%PDF-1.4", "application/pdf"),
        (b"II*\x00", "image/tiff"),
        (b"MM\x00*", "image/tiff"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a%PDF-1.4", None),
        (b"<html>%PDF-1.4", None),
        (b"MZ\x90\x00", None),
        (b"PK\x03\x04", None),
        (b"", None),
    ],
)
def test_the_first_bytes_tell_the_kind(first, media_type):
    assert media_type_of(first) == media_type


def test_every_kind_has_a_suffix():
    assert suffix_of("application/pdf") == ".pdf"


def test_directories_are_walked_in_either_byte_order():
    page = faxes.text_page(["a"], height=300)
    small = tiff_outline(faxes.tiff([page] * 2, y_resolution=98), most_pages=10)
    assert [(p.width, p.compression, p.data_complete) for p in small.pages] == [(1728, 4, True)] * 2
    assert small.pages[0].x_resolution == 204
    assert small.pages[0].y_resolution == 98
    big = b"MM\x00*\x00\x00\x00\x08\x00\x01\x01\x00\x00\x03\x00\x00\x00\x01\x00\x09\x00\x00"
    outline = tiff_outline(big + b"\x00\x00\x00\x00", most_pages=10)
    assert (outline.pages[0].width, outline.ends_early) == (9, False)
    assert not outline.pages[0].data_complete


def test_walking_stops_one_past_the_limit():
    page = faxes.text_page(["a"], height=40)
    assert len(tiff_outline(faxes.tiff([page] * 9), most_pages=4).pages) == 5
