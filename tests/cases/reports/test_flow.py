"""The flow's bars and bands: as many as go in, none lost, none over another."""

import re
from collections.abc import Mapping
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.reports.flow import WIDTH, Flow, flow

LABELS = {"yes": "Approve", "ask": "Ask for information", "no": "Refer to a physician"}


def drawn(counts: Mapping[tuple[str, str], int], labels: Mapping[str, str] = LABELS) -> Flow:
    return flow("f", "Flow", headings=("Now", "Then"), labels=labels, counts=counts)


def thickness(path: str) -> float:
    """How high the band stands at its left end."""
    first, last = re.match(r"M\S+ (\S+)C.* (\S+)Z$", path).groups()
    return float(last) - float(first)


def test_every_number_that_goes_in_is_said_once() -> None:
    picture = drawn({("yes", "yes"): 70, ("yes", "no"): 20, ("ask", "no"): 10, ("no", "ask"): 0})
    assert [(end.label, end.count, end.is_left) for end in picture.ends] == [
        ("Approve", 90, True),
        ("Ask for information", 10, True),
        ("Approve", 70, False),
        ("Refer to a physician", 30, False),
    ]
    assert [(band.says, band.is_change) for band in picture.bands] == [
        ("Approve to Approve: 70", False),
        ("Approve to Refer to a physician: 20", True),
        ("Ask for information to Refer to a physician: 10", True),
    ]
    assert picture.description == (
        "30 of 100 change. Approve to Refer to a physician: 20."
        " Ask for information to Refer to a physician: 10."
    )


def test_a_band_is_as_high_as_its_share_and_never_too_thin_to_be_seen() -> None:
    picture = drawn({("yes", "yes"): 999_990, ("yes", "no"): 10})
    wide, thin = (thickness(band.path) for band in picture.bands)
    assert wide == pytest.approx(220, abs=0.1)
    assert thin == pytest.approx(1.5, abs=0.1)
    left = picture.ends[0]
    assert left.height == pytest.approx(wide + thin, abs=0.2)


def test_nothing_is_drawn_of_nothing() -> None:
    for counts in ({}, {("yes", "no"): 0}):
        picture = drawn(counts)
        assert (picture.ends, picture.bands) == ((), ())
        assert picture.description == "0 of 0 change. "
        assert picture.height > 0


def test_a_key_without_words_stands_last_under_its_own_name() -> None:
    picture = drawn({("other", "yes"): 1, ("no", "yes"): 1})
    assert [end.label for end in picture.ends if end.is_left] == ["Refer to a physician", "other"]
    assert sum(end.count for end in picture.ends) == 4


@pytest.mark.parametrize("letters", [0, 5, 20, 200])
def test_a_name_of_any_length_leaves_room_for_the_bands(letters: int) -> None:
    picture = drawn({("a", "a"): 1}, {"a": "x" * letters})
    left, right = picture.ends
    assert 0 < left.x_text < left.x < picture.left < picture.right <= right.x < right.x_text
    assert picture.right - picture.left >= 200
    assert right.x_text < WIDTH


KEYS = [f"k{number}" for number in range(12)]


@given(st.dictionaries(st.tuples(*[st.sampled_from(KEYS)] * 2), st.integers(0, 10**7)))
def test_bars_stand_apart_within_the_picture_however_many_there_are(
    counts: dict[tuple[str, str], int],
) -> None:
    picture = drawn(counts, {key: key for key in KEYS})
    for is_left in (True, False):
        side = [end for end in picture.ends if end.is_left is is_left]
        assert sum(end.count for end in side) == sum(counts.values())
        for above, below in pairwise(side):
            assert above.y + above.height + 15 < below.y
        assert all(end.y + end.height < picture.height for end in side)
    asked = [pair for pair in product(KEYS, KEYS) if counts.get(pair)]
    assert len(picture.bands) == len(asked)
    assert all(thickness(band.path) >= 1.4 for band in picture.bands)
