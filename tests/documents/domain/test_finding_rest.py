"""Cases at the edge: an option that answers neither way, a denial of something else, a day found twice."""

import pytest

from documents.domain.finding import find_candidates, page_from_text
from documents.domain.wanted import Wanted
from tests.documents.domain.wanted_facts import MEMBER

GRAFT = Wanted(
    "graft",
    "boolean",
    terms=("graft",),
    phrases={"true": ("earlier graft",)},
    negations=("refused",),
)
DAY = Wanted("day", "date", terms=("girth",), forms=("girth wt:",), documents=())


def values(wanted, text):
    return [one.value for one in find_candidates(wanted, [page_from_text(1, text)], MEMBER)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Earlier graft  [ ] done  [x] unknown", []),
        ("Earlier graft  [x] done  [ ] unknown", []),
        ("The graft was refused.", ["no"]),
        ("Lunch was refused.", []),
    ],
)
def test_a_question_alone_and_a_denial_of_another_thing_say_nothing(text, expected):
    assert values(GRAFT, text) == expected


def test_a_day_behind_its_term_and_its_label_is_one():
    assert values(DAY, "seen at home, girth wt: 3/23/2026 by tape") == ["2026-03-23"]
