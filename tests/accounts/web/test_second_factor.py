"""The optional second factor: set up, asked for, and a lost phone."""

import time
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from operations.models import AuditEntry
from tests.accounts.cast import PASSWORD, cast_member

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in/"
TOTP_PERIOD_SECONDS = 30


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> None:
    cache.clear()


def code(secret: str, *, steps: int = 0) -> str:
    return str(
        format_hotp_value(hotp_value(secret, int(time.time() // TOTP_PERIOD_SECONDS) + steps))
    )


def signed_in(username: str) -> Client:
    client = Client()
    client.post(SIGN_IN, {"login": username, "password": PASSWORD})
    return client


def set_up(client: Client) -> str:
    asked_again = client.get(reverse("mfa_activate_totp"))
    assert asked_again["Location"].startswith(reverse("account_reauthenticate"))
    client.post(asked_again["Location"], {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert "<svg" in page.content.decode()
    assert "data:image" not in page.content.decode()
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert answer.status_code == 302
    return str(secret)


def test_after_set_up_the_password_alone_opens_nothing(
    django_capture_on_commit_callbacks: Any,
) -> None:
    cast_member("nurse")
    with django_capture_on_commit_callbacks(execute=True):
        secret = set_up(signed_in("nurse"))
    cache.clear()
    client = Client()
    answer = client.post(SIGN_IN, {"login": "nurse", "password": PASSWORD})
    assert answer["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("accounts_stay")).status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.status_code == 200
    assert client.get(reverse("accounts_stay")).status_code == 302
    right = client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert right.status_code == 302
    assert client.get(reverse("accounts_stay")).status_code == 204
    acts = list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))
    assert "second_factor.added" in acts
    assert acts[-2:] == ["second_factor.failed", "sign_in.succeeded"]


def test_a_recovery_code_opens_once() -> None:
    cast_member("nurse")
    client = signed_in("nurse")
    set_up(client)
    codes = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]
    cache.clear()
    for expected in (302, 200):
        door = Client()
        door.post(SIGN_IN, {"login": "nurse", "password": PASSWORD})
        assert door.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == expected


def test_it_can_be_switched_off_again() -> None:
    cast_member("nurse")
    client = signed_in("nurse")
    set_up(client)
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    answer = Client().post(SIGN_IN, {"login": "nurse", "password": PASSWORD})
    assert answer["Location"] == "/"
