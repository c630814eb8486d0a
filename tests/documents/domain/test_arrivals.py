"""What is said of an arrival: pages against those announced, and odd times."""

from datetime import UTC, datetime, timedelta

import pytest

from documents.domain.arrivals import (
    Remark,
    pages_sentence,
    remark_sentence,
    time_remarks,
    time_taken,
)

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
FILE = NOW - timedelta(hours=2)
LONG = timedelta(days=40)
OLD = datetime(1999, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expected", "came", "sentence"),
    [
        (None, 7, ""),
        (12, None, ""),
        (7, 7, ""),
        (
            12,
            7,
            (
                "12 pages announced, 7 came. Ask the sender for the 5 missing; this clock runs on "
                "while you wait for them."
            ),
        ),
        (
            2,
            1,
            (
                "2 pages announced, 1 came. Ask the sender for the one missing; this clock runs on "
                "while you wait for it."
            ),
        ),
        (1, 3, "1 page announced, 3 came. Check that every page belongs to this fax."),
    ],
)
def test_missing_pages_are_told_with_what_to_do(expected, came, sentence):
    assert pages_sentence(expected, came) == sentence


@pytest.mark.parametrize("remark", list(Remark))
def test_every_remark_has_a_sentence(remark):
    assert remark_sentence(remark.value).endswith(".")


def test_an_unknown_remark_says_nothing():
    assert remark_sentence("from another release") == ""


@pytest.mark.parametrize(
    ("stated", "file_at", "taken"),
    [
        (NOW - timedelta(hours=1), FILE, NOW - timedelta(hours=1)),
        (NOW, FILE, NOW),
        (NOW + timedelta(hours=1), FILE, NOW),
        (OLD, FILE, FILE),
        (None, FILE, FILE),
        (None, NOW + timedelta(hours=1), NOW),
        (None, OLD, NOW),
    ],
)
def test_the_clock_starts_at_a_time_that_can_be(stated, file_at, taken):
    assert time_taken(stated, file_at=file_at, now=NOW) == taken


@pytest.mark.parametrize(
    ("stated", "taken", "remarks"),
    [
        (NOW, NOW, []),
        (NOW + timedelta(minutes=5), NOW, []),
        (NOW + timedelta(minutes=6), NOW, [Remark.TIME_AHEAD]),
        (None, FILE, [Remark.TIME_MISSING]),
        (OLD, FILE, [Remark.TIME_MISSING]),
        (NOW - LONG, NOW - LONG, [Remark.TIME_LONG_AGO]),
        (None, NOW - LONG, [Remark.TIME_MISSING, Remark.TIME_LONG_AGO]),
    ],
)
def test_an_odd_time_is_told(stated, taken, remarks):
    assert time_remarks(stated, taken=taken, now=NOW) == remarks
