"""Who may come in by the API's door: people by session, programs by token, nobody else."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from knox.models import AuthToken

from accounts.domain.actor import system_actor
from accounts.domain.permissions import PERMISSIONS, SERVICE_ROLES, Action
from accounts.domain.roles import Role
from accounts.errors import ApiClientRefusedError, NotPermittedError
from accounts.models import User
from accounts.selectors.api_clients import api_clients
from accounts.services.api_clients import api_client_admit, api_token_issue, api_token_revoke
from accounts.services.people_changes import person_deactivate
from operations.models import AuditEntry
from tests.accounts.api.callers import PARTS, Caller, person, problem, program
from tests.accounts.cast import PASSWORD, cast_member

pytestmark = pytest.mark.django_db
DECIDING = {
    Action.DETERMINATION_APPROVE,
    Action.DETERMINATION_SIGN_ADVERSE,
    Action.CASE_REFER,
    Action.CASE_REDIRECT,
    Action.CRITERION_ANSWER,
    Action.FACT_CONFIRM,
    Action.GATE_CONFIRM,
    Action.USER_MANAGE,
    Action.API_CLIENTS_MANAGE,
    Action.POLICY_PUBLISH,
    Action.PLAN_SETTINGS_APPROVE,
}
SYSTEM = system_actor("test")


def bearer(text: str) -> Caller:
    return Caller(Client(), {"Authorization": f"Bearer {text}"})


def test_a_visitor_is_asked_for_a_token():
    answer = Caller(Client()).get("me/")
    problem(answer, 401, "not_signed_in")
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("part", PARTS)
def test_a_person_comes_with_the_session_of_the_pages(part):
    body = person(part).get("me/").json()
    assert body["role"] == User.objects.get(username=part).role
    assert set(body["actions"]) == {
        action.value for action, roles in PERMISSIONS.items() if Role(body["role"]) in roles
    }


def test_a_program_comes_with_its_token():
    body = program().get("me/").json()
    assert (body["name"], body["role"]) == ("Fax gateway", "intake_clerk")


def test_only_the_digest_of_a_token_is_kept():
    caller = program()
    text = caller.headers["Authorization"].partition(" ")[2]
    kept = AuthToken.objects.get()
    assert text not in {kept.digest, kept.token_key}
    assert kept.digest != text
    said = " ".join(map(str, AuditEntry.objects.values_list("detail", flat=True)))
    assert text not in said
    assert kept.token_key not in said


@pytest.mark.parametrize("text", ["", "wrong", "precert_" + "0" * 64, "\u00fc" * 20])
def test_a_wrong_token_is_refused(text):
    program()
    problem(bearer(text).get("me/"), 401, "not_signed_in")


def test_a_token_ends_on_its_day():
    caller = program(days=2)
    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=-1)):
        assert caller.get("me/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=2, minutes=1)):
        problem(caller.get("me/"), 401, "not_signed_in")


def test_a_token_of_a_program_that_is_switched_off_is_refused_at_once():
    caller = program()
    assert caller.get("me/").status_code == 200
    person_deactivate(User.objects.get(username="gateway").pk, actor=SYSTEM, now=timezone.now())
    problem(caller.get("me/"), 401, "not_signed_in")


def test_a_revoked_token_is_refused_and_the_other_one_works_on():
    first, second = program(), program()
    oldest = AuthToken.objects.order_by("created").first()
    name = oldest.digest[:12]
    assert api_token_revoke("gateway", token=name, actor=SYSTEM, now=timezone.now()) == 1
    problem(first.get("me/"), 401, "not_signed_in")
    assert second.get("me/").status_code == 200
    with pytest.raises(ApiClientRefusedError, match="no such token"):
        api_token_revoke("gateway", token=name, actor=SYSTEM, now=timezone.now())


def test_a_token_of_a_person_opens_nothing():
    cast_member("nurse")
    _, text = AuthToken.objects.create(
        user=User.objects.get(username="nurse"), expiry=timedelta(days=1)
    )
    problem(bearer(text).get("me/"), 401, "not_signed_in")


def test_a_token_that_would_never_end_opens_nothing():
    program()
    _, text = AuthToken.objects.create(user=User.objects.get(username="gateway"), expiry=None)
    problem(bearer(text).get("me/"), 401, "not_signed_in")


def test_a_program_cannot_sign_in_at_the_page():
    program()
    client = Client()
    assert not client.login(username="gateway", password="")
    assert not client.login(username="gateway", password=PASSWORD)


def test_the_database_gives_a_program_no_password_and_no_role_that_decides():
    program()
    user = User.objects.get(username="gateway")
    user.set_password(PASSWORD)
    with pytest.raises(IntegrityError, match="no_password"), transaction.atomic():
        user.save()
    user.set_unusable_password()
    user.role = Role.NURSE_REVIEWER
    with pytest.raises(IntegrityError, match="decides_nothing"), transaction.atomic():
        user.save()


def test_no_role_of_a_program_decides_reviews_or_manages():
    assert SERVICE_ROLES
    for action in DECIDING:
        assert PERMISSIONS[action].isdisjoint(SERVICE_ROLES), action


@pytest.mark.parametrize("role", sorted(set(Role) - SERVICE_ROLES))
def test_it_makes_no_program_of_a_role_that_decides(role):
    with pytest.raises(ApiClientRefusedError, match="people decide"):
        program(role)
    assert not User.objects.exists()


@pytest.mark.parametrize("part", PARTS)
def test_only_administrators_admit_programs(part):
    actor = cast_member(part)

    def admit():
        return api_client_admit(
            "robot", role=Role.AUDITOR, name="", days=1, actor=actor, now=timezone.now()
        )

    if part == "stranger":  # the cast's administrator
        assert admit().text.startswith("precert_")
        assert AuditEntry.objects.filter(action="api_token.issued", actor=actor.key).exists()
    else:
        with pytest.raises(NotPermittedError):
            admit()


@pytest.mark.parametrize("days", [0, 367])
def test_a_token_lives_between_a_day_and_a_year(days):
    program()
    with pytest.raises(ApiClientRefusedError, match="1 to 366 days"):
        api_token_issue("gateway", days=days, actor=SYSTEM, now=timezone.now())


def test_a_person_gets_no_token():
    cast_member("auditor")
    with pytest.raises(ApiClientRefusedError, match="no API client"):
        api_token_issue("auditor", days=1, actor=SYSTEM, now=timezone.now())


def test_the_list_of_programs_takes_two_queries(django_assert_num_queries):
    for name in ("b-robot", "a-robot"):
        program(username=name)
    with django_assert_num_queries(2):
        rows = api_clients(now=timezone.now())
    assert [row.username for row in rows] == ["a-robot", "b-robot"]
    assert [token.is_over for row in rows for token in row.tokens] == [False, False]


def test_an_idle_person_is_signed_out_here_too():
    caller = person("nurse")
    assert caller.get("me/").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        problem(caller.get("me/"), 401, "not_signed_in")


def test_a_person_s_request_from_another_site_is_refused():
    cast_member("intake_clerk")
    client = Client(enforce_csrf_checks=True)
    client.login(username="intake_clerk", password=PASSWORD)
    problem(Caller(client).post("policies/1/evaluate/", {"facts": {}}), 403, "csrf_failed")


def test_a_program_needs_no_form_token():
    caller = program()
    caller.client = Client(enforce_csrf_checks=True)
    problem(caller.post("policies/1/evaluate/", {"facts": {}}), 404, "not_found")


def test_each_token_is_counted_apart(settings):
    settings.PRECERT_API_RATE = "2/min"
    one, other = program(username="one"), program(username="other")
    assert [one.get("me/").status_code for _ in range(2)] == [200, 200]
    answer = one.get("me/")
    problem(answer, 429, "too_many_requests")
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert other.get("me/").status_code == 200
