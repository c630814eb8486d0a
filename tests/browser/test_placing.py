"""Thirty pages are placed with the keyboard alone, most of them as proposed."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from cases.models import PagePlacement
from tests.browser.conftest import sign_in
from tests.browser.guards import PageGuard, accessibility_faults, overflows
from tests.cases.factories import House
from tests.cases.long_packet import looked_through, thirty_pages
from tests.cases.people import facility, member_with_coverage, provider

SCREENS = os.environ.get("PLACING_SCREENS", "")


@pytest.fixture
def house(small_server: str) -> House:
    house = House()
    house.person("intake_clerk")
    provider()
    facility()
    return house


def shot(page: Page, name: str) -> None:
    if SCREENS:
        page.screenshot(path=Path(SCREENS) / f"{name}.png")


def opened(page: Page, server: str, receipt_id: int) -> None:
    page.set_viewport_size({"width": 1600, "height": 1000})
    sign_in(page, server, "intake_clerk")
    page.goto(f"{server}/intake/{receipt_id}/")


def test_thirty_pages_are_placed_with_the_keyboard(
    page: Page, small_server: str, guard: PageGuard, house: House
) -> None:
    member = member_with_coverage()
    receipt = house.receipt(thirty_pages(member.number))
    looked_through(receipt)
    opened(page, small_server, receipt.pk)
    count = page.locator("[data-pages-count]")
    expect(count).to_have_text("0 of 30 placed")
    page.get_by_role("region", name="Picture of the page").focus()
    page.keyboard.press("y")  # the cover
    page.keyboard.press("Y")  # the form
    expect(page.locator("[data-position]")).to_have_text("Page 3 of 30")
    page.keyboard.press("Y")  # the letter with its second page
    expect(count).to_have_text("4 of 30 placed")
    expect(page.get_by_label("Date of page 4")).to_have_value("2026-10-12")
    page.keyboard.press("4")  # what is proposed, said with its own key: its date holds as well
    expect(page.get_by_label("Date of page 5")).to_have_value("2026-09-14")
    expect(page.get_by_text("a relative, it seems")).to_be_visible()
    page.keyboard.press("y")
    expect(page.get_by_label("Page 6 is about a relative")).to_be_checked()
    expect(page.locator("[data-place-row='7']")).to_contain_text("It names somebody else")
    shot(page, "stranger")
    for key in "yyo":  # the stranger's page, the empty one; the memo is another record
        page.keyboard.press(key)
    for _ in range(10, 29):
        page.keyboard.press("Y")
    expect(count).to_have_text("28 of 30 placed")
    copies_placed(page)
    expect(count).to_have_text("30 of 30 placed")
    assert accessibility_faults(page) == []
    shot(page, "placed")
    assert not PagePlacement.objects.exists()


def copies_placed(page: Page) -> None:
    """Pages 29 and 30, each placed once it was seen beside the page that it repeats."""
    count = page.locator("[data-pages-count]")
    page.keyboard.press("Y")
    expect(count).to_have_text("28 of 30 placed")
    both = page.get_by_role("dialog", name="Is it the same page?")
    page.keyboard.press("y")
    expect(both).to_contain_text("It is the same page, it seems.")
    expect(both.get_by_role("img")).to_have_count(2)
    assert accessibility_faults(page) == []
    shot(page, "beside")
    page.keyboard.press("n")
    expect(both).to_be_hidden()
    expect(count).to_have_text("28 of 30 placed")
    for number in (29, 30):
        page.keyboard.press("d")
        expect(both).to_contain_text(f"Page {number}")
        page.keyboard.press("y")


def test_what_is_proposed_is_said_otherwise_with_a_key(
    page: Page, small_server: str, guard: PageGuard, house: House
) -> None:
    receipt = house.receipt(thirty_pages(member_with_coverage().number))
    looked_through(receipt)
    sign_in(page, small_server, "intake_clerk")
    page.goto(f"{small_server}/intake/{receipt.pk}/?page=11")
    page.get_by_role("region", name="Picture of the page").focus()
    page.keyboard.press("s")
    expect(page.get_by_label("A document begins on page 11")).to_be_checked()
    page.keyboard.press("s")
    expect(page.get_by_label("A document begins on page 11")).not_to_be_checked()
    page.keyboard.press("w")
    expect(page.get_by_label("Date of page 11")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Picture of the page")).to_be_focused()
    page.keyboard.press("f")
    expect(page.get_by_label("Page 11 is about a relative")).to_be_checked()
    page.keyboard.press("f")
    page.keyboard.press("e")
    expect(page.locator("[data-palette-now]")).to_have_text("not placed yet")
    page.keyboard.press("5")
    page.keyboard.press("e")
    expect(page.get_by_label("Page 12", exact=True)).to_have_value("case:genetic_report")


def test_a_field_read_on_the_form_is_looked_at_and_then_used(
    page: Page, small_server: str, guard: PageGuard, house: House
) -> None:
    member = member_with_coverage()
    receipt = house.receipt(thirty_pages(member.number)[:3])
    opened(page, small_server, receipt.pk)
    number = page.get_by_role("textbox", name="Member number")
    page.get_by_role("region", name="Picture of the page").focus()
    page.keyboard.press("u")
    expect(page.locator("[data-position]")).to_have_text("Page 2 of 3")
    expect(page.locator(".viewer-marks rect")).to_have_count(1)
    expect(number).to_have_value("")
    page.keyboard.press("u")
    expect(number).to_have_value(member.number)
    page.keyboard.press("k")
    page.keyboard.press("u")
    expect(page.get_by_label("Birth date")).to_have_value("")
    expect(page.get_by_label("Requesting provider")).to_have_value(str(provider().pk))
    page.get_by_role("button", name="Use Urgency asked for: Expedited").click()
    expect(page.get_by_label("Expedited")).to_be_checked()
    assert accessibility_faults(page) == []
    page.locator("[data-fields]").scroll_into_view_if_needed()
    shot(page, "fields")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_screen_is_accessible_and_fits_a_telephone(
    page: Page, small_server: str, guard: PageGuard, house: House, scheme: Any
) -> None:
    member = member_with_coverage()
    receipt = house.receipt(thirty_pages(member.number))
    looked_through(receipt)
    page.emulate_media(color_scheme=scheme)
    sign_in(page, small_server, "intake_clerk")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{small_server}/intake/{receipt.pk}/?page=6")
    assert accessibility_faults(page) == []
    shot(page, f"desk-{scheme}")
    page.set_viewport_size({"width": 320, "height": 700})
    assert not overflows(page)
    page.locator(".page-places").scroll_into_view_if_needed()
    shot(page, f"narrow-{scheme}")
