"""Words with a line through them: shown so, and never taken as said."""

from documents.domain.geometry import Box
from documents.domain.layout import PageText, layout_of
from documents.domain.reading_order import Word
from documents.domain.striking import is_struck, plain, standing, standing_text, struck


def test_a_word_is_struck_letter_by_letter_and_comes_back_whole():
    word = struck("0.8")
    assert is_struck(word)
    assert not is_struck("0.8")
    assert plain(word) == "0.8"
    assert word.isprintable()
    assert len(word) == 6
    assert struck(word) == word


def test_struck_words_do_not_stand():
    words = [Word("CD18", Box(0, 0, 9, 9)), Word(struck("0.8"), Box(10, 0, 19, 9))]
    assert standing(words) == (words[0],)
    assert standing_text(f"CD18 {struck('0.8')} %\nend") == "CD18 %\nend"
    assert standing_text("CD18 0.8 %") == "CD18 0.8 %"


def test_a_page_is_laid_out_without_them():
    words = (Word("Yes", Box(0, 0, 30, 9)), Word(struck("No"), Box(40, 0, 60, 9)))
    assert layout_of(PageText(1, words)).text == "yes"
