"""Dates that were changed, and short dates that stand where a date belongs."""

import pytest

from documents.domain.changed_dates import close_date_in, is_given_up, says_new
from documents.domain.values import dates_in


@pytest.mark.parametrize(
    "text",
    [
        "infusion moved from 11/23/2026",
        "originally planned for 11/23/2026",
        "(old: 11/23/2026)",
        "11/23/2026 -> 01/19/2027",
        "11/23/2026, now 01/19/2027",
        "11/23/2026 was cancelled",
        "11/23/2026 (cancelled)",
    ],
)
def test_a_date_that_was_changed_is_given_up(text):
    assert is_given_up(text, dates_in(text)[0])


@pytest.mark.parametrize(
    "text",
    [
        "infusion on 11/23/2026",
        "first dose on 11/23/2026",
        "not before 11/23/2026",
        "now 11/23/2026",
        "11/23/2026 now or never",
    ],
)
def test_a_date_that_holds_is_not(text):
    assert not is_given_up(text, dates_in(text)[0])


def test_a_label_may_say_that_the_date_is_the_new_one():
    assert says_new("new: ")
    assert says_new("rescheduled to: ")
    assert not says_new("renewal: ")


def test_a_short_date_counts_right_behind_its_term_alone():
    near = "2026-11-12"
    assert [one.value for one in close_date_in("mob 12/28", 3, near=near)] == ["2026-12-28"]
    assert [one.value for one in close_date_in("mob on 1/15", 3, near=near)] == ["2027-01-15"]
    for text in ("mob 10/10", "mob 1/2", "mob, then 12/28", "mob 12/28/26"):
        assert close_date_in(text, 3, near=near) == []
    assert close_date_in("mob 12/28", 3, near="") == []
