"""What a policy says of an approval's length."""

from dataclasses import replace

import pytest

from tests.criteria.domain.small_policy import small_policy


@pytest.mark.parametrize(
    ("stated", "renewed", "first", "again"),
    [(None, None, None, None), (90, None, 90, 90), (90, 180, 90, 180), (None, 180, None, 180)],
)
def test_a_renewal_has_a_length_of_its_own_where_one_is_stated(stated, renewed, first, again):
    terms = replace(
        small_policy().authorization, validity_days=stated, renewal_validity_days=renewed
    )
    assert terms.days_of("initial") == first
    assert terms.days_of("renewal") == again
