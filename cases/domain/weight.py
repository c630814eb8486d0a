"""A body weight as it was written: what cannot be one, and what is unusual at an age."""

from datetime import date
from decimal import Decimal

MOST_KG = 500
IMPOSSIBLE = (
    f"A body weight is more than 0 and at most {MOST_KG} kg. Check the number and its unit on "
    "the page, or leave it empty if it is unknown."
)
# Below how many months of age, and the kilograms between which hardly any weight fails to lie.
# Drawn wide of every growth chart, to catch pounds written as kilograms and a lost decimal
# point; no clinical rule, and nothing is held back by it.
_USUAL = (
    (1, Decimal("0.3"), Decimal(8)),
    (6, Decimal("1.5"), Decimal(14)),
    (12, Decimal(3), Decimal(18)),
    (24, Decimal(5), Decimal(25)),
    (60, Decimal(7), Decimal(50)),
    (120, Decimal(11), Decimal(100)),
    (216, Decimal(18), Decimal(250)),
)
_ADULT = (Decimal(25), Decimal(350))


def is_possible(weight_kg: Decimal) -> bool:
    """Whether anybody can weigh so much, in kilograms."""
    return 0 < weight_kg <= MOST_KG


def weight_doubt(weight_kg: Decimal | None, *, birth_date: date, on: date) -> str:
    """Why a weight in kilograms should be looked at again; empty where it is usual or unknown.

    on is the day of weighing, or the nearest day known to it; before birth counts as birth.
    """
    if weight_kg is None:
        return ""
    months = (on.year - birth_date.year) * 12 + on.month - birth_date.month
    months -= on.day < birth_date.day
    low, high = next(((low, high) for below, low, high in _USUAL if months < below), _ADULT)
    if low <= weight_kg <= high:
        return ""
    much = "little" if weight_kg < low else "much"
    return (
        f"{weight_kg.normalize():f} kg is unusually {much} at this age. Compare the number and "
        "its unit with the page."
    )
