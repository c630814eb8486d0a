"""Two arrivals are compared with the keyboard alone, and one is settled as a copy of the other."""

from playwright.sync_api import Page, expect

from cases.models import Settlement
from tests.browser.conftest import sign_in
from tests.browser.guards import PageGuard, accessibility_faults, overflows
from tests.cases.factories import House
from tests.cases.paper import Paper

NOTE = Paper("clinic_note", ("OSPREY POINT CLINIC", "Progress note. The child is well today."))
LAB = Paper("lab_report", ("ROCKPORT LABS", "Reported: 10/03/2026", "Result  Glucose 98  normal"))
OTHER = Paper("lab_report", ("ROCKPORT LABS", "Reported: 11/19/2026", "Result  Glucose 143  high"))


def test_a_copy_is_compared_page_by_page_and_settled_with_the_keyboard(
    page: Page, small_server: str, guard: PageGuard
) -> None:
    house = House()
    house.person("intake_clerk")
    first, second = house.receipt((NOTE, LAB, NOTE)), house.receipt((NOTE, OTHER, NOTE))
    sign_in(page, small_server, "intake_clerk")
    page.goto(f"{small_server}/intake/{second.pk}/compare/{first.pk}/")
    expect(page.get_by_text("2 of 3 pages seem to be the same.")).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator("#pair-2")).to_be_focused()
    expect(page.locator("#pair-2")).to_contain_text("The dates differ: 2026-11-19 and 2026-10-03.")
    page.keyboard.press("]")
    expect(page.locator("#pair-3")).to_be_focused()
    page.keyboard.press("[")
    expect(page.locator("#pair-2")).to_be_focused()
    assert accessibility_faults(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert not overflows(page)
    page.get_by_label("Reason").fill("The same packet, scanned again.")
    page.get_by_role("heading", name="Is arrival").click()
    page.keyboard.press("f")
    expect(page.get_by_text("is settled without a request")).to_be_visible()
    assert Settlement.objects.get().copy_of == first
