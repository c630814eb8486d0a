"""Every route of the admin has a rule, and every role gets what the one table gives it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.admin import ModelAdmin
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from accounts.admin.records import RecordAdmin
from accounts.admin.rules import ADMIN_ACTION
from accounts.admin.site import PrecertAdminSite
from accounts.domain.permissions import Action, role_may
from accounts.domain.roles import Role
from accounts.models import User
from accounts.web.access import RULE
from config.admin_urls import admin_site, guarded_urls, site
from tests.accounts.people import browser_of, person_of_role, signed_in_as
from tests.accounts.test_routes import routes
from tests.cases.factories import House

# Said here once more by hand, so that a slip in the table of permissions shows.
DIRECTORY = {"cases_group", "cases_provider", "cases_facility", "cases_treatmentcentre"}
MEMBERS = {"cases_member", "cases_coverage", "cases_othercoverage"}
PLAN = {"operations_planproposal", "operations_plansettings"}
PEOPLE = {"accounts_user", "accounts_reviewercredential"}
FOR_ALL_STAFF = {"cases_case", "criteria_policyrevision"}
SIDEBAR = {
    Role.ADMINISTRATOR: FOR_ALL_STAFF | DIRECTORY | PLAN | PEOPLE,
    Role.MANAGER: FOR_ALL_STAFF | DIRECTORY | PLAN | MEMBERS,
    Role.POLICY_EDITOR: FOR_ALL_STAFF,
    Role.AUDITOR: FOR_ALL_STAFF | DIRECTORY | PLAN | PEOPLE | MEMBERS,
}
ADDS = {
    Role.ADMINISTRATOR: DIRECTORY | PEOPLE | {"operations_planproposal"},
    Role.MANAGER: DIRECTORY | MEMBERS | {"operations_planproposal"},
    Role.POLICY_EDITOR: {"criteria_policyrevision"},
}


def admin_routes() -> list[URLPattern]:
    found = get_resolver().namespace_dict["admin"][1].url_patterns
    return list(routes(found))


def addresses() -> Iterator[tuple[str, Action, bool]]:
    """Each route filled with a row that exists or the number 1, its action, whether a row is."""
    rows = {
        f"{model._meta.app_label}_{model._meta.model_name}": model._default_manager.first()
        for model in site._registry
    }
    for route in admin_routes():
        action = getattr(route.callback, RULE)
        if route.name == "app_list":
            yield reverse("admin:app_list", args=["cases"]), action, True
        elif "object_id" in str(route.pattern):
            row = next(row for name, row in rows.items() if f"{route.name}_".startswith(f"{name}_"))
            number = row.pk if row else 1
            yield reverse(f"admin:{route.name}", args=[number]), action, row is not None
        else:
            yield reverse(f"admin:{route.name}"), action, True


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_every_role_gets_what_the_table_gives_it_on_every_route(role: Role) -> None:
    House().case()
    person_of_role(role, "walker")
    client = browser_of("walker")
    wrong = []
    for address, action, is_there in addresses():
        may = role_may(role, action) and role_may(role, Action.ADMIN_VIEW)
        wanted = (200 if is_there else 404) if may else 403
        status = client.get(address).status_code
        if status != wanted:
            wrong.append(f"{address}: {status}, not {wanted}")
    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", list(Role))
def test_the_navigation_and_the_adding_are_those_of_the_role(role: Role) -> None:
    client = signed_in_as(role)
    request = client.get("/account/stay/").wsgi_request
    shown, adds = set(), set()
    for model, record in site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        shown |= {name} if record.has_module_permission(request) else set()
        adds |= {name} if record.has_add_permission(request) else set()
        assert not record.has_delete_permission(request)
    assert shown == SIDEBAR.get(role, set())
    assert adds == ADDS.get(role, set())


def test_no_route_deletes_signs_in_or_puts_back() -> None:
    names = {str(route.name) for route in admin_routes()}
    words = ("delete", "login", "logout", "password_change", "simple_history", "view_on_site")
    assert names
    assert [name for name in names if name.endswith(words)] == []


def test_a_route_without_an_action_stops_the_start() -> None:
    other: Any = admin_site()
    patterns = other.get_urls()
    vars(patterns[0].callback).pop(ADMIN_ACTION)
    other.get_urls = lambda: patterns
    with pytest.raises(ImproperlyConfigured, match="has no action"):
        guarded_urls(other)


def test_a_record_without_rules_is_not_registered() -> None:
    class Bare(RecordAdmin):
        pass

    for record in (ModelAdmin, Bare):
        with pytest.raises(TypeError, match="rules"):
            PrecertAdminSite("other").register_record(User, record)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_django_s_own_permissions_open_nothing() -> None:
    nurse = person_of_role(Role.NURSE_REVIEWER)
    User.objects.filter(pk=nurse.user_id).update(is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(User.objects.get(pk=nurse.user_id))
    assert client.get("/admin/").status_code == 403
    assert client.get(reverse("admin:cases_member_changelist")).status_code == 403


@pytest.mark.django_db
def test_a_visitor_signs_in_at_the_product_s_own_door() -> None:
    answer = Client().get(reverse("admin:cases_case_changelist"))
    assert answer["Location"] == f"{reverse('account_login')}?next=/admin/cases/case/"


@pytest.mark.django_db
def test_only_the_admin_gets_the_relaxed_policy() -> None:
    House()
    client = signed_in_as(Role.MANAGER)
    for address, relaxed in [("/admin/", True), ("/policies/", False), ("/queue/", False)]:
        policy = client.get(address)["Content-Security-Policy"]
        assert ("'unsafe-eval'" in policy) is relaxed, address
        assert ("'unsafe-inline'" in policy) is relaxed, address
        assert "default-src 'none'" in policy, address
