"""An approval holds from today, or from a service that was given already."""

from datetime import date

import pytest

from cases.domain.validity import first_valid_day

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("service_from", "expected"),
    [
        (None, TODAY),
        (date(2026, 11, 3), TODAY),
        (TODAY, TODAY),
        (date(2026, 11, 1), date(2026, 11, 1)),
        (date(2026, 7, 22), date(2026, 7, 22)),
    ],
)
def test_a_service_given_before_the_decision_lies_within_what_is_granted(service_from, expected):
    assert first_valid_day(today=TODAY, service_from=service_from) == expected
