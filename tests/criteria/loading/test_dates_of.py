"""A date may be the day of another fact; anything else is refused by name."""

import pytest

from benchmarks.evidence.check_set import POLICIES
from criteria.errors import PolicyFileError
from criteria.loading import policy_read

TEXT = (POLICIES / "kresladi" / "2026-07-23.yaml").read_text("utf-8")


def test_a_date_names_the_fact_whose_day_it_is():
    assert policy_read(TEXT).facts["weight_date"].find.date_of == "weight_kg"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("date_of: weight_kg", "date_of: nothing"),
        ("date_of: weight_kg", "date_of: weight_date"),
    ],
)
def test_a_day_of_nothing_is_refused(old, new):
    text = TEXT.replace(old, new)
    with pytest.raises(PolicyFileError, match="names another fact"):
        policy_read(text)
