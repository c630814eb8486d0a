"""The admin in a real browser: within its own policy, no call elsewhere, readable for everybody."""

from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from accounts.domain.roles import Role
from cases.services.reference_changes import ReferenceChange, ReferenceKind, reference_change
from tests.accounts.cast import NOW
from tests.accounts.people import person_of_role
from tests.browser.conftest import sign_in
from tests.browser.guards import PageGuard, accessibility_faults, overflows
from tests.cases.factories import House
from tests.cases.people import member_with_coverage


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_list_record_and_history_keep_to_the_policy_and_are_accessible(
    page: Page, small_server: str, guard: PageGuard, scheme: Any, width: int
) -> None:
    House()
    manager, member = person_of_role(Role.MANAGER), member_with_coverage()
    moved = ReferenceChange({"city": "Wichita"}, "Moved")
    reference_change(ReferenceKind.MEMBER, member.pk, moved, actor=manager, now=NOW)
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, small_server, "manager")
    for name, args in [
        ("index", []),
        ("cases_member_changelist", []),
        ("cases_member_change", [member.pk]),
        ("cases_member_history", [member.pk]),
        ("cases_case_changelist", []),
        ("operations_planproposal_add", []),
    ]:
        page.goto(small_server + reverse(f"admin:{name}", args=args))
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert accessibility_faults(page) == [], name
        assert not overflows(page), name


def test_a_member_is_found_and_changed_without_scripts(plain_page: Page, small_server: str) -> None:
    House()
    person_of_role(Role.MANAGER)
    member = member_with_coverage()
    sign_in(plain_page, small_server, "manager")
    plain_page.get_by_role("link", name="Administration").click()
    plain_page.get_by_role("navigation", name="Administration").get_by_role(
        "link", name="Members"
    ).click()
    plain_page.get_by_label("Member number or name").fill(member.number)
    plain_page.get_by_role("button", name="Search").click()
    assert member.number not in plain_page.url
    plain_page.get_by_role("link", name=member.number).click()
    plain_page.get_by_label("City").fill("Wichita")
    plain_page.get_by_label("Reason for this change").fill("Moved")
    plain_page.get_by_role("button", name="Save", exact=True).click()
    member.refresh_from_db()
    assert member.city == "Wichita"
