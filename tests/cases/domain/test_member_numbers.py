"""A number is the same however it is grouped, and another one is not."""

import pytest

from cases.domain.member_numbers import is_same_number, number_key


@pytest.mark.parametrize(
    "read", ["ZZT0000012", "zzt 0000012", "ZZT-000-0012", " ZZT\u2011000\u20100012 ", "zzt.0000012"]
)
def test_blanks_hyphens_and_capitals_make_no_other_number(read):
    assert number_key(read) == "ZZT0000012"
    assert is_same_number(read, "ZZT-0000012")


@pytest.mark.parametrize("read", ["ZZT0000013", "ZZT00000121", "0000012", "", " - "])
def test_another_number_or_none_is_not_the_same(read):
    assert not is_same_number(read, "ZZT0000012")
    assert not is_same_number(read, "")
