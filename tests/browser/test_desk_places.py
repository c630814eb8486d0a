"""What is lit on the desk: a value, the day it is of, and the notice of lost rows, in both lights."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in
from tests.browser.guards import PageGuard, accessibility_faults, overflows
from tests.cases.factories import House
from tests.cases.read_packet import read_case, rows_of

SCREENS = os.environ.get("DESK_SCREENS", "")
LOST = "Rows of the page were lost here. Compare it with the picture."
ITS_DAY = "its day, 30 Sep 2026, printed “2026-09-30”"


@pytest.fixture
def house(small_server: str) -> House:
    house = House()
    house.person("nurse")
    return house


def shot(page: Page, name: str) -> None:
    if SCREENS:
        page.screenshot(path=Path(SCREENS) / f"{name}.png")


def opened(page: Page, server: str, number: str) -> None:
    sign_in(page, server, "nurse")
    page.goto(f"{server}/cases/{number}/")


def test_a_day_leads_to_its_place_beside_the_value(
    page: Page, small_server: str, guard: PageGuard, house: House
) -> None:
    case = read_case(house)
    opened(page, small_server, case.number)
    leaf = page.locator("#c-hiv\\.negative")
    leaf.get_by_role("link", name=re.compile("^30 Sep 2026 ?, the day of")).first.click()
    expect(page.locator("[data-position]")).to_have_text("Page 7 of 7")
    picture = page.get_by_role("region", name="Picture of the page")
    expect(picture.get_by_role("img", name="Negative", exact=True)).to_have_count(1)
    day = picture.get_by_role("img", name=ITS_DAY)
    expect(day).to_have_class("is-day")
    expect(page.locator("[data-key]")).to_contain_text(ITS_DAY)
    value_ink = picture.get_by_role("img", name="Negative", exact=True).evaluate(
        "mark => [getComputedStyle(mark).stroke, getComputedStyle(mark).strokeDasharray]"
    )
    day_ink = day.evaluate(
        "mark => [getComputedStyle(mark).stroke, getComputedStyle(mark).strokeDasharray]"
    )
    assert value_ink[0] != day_ink[0]
    assert value_ink[1] == "none" != day_ink[1]
    expect(page.locator(".cite-day[aria-current]")).to_have_count(1)
    expect(page.locator("[aria-live]").filter(has_text=ITS_DAY)).to_have_count(1)
    page.locator("[data-viewer]").get_by_role("link", name="Page 3").click()
    expect(page.locator("[data-key]")).to_be_hidden()
    expect(page.locator("rect.is-day")).to_have_count(0)


def test_without_a_script_the_link_lights_both(
    plain_page: Page, small_server: str, house: House
) -> None:
    case = read_case(house)
    opened(plain_page, small_server, case.number)
    plain_page.locator("#c-hiv\\.negative .suggestion a.cite-day").first.click()
    expect(plain_page.locator("[data-position]")).to_have_text("Page 7 of 7")
    expect(plain_page.locator("rect.is-lit")).to_have_count(1)
    expect(plain_page.get_by_role("img", name=ITS_DAY)).to_have_count(1)
    expect(plain_page.locator("[data-key]")).to_be_visible()


@pytest.mark.parametrize("light", ["light", "dark"])
def test_a_value_on_lost_rows_is_marked_in_either_light(
    page: Page, small_server: str, guard: PageGuard, house: House, light: str
) -> None:
    case = read_case(house, damage=rows_of("HIV"))
    page.emulate_media(color_scheme="dark" if light == "dark" else "light")
    opened(page, small_server, case.number)
    leaf = page.locator("#c-hiv\\.negative")
    expect(leaf.locator(".suggestion").get_by_text(LOST).first).to_be_visible()
    leaf.get_by_text("Readings", exact=False).first.click()
    expect(leaf.locator(".reading").get_by_text(LOST).first).to_be_visible()
    leaf.locator("a.cite-day").first.click()
    expect(page.locator("[data-caption]")).to_contain_text(
        "Read, but 12 of 1,100 rows are damaged near the top of the page."
    )
    assert accessibility_faults(page) == []
    shot(page, f"lost-{light}-wide")
    page.set_viewport_size({"width": 390, "height": 844})
    assert not overflows(page)
    leaf.scroll_into_view_if_needed()
    shot(page, f"lost-{light}-narrow")
