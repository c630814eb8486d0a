"""The door: in with a password, out again, refused, and slowed down."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.services.people_changes import person_deactivate
from operations.models import AuditEntry
from operations.services.audit import audit_verify
from tests.accounts.cast import NOW, PASSWORD, cast_member

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in/"


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> None:
    cache.clear()


def sign_in(client: Client, username: str, password: str = PASSWORD) -> int:
    return client.post(SIGN_IN, {"login": username, "password": password}).status_code


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("sequence").values_list("action", flat=True))


def test_it_lets_in_with_the_right_password_and_shows_who_is_here() -> None:
    cast_member("auditor")
    client = Client()
    assert sign_in(client, "auditor") == 302
    page = client.get(reverse("account_change_password")).content.decode()
    assert "Olof Berg" in page
    assert "Sign out" in page


def test_it_refuses_the_wrong_password_with_one_sentence() -> None:
    cast_member("auditor")
    client = Client()
    answer = client.post(SIGN_IN, {"login": "auditor", "password": "wrong"})
    assert answer.status_code == 200
    assert "do not match" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_sign_in_sign_out_and_failure_are_in_the_audit_record() -> None:
    actor = cast_member("auditor")
    client = Client()
    sign_in(client, "auditor", "wrong")
    sign_in(client, "auditor")
    client.post(reverse("account_logout"))
    assert acts()[-3:] == ["sign_in.failed", "sign_in.succeeded", "signed_out"]
    failure = AuditEntry.objects.get(action="sign_in.failed")
    assert failure.detail == {"user": actor.user_id}
    assert audit_verify(stream="accounts") == []


def test_a_name_nobody_has_is_not_kept() -> None:
    sign_in(Client(), "my secret typed in the wrong field", "x")
    entry = AuditEntry.objects.get(action="sign_in.failed")
    assert entry.detail == {"user": None}


def test_it_slows_down_after_five_failures_even_for_the_right_password() -> None:
    cast_member("auditor")
    client = Client()
    for _ in range(5):
        sign_in(client, "auditor", "wrong")
    answer = client.post(SIGN_IN, {"login": "auditor", "password": PASSWORD})
    assert "Too many failed attempts" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_sixty_sign_ins_a_minute_from_one_address_are_enough() -> None:
    client = Client()
    answers = [client.get(SIGN_IN).status_code for _ in range(3)]
    for _ in range(61):
        last = client.post(SIGN_IN, {"login": "", "password": ""})
    assert answers == [200, 200, 200]
    assert last.status_code == 429
    assert "Wait a minute" in last.content.decode()


def test_a_person_switched_off_is_signed_out_at_the_next_click() -> None:
    administrator = cast_member("stranger")
    nurse = cast_member("nurse")
    client = Client()
    sign_in(client, "nurse")
    assert client.get(reverse("accounts_stay")).status_code == 204
    assert nurse.user_id is not None
    person_deactivate(nurse.user_id, actor=administrator, now=NOW)
    assert client.get(reverse("accounts_stay")).status_code == 302
    again = Client().post(SIGN_IN, {"login": "nurse", "password": PASSWORD})
    assert again["Location"] == reverse("account_inactive")
    assert "switched off" in Client().get(again["Location"]).content.decode()


def test_the_password_can_be_changed_with_the_present_one() -> None:
    cast_member("auditor")
    client = Client()
    sign_in(client, "auditor")
    new = "a quite different sentence"
    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    assert answer.status_code == 302
    assert "password.changed" in acts()
    assert sign_in(Client(), "auditor", new) == 302


def test_sign_up_is_closed() -> None:
    for path in ("/account/signup/", "/accounts/signup/", "/account/sign-up/"):
        assert Client().get(path).status_code == 404
