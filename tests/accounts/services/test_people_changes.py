"""People are changed by an administrator, never by themselves, and the last one stays."""

from datetime import date
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session

from accounts.domain.actor import Credential, system_actor
from accounts.domain.roles import Role
from accounts.errors import NotPermittedError, PersonRefusedError
from accounts.models import ReviewerCredential, User
from accounts.services.people import NewPerson, credential_add, person_create
from accounts.services.people_changes import (
    Change,
    credential_change,
    password_give,
    person_change,
    second_factor_remove,
)
from operations.models import AuditEntry
from tests.accounts.cast import CAST, NOW, PASSWORD, cast_member
from tests.accounts.people import browser_of, person_of_role

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "another long enough phrase"


def last_action() -> str:
    return AuditEntry.objects.filter(stream__name="accounts").latest("sequence").action


def acts(user_id: int, actor: Any) -> list[Any]:
    change = Change({"first_name": "Kai"}, "test")
    return [
        lambda: person_change(user_id, change, actor=actor, now=NOW),
        lambda: password_give(user_id, NEW_PASSWORD, actor=actor, now=NOW),
        lambda: second_factor_remove(user_id, actor=actor, now=NOW),
        lambda: credential_change(1, change, actor=actor, now=NOW),
    ]


@pytest.mark.parametrize("part", [part for part in CAST if part != "stranger"])
def test_only_an_administrator_changes_people(part: str) -> None:
    somebody = person_of_role(Role.PRIVACY_OFFICER, "somebody")
    actor = cast_member(part)
    before = AuditEntry.objects.count()
    for act in acts(somebody.user_id, actor):
        with pytest.raises(NotPermittedError):
            act()
    assert AuditEntry.objects.count() == before


def test_a_change_keeps_who_and_why_and_is_audited() -> None:
    administrator, nurse = cast_member("stranger"), cast_member("nurse")
    person_change(
        nurse.user_id, Change({"first_name": "Nora Ann"}, "Married"), actor=administrator, now=NOW
    )
    kept = User.history.filter(id=nurse.user_id).first()
    assert (kept.first_name, kept.history_change_reason) == ("Nora Ann", "Married")
    assert kept.history_user_id == administrator.user_id
    assert last_action() == "person.changed"


def test_nothing_changed_writes_nothing() -> None:
    administrator, nurse = cast_member("stranger"), cast_member("nurse")
    before = AuditEntry.objects.count()
    same = Change({"role": "nurse_reviewer", "is_active": True}, "none")
    person_change(nurse.user_id, same, actor=administrator, now=NOW)
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(
    ("values", "sentence"),
    [({"role": "manager"}, "your own role"), ({"is_active": False}, "your own account")],
)
def test_nobody_changes_their_own_role_or_access(values: dict[str, Any], sentence: str) -> None:
    administrator, other = cast_member("stranger"), person_of_role(Role.ADMINISTRATOR)
    with pytest.raises(PersonRefusedError, match=sentence):
        person_change(administrator.user_id, Change(values, "x"), actor=administrator, now=NOW)
    person_change(administrator.user_id, Change(values, "x"), actor=other, now=NOW)


@pytest.mark.parametrize("values", [{"role": "manager"}, {"is_active": False}])
def test_the_last_active_administrator_stays(values: dict[str, Any]) -> None:
    administrator = cast_member("stranger")
    system = system_actor("command line")
    with pytest.raises(PersonRefusedError, match="last active administrator"):
        person_change(administrator.user_id, Change(values, "x"), actor=system, now=NOW)
    person_of_role(Role.ADMINISTRATOR)
    person_change(administrator.user_id, Change(values, "x"), actor=system, now=NOW)


@pytest.mark.parametrize("values", [{"role": "auditor"}, {"is_active": False}])
def test_another_role_or_none_ends_the_person_s_sessions_and_no_other(
    values: dict[str, Any],
) -> None:
    administrator, nurse = cast_member("stranger"), cast_member("nurse")
    theirs, mine = browser_of("nurse"), browser_of("stranger")
    assert Session.objects.count() == 2
    person_change(nurse.user_id, Change(values, "x"), actor=administrator, now=NOW)
    assert Session.objects.count() == 1
    assert theirs.get("/account/stay/").status_code == 302
    assert mine.get("/account/stay/").status_code == 204


def test_switched_on_again_a_person_does_not_find_the_old_session() -> None:
    administrator, nurse = cast_member("stranger"), cast_member("nurse")
    theirs = browser_of("nurse")
    for active in (False, True):
        person_change(
            nurse.user_id, Change({"is_active": active}, "x"), actor=administrator, now=NOW
        )
    assert last_action() == "person.activated"
    assert theirs.get("/account/stay/").status_code == 302


def test_a_field_that_is_not_a_person_s_is_refused() -> None:
    administrator, nurse = cast_member("stranger"), cast_member("nurse")
    with pytest.raises(PersonRefusedError, match="is_superuser"):
        person_change(
            nurse.user_id, Change({"is_superuser": True}, "x"), actor=administrator, now=NOW
        )


def test_a_given_password_must_be_changed_and_ends_sessions() -> None:
    administrator, nurse = cast_member("stranger"), cast_member("nurse")
    browser_of("nurse")
    with pytest.raises(PersonRefusedError, match="at least 15"):
        password_give(nurse.user_id, "short", actor=administrator, now=NOW)
    password_give(nurse.user_id, NEW_PASSWORD, actor=administrator, now=NOW)
    user = User.objects.get(pk=nurse.user_id)
    assert user.check_password(NEW_PASSWORD)
    assert user.must_change_password
    assert Session.objects.count() == 0
    with pytest.raises(PersonRefusedError, match="your own"):
        password_give(administrator.user_id, NEW_PASSWORD, actor=administrator, now=NOW)


def test_a_password_from_a_person_must_be_changed_one_from_the_command_line_need_not() -> None:
    administrator = cast_member("stranger")
    for actor, must in [(administrator, True), (system_actor("command line"), False)]:
        name = f"x{must}"
        person = NewPerson(name, "X Y", Role.MANAGER)
        person_create(person, password=PASSWORD, actor=actor, now=NOW)
        assert User.objects.get(username=name).must_change_password is must


def test_a_lost_second_factor_is_removed_once_and_not_one_s_own() -> None:
    administrator, nurse = cast_member("stranger"), cast_member("nurse")
    for actor in (administrator, nurse):
        Authenticator.objects.create(user_id=actor.user_id, type="totp", data={})
    second_factor_remove(nurse.user_id, actor=administrator, now=NOW)
    assert not Authenticator.objects.filter(user_id=nurse.user_id).exists()
    assert last_action() == "second_factor.removed_by_administrator"
    with pytest.raises(PersonRefusedError, match="no second factor"):
        second_factor_remove(nurse.user_id, actor=administrator, now=NOW)
    with pytest.raises(PersonRefusedError, match="your own"):
        second_factor_remove(administrator.user_id, actor=administrator, now=NOW)


def test_a_licence_is_changed_but_not_given_to_another() -> None:
    administrator, nurse, clerk = (cast_member(p) for p in ("stranger", "nurse", "intake_clerk"))
    licence = Credential("RN", "T-9", "TX", "", date(2027, 1, 1))
    credential_add(clerk.user_id, licence, actor=administrator, now=NOW)
    row = ReviewerCredential.objects.get(licence_number="T-9")
    renewed = Change({"valid_until": date(2029, 1, 1)}, "Renewed")
    credential_change(row.pk, renewed, actor=administrator, now=NOW)
    row.refresh_from_db()
    assert row.valid_until == date(2029, 1, 1)
    assert row.history.first().history_change_reason == "Renewed"
    for values in ({"user": nurse.user_id}, {"licence_type": "ZZ"}):
        with pytest.raises(PersonRefusedError):
            credential_change(row.pk, Change(values, "x"), actor=administrator, now=NOW)
