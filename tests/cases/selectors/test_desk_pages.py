"""The pages of the desk: how their kind reads within a sentence, and the part around a place."""

import pytest

from cases.selectors.desk_facts import crop_around
from cases.selectors.desk_pages import DeskPage


@pytest.mark.parametrize(
    ("kind", "within"),
    [
        ("Flow cytometry report", "flow cytometry report"),
        ("HLA typing", "HLA typing"),
        ("", ""),
    ],
)
def test_an_abbreviation_keeps_its_capitals(kind: str, within: str) -> None:
    page = DeskPage(
        id=1,
        number=1,
        document_id=1,
        kind=kind,
        in_case=True,
        state="read",
        sentence="",
        width_px=1,
        height_px=1,
        has_image=False,
    )
    assert page.kind_in_text == within


def test_the_part_around_a_value_marks_its_day_where_that_stands_in_it() -> None:
    value, beside, above = (400, 500, 460, 520), (520, 500, 600, 520), (400, 100, 460, 120)
    part = crop_around(value, width=850, height=1100, date_box=beside)
    assert part.mark == (396, 496, 68, 28)
    assert part.date_mark == (516, 496, 88, 28)
    assert crop_around(value, width=850, height=1100, date_box=above).date_mark is None
    assert crop_around(value, width=850, height=1100).date_mark is None
