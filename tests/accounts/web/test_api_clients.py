"""The page on which administrators let programs in."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from knox.models import AuthToken

from accounts.models import User
from operations.models import AuditEntry
from tests.accounts.api.callers import PARTS, Caller, problem, program
from tests.accounts.cast import PASSWORD, cast_member

pytestmark = pytest.mark.django_db
GIVEN = {"username": "fax-gateway", "name": "Fax gateway", "role": "intake_clerk", "days": "30"}


def signed_in(part: str = "stranger") -> Client:  # the cast's administrator
    cast_member(part)
    client = Client()
    client.login(username=part, password=PASSWORD)
    return client


@pytest.mark.parametrize("part", PARTS)
def test_only_administrators_open_it(part: str) -> None:
    client = signed_in(part)
    wanted = 200 if part == "stranger" else 403
    assert client.get(reverse("accounts_api_clients")).status_code == wanted
    assert client.post(reverse("accounts_api_clients"), GIVEN).status_code == wanted
    revoke = reverse("accounts_api_token_revoke", args=["fax-gateway", "abc"])
    assert client.post(revoke).status_code == (302 if part == "stranger" else 403)
    assert User.objects.filter(is_service=True).exists() == (part == "stranger")


def test_the_token_is_shown_once_and_opens_the_api() -> None:
    client = signed_in()
    answer = client.post(reverse("accounts_api_clients"), GIVEN)
    assert answer["Cache-Control"] == "private, no-store"
    (text,) = re.findall(r"precert_[0-9a-f]{64}", answer.content.decode())
    caller = Caller(Client(), {"Authorization": f"Bearer {text}"})
    assert caller.get("me/").json()["name"] == "Fax gateway"
    page = client.get(reverse("accounts_api_clients")).content.decode()
    assert text not in page
    assert AuthToken.objects.get().digest[:12] in page


def test_revoking_ends_the_token_and_is_on_record() -> None:
    client, caller = signed_in(), program()
    name = AuthToken.objects.get().digest[:12]
    answer = client.post(reverse("accounts_api_token_revoke", args=["gateway", name]), follow=True)
    assert f"Token {name} of gateway was revoked." in answer.content.decode()
    problem(caller.get("me/"), 401, "not_signed_in")
    assert AuditEntry.objects.filter(action="api_token.revoked").count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"role": "auditor"}, "make another for another role"),
        ({"role": "medical_director"}, "Select a valid choice"),
        ({"days": "367"}, "less than or equal to 366"),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_made(change: dict[str, str], sentence: str) -> None:
    client = signed_in()
    program(username="fax-gateway")
    answer = client.post(reverse("accounts_api_clients"), GIVEN | change)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert AuthToken.objects.count() == 1


def test_a_person_s_name_is_not_made_a_program() -> None:
    client = signed_in()
    cast_member("auditor")
    answer = client.post(reverse("accounts_api_clients"), GIVEN | {"username": "auditor"})
    assert answer.status_code == 422
    assert not User.objects.get(username="auditor").is_service
