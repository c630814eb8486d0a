"""What each person does on the way from fax to letter, as steps in a browser."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from cases.management.demonstration.people import DEMO_PASSWORD
from cases.management.demonstration.scenario import Scenario
from cases.management.demonstration.scenarios import scenario
from tests.browser.guards import PageGuard, accessibility_faults
from tests.browser.product import Product

READING_SECONDS = 900
ONE_MINUTE = 60_000
REASON = "The records name a sister who is a full match, available, fit and willing to donate."


@contextmanager
def signed_in(browser: Browser, product: Product, username: str) -> Iterator[Page]:
    """A browser of their own for one person; what its pages did wrong fails at the end."""
    with watched(browser, product, username) as (page, guard):
        yield page
        guard.check()


@contextmanager
def watched(browser: Browser, product: Product, username: str) -> Iterator[tuple[Page, PageGuard]]:
    """The same, with the guard for whoever wants to ask it on the way."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(30_000)
    guard = PageGuard(page, origin=product.address)
    page.goto(product.address)
    page.get_by_label("User name").fill(username)
    page.get_by_label("Password").fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "/account/" not in url)
    try:
        yield page, guard
    finally:
        context.close()


def upload(page: Page, product: Product, path: Path) -> None:
    """The clerk sends the file and waits in the inbox until its pages are read."""
    send(page, product, path)
    await_reading(page, product, path)


def send(page: Page, product: Product, path: Path) -> None:
    """The clerk sends the file."""
    page.goto(f"{product.address}/intake/upload/")
    page.get_by_label("Files").set_input_files(path)
    expect(page.locator(".upload").first).to_contain_text("Received.", timeout=ONE_MINUTE)


def await_reading(page: Page, product: Product, path: Path) -> None:
    """The clerk looks into the inbox until the file's pages are read."""
    for _ in range(READING_SECONDS):
        page.goto(f"{product.address}/intake/")
        row = page.get_by_role("row").filter(has_text=path.name)
        if row.get_by_text(re.compile("^Read")).count():
            return
        page.wait_for_timeout(1000)
    raise AssertionError("the pages were not read in time")


def index(page: Page, path: Path, truth: Scenario) -> str:
    """The clerk places every page, confirms the member and opens the request; its number."""
    asked = truth.request
    page.get_by_role("row").filter(has_text=path.name).get_by_role("link", name="Index").click()
    for number, paper in enumerate(truth.pages, start=1):
        value = f"case:{paper.document_type}" if paper.document_type else paper.disposition
        page.get_by_label(f"Page {number}", exact=True).select_option(value)
    page.get_by_label("Member number").fill(asked.member_number)
    page.get_by_label("Birth date").fill(asked.birth_date.isoformat())
    page.get_by_role("button", name="Find the member").click()
    page.get_by_role("radio", name=truth.member.full_name).check()
    page.get_by_label("Requesting provider").select_option(
        label=f"{truth.provider.name} (NPI {asked.requester_npi})"
    )
    page.get_by_label("Facility").select_option(
        label=f"{truth.facility.name} (NPI {asked.facility_npi})"
    )
    page.get_by_label("Place of service").select_option(asked.place_of_service)
    page.get_by_label("Kind of request").select_option(asked.request_type)
    page.get_by_label("Weight in kg").fill(str(asked.weight_kg))
    page.get_by_label("Weighed on").fill(asked.weighed_on.isoformat())
    page.get_by_label("Expedited" if asked.urgency == "expedited" else "Standard").check()
    page.get_by_label("Product or service").fill("Kresladi")
    page.get_by_label("HCPCS code").fill(asked.hcpcs)
    page.get_by_label("NDC").fill(asked.ndc)
    page.get_by_label("Dose as written").fill(asked.dose_amount)
    page.get_by_label("Planned from").fill(asked.service_from.isoformat())
    page.get_by_label(re.compile("Indication")).select_option(asked.indication)
    page.get_by_role("button", name="Open the request").click()
    said = page.get_by_text("is open and its clock runs from the arrival")
    expect(said).to_be_visible()
    found = re.search(r"PA-\d{4}-\d{6}", page.content())
    assert found
    return found[0]


def await_checks(page: Page, product: Product, number: str) -> None:
    """The nurse opens the case again and again until the checks have run."""
    for _ in range(60):
        page.goto(f"{product.address}/cases/{number}/")
        if not page.get_by_text("checks have not finished").count():
            break
        page.wait_for_timeout(1000)


def claim(page: Page, product: Product, number: str) -> None:
    """The nurse opens the case and claims it once the checks have run."""
    await_checks(page, product, number)
    button = page.get_by_role("button", name="Claim this case")
    if button.count():
        button.click()
        assert page.locator("input[type=radio]:checked").count() == 0, "something was pre-ticked"
    expect(page.get_by_text("Claimed by you")).to_be_visible()


def settle_gate(page: Page) -> None:
    """The nurse says what the contract and the mandates say, unless that is settled."""
    save = page.get_by_role("button", name="Save what was found").first
    if not page.get_by_text("Not settled").count():
        return
    page.get_by_label("Nothing in a mandate or the contract overrides this policy").check()
    save.click()
    expect(page.get_by_text("Not settled")).to_have_count(0)


def agree_with(page: Page, *, most: int) -> None:
    """The nurse agrees with one suggestion after another, each in one press."""
    agree = page.locator("form[data-agree] button")
    for _ in range(most):
        left = agree.count()
        if not left:
            return
        agree.first.click()
        expect(agree).to_have_count(left - 1)


def review(page: Page, *, silent_page: int) -> None:
    """The nurse settles the contract gate, agrees where she agrees, reads where it is silent."""
    settle_gate(page)
    agree_with(page, most=100)
    open_leaves = page.locator("[data-leaf][data-open]")
    while open_leaves.count():
        left = open_leaves.count()
        leaf = open_leaves.first.locator("form[data-answer]")
        leaf.get_by_label("Met", exact=True).check()
        leaf.get_by_label("Rests on").select_option("page")
        leaf.get_by_label("Page", exact=True).fill(str(silent_page))
        leaf.get_by_label("Note").fill("Read by eye on the treatment plan.")
        leaf.get_by_role("button", name="Save answer").click()
        expect(open_leaves).to_have_count(left - 1)


def letter_of(page: Page, product: Product, number: str, *, letters: int = 1) -> tuple[str, bytes]:
    """Waits for the letters of the case, opens one, and returns its link's words and bytes."""
    link = page.get_by_role("link", name=re.compile(r"\(PDF\)"))
    for _ in range(60):
        page.goto(f"{product.address}/cases/{number}/papers/")
        if link.count() == letters:
            break
        page.wait_for_timeout(1000)
    address = link.first.get_attribute("href")
    assert address
    answer = page.request.get(f"{product.address}{address}")
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert "no-store" in answer.headers["cache-control"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    return link.first.inner_text(), answer.body()


def page_of_kind(truth: Scenario, document_type: str) -> int:
    """The first page of that kind in the packet."""
    return next(
        n for n, paper in enumerate(truth.pages, start=1) if paper.document_type == document_type
    )


def truth_of(name: str) -> Scenario:
    """The scenario as faxed today."""
    return scenario(name, today=timezone.now().date())


def opened(browser: Browser, product: Product, name: str, *, kind: str) -> tuple[str, Path]:
    """The clerk uploads and indexes a packet; the number of the case, and the file."""
    path = product.packet(name, kind)
    with signed_in(browser, product, "clerk") as page:
        upload(page, product, path)
        return index(page, path, truth_of(name)), path


def uploaded(browser: Browser, product: Product, name: str, *, kind: str) -> str:
    """The clerk uploads a packet; the address where it would be indexed."""
    path = product.packet(name, kind)
    with signed_in(browser, product, "clerk") as page:
        upload(page, product, path)
        row = page.get_by_role("row").filter(has_text=path.name)
        address = row.get_by_role("link", name="Index").first.get_attribute("href")
        assert address
        return address


def half_reviewed(browser: Browser, product: Product, number: str) -> None:
    """The nurse claims the case and agrees with the first few suggestions."""
    with signed_in(browser, product, "nurse") as page:
        claim(page, product, number)
        settle_gate(page)
        agree_with(page, most=3)


def approved(browser: Browser, product: Product, number: str) -> None:
    """The nurse finishes the review, approves, and opens the letter."""
    silent = page_of_kind(truth_of("clean_approval"), "treatment_plan")
    with signed_in(browser, product, "nurse") as page:
        claim(page, product, number)
        assert accessibility_faults(page) == []
        review(page, silent_page=silent)
        page.get_by_role("link", name="Approve", exact=True).click()
        page.get_by_label("I have read the pages cited").check()
        page.get_by_role("button", name="Approve", exact=True).click()
        expect(page.get_by_text(re.compile(r"AU-\d{4}-\d{6}-1")).first).to_be_visible()
        words, pdf = letter_of(page, product, number)
        assert words.startswith("Approval")
        assert pdf.startswith(b"%PDF-")


def referred(browser: Browser, product: Product, number: str) -> None:
    """The nurse reviews a request that is not met, cannot approve or deny it, and refers."""
    silent = page_of_kind(truth_of("not_met"), "treatment_plan")
    with signed_in(browser, product, "nurse") as page:
        claim(page, product, number)
        review(page, silent_page=silent)
        assert page.get_by_role("link", name="Approve", exact=True).count() == 0
        assert page.request.get(f"{product.address}/cases/{number}/deny/").status == 403
        page.get_by_role("link", name="Refer to physician").click()
        page.get_by_label(re.compile("Criteria not met")).check()
        page.get_by_label("Why, for the medical director").fill(REASON)
        page.get_by_role("button", name="Refer", exact=True).click()
        expect(page.get_by_text("With medical director").first).to_be_visible()


def signed(browser: Browser, product: Product, number: str) -> bytes:
    """The director reads the brief, signs the adverse determination; the letter's bytes."""
    with signed_in(browser, product, "director") as page:
        page.goto(f"{product.address}/cases/{number}/brief/")
        expect(page.get_by_text(REASON).first).to_be_visible()
        assert accessibility_faults(page) == []
        page.get_by_role("link", name="Uphold and sign").click()
        page.get_by_label("Medical necessity not shown").check()
        page.get_by_label("Your reasons, in your own words").fill(REASON)
        page.get_by_label(re.compile("I have read the pages cited")).check()
        page.get_by_label(re.compile("I did not prepare this case")).check()
        page.get_by_role("button", name="Sign determination").click()
        words, pdf = letter_of(page, product, number, letters=2)
        assert words.startswith("Adverse")
        assert pdf.startswith(b"%PDF-")
        return pdf


def report_names(browser: Browser, product: Product, numbers: set[str]) -> set[str]:
    """Which of the cases the lists behind the manager's numbers name."""
    with signed_in(browser, product, "manager") as page:
        page.goto(f"{product.address}/reports/")
        assert accessibility_faults(page) == []
        links = page.locator("main a[href*='/reports/']")
        found = {links.nth(i).get_attribute("href") or "" for i in range(links.count())}
        named: set[str] = set()
        for address in sorted(a for a in found if a and ".csv" not in a):
            page.goto(f"{product.address}{address}")
            named |= {number for number in numbers if page.get_by_text(number).count()}
        return named
