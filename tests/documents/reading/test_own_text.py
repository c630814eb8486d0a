"""Text that a file carries beside its picture is compared with what is read there, and no more."""

import pytest

from documents.domain.geometry import Box, Transform
from documents.domain.reading_order import Word
from documents.domain.striking import struck
from documents.reading.own_text import Agreement, agreement, says_other_words
from documents.reading.page import ReadPage

SAID = [
    "Flow cytometry of the blood of a child",
    "Neutrophil CD18 0.4 percent of cells",
    "Collected on 2026-09-30 at the clinic",
    "Reviewed and signed by the director",
]
OTHER = [
    "Nothing whatever about anybody known here",
    "Monocyte CD55 97.2 milligrams each week",
    "Delivered before 1999-01-01 near some village",
    "Unseen although printed under his assistant",
]


def placed(lines, *, left=100.0, top=100.0):
    """The words of lines, each letter ten pixels wide and each line forty pixels high."""
    words = []
    for row, line in enumerate(lines):
        x = left
        for text in line.split():
            y = top + 40 * row
            words.append(Word(text, Box(x, y, x + 10 * len(text), y + 20)))
            x += 10 * len(text) + 8
    return words


def agreed(own, read, onto=Transform()):  # noqa: B008 - frozen
    return agreement(own, read, onto=onto)


def test_the_same_words_are_the_same():
    assert agreed(placed(SAID), placed(SAID)) is Agreement.SAME


def test_words_that_were_read_as_one_or_with_a_line_through_them_are_the_same():
    glued = [
        Word(line.replace(" ", ""), Box(100, 100 + 40 * row, 600, 120 + 40 * row))
        for row, line in enumerate(SAID)
    ]
    assert agreed(placed(SAID), glued) is Agreement.SAME
    crossed = [Word(struck(word.text), word.box) for word in placed(SAID)]
    assert agreed(placed(SAID), crossed) is Agreement.SAME


def test_other_words_at_the_same_places_are_others():
    assert agreed(placed(OTHER), placed(SAID)) is Agreement.OTHER
    assert agreed(placed([*SAID, *OTHER]), placed([*SAID, *SAID])) is Agreement.OTHER


def test_a_poor_reading_is_not_taken_for_other_words():
    poor = [line.replace("o", "c").replace("l", "1") for line in SAID]
    assert agreed(placed(poor), placed(SAID)) is Agreement.UNCLEAR


def test_one_number_that_was_read_otherwise_is_enough_not_to_be_the_same():
    other = [line.replace("0.4", "4.0") for line in SAID]
    assert agreed(placed(other), placed(SAID)) is Agreement.UNCLEAR


def test_words_that_stand_a_line_higher_are_no_others():
    assert agreed(placed(SAID, top=60.0), placed(SAID)) is not Agreement.OTHER


def test_a_page_that_lay_on_its_side_is_compared_where_it_was_turned_to():
    quarter = Transform(0, -1, 1000, 1, 0, 0)
    back = quarter.inverse()
    sideways = [Word(word.text, back.box(word.box)) for word in placed(SAID)]
    assert agreed(sideways, placed(SAID), onto=quarter) is Agreement.SAME
    assert agreed(sideways, placed(OTHER), onto=quarter) is Agreement.OTHER


@pytest.mark.parametrize("own", [[], placed(["a - of"])])
def test_what_cannot_be_compared_says_nothing(own):
    assert agreed(own, placed(SAID)) is Agreement.UNCLEAR
    assert agreed(placed(SAID), []) is Agreement.UNCLEAR


def test_a_doubt_stays_until_the_reading_bears_the_text_out():
    read = ReadPage("e", "1", tuple(placed(SAID)), 9, 9, 0, Transform(), None, has_ink=True)
    for doubted in (True, False):
        assert says_other_words((), read, doubted=doubted) is doubted
        assert says_other_words(tuple(placed(SAID)), None, doubted=doubted) is doubted
        assert says_other_words(tuple(placed(["0.7"])), read, doubted=doubted) is doubted
        assert says_other_words(tuple(placed(SAID)), read, doubted=doubted) is False
        assert says_other_words(tuple(placed(OTHER)), read, doubted=doubted) is True
