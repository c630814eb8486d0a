"""Rows of fax coding: what libtiff codes can be followed to its end, what is damaged cannot."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from documents.reading.fax_drawn import is_drawn
from documents.reading.fax_rows import Coding, Followed, came_over_whole, coded_rows, followed
from tests.documents import faxes
from tests.documents.reading.hostile.pdf_pieces import coded, with_noise

LINES = ["Collected 09/22/2026", "CD18 0.7 %"] * 4
PAGE = faxes.text_page(LINES, height=600)
HOW = {
    "G4": (Coding(-1, 1728), coded(PAGE)),
    "G3": (Coding(0, 1728), coded(PAGE, "group3")),
    "G3 in two": (Coding(1, 1728), coded(PAGE, "group3", options=1)),
    "G3 filled up": (Coding(0, 1728), coded(PAGE, "group3", options=4)),
    "at whole bytes": (Coding(0, 1728, is_aligned=True), coded(PAGE, "tiff_ccitt")),
}


def rows_of(content, coding):
    return followed(content, coding, most_rows=10_000)


@pytest.mark.parametrize("how", HOW)
def test_a_whole_page_is_followed_to_its_last_row(how):
    coding, content = HOW[how]
    found = rows_of(content, coding)
    assert (found.good, found.bad) == (600, 0)
    assert came_over_whole(content, coding, height=600)
    assert not came_over_whole(content, coding, height=620)


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.9])
def test_noise_is_noticed_wherever_it_is(how, share):
    coding, content = HOW[how]
    assert not came_over_whole(with_noise(content, share=share, count=40), coding, height=600)


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 0.95])
def test_a_page_cut_off_is_noticed(how, share):
    coding, content = HOW[how]
    assert not came_over_whole(content[: int(share * len(content))], coding, height=600)


def test_rows_behind_a_bad_one_are_followed_in_g3_and_not_in_g4():
    coding, content = HOW["G3"]
    found = rows_of(with_noise(content, share=0.3, count=40), coding)
    assert found.bad >= 1
    assert found.good > 500
    coding, content = HOW["G4"]
    found = rows_of(with_noise(content, share=0.3, count=40), coding)
    assert found.bad == 1
    assert found.good < 300


def test_rows_in_one_dimension_need_no_marks_at_their_ends():
    bits = "10011000000000" * 0 + "01001101100110101" * 5  # 1728 white and 0 white
    content = int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8), "big")
    assert rows_of(content, Coding(0, 1728)) == Followed(5, 0, ended=False)


def test_the_mark_of_the_end_excuses_few_rows_and_no_more():
    assert Followed(2150, 0, ended=True).is_whole(height=2156)
    assert not Followed(2150, 0, ended=False).is_whole(height=2156)
    assert not Followed(2100, 0, ended=True).is_whole(height=2156)
    assert not Followed(2156, 1, ended=True).is_whole(height=2156)


def test_six_marks_end_a_page_in_g3():
    coding, content = HOW["G3"]
    end = int("000000000001" * 6, 2).to_bytes(9, "big")
    assert rows_of(content + end, coding) == Followed(600, 0, ended=True)


def test_nothing_at_all_is_no_page_and_too_much_is_not_followed():
    assert rows_of(b"", Coding(-1, 1728)) == Followed(0, 0, ended=False)
    assert came_over_whole(bytes(3 << 20), Coding(-1, 1728), height=10)


def test_noise_alone_ends():
    noise = random.Random(2).randbytes(20_000)  # noqa: S311 - the same noise every time
    for k in (-1, 0, 1):
        assert not came_over_whole(noise, Coding(k, 1728), height=2000)


@given(
    columns=st.integers(1, 3000),
    runs=st.lists(st.lists(st.integers(0, 2700), max_size=12), min_size=1, max_size=6),
)
def test_whatever_libtiff_codes_is_followed(columns, runs):
    page = Image.new("1", (columns, len(runs)), 1)
    for row, lengths in enumerate(runs):
        place = 0
        for number, length in enumerate(lengths):
            place += length
            if number % 2 and place < columns:
                page.paste(0, (place, row, columns, row + 1))
            elif place < columns:
                page.paste(1, (place, row, columns, row + 1))
    for compression, options, coding in (
        ("group4", 0, Coding(-1, columns)),
        ("group3", 0, Coding(0, columns)),
        ("group3", 1, Coding(1, columns)),
        ("tiff_ccitt", 0, Coding(0, columns, is_aligned=True)),
    ):
        content = coded(page, compression, options=options)
        assert rows_of(content, coding).good == len(runs)
        assert came_over_whole(content, coding, height=len(runs))


def test_lost_rows_are_told_with_their_places():
    coding, content = HOW["G3"]
    rows = coded_rows(with_noise(content, share=0.3, count=2), coding, height=600)
    ((first, behind),) = [span for span in rows.lost if span[1] < 600] or rows.lost
    assert 0 < first < behind <= first + 3
    assert coded_rows(content, coding, height=600).lost == ()


def test_in_g4_everything_from_a_little_before_the_bad_row_on_is_lost():
    coding, content = HOW["G4"]
    noisy = with_noise(content, share=0.3, count=40)
    found = rows_of(noisy, coding)
    assert coded_rows(noisy, coding, height=600).lost == ((found.good - 24, 600),)


def test_a_row_that_rests_on_a_bad_one_is_bad_until_one_that_rests_on_none():
    coding, content = HOW["G3 in two"]
    noisy = with_noise(content, share=0.3, count=1)
    plain = rows_of(noisy, coding)
    bad = [place for place, line in enumerate(plain.lines) if line is None]
    assert 1 <= len(bad) <= 4
    assert bad == list(range(bad[0], bad[0] + len(bad)))


def test_rows_missing_behind_a_mark_of_the_end_are_white_when_they_are_few():
    coding, content = HOW["G3"]
    end = int("000000000001" * 6, 2).to_bytes(9, "big")
    assert coded_rows(content + end, coding, height=605).lines[-5:] == ((),) * 5
    assert coded_rows(content + end, coding, height=650).lost == ((600, 650),)


def test_a_picture_is_drawn_when_its_printed_rows_are_on_it_black_or_white():
    coding, content = HOW["G3"]
    rows = coded_rows(content, coding, height=600)
    grey = PAGE.convert("L")
    assert is_drawn(rows, PAGE)
    assert is_drawn(rows, ImageOps.invert(grey))
    assert not is_drawn(rows, grey.rotate(180))
    assert not is_drawn(rows, grey.resize((1700, 600)))
