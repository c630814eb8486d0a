"""Versions that would be in force on one day."""

from datetime import date

import pytest

from criteria.domain.versions import InForce, overlaps

JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (InForce(JAN), InForce(FEB), False),
        (InForce(JAN), InForce(JAN), True),
        (InForce(JAN, FEB), InForce(FEB), True),
        (InForce(JAN, date(2026, 1, 31)), InForce(FEB), False),
        (InForce(JAN, MAR), InForce(FEB, MAR), True),
    ],
)
def test_only_a_stated_end_or_one_first_day_overlaps(one, other, expected):
    assert overlaps(one, other) is expected
    assert overlaps(other, one) is expected
