"""Whoever was given a password goes nowhere before choosing their own."""

import pytest
from django.urls import reverse

from accounts.models import User
from accounts.services.people_changes import password_give
from tests.accounts.cast import NOW, PASSWORD, cast_member
from tests.accounts.people import browser_of

pytestmark = pytest.mark.django_db
OWN = "a phrase of their very own"


def test_a_given_password_leads_to_the_password_page_until_it_is_changed() -> None:
    administrator, nurse = cast_member("stranger"), cast_member("nurse")
    assert browser_of("nurse").get("/policies/").status_code == 200
    password_give(nurse.user_id, PASSWORD, actor=administrator, now=NOW)
    client = browser_of("nurse")
    door = reverse("account_change_password")
    assert client.get("/policies/")["Location"] == door
    script = client.get("/policies/", headers={"Accept": "application/json"})
    assert (script.status_code, script.json()["error"]) == (403, "own_password")
    assert client.get(door).status_code == 200
    answer = client.post(door, {"oldpassword": PASSWORD, "password1": OWN, "password2": OWN})
    assert answer.status_code == 302
    assert not User.objects.get(username="nurse").must_change_password
    assert client.get("/policies/").status_code == 200


def test_they_may_leave_instead() -> None:
    administrator, nurse = cast_member("stranger"), cast_member("nurse")
    password_give(nurse.user_id, PASSWORD, actor=administrator, now=NOW)
    client = browser_of("nurse")
    assert client.post(reverse("account_logout")).status_code == 302
    assert client.get("/policies/")["Location"].startswith(reverse("account_login"))
