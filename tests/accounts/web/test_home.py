"""Where a role starts."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.web.adapter import SignInAdapter
from tests.accounts.cast import PASSWORD, cast_member

pytestmark = pytest.mark.django_db


def signed_in(part: str) -> Client:
    cast_member(part)
    client = Client()
    client.login(username=part, password=PASSWORD)
    return client


@pytest.mark.parametrize(
    ("part", "route"),
    [
        ("nurse", "cases:queue"),
        ("medical_director", "cases:queue"),
        ("intake_clerk", "cases:inbox"),
        ("stranger", "cases:operations"),
        ("auditor", "cases:audit"),
    ],
)
def test_a_role_starts_where_its_work_is(part: str, route: str) -> None:
    assert signed_in(part).get("/")["Location"] == reverse(route)


def test_a_visitor_starts_at_the_door() -> None:
    assert Client().get("/")["Location"] == f"{reverse('account_login')}?next=/"


def test_a_role_without_any_place_is_told_so(settings: Any) -> None:
    settings.HOME_ROUTES = {}
    settings.NAVIGATION = [("Gone", "no:such", "home.view")]
    page = signed_in("stranger").get("/").content.decode()
    assert "Nothing for your role here yet" in page
    assert "Gone" not in page


def test_nobody_signs_themselves_up(rf: Any) -> None:
    assert SignInAdapter().is_open_for_signup(rf.get("/")) is False


def test_a_demonstration_says_what_it_is(settings: Any) -> None:
    settings.ENVIRONMENT_BANNER = "Demonstration: everybody here is made up"
    assert "Demonstration: everybody here" in Client().get("/account/sign-in/").content.decode()


def test_a_browser_that_asks_for_an_icon_is_shown_one(client):
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer["Location"].endswith(".svg")


def test_an_address_for_forms_says_so_to_whoever_opens_it() -> None:
    nurse = signed_in("nurse")
    answer = nurse.get("/queue/next/", headers={"Accept": "text/html"})
    assert answer.status_code == 405
    assert "takes what a form sends" in answer.content.decode()
    assert nurse.put("/queue/next/", headers={"Accept": "text/html"}).content == b""
    assert nurse.get("/queue/next/", headers={"Accept": "application/json"}).content == b""
