"""The inbox by keyboard, and names longer than a narrow screen, in a real browser."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.services.arrival_guess import told_found, told_write
from cases.services.page_signs import signs_found
from documents.models import Receipt
from documents.services.sources import source_heard
from operations.selectors.plan import plan_text_on
from operations.services.plan import plan_settings_approve, plan_settings_propose
from tests.browser.conftest import sign_in
from tests.browser.guards import PageGuard, accessibility_faults, overflows
from tests.browser.test_intake import house as house
from tests.cases.factories import House
from tests.cases.paper import COVER, REQUEST_FORM


def test_the_inbox_is_walked_row_by_row_by_keyboard(
    page: Page, small_server: str, guard: PageGuard, house: House
) -> None:
    first, second = house.receipt((COVER,)), house.receipt((COVER, REQUEST_FORM))
    sign_in(page, small_server, "intake_clerk")
    page.goto(f"{small_server}/intake/")
    order = [f"First look at arrival {one.pk}" for one in (first, second)]
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=order[0])).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name=order[1])).to_be_focused()
    page.keyboard.press("k")
    expect(page.get_by_role("link", name=order[0])).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog").get_by_text("Next row")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/intake/{first.pk}/look/")


@pytest.mark.parametrize("where", ["", "{}/", "{}/look/"])
def test_no_name_is_so_long_that_a_narrow_page_scrolls_sideways(
    page: Page, small_server: str, guard: PageGuard, house: House, where: str
) -> None:
    first = house.receipt((COVER, REQUEST_FORM))
    receipt = Receipt.objects.create(
        document=first.document,
        received_at=first.received_at,
        recorded_at=first.recorded_at,
        channel="fax",
        sender="Demo Plains Children's Hospital and Research Institute, Department of Immunology",
        original_name=f"{'a_name_that_a_fax_server_made_' * 5}.tif",
        received_by="system:fax",
    )
    page.set_viewport_size({"width": 390, "height": 844})
    sign_in(page, small_server, "intake_clerk")
    page.goto(f"{small_server}/intake/{where.format(receipt.pk)}")
    expect(page.get_by_text("a_name_that_a_fax_server_made_").first).to_be_visible()
    assert not overflows(page)


def test_a_guess_and_a_silent_line_are_readable_on_a_narrow_page(
    page: Page, small_server: str, guard: PageGuard, house: House
) -> None:
    receipt, now = house.receipt((COVER, REQUEST_FORM)), timezone.now()
    told_write(
        receipt.document_id,
        told_found(receipt.document_id, signs_found(receipt.document_id)),
        now=now,
    )
    silence = plan_text_on(now.date()) + "fax_silence: {hours: 2, counts: all_hours}\n"
    proposal = plan_settings_propose(silence, actor_key="user:901", now=now)
    plan_settings_approve(proposal.pk, actor_key="user:902", now=now)
    for days in (2, 3, 4):
        source_heard("line", "785-555-0199", at=now - timedelta(days=days))
    sign_in(page, small_server, "intake_clerk")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(f"{small_server}/intake/")
        expect(page.get_by_text("Line 785-555-0199 is silent.")).to_be_visible()
        expect(page.get_by_text("Guess: perhaps a new request.")).to_be_visible()
        assert accessibility_faults(page) == []
        assert not overflows(page)
