"""A pair seen in the dialog is known to the server; a pair that nobody saw is shown first."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cases.models import Settlement
from tests.browser.conftest import sign_in
from tests.browser.guards import PageGuard, accessibility_faults, overflows
from tests.cases.factories import House
from tests.cases.web.test_compare import LETTER, NOTE

SCREENS = os.environ.get("COMPARE_SCREENS", "")


def shots(page: Page, name: str) -> None:
    """The page wide and narrow, light and dark, where pictures are asked for."""
    if not SCREENS:
        return
    for width in (1280, 390):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.screenshot(path=Path(SCREENS) / f"{name}-{width}-{scheme}.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")


@pytest.fixture
def opened(page: Page, small_server: str) -> Page:
    """The index screen of two pages and each once more, all placed but the third."""
    house = House()
    house.person("intake_clerk")
    receipt = house.receipt((NOTE, LETTER, LETTER, NOTE))
    sign_in(page, small_server, "intake_clerk")
    page.goto(f"{small_server}/intake/{receipt.pk}/")
    for number in (1, 2, 4):
        page.locator(f"select[name='page_{number}']").select_option("not_request")
    page.get_by_label("No request: settle it").check()
    page.get_by_label("Why no request comes of it").select_option("no_request")
    page.locator("[name='settle-reason']").fill("A leaflet and its copy.")
    return page


def test_what_was_seen_in_the_dialog_is_not_shown_again(opened: Page, guard: PageGuard) -> None:
    page = opened
    page.locator("select[name='page_3']").select_option("duplicate")
    both = page.get_by_role("dialog", name="Is it the same page?")
    expect(both).to_contain_text("It is the same page, it seems.")
    both.get_by_role("button", name="The same page").click()
    page.get_by_role("button", name="Settle without a request").click()
    expect(page.get_by_text("is settled without a request")).to_be_visible()
    assert Settlement.objects.exists()


def test_what_nobody_saw_is_shown_before_it_is_filed(opened: Page, guard: PageGuard) -> None:
    page = opened
    page.evaluate("document.querySelector(\"select[name='page_3']\").value = 'duplicate'")
    page.get_by_role("button", name="Settle without a request").click()
    expect(page.get_by_role("heading", name="Is page 3 a copy of page 2?")).to_be_visible()
    assert accessibility_faults(page) == []
    assert not overflows(page)
    shots(page, "compare_pages")
    page.get_by_role("button", name="It is no copy").click()
    expect(page.locator("[name='settle-reason']")).to_have_value("A leaflet and its copy.")
    page.get_by_role("button", name="Settle without a request").click()
    page.get_by_role("button", name="The same page: settle without a request").click()
    expect(page.get_by_text("is settled without a request")).to_be_visible()
    assert Settlement.objects.exists()
