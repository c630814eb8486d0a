"""The pages of the desk: how their kind reads within a sentence."""

import pytest

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
