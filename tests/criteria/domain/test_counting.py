"""Counts over items of which some are unknown, against every way they may turn out."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.domain.counting import (
    Span,
    count_span,
    count_status,
    distinct_span,
    every_status,
    same_or_unknown,
)
from criteria.domain.list_tree import CountBound
from criteria.domain.truth import Truth

M, N, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
AT_LEAST, AT_MOST = CountBound.AT_LEAST, CountBound.AT_MOST


@pytest.mark.parametrize(
    ("span", "words"), [(Span(1, 1), "1"), (Span(1, 3), "1 to 3"), (Span(2, None), "2 or more")]
)
def test_a_span_reads_as_words(span, words):
    assert str(span) == words


@pytest.mark.parametrize(
    ("least", "most", "at_least_two", "at_most_two"),
    [
        (0, 0, N, M),
        (0, 1, N, M),
        (1, 2, U, M),
        (2, 2, M, M),
        (2, 3, M, U),
        (3, 3, M, N),
        (0, None, U, U),
        (2, None, M, U),
        (3, None, M, N),
    ],
)
def test_a_count_is_compared_as_a_range(least, most, at_least_two, at_most_two):
    span = Span(least, most)
    assert count_status(span, AT_LEAST, 2) is at_least_two
    assert count_status(span, AT_MOST, 2) is at_most_two


@pytest.mark.parametrize(
    ("statuses", "complete", "expected"),
    [
        ([], True, M),
        ([], False, U),
        ([M, M], True, M),
        ([M, M], False, U),
        ([M, U], True, U),
        ([M, N, U], False, N),
    ],
)
def test_every_needs_the_whole_list(statuses, complete, expected):
    assert every_status(statuses, complete=complete) is expected


def test_only_what_all_agree_on_is_known():
    assert same_or_unknown([M, M]) is M
    assert same_or_unknown([M, N]) is U
    assert same_or_unknown([]) is U


VALUES = ("a", "b", "c")
items = st.lists(
    st.tuples(st.sampled_from([M, N, U]), st.sampled_from([*VALUES, None])), max_size=4
)


def worlds(found, others):
    """Every way in which the items, and so many others, may turn out: sets of values."""
    choices = []
    for status, value in found:
        values = [value] if value is not None else list(VALUES)
        choices.append([*(values if status is not N else []), *([None] if status is not M else [])])
    choices += [[None, *VALUES]] * others
    for world in product(*choices):
        yield [value for value in world if value is not None]


@given(items, st.booleans())
def test_distinct_counts_are_the_range_of_all_ways_it_may_be(found, complete):
    counts = {len(set(world)) for world in worlds(found, 0 if complete else len(VALUES))}
    span = distinct_span(found, complete=complete, possible=len(VALUES))
    assert (span.least, span.most) == (min(counts), max(counts))


@given(items)
def test_counts_are_the_range_of_all_ways_it_may_be(found):
    counts = {len(world) for world in worlds(found, 0)}
    span = count_span([status for status, _ in found], complete=True)
    assert (span.least, span.most) == (min(counts), max(counts))
    assert count_span([status for status, _ in found], complete=False) == Span(span.least, None)


def test_without_a_list_of_values_an_open_list_may_have_any_number():
    assert distinct_span([(M, "a")], complete=False, possible=None) == Span(1, None)
    assert distinct_span([(M, None), (M, None)], complete=True, possible=None) == Span(1, 2)
