"""What each person does on the way from fax to letter, as steps in a browser."""

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect

from cases.management.demonstration.people import DEMO_PASSWORD
from cases.management.demonstration.scenario import Scenario
from cases.management.demonstration.scenarios import scenario
from tests.browser.guards import PageGuard, accessibility_faults
from tests.browser.product import Product

_KEPT = (
    "import json; from operations.models import Job; from cases.models import Letter; "
    "print(json.dumps({'parked': Job.objects.filter(state='parked').count(), "
    "'letters': Letter.objects.count()}))"
)
READING_SECONDS = 900
CHECKS_SECONDS = 300
LETTER_SECONDS = 300
LOOK_AGAIN = 250  # milliseconds
ANSWER_SECONDS = 30
ANSWER_LOOK_AGAIN = 30  # milliseconds
ONE_MINUTE = 60_000


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
    rows = f"{product.address}/intake/?part=rows"
    deadline = time.monotonic() + READING_SECONDS
    while time.monotonic() < deadline:
        told = page.request.get(rows).text()
        unread = re.findall(r"<tr\b[^>]*data-unsettled.*?</tr>", told, re.DOTALL)
        if path.name in told and not any(path.name in row for row in unread):
            break
        page.wait_for_timeout(LOOK_AGAIN)
    page.goto(f"{product.address}/intake/")
    row = page.get_by_role("row").filter(has_text=path.name)
    expect(row.get_by_text(re.compile("^Read")).first).to_be_visible()


def index(page: Page, path: Path, truth: Scenario) -> str:
    """The clerk places every page, confirms the member and opens the request; its number."""
    asked = truth.request
    page.get_by_role("row").filter(has_text=path.name).get_by_role("link", name="Index").click()
    for number, paper in enumerate(truth.pages, start=1):
        value = f"case:{paper.document_type}" if paper.document_type else paper.disposition
        page.get_by_label(f"Page {number}", exact=True).select_option(value)
        if value == "misdirected":
            page.get_by_role("button", name="Close it now").click()
            expect(page.get_by_text(f"Page {number} is closed")).to_be_visible()
    page.get_by_role("textbox", name="Member number").fill(asked.member_number)
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
    """The nurse opens the case once the checks have run."""
    pulse = f"{product.address}/cases/{number}/pulse/"
    deadline = time.monotonic() + CHECKS_SECONDS
    while not page.request.get(pulse).json()["checks"] and time.monotonic() < deadline:
        page.wait_for_timeout(LOOK_AGAIN)
    page.goto(f"{product.address}/cases/{number}/")
    expect(page.get_by_text("checks have not finished")).to_have_count(0)


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
        await_count(page, agree, left - 1)


def await_count(page: Page, shown: Locator, count: int) -> None:
    """Waits until so many are shown; looks more often than expect, as a review has many answers."""
    deadline = time.monotonic() + ANSWER_SECONDS
    while shown.count() != count and time.monotonic() < deadline:
        page.wait_for_timeout(ANSWER_LOOK_AGAIN)
    expect(shown).to_have_count(count)


def letter_of(page: Page, product: Product, number: str, *, letters: int = 1) -> tuple[str, bytes]:
    """Waits for the letters of the case, opens one, and returns its link's words and bytes."""
    link = page.get_by_role("link", name=re.compile(r"\(PDF\)"))
    deadline = time.monotonic() + LETTER_SECONDS
    page.goto(f"{product.address}/cases/{number}/papers/")
    while link.count() < letters and time.monotonic() < deadline:
        page.wait_for_timeout(LOOK_AGAIN)
        page.reload()
    expect(link).to_have_count(letters)
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


def kept(product: Product) -> dict[str, int]:
    """How many jobs were given up, and how many letters are stored."""
    said = product.manage("shell", "-v", "0", "-c", _KEPT).strip().splitlines()[-1]
    found: dict[str, int] = json.loads(said)
    return found
