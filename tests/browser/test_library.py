"""The library in a real browser: read by everybody, and a draft's road into force."""

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.domain.roles import Role
from criteria.models import PolicyRevision
from criteria.services.documents import policy_document_attach
from criteria.services.policies import policy_import, policy_publish
from operations.management.commands.load_plan_settings import DEFAULTS
from operations.services.plan import plan_settings_load
from tests.accounts.cast import cast_member
from tests.accounts.people import person_of_role
from tests.browser.conftest import sign_in
from tests.browser.guards import PageGuard, accessibility_faults, overflows
from tests.criteria.people import EDITOR, KRESLADI, NOW, OTHER_EDITOR, SMALL

TEXT = "## III. Criteria\n\n" + "- A first line\n  - An inner line\n" * 30
CHANGED = KRESLADI.replace("below: 2 %", "below: 5 %", 1)


@pytest.fixture
def library(small_server: str) -> list[PolicyRevision]:
    """Kresladi in force with the plan's text, a draft that changes it, and another draft."""
    plan_settings_load(DEFAULTS.read_text("utf-8"), now=NOW)
    in_force = policy_import(KRESLADI, actor=EDITOR, now=NOW)
    policy_publish(in_force.pk, actor=OTHER_EDITOR, now=NOW)
    content = TEXT.encode()
    policy_document_attach(in_force.pk, content, name="plan.md", actor=EDITOR, now=NOW)
    gone = replace(EDITOR, key="user:901")
    drafts = [policy_import(text, actor=gone, now=NOW) for text in (CHANGED, SMALL)]
    return [in_force, *drafts]


def test_a_policy_is_found_and_followed_into_the_plans_text_by_keyboard(
    page: Page, small_server: str, guard: PageGuard, library: list[PolicyRevision]
) -> None:
    cast_member("nurse")
    sign_in(page, small_server, "nurse")
    page.goto(small_server + reverse("criteria:policies"))
    page.get_by_label("Find a policy").focus()
    page.keyboard.type("marnetegragene")
    page.keyboard.press("Enter")
    expect(page.get_by_role("row")).to_have_count(3)
    page.get_by_role("link", name="In force").focus()
    page.keyboard.press("Enter")
    page.get_by_role("row").get_by_role("link", name="Kresladi").focus()
    page.keyboard.press("Enter")
    criterion = page.locator('[id="rule-dx.expression"]')
    expect(criterion).to_contain_text("below 2 %")
    place = criterion.locator("a.place").first
    place.focus()
    page.keyboard.press("Enter")
    passage = page.locator(".passage:target")
    expect(passage).to_have_text("1a An inner line")
    expect(passage).to_be_in_viewport()
    expect(criterion).to_be_in_viewport()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_every_page_of_the_library_is_accessible_and_fits(
    page: Page,
    small_server: str,
    guard: PageGuard,
    library: list[PolicyRevision],
    scheme: Any,
    width: int,
) -> None:
    person_of_role(Role.POLICY_EDITOR)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, small_server, "policy_editor")
    old, new, small = (revision.pk for revision in library)
    for name, args in [
        ("policies", []),
        ("policy", [old]),
        ("policy", [small]),
        ("checklist", [old]),
        ("compare", [old, new]),
        ("document", [old]),
        ("draft_new", []),
    ]:
        page.goto(small_server + reverse(f"criteria:{name}", args=args))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert accessibility_faults(page) == [], name
        assert not overflows(page), name


def test_a_draft_with_a_mistake_is_mended_where_it_stands(
    page: Page, small_server: str, guard: PageGuard, library: list[PolicyRevision]
) -> None:
    person_of_role(Role.POLICY_EDITOR)
    sign_in(page, small_server, "policy_editor")
    page.goto(small_server + reverse("criteria:policies"))
    page.get_by_role("link", name="Take in a draft").press("Enter")
    box = page.get_by_label("Policy (YAML)")
    box.fill(SMALL.replace("below: 2 %", "below: 5 kg", 1))
    with guard.expecting("422"):
        page.get_by_role("button", name="Take in").press("Enter")
        alert = page.get_by_role("alert")
        expect(alert).to_be_focused()
    assert accessibility_faults(page) == []
    alert.get_by_role("link").first.press("Enter")
    expect(page.locator(".draft-line:target")).to_be_in_viewport()
    box.fill(SMALL.replace("below: 2 %", "below: 4 %", 1))
    page.get_by_role("button", name="Take in").press("Enter")
    expect(page.get_by_text("The draft is taken in.")).to_be_visible()
    expect(page.get_by_text("You imported this revision")).to_be_visible()
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)


def test_a_second_person_reads_what_changes_and_puts_a_draft_in_force(
    page: Page, small_server: str, guard: PageGuard, library: list[PolicyRevision]
) -> None:
    person_of_role(Role.POLICY_EDITOR)
    sign_in(page, small_server, "policy_editor")
    draft = small_server + reverse("criteria:policy", args=[library[1].pk])
    page.goto(draft)
    page.get_by_role("link", name="What it changes").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("what changed")
    row = page.get_by_role("row").filter(has_text="below 5 %").first
    expect(row).to_contain_text("below 2 %")
    page.goto(draft)
    page.get_by_label("I have read this revision").press("Space")
    page.get_by_role("button", name="Publish").press("Enter")
    expect(page.get_by_text("Published; it cannot be changed.")).to_be_visible()
    expect(page.get_by_role("button", name="Publish")).to_have_count(0)


def test_a_printed_policy_holds_its_criteria_and_the_plans_text_and_no_buttons(
    page: Page, small_server: str, guard: PageGuard, library: list[PolicyRevision]
) -> None:
    cast_member("nurse")
    sign_in(page, small_server, "nurse")
    page.goto(small_server + reverse("criteria:policy", args=[library[0].pk]))
    page.emulate_media(media="print")
    assert page.locator(".button:visible").count() == 0
    expect(page.get_by_role("navigation").first).to_be_hidden()
    expect(page.locator('[id="rule-dx.expression"]')).to_be_visible()
    last = page.locator(".passage").last
    hidden = "(box) => box.scrollHeight - box.clientHeight"
    assert page.locator(".plan-text-body").evaluate(hidden) <= 1
    expect(last).to_be_visible()
