"""The first look by keyboard, and a page closed from the index screen, in a real browser."""

from playwright.sync_api import Page, expect

from cases.models import Case, FirstLook, Member, PagePlacement
from documents.models import Receipt
from tests.browser.conftest import sign_in
from tests.browser.guards import PageGuard, accessibility_faults, overflows
from tests.browser.test_intake import house as house
from tests.cases.factories import House
from tests.cases.paper import COVER, REQUEST_FORM, Paper
from tests.cases.people import member_with_coverage


def naming(member: Member) -> Paper:
    return Paper(
        "request_form",
        (f"Member ID {member.number}", f"DOB {member.birth_date:%m/%d/%Y}", "URGENT request"),
    )


def test_a_first_look_is_taken_by_keyboard_on_one_screen(
    page: Page, small_server: str, guard: PageGuard, house: House
) -> None:
    member = member_with_coverage()
    receipt = house.receipt((COVER, naming(member)))
    sign_in(page, small_server, "intake_clerk")
    page.get_by_role("link", name=f"First look at arrival {receipt.pk}").click()
    expect(page.get_by_text("counts as urgent")).to_be_visible()
    expect(page.get_by_text("Proposed, page 2")).to_be_visible()
    expect(page.get_by_text("Words of an urgent wish stand on page 2")).to_be_visible()
    assert accessibility_faults(page) == []
    assert not overflows(page)
    page.keyboard.press("1")
    page.keyboard.press("m")
    page.keyboard.press("q")
    expect(page.get_by_label("A new request")).to_be_checked()
    expect(page.get_by_role("radio", name=member.full_name)).to_be_checked()
    expect(page.get_by_role("radio", name="Expedited", exact=True)).to_be_checked()
    page.keyboard.press("f")
    expect(page.get_by_text("is open and its clock runs")).to_be_visible()
    assert (FirstLook.objects.get().outcome, Case.objects.get().urgency) == ("opened", "expedited")
    expect(page.get_by_text("Request opened")).to_be_visible()
    assert accessibility_faults(page) == []


def test_what_does_not_apply_is_put_away_and_a_parked_arrival_shows_its_ways_out(
    page: Page, small_server: str, guard: PageGuard, house: House
) -> None:
    receipt = house.receipt((COVER, REQUEST_FORM))
    sign_in(page, small_server, "intake_clerk")
    page.goto(f"{small_server}/intake/{receipt.pk}/look/")
    page.keyboard.press("6")
    expect(page.get_by_role("heading", name="2. Whose is it?")).to_be_hidden()
    page.keyboard.press("1")
    page.get_by_label("Family name").fill("Nobody")
    page.get_by_label("Standard").first.check()
    page.get_by_role("button", name="Record the first look").click()
    expect(page.get_by_role("heading", name=f"Arrival {receipt.pk}")).to_be_visible()
    assert accessibility_faults(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert not overflows(page)


def test_a_page_marked_as_not_ours_is_closed_after_one_question(
    page: Page, small_server: str, guard: PageGuard, house: House
) -> None:
    receipt = house.receipt((COVER, REQUEST_FORM))
    sign_in(page, small_server, "intake_clerk")
    page.goto(f"{small_server}/intake/{receipt.pk}/")
    page.get_by_role("textbox", name="Member number").fill("typed")
    page.get_by_role("region", name="Picture of the page").focus()
    page.keyboard.press("m")
    dialog = page.get_by_role("dialog", name="Close page 1?")
    expect(dialog).to_be_visible()
    assert accessibility_faults(page) == []
    dialog.get_by_role("button", name="Leave it open").click()
    assert not PagePlacement.objects.exists()
    page.get_by_role("button", name="Close page").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Close it now").click()
    expect(page.get_by_text("is closed. From now on")).to_be_visible()
    assert PagePlacement.objects.get().disposition == "misdirected"
    expect(page.get_by_role("textbox", name="Member number")).to_have_value("typed")
    assert Receipt.objects.count() == 1


def test_closing_follows_the_page_shown_and_is_not_offered_for_one_that_is_closed(
    page: Page, small_server: str, guard: PageGuard, house: House
) -> None:
    receipt = house.receipt((COVER, REQUEST_FORM, REQUEST_FORM))
    sign_in(page, small_server, "intake_clerk")
    page.goto(f"{small_server}/intake/{receipt.pk}/")
    offer, done = page.locator("[data-close-now]"), page.locator("[data-close-done]")
    offer.click()
    page.get_by_role("button", name="Close it now").click()
    expect(page.get_by_text("is closed. From now on")).to_be_visible()
    expect(offer).to_have_text("Close page 2 now")
    page.get_by_role("link", name="Page 1").click()
    expect(done).to_have_text("The page shown, page 1, is closed already.")
    expect(offer).to_be_hidden()
    page.get_by_role("link", name="Page 3").click()
    expect(offer).to_have_text("Close page 3 now")
    expect(done).to_be_hidden()
    assert accessibility_faults(page) == []
