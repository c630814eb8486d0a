"""Kleene's tables, written out."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.domain.truth import Truth, all_of, any_of, at_least, negate

M, N, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN

truths = st.lists(st.sampled_from(list(Truth)), max_size=8)


@pytest.mark.parametrize(
    ("left", "right", "both", "either"),
    [
        (M, M, M, M),
        (M, N, N, M),
        (M, U, U, M),
        (N, M, N, M),
        (N, N, N, N),
        (N, U, N, U),
        (U, M, U, M),
        (U, N, N, U),
        (U, U, U, U),
    ],
)
def test_it_combines_two_values_as_kleene_does(left, right, both, either):
    assert all_of((left, right)) is both
    assert any_of((left, right)) is either


@pytest.mark.parametrize(("value", "opposite"), [(M, N), (N, M), (U, U)])
def test_it_leaves_the_opposite_of_unknown_unknown(value, opposite):
    assert negate(value) is opposite


def test_nothing_asked_is_met_and_nothing_offered_is_not():
    assert all_of(()) is M
    assert any_of(()) is N


@pytest.mark.parametrize(
    ("k", "values", "expected"),
    [
        (2, (M, M, N), M),
        (2, (M, U, N), U),
        (2, (M, N, N), N),
        (2, (U, U, U), U),
        (1, (N, N), N),
        (3, (M, M, U), U),
    ],
)
def test_it_counts_k_of_n(k, values, expected):
    assert at_least(k, values) is expected


@pytest.mark.parametrize("value", list(Truth))
def test_it_refuses_to_be_a_yes_or_no_of_python(value):
    with pytest.raises(TypeError, match="three values"):
        bool(value)


def test_it_has_words_for_people():
    assert [value.label for value in Truth] == ["Met", "Not met", "Cannot tell"]


@given(truths)
def test_not_any_is_all_not(values):
    assert negate(any_of(values)) is all_of([negate(value) for value in values])


@given(truths.filter(bool))
def test_all_and_any_are_ends_of_k_of_n(values):
    assert at_least(len(values), values) is all_of(values)
    assert at_least(1, values) is any_of(values)


@given(st.lists(st.sampled_from(list(Truth)), min_size=1, max_size=5), st.data())
def test_k_of_n_is_what_every_completion_agrees_on(values, data):
    k = data.draw(st.integers(1, len(values)))
    choices = [(value,) if value is not U else (M, N) for value in values]
    outcomes = {
        M if sum(value is M for value in completion) >= k else N for completion in product(*choices)
    }
    expected = outcomes.pop() if len(outcomes) == 1 else U
    assert at_least(k, values) is expected
