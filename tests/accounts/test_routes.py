"""Refuse by default: every address has a rule, and what has none answers 404."""

from collections.abc import Iterator
from types import ModuleType

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path, resolve, reverse

from accounts.domain.permissions import Action
from accounts.domain.roles import Role
from accounts.web.access import RULE, for_action, public
from accounts.web.context import navigation_for
from accounts.web.middleware import has_rule
from tests.accounts.cast import CAST, PASSWORD, cast_member


def routes(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns)
        else:
            yield pattern


def test_every_route_has_a_rule() -> None:
    found = list(routes(get_resolver().url_patterns))
    without = [str(one.pattern) for one in found if not has_rule(one.callback, one.name)]
    assert found
    assert without == []


def test_every_navigation_entry_leads_somewhere_for_a_known_action() -> None:
    for label, route, action in settings.NAVIGATION:
        assert label
        assert reverse(route).startswith("/")
        assert action in set(Action)
    for role, route in settings.HOME_ROUTES.items():
        assert role in set(Role)
        assert reverse(route).startswith("/")


@pytest.mark.django_db
@pytest.mark.parametrize("part", list(CAST))
def test_the_navigation_offers_only_what_the_rule_of_the_page_allows(part: str) -> None:
    actor = cast_member(part)
    for item in navigation_for(actor):
        rule = getattr(resolve(item.url).func, RULE)
        assert actor.may(rule), item.label


def test_no_address_leads_to_sign_up_or_password_reset() -> None:
    names = {one.name for one in routes(get_resolver().url_patterns)}
    assert "account_login" in names
    assert names.isdisjoint({"account_signup", "account_reset_password", "account_email"})


def forgotten(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("somebody forgot the rule")


@for_action(Action.REPORT_VIEW)
def numbers(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("numbers")


@public
def opened(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


def routes_for_test() -> ModuleType:
    module = ModuleType("routes_for_test")
    real = get_resolver("config.urls").url_patterns
    vars(module)["urlpatterns"] = [
        path("forgotten/", forgotten),
        path("numbers/", numbers),
        path("opened/", opened),
        *real,
    ]
    return module


@pytest.fixture
def with_test_routes() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=routes_for_test()):
        yield


@pytest.mark.django_db
@pytest.mark.usefixtures("with_test_routes")
class TestRules:
    def test_it_refuses_a_view_without_a_rule_as_if_it_were_not_there(self) -> None:
        assert not has_rule(forgotten, "forgotten")
        assert Client().get("/forgotten/").status_code == 404

    def test_it_sends_a_visitor_to_sign_in_and_back(self) -> None:
        answer = Client().get("/numbers/?month=10")
        assert answer.status_code == 302
        assert answer["Location"] == f"{reverse('account_login')}?next=/numbers/%3Fmonth%3D10"

    def test_it_tells_a_script_that_it_is_signed_out(self) -> None:
        answer = Client().get("/numbers/", headers={"Accept": "application/json"})
        assert answer.status_code == 401
        assert answer.json()["error"] == "signed_out"

    @pytest.mark.parametrize(
        ("part", "status"),
        [
            ("nurse", 403),
            ("other_nurse", 403),
            ("medical_director", 200),
            ("intake_clerk", 403),
            ("auditor", 200),
            ("stranger", 403),
        ],
    )
    def test_it_lets_in_whom_the_table_allows(self, part: str, status: int) -> None:
        cast_member(part)
        client = Client()
        assert client.login(username=part, password=PASSWORD)
        assert client.get("/numbers/").status_code == status

    def test_a_refusal_is_a_page_with_the_sentence(self) -> None:
        cast_member("nurse")
        client = Client()
        client.login(username="nurse", password=PASSWORD)
        answer = client.get("/numbers/")
        assert Role.NURSE_REVIEWER.label in answer.content.decode()
        assert "may not do this (report: view)" in answer.content.decode()

    def test_a_refused_script_gets_the_sentence_as_json(self) -> None:
        cast_member("nurse")
        client = Client()
        client.login(username="nurse", password=PASSWORD)
        answer = client.get("/numbers/", headers={"Accept": "application/json"})
        assert answer.status_code == 403
        assert answer.json()["sentence"] == "Nurse reviewer may not do this (report: view)."

    def test_a_public_view_is_open_to_a_visitor(self) -> None:
        assert Client().get("/opened/").content == b"open"
