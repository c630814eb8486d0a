"""The same page faxed twice is found; another page that looks like it is not."""

import pytest

from documents.domain.sameness import (
    BLANK,
    SeenPage,
    bits_apart,
    picture_hash,
    repeats_of,
    sameness_of,
)

LETTER = (
    "trellis hill hospital september 25, 2026 re benedetta marlowe dob 06/30/2024 "
    "she has had periodontitis and leg ulcers which never close and 12 pneumonias"
)
PICTURE = f"{(1 << 80) - 1:064x}"
NEAR = f"{(1 << 84) - 1:064x}"
FAR = f"{(1 << 160) - 1 << 90:064x}"


def page(key, text=LETTER, picture=PICTURE):
    return SeenPage(key, picture, text)


def test_a_hash_says_where_the_picture_grows_lighter():
    rows = [[0] * 17 for _ in range(16)]
    rows[15][16] = 9
    assert picture_hash(rows) == "0" * 63 + "1"
    assert len(picture_hash([list(range(17))] * 16)) == 64
    assert bits_apart("f" * 64, "0" * 64) == 256


@pytest.mark.parametrize("rows", [[[0] * 17], [[0] * 16] * 16])
def test_a_picture_of_another_size_is_refused(rows):
    with pytest.raises(ValueError, match="16 rows"):
        picture_hash(rows)


def test_a_page_faxed_again_is_found_in_the_packet_first():
    again = page(4, LETTER.replace("hospital", "hospjtal"), NEAR)
    found = repeats_of([page(1), page(2, "another page with 4 words"), again], [page(90)])
    assert [(same.key, same.original) for same in found] == [(1, 90), (4, 1)]
    assert found[1].because == "Their pictures and their words agree."


def test_words_tell_where_the_picture_does_not():
    assert sameness_of(page(1), page(2, picture=FAR)) == "Their words agree."
    assert sameness_of(page(1, picture=""), page(2)) == "Their words agree."


def test_a_form_filled_in_with_other_numbers_is_another_page():
    other = LETTER.replace("25", "11").replace("06/30/2024", "07/01/2019").replace("12", "3")
    assert sameness_of(page(1), page(2, other)) == ""


def test_pages_that_only_look_alike_are_two_pages():
    other = "patient chart copy 25 2026 06/30/2024 12 sick visit with strep throat and amoxicillin"
    assert sameness_of(page(1), page(2, other)) == ""


def test_a_blank_page_is_never_the_same():
    assert sameness_of(page(1, "", BLANK), page(2, "", BLANK)) == ""
    assert sameness_of(page(1), page(2, picture=BLANK)) == ""


def test_pages_that_nobody_could_read_need_pictures_that_agree_closely():
    assert sameness_of(page(1, ""), page(2, "", NEAR)) == "Their pictures agree."
    assert sameness_of(page(1, ""), page(2, "", FAR)) == ""
    assert sameness_of(page(1, "", ""), page(2, "", NEAR)) == ""
    sparse = f"{7:064x}"
    assert sameness_of(page(1, "", sparse), page(2, "", sparse)) == ""


def test_a_few_words_tell_nothing():
    assert sameness_of(page(1, "page two"), page(2, "page two")) == ""
    assert sameness_of(page(1, ""), page(2)) == ""


def test_words_without_numbers_can_agree():
    text = "please see the letter above it was resent because the page was dark"
    assert sameness_of(page(1, text), page(2, text)) == "Their pictures and their words agree."
