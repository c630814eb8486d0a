"""Who counts as a newborn, day by day."""

from datetime import date

import pytest

from cases.domain.newborn import newborn_days


@pytest.mark.parametrize(
    ("born", "day", "counts"),
    [
        (date(2026, 9, 3), date(2026, 9, 2), False),
        (date(2026, 9, 3), date(2026, 9, 3), True),
        (date(2026, 9, 3), date(2026, 11, 2), True),
        (date(2026, 9, 2), date(2026, 11, 2), False),
        (date(2028, 2, 29), date(2028, 4, 29), True),
        (date(2028, 2, 28), date(2028, 4, 29), False),
        (date(2027, 2, 28), date(2027, 4, 29), True),
    ],
)
def test_a_newborn_is_at_most_sixty_days_old(born: date, day: date, counts: bool) -> None:
    assert newborn_days(born, [day]) == ((day,) if counts else ())


def test_each_day_is_looked_at_by_itself() -> None:
    born = date(2026, 10, 1)
    days = [date(2026, 11, 2), date(2026, 12, 31)]
    assert newborn_days(born, days) == (date(2026, 11, 2),)
