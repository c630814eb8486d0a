"""The second reader: asked seldom, shown beside, and no harm where it is not there."""

import shutil
import sys

import numpy as np
import pytest

from documents.domain.geometry import Box
from documents.domain.reading_order import Word
from documents.reading import second
from documents.reading.second import second_words
from tests.documents import faxes

PAGE = np.asarray(
    faxes.text_page(["Collected 06/02/2026 at noon", "Second line"], height=400).convert("L"),
    dtype=np.uint8,
)


def word(text, left, right, top=120):
    return Word(text, Box(left, top, right, top + 40))


MISREAD = [word("Collected", 130, 290), word("06/0272026", 300, 490), word("at", 500, 530)]


@pytest.fixture
def program(monkeypatch, tmp_path):
    """A program in place of Tesseract that answers as told."""

    def install(body):
        path = tmp_path / "reader"
        path.write_text(f"#!{sys.executable}\n{body}\n")
        path.chmod(0o700)
        monkeypatch.setattr(second, "_program", lambda: str(path))

    return install


def test_a_reading_that_fits_stands_at_the_first_ones_box(program):
    program("print('Collected 06/02/2026 at noon')")
    assert second_words(PAGE, MISREAD) == (Word("06/02/2026", MISREAD[1].box),)


def test_a_cent_sign_is_the_c_of_a_variant(program):
    program("print('carries \u00a2.562C>T here')")
    line = [word("carries", 130, 290), word("c.562CT", 300, 490)]
    assert second_words(PAGE, line) == (Word("c.562C>T", line[1].box),)


def test_nobody_is_asked_where_every_value_fits(program):
    program("raise SystemExit('asked')")
    assert second_words(PAGE, [word("Collected", 130, 290), word("06/02/2026", 300, 490)]) == ()


def test_a_reader_that_fails_or_hangs_says_nothing(program, monkeypatch):
    program("raise SystemExit(1)")
    assert second_words(PAGE, MISREAD) == ()
    monkeypatch.setattr(second, "_SECONDS", 0.3)
    program("import time; time.sleep(20)")
    assert second_words(PAGE, MISREAD) == ()


def test_only_some_lines_of_a_page_are_asked_about(program):
    program("print('06/02/2026')")
    many = [word("06/0272026", 300, 490, top=60 * number) for number in range(12)]
    assert len(second_words(np.full((900, 600), 255, np.uint8), many)) == 6


def test_without_a_second_reader_the_first_one_stands_alone(monkeypatch):
    monkeypatch.setattr(second, "_program", lambda: "")
    assert second_words(PAGE, MISREAD) == ()


@pytest.mark.skipif(
    shutil.which("tesseract") is None,
    reason="tesseract is not installed: apt-get install tesseract-ocr",
)
def test_tesseract_reads_the_line():
    assert [found.text for found in second_words(PAGE, MISREAD)] == ["06/02/2026"]
