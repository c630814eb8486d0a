"""How each kind of request comes to its right end, as steps in a browser."""

import re

from playwright.sync_api import Page, expect

from cases.management.demonstration.scenario import Scenario
from tests.browser.journeys import (
    agree_with,
    await_count,
    claim,
    letter_of,
    page_of_kind,
    settle_gate,
)
from tests.browser.product import Product

WORDS = {"met": "Met", "not_met": "Not met", "unknown": "Cannot tell"}
_VALUES = {words: value for value, words in WORDS.items()}
# The answer of an answered criterion, else what is suggested; both are badges on the desk.
_STATUSES = """leaves => Object.fromEntries(leaves.map(leaf => {
  const badge = leaf.querySelector(".leaf-head .badge") || leaf.querySelector(".suggestion .badge");
  return [leaf.id.replace(/^c-/, ""), badge ? badge.innerText.trim() : "Cannot tell"];
}))"""


def statuses(page: Page, product: Product, number: str) -> dict[str, str]:
    """Every criterion that applies with its answer, or where there is none the suggestion."""
    page.goto(f"{product.address}/cases/{number}/")
    shown = page.locator("[data-leaf]").evaluate_all(_STATUSES)
    return {leaf: _VALUES[words] for leaf, words in shown.items() if words in _VALUES}


def reviewed(page: Page, product: Product, number: str, truth: Scenario) -> None:
    """The nurse agrees where the machine has read it, and reads by eye where it is silent."""
    claim(page, product, number)
    settle_gate(page)
    agree_with(page, most=len(truth.outcomes))
    seen_on = page_of_kind(truth, "treatment_plan")
    open_leaves = page.locator("[data-leaf][data-open]")
    while left := open_leaves.count():
        leaf = open_leaves.first
        answer = truth.outcomes[(leaf.get_attribute("id") or "").removeprefix("c-")]
        form = leaf.locator("form[data-answer]")
        form.get_by_label(WORDS[answer], exact=True).check()
        if answer != "unknown":
            form.get_by_label("Rests on").select_option("page")
            form.get_by_label("Page", exact=True).fill(str(seen_on))
        form.get_by_label("Note").fill("Read by eye.")
        form.get_by_role("button", name="Save answer").click()
        await_count(page, open_leaves, left - 1)


def approved(page: Page, product: Product, number: str) -> None:
    """The nurse approves, and the letter is made."""
    page.get_by_role("link", name="Approve", exact=True).click()
    page.get_by_label("I have read the pages cited").check()
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text(re.compile(r"AU-\d{4}-\d{6}-1")).first).to_be_visible()
    words, pdf = letter_of(page, product, number)
    assert words.startswith("Approval")
    assert pdf.startswith(b"%PDF-")


def asked(page: Page, product: Product, number: str, truth: Scenario) -> None:
    """The nurse takes up the case, agrees with what is there, and asks for the rest."""
    claim(page, product, number)
    settle_gate(page)
    agree_with(page, most=len(truth.outcomes))
    assert page.get_by_role("link", name="Approve", exact=True).count() == 0
    page.get_by_role("link", name=re.compile("^Request information")).click()
    for criterion in truth.asks:
        item = page.locator(f".ask-item:has(input[value='{criterion}'])")
        item.get_by_role("checkbox").check()
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_text("Waiting for information").first).to_be_visible()
    assert letter_of(page, product, number)[0].startswith("Information request")


def redirected(page: Page, product: Product, number: str) -> None:
    """The nurse sends the request on to the plan whose policy governs."""
    page.goto(f"{product.address}/cases/{number}/")
    page.get_by_role("link", name="Redirect", exact=True).click()
    page.get_by_label("I have checked where the request belongs").check()
    page.get_by_role("button", name="Redirect", exact=True).click()
    expect(page.get_by_text("This was not a denial").first).to_be_visible()


def referred(page: Page, product: Product, number: str, truth: Scenario) -> None:
    """The nurse can neither approve nor deny, and refers with her reasons."""
    page.goto(f"{product.address}/cases/{number}/")
    assert page.get_by_role("link", name="Approve", exact=True).count() == 0
    assert page.request.get(f"{product.address}/cases/{number}/deny/").status == 403
    page.get_by_role("link", name="Refer to physician").click()
    page.locator(f"input[name=kind][value='{truth.ending.referral}']").check()
    page.get_by_label("Why, for the medical director").fill(truth.ending.reason)
    page.get_by_role("button", name="Refer", exact=True).click()
    expect(page.get_by_text("With medical director").first).to_be_visible()


def denied(page: Page, product: Product, number: str, truth: Scenario) -> bytes:
    """The medical director signs an adverse determination; the letter's bytes."""
    page.goto(f"{product.address}/cases/{number}/brief/")
    expect(page.get_by_text(truth.ending.reason).first).to_be_visible()
    page.get_by_role("link", name="Deny and sign").click()
    page.locator(f"input[name=category][value='{truth.ending.category}']").check()
    page.get_by_label("Your reasons, in your own words").fill(truth.ending.reason)
    page.get_by_label(re.compile("I have read the pages cited")).check()
    page.get_by_label(re.compile("I did not prepare this case")).check()
    page.get_by_role("button", name="Sign determination").click()
    words, pdf = letter_of(page, product, number, letters=2)  # to the member and the requester
    assert words.startswith("Adverse")
    return pdf


def granted(page: Page, product: Product, number: str, truth: Scenario) -> None:
    """The medical director approves what was referred, with reasons of their own."""
    page.goto(f"{product.address}/cases/{number}/brief/")
    expect(page.get_by_text(truth.ending.reason).first).to_be_visible()
    page.get_by_role("link", name="Approve", exact=True).click()
    page.get_by_label("Your reasons").fill(truth.ending.reason)
    page.get_by_label("I have read the pages cited").check()
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text(re.compile(r"AU-\d{4}-\d{6}-1")).first).to_be_visible()
    assert letter_of(page, product, number)[0].startswith("Approval")
