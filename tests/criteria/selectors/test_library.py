"""The library's list: what it finds, how it stands, and when its review is due."""

from datetime import date

import pytest

from criteria.domain.library import Standing
from criteria.selectors import library, policies
from criteria.selectors.library import library_page
from criteria.services.policies import policy_import, policy_publish
from tests.criteria.people import EDITOR, KRESLADI, NOW, OTHER_EDITOR, SMALL

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)


def published(text):
    revision = policy_import(text, actor=EDITOR, now=NOW)
    policy_publish(revision.pk, actor=OTHER_EDITOR, now=NOW)
    return revision


def listed(**asked):
    page = library_page(today=asked.pop("today", TODAY), **asked)
    return [(row.ref.slug, row.ref.revision, row.stands.standing.value) for row in page.rows]


def test_every_revision_stands_where_its_dates_and_its_followers_put_it():
    published(KRESLADI)
    published(KRESLADI + "\n# mended\n")
    policy_import(KRESLADI + "\n# mended again\n", actor=EDITOR, now=NOW)
    published(SMALL)
    assert listed() == [
        ("kresladi", 3, "draft"),
        ("kresladi", 2, "in_force"),
        ("kresladi", 1, "superseded"),
        ("small", 1, "in_force"),
    ]
    assert listed(today=date(2027, 1, 1), words="a made-up policy") == [("small", 1, "ended")]
    assert listed(standing=Standing.DRAFT) == [("kresladi", 3, "draft")]
    counts = library_page(today=TODAY, standing=Standing.DRAFT).counts
    assert counts[Standing.IN_FORCE] == 2
    assert counts[Standing.DRAFT] == 1


@pytest.mark.parametrize("words", ["KRES", "marnetegragene", "83537-0034", "C9399", "rocket"])
def test_it_finds_by_name_alias_code_and_any_words_of_the_text(words):
    published(KRESLADI)
    published(SMALL)
    assert listed(words=words) == [("kresladi", 1, "in_force")]


def test_words_that_nothing_holds_find_nothing():
    published(SMALL)
    assert listed(words="%") == [("small", 1, "in_force")]  # its text holds a percent sign
    assert listed(words="no such words") == []


def test_the_yearly_review_is_kept_of_what_is_in_force_or_coming():
    published(SMALL)
    policy_import(KRESLADI, actor=EDITOR, now=NOW)
    draft, small = library_page(today=TODAY).rows
    assert draft.review is None
    assert (small.review.on, small.review.is_stated, small.is_overdue) == (
        date(2027, 1, 1),
        False,
        False,
    )
    late = SMALL.replace("reviewed: null", "reviewed: 2025-02-01")
    policy_publish(policy_import(late, actor=EDITOR, now=NOW).pk, actor=OTHER_EDITOR, now=NOW)
    row = library_page(today=TODAY, standing=Standing.IN_FORCE).rows[0]
    assert (row.review.on, row.is_overdue) == (date(2026, 2, 1), True)


def test_pages_go_on_where_the_last_one_ended(monkeypatch):
    monkeypatch.setattr(library, "PAGE_SIZE", 2)
    for number in range(3):
        policy_import(KRESLADI + f"\n# {number}\n", actor=EDITOR, now=NOW)
    first = library_page(today=TODAY)
    assert [row.ref.revision for row in first.rows] == [3, 2]
    rest = library_page(today=TODAY, after=first.next_after)
    assert [row.ref.revision for row in rest.rows] == [1]
    assert rest.next_after is None
    assert library_page(today=TODAY, after=999_999).rows == first.rows


def test_it_asks_at_most_three_times_and_less_when_policies_are_kept(django_assert_num_queries):
    published(KRESLADI)
    published(SMALL)
    policies._kept.clear()
    with django_assert_num_queries(3):  # revisions, those that hold the words, texts
        library_page(today=TODAY, words="a")
    with django_assert_num_queries(1):
        library_page(today=TODAY)
