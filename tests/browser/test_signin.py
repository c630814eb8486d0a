"""The door in a real browser: by keyboard, without complaints, readable for everybody."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from operations.management.commands.load_plan_settings import DEFAULTS
from operations.services.plan import plan_settings_load
from tests.accounts.cast import NOW, PASSWORD, cast_member
from tests.browser.conftest import sign_in
from tests.browser.guards import PageGuard, accessibility_faults, overflows

ACCOUNT_PAGES = ["/account/password/", "/account/second-factor/", "/account/sign-out/"]


@pytest.fixture(autouse=True)
def _plan(small_server: str) -> None:
    """The plan settings in force: the page that a clerk lands on reckons with the plan's day."""
    plan_settings_load(DEFAULTS.read_text("utf-8"), now=NOW)


def test_a_person_signs_in_and_out_by_keyboard_alone(
    page: Page, small_server: str, guard: PageGuard
) -> None:
    cast_member("intake_clerk")
    page.goto(small_server)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.get_by_label("User name").focus()
    page.keyboard.type("intake_clerk")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Intake", exact=True)).to_be_visible()
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Sign out").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("You are signed out.")).to_be_visible()


def test_a_wrong_password_is_said_in_one_sentence_where_the_focus_is(
    page: Page, small_server: str, guard: PageGuard
) -> None:
    page.goto(f"{small_server}/account/sign-in/")
    page.get_by_label("User name").fill("nobody")
    page.get_by_label("Password").fill("not the password")
    page.get_by_role("button", name="Sign in").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("do not match")
    expect(alert).to_be_focused()
    assert accessibility_faults(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_account_pages_are_accessible_and_fit_a_telephone(
    page: Page, small_server: str, guard: PageGuard, scheme: Any
) -> None:
    cast_member("intake_clerk")
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{small_server}/account/sign-in/")
    assert accessibility_faults(page) == []
    sign_in(page, small_server, "intake_clerk")
    for path in ACCOUNT_PAGES:
        page.goto(small_server + path)
        assert accessibility_faults(page) == []
        page.set_viewport_size({"width": 320, "height": 700})
        assert not overflows(page)
        page.set_viewport_size({"width": 1280, "height": 800})


def test_the_second_factor_is_set_up_without_a_picture_from_elsewhere(
    page: Page, small_server: str, guard: PageGuard
) -> None:
    cast_member("intake_clerk")
    sign_in(page, small_server, "intake_clerk")
    page.goto(f"{small_server}/account/second-factor/")
    page.get_by_role("link", name="Set up").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_role("img", name=re.compile("set-up code"))).to_be_visible()
    assert accessibility_faults(page) == []


def test_a_page_that_is_not_there_says_so_in_the_same_frame(
    page: Page, small_server: str, guard: PageGuard
) -> None:
    with guard.expecting("404"):
        page.goto(f"{small_server}/no/such/page/")
        expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    assert accessibility_faults(page) == []


def test_shortcuts_are_listed_and_can_be_switched_off(
    page: Page, small_server: str, guard: PageGuard
) -> None:
    cast_member("intake_clerk")
    sign_in(page, small_server, "intake_clerk")
    page.keyboard.press("?")
    sheet = page.get_by_role("dialog", name="Keyboard shortcuts on this page")
    expect(sheet).to_contain_text("Upload files")
    sheet.get_by_label("Use single-key shortcuts").uncheck()
    sheet.get_by_role("button", name="Close").click()
    page.keyboard.press("u")
    page.wait_for_timeout(300)
    assert page.url.endswith("/intake/")
    page.keyboard.press("?")
    sheet.get_by_label("Use single-key shortcuts").check()
    sheet.get_by_role("button", name="Close").click()
    page.keyboard.press("u")
    page.wait_for_url("**/intake/upload/")


def test_an_idle_person_is_warned_and_can_stay_and_is_else_signed_out(
    page: Page, small_server: str, guard: PageGuard, settings: Any
) -> None:
    cast_member("intake_clerk")
    settings.SESSION_IDLE_SECONDS = 6
    sign_in(page, small_server, "intake_clerk")
    warning = page.get_by_role("dialog", name="Are you still there?")
    expect(warning).to_be_visible(timeout=10_000)
    assert accessibility_faults(page) == []
    warning.get_by_role("button", name="Stay signed in").click()
    expect(warning).to_be_hidden()
    expect(warning).to_be_visible(timeout=10_000)
    page.wait_for_url(re.compile(r"/account/sign-in/\?next=(/|%2F)intake(/|%2F)$"), timeout=20_000)
    expect(page.get_by_text("You were signed out after")).to_be_visible()


def test_sign_in_works_without_script(plain_page: Page, small_server: str) -> None:
    cast_member("intake_clerk")
    sign_in(plain_page, small_server, "intake_clerk")
    expect(plain_page.get_by_role("heading", name="Intake", exact=True)).to_be_visible()
