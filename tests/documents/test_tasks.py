"""Which pages are read first when much waits."""

import pytest

from documents.tasks import turn_of_pages
from operations.domain.jobs import Turn
from operations.services.handlers import turn_for


@pytest.mark.parametrize(
    ("pages", "turn"),
    [
        ("1-1", Turn.FIRST),
        ("2-4", Turn.SOON),
        ("11-13", Turn.SOON),
        ("14-16", Turn.LATER),
        ("59-61", Turn.LATER),
        ("62-64", Turn.LAST),
        ("200-200", Turn.LAST),
    ],
)
def test_the_further_back_in_its_file_the_later_a_page_is_read(pages, turn):
    assert turn_of_pages(pages) is turn
    assert turn_for("document.recognise", pages) is turn


def test_a_file_is_opened_and_a_page_read_again_before_pages_further_back():
    assert turn_for("document.split", "") is Turn.FIRST
    assert turn_for("page.read_again", "1") is Turn.FIRST
