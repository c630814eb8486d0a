"""What is said of pages without a place."""

import pytest

from cases.domain.placing import PagesLeft, pages_named


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((4,), "page 4"),
        ((4, 5), "pages 4 and 5"),
        ((2, 4, 5), "pages 2, 4 and 5"),
        (tuple(range(1, 11)), "pages 1, 2, 3, 4, 5, 6, 7, 8, 9 and 10"),
        (tuple(range(1, 13)), "pages 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 2 more"),
    ],
)
def test_it_names_the_pages(numbers, words):
    assert pages_named(numbers) == words


def test_it_says_how_many_are_left_and_where():
    one, two = PagesLeft(12, (3,)).sentence, PagesLeft(12, (3, 7)).sentence
    assert one.startswith("1 page of arrival 12 (page 3) has no place yet.")
    assert two.startswith("2 pages of arrival 12 (pages 3 and 7) have no place yet.")


def test_it_says_that_the_pages_are_not_counted():
    assert "are not counted yet" in PagesLeft(12, None).sentence
