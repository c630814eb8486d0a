"""People and licences through the pages of the admin."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from accounts.domain.roles import Role
from accounts.models import ReviewerCredential, User
from tests.accounts.cast import cast_member
from tests.accounts.people import browser_of, person_of_role, signed_in_as

pytestmark = pytest.mark.django_db
ADD = "admin:accounts_user_add"
NEW = {
    "username": "kai",
    "name": "Kai van Dam",
    "role": "nurse_reviewer",
    "supervisor": "",
    "password": "a first long password",
    "reason": "Joins the team",
}


def change_page(username: str, name: str = "change") -> str:
    return reverse(f"admin:accounts_user_{name}", args=[User.objects.get(username=username).pk])


def whole_form(username: str, **changes: Any) -> dict[str, Any]:
    user = User.objects.get(username=username)
    values = {name: getattr(user, name) for name in ("first_name", "last_name", "role")}
    values |= {"supervisor": "", "is_active": "on", "reason": "As asked", **changes}
    return {name: value for name, value in values.items() if value is not None}


def test_an_administrator_lets_somebody_in() -> None:
    client = signed_in_as(Role.ADMINISTRATOR)
    assert client.post(reverse(ADD), NEW).status_code == 302
    made = User.objects.get(username="kai")
    assert (str(made), made.role) == ("Kai van Dam", "nurse_reviewer")
    assert made.must_change_password
    assert not made.is_staff


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"password": "short"}, "at least 15"),
        ({"reason": ""}, "This field is required"),
        ({"role": "king"}, "king is not one of"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    wrong: dict[str, str], sentence: str
) -> None:
    client = signed_in_as(Role.ADMINISTRATOR)
    shown = client.post(reverse(ADD), NEW | wrong).content.decode()
    assert sentence in shown
    assert "Kai van Dam" in shown
    assert not User.objects.filter(username="kai").exists()


def test_role_and_access_are_changed_with_a_reason_that_the_history_shows() -> None:
    client = signed_in_as(Role.ADMINISTRATOR)
    cast_member("nurse")
    changed = whole_form("nurse", role="auditor", is_active=None)
    assert client.post(change_page("nurse"), changed).status_code == 302
    user = User.objects.get(username="nurse")
    assert (user.role, user.is_active) == ("auditor", False)
    history = client.get(change_page("nurse", "history")).content.decode()
    assert "As asked" in history
    assert "nurse_reviewer" in history or "Nurse reviewer" in history


def test_one_s_own_role_is_refused_in_a_sentence_over_the_form() -> None:
    client = signed_in_as(Role.ADMINISTRATOR)
    answer = client.post(change_page("administrator"), whole_form("administrator", role="manager"))
    assert "You cannot change your own role" in answer.content.decode()
    assert User.objects.get(username="administrator").role == "administrator"


def test_a_licence_is_added_to_a_person_and_renewed() -> None:
    client = signed_in_as(Role.ADMINISTRATOR)
    clerk = cast_member("intake_clerk")
    values = {
        "user": clerk.user_id,
        "licence_type": "RN",
        "licence_number": "T-77",
        "state": "TX",
        "specialty": "",
        "valid_until": "2027-01-01",
        "reason": "Seen",
    }
    client.post(reverse("admin:accounts_reviewercredential_add"), values)
    row = ReviewerCredential.objects.get(licence_number="T-77")
    address = reverse("admin:accounts_reviewercredential_change", args=[row.pk])
    assert client.post(address, values | {"valid_until": "2029-01-01"}).status_code == 302
    row.refresh_from_db()
    assert (row.user_id, row.valid_until.year) == (clerk.user_id, 2029)


def test_a_second_factor_and_a_password_are_asked_once_more() -> None:
    client = signed_in_as(Role.ADMINISTRATOR)
    nurse = cast_member("nurse")
    factor = change_page("nurse", "second_factor")
    assert "This person has no second factor." in client.get(factor).content.decode()
    Authenticator.objects.create(user_id=nurse.user_id, type="totp", data={})
    assert client.get(factor).status_code == 200
    assert Authenticator.objects.count() == 1
    assert client.post(factor)["Location"] == change_page("nurse")
    assert Authenticator.objects.count() == 0
    password = change_page("nurse", "password")
    assert "at least 15" in client.post(password, {"password": "short"}).content.decode()
    assert client.post(password, {"password": "yet another long phrase"}).status_code == 302
    assert User.objects.get(username="nurse").check_password("yet another long phrase")


def test_an_auditor_reads_people_and_changes_none() -> None:
    cast_member("nurse")
    client = signed_in_as(Role.AUDITOR)
    shown = client.get(change_page("nurse")).content.decode()
    assert 'name="first_name"' not in shown
    assert "Give a new password" not in shown
    assert client.post(change_page("nurse"), whole_form("nurse")).status_code == 403
    assert client.post(change_page("nurse", "password"), {"password": "x"}).status_code == 403


def test_the_list_takes_the_same_queries_however_long(django_assert_num_queries: Any) -> None:
    person_of_role(Role.ADMINISTRATOR)
    client = browser_of("administrator")
    client.get("/admin/")
    for count in (0, 3):
        for number in range(count):
            person_of_role(Role.MANAGER, f"manager{number}")
        with django_assert_num_queries(6):
            shown = client.get(reverse("admin:accounts_user_changelist")).content.decode()
    assert "manager2" in shown
