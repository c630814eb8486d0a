"""Where revisions stand, and when the yearly review is due."""

from dataclasses import replace
from datetime import date

import pytest

from criteria.domain.library import Dated, Standing, review_due, standings
from tests.criteria.domain.small_policy import small_policy

JAN, MAR, JUN = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1)


def row(key, version=JAN, revision=1, *, last=None, published=True, slug="one"):
    return Dated(key, slug, version, revision, version, last, published)


def on(today, *rows):
    found = standings(rows, today=today)
    return [(found[one.id].standing.value, found[one.id].until) for one in rows]


def test_one_open_version_is_in_force_from_its_first_day():
    assert on(JAN, row(1)) == [("in_force", None)]
    assert on(date(2025, 12, 31), row(1)) == [("coming", None)]


def test_the_next_version_ends_the_one_before():
    rows = row(1), row(2, MAR)
    assert on(date(2026, 2, 28), *rows) == [("in_force", date(2026, 2, 28)), ("coming", None)]
    assert on(MAR, *rows) == [("superseded", date(2026, 2, 28)), ("in_force", None)]


def test_a_stated_last_day_ends_a_version_without_a_next():
    rows = (row(1, last=MAR),)
    assert on(MAR, *rows) == [("in_force", MAR)]
    assert on(JUN, *rows) == [("ended", MAR)]
    assert on(date(2026, 4, 1), row(1, last=MAR), row(2, JUN)) == [
        ("ended", MAR),
        ("coming", None),
    ]


def test_of_one_version_the_highest_published_revision_counts():
    rows = row(1), row(2, revision=2), row(3, revision=3, published=False)
    assert on(MAR, *rows) == [("superseded", None), ("in_force", None), ("draft", None)]


def test_policies_do_not_supersede_one_another():
    assert on(JUN, row(1), row(2, MAR, slug="other")) == [("in_force", None), ("in_force", None)]


@pytest.mark.parametrize("standing", list(Standing))
def test_every_standing_has_words(standing):
    assert standing.label


def test_review_is_due_when_stated_else_a_year_on():
    source = small_policy().source
    stated = replace(source, review_due=date(2027, 5, 1))
    assert review_due(stated, effective_from=JAN).on == date(2027, 5, 1)
    assert review_due(stated, effective_from=JAN).is_stated
    silent = replace(source, review_due=None, reviewed=date(2024, 2, 29))
    assert review_due(silent, effective_from=JAN).on == date(2025, 2, 28)
    never = replace(source, review_due=None, reviewed=None)
    assert review_due(never, effective_from=JAN).on == date(2027, 1, 1)
    assert not review_due(never, effective_from=JAN).is_stated
