"""What cannot be a body weight, and what is unusual at an age."""

from datetime import date
from decimal import Decimal

import pytest

from cases.domain.weight import is_possible, weight_doubt

BORN = date(2025, 9, 15)


@pytest.mark.parametrize(
    ("kilograms", "possible"),
    [("0", False), ("-1", False), ("0.001", True), ("500", True), ("500.001", False)],
)
def test_a_weight_lies_above_zero_and_at_most_at_five_hundred(kilograms, possible):
    assert is_possible(Decimal(kilograms)) is possible


@pytest.mark.parametrize(
    ("kilograms", "on", "much"),
    [
        ("3.4", date(2025, 9, 15), ""),
        ("0.2", date(2025, 9, 15), "little"),
        ("8.1", date(2025, 10, 14), "much"),
        ("8.1", date(2025, 10, 15), ""),
        ("8.2", date(2026, 10, 28), ""),
        ("5", date(2026, 10, 28), ""),
        ("4.999", date(2026, 10, 28), "little"),
        ("25", date(2026, 10, 28), ""),
        ("82", date(2026, 10, 28), "much"),
        ("26", date(2027, 9, 15), ""),
        ("26", date(2027, 9, 14), "much"),
        ("17", date(2035, 9, 15), "little"),
        ("17", date(2035, 9, 14), ""),
        ("24.9", date(2043, 9, 15), "little"),
        ("24.9", date(2043, 9, 14), ""),
        ("351", date(2070, 1, 1), "much"),
        ("82", date(2025, 1, 1), "much"),
    ],
)
def test_a_weight_that_is_unusual_at_the_age_is_doubted(kilograms, on, much):
    doubt = weight_doubt(Decimal(kilograms), birth_date=BORN, on=on)
    assert (f"unusually {much} at this age" in doubt) is bool(much)
    assert bool(doubt) is bool(much)


def test_the_doubt_names_the_weight_as_it_was_written_and_an_unknown_one_is_not_doubted():
    doubt = weight_doubt(Decimal("82.000"), birth_date=BORN, on=date(2026, 10, 28))
    assert doubt.startswith("82 kg is unusually much at this age.")
    assert weight_doubt(None, birth_date=BORN, on=BORN) == ""
