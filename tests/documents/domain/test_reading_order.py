"""Rows: every word once, left to right, top to bottom, though the line slopes."""

from hypothesis import given
from hypothesis import strategies as st

from documents.domain.geometry import Box
from documents.domain.reading_order import (
    Word,
    rows_of,
    text_of,
    words_as_lists,
    words_from_lists,
)


def word(text, x, y, *, width=60, height=30):
    return Word(text, Box(x, y, x + width, y + height))


def test_words_of_one_height_are_a_row_in_order():
    words = [word("sat", 150, 12), word("cat", 80, 8), word("the", 10, 10), word("down", 10, 60)]
    assert text_of(rows_of(words)) == "the cat sat\ndown"


def test_a_line_that_slopes_more_than_its_height_stays_one_row():
    words = [word(str(n), n * 70, 10 + n * 8) for n in range(12)]
    assert len(rows_of(words)) == 1


def test_two_columns_share_rows():
    words = [word("a", 0, 0), word("b", 0, 40), word("x", 900, 2), word("y", 900, 43)]
    assert text_of(rows_of(words)) == "a x\nb y"


def test_flat_words_are_kept_apart_by_their_height():
    words = [Word("a", Box(0, 5, 10, 5)), Word("b", Box(20, 5, 30, 5)), Word("c", Box(0, 9, 9, 9))]
    assert [row.text for row in rows_of(words)] == ["a b", "c"]


boxes = st.builds(
    lambda x, y, w, h: Box(x, y, x + w, y + h),
    st.integers(0, 1500),
    st.integers(0, 2000),
    st.integers(0, 300),
    st.integers(0, 60),
)
word_lists = st.lists(st.builds(Word, st.text("abc0", min_size=1, max_size=4), boxes), max_size=40)


@given(word_lists)
def test_every_word_is_in_exactly_one_row(words):
    rows = rows_of(words)
    seen = [word for row in rows for word in row.words]
    assert sorted(map(repr, seen)) == sorted(map(repr, words))
    for row in rows:
        assert [w.box.x0 for w in row.words] == sorted(w.box.x0 for w in row.words)


@given(word_lists)
def test_words_survive_being_stored(words):
    assert words_from_lists(words_as_lists(words)) == tuple(words)


def test_no_words_no_rows():
    assert rows_of([]) == ()
    assert text_of(()) == ""


def test_tight_lines_with_tall_boxes_stay_apart():
    tall = [
        Word("first", Box(0, 0, 50, 46)),
        Word("line", Box(60, 0, 100, 46)),
        Word("second", Box(2, 20, 62, 70)),
        Word("row", Box(70, 20, 100, 70)),
    ]
    assert [row.text for row in rows_of(tall)] == ["first line", "second row"]
