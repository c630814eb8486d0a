"""The form on which a second person settles what was entered in error, in both lights and widths."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.guards import PageGuard, accessibility_faults, overflows
from tests.cases.factories import House
from tests.cases.web.test_void import QUESTION, proposed

SCREENS = os.environ.get("VOID_SCREENS", "")


@pytest.mark.parametrize("light", ["light", "dark"])
def test_a_void_is_settled_by_a_second_person(
    page: Page, small_server: str, guard: PageGuard, light: str
) -> None:
    house = House()
    case = proposed(house)
    house.person("medical_director")
    page.emulate_media(color_scheme="dark" if light == "dark" else "light")
    sign_in(page, small_server, "medical_director")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{small_server}/cases/{case.number}/void/")
        question = page.get_by_role("group", name=QUESTION)
        heading = page.get_by_role("heading", name="Proposed")
        sizes = [
            shown.evaluate("shown => parseFloat(getComputedStyle(shown).fontSize)")
            for shown in (question.locator("legend"), heading)
        ]
        assert sizes[0] == sizes[1]
        assert accessibility_faults(page) == []
        assert not overflows(page)
        if SCREENS:
            page.screenshot(path=Path(SCREENS) / f"void-{light}-{width}.png", full_page=True)
    question.get_by_label("Yes: close the case").check()
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_text("This case is closed (entered in error).")).to_be_visible()
