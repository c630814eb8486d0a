"""What two pages beside each other say differently."""

from documents.domain.differences import MOST_TOLD, Differences, differences_of
from documents.domain.sameness import SeenPage

TEXT = "progress note of october weight 12.4 kg and pulse 98 with no active infection"


def page(key: int, text: str, picture: str = "") -> SeenPage:
    return SeenPage(key, picture, text)


def test_one_page_twice_differs_in_nothing() -> None:
    found = differences_of(page(1, TEXT), page(2, TEXT))
    assert found == Differences("Their words agree.", (), (), 0)
    assert not found.is_any


def test_numbers_are_told_before_words_and_in_the_order_read() -> None:
    found = differences_of(page(1, TEXT), page(2, TEXT.replace("98", "104 today")))
    assert (found.only_first, found.only_second) == (("98",), ("104", "today"))
    assert found.is_any


def test_a_word_that_stands_more_often_on_one_page_is_told_once() -> None:
    found = differences_of(page(1, "alpha beta beta beta"), page(2, "alpha beta"))
    assert (found.only_first, found.only_second, found.left_out) == (("beta",), (), 0)


def test_other_pages_are_not_thought_the_same_and_the_rest_is_counted() -> None:
    words = " ".join(f"word{chr(97 + n)}" for n in range(MOST_TOLD + 5))
    found = differences_of(page(1, words), page(2, "something else altogether here"))
    assert found.because == ""
    assert len(found.only_first) == MOST_TOLD
    assert found.left_out == 5


def test_what_was_read_on_one_page_only_is_of_that_page() -> None:
    found = differences_of(page(1, ""), page(2, "a letter"))
    assert (found.only_first, found.only_second) == ((), ("letter",))
