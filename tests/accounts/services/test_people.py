"""People are made, licensed and switched off by an administrator only."""

from datetime import date

import pytest

from accounts.domain.actor import Credential, system_actor
from accounts.domain.roles import Role
from accounts.errors import NotPermittedError, PersonRefusedError
from accounts.models import User
from accounts.selectors.actors import actor_for
from accounts.services.people import NewPerson, credential_add, person_create
from accounts.services.people_changes import person_deactivate
from operations.models import AuditEntry
from tests.accounts.cast import CAST, NOW, PASSWORD, cast_member

pytestmark = pytest.mark.django_db

NEWCOMER = NewPerson(username="newcomer", name="Kai van Dam", role=Role.NURSE_REVIEWER)
LICENCE = Credential("RN", "T-1", "TX", "", date(2027, 1, 1))


@pytest.mark.parametrize("part", [part for part in CAST if part != "stranger"])
def test_only_an_administrator_makes_people(part: str) -> None:
    with pytest.raises(NotPermittedError):
        person_create(NEWCOMER, password=PASSWORD, actor=cast_member(part), now=NOW)
    assert not User.objects.filter(username="newcomer").exists()


def test_an_administrator_makes_a_person_with_the_names_apart() -> None:
    administrator = cast_member("stranger")
    made = person_create(NEWCOMER, password=PASSWORD, actor=administrator, now=NOW)
    user = User.objects.get(username="newcomer")
    assert (user.first_name, user.last_name) == ("Kai van", "Dam")
    assert made.role is Role.NURSE_REVIEWER
    entry = AuditEntry.objects.order_by("-sequence").first()
    assert entry is not None
    assert entry.actor == administrator.key
    assert entry.detail == {"user": user.pk, "role": "nurse_reviewer"}


@pytest.mark.parametrize(
    ("person", "password", "sentence"),
    [
        (NewPerson("", "X Y", Role.MANAGER), PASSWORD, "cannot be blank"),
        (NewPerson("nurse", "X Y", Role.MANAGER), PASSWORD, "already exists"),
        (NewPerson("x", "X Y", Role.MANAGER, supervisor="ghost"), PASSWORD, "report to"),
        (NewPerson("x", "X Y", Role.MANAGER), "short", "at least 15"),
    ],
)
def test_it_says_what_is_wrong_and_keeps_nothing(
    person: NewPerson, password: str, sentence: str
) -> None:
    cast_member("nurse")
    before = User.objects.count()
    with pytest.raises(PersonRefusedError, match=sentence):
        person_create(person, password=password, actor=system_actor("test"), now=NOW)
    assert User.objects.count() == before


def test_a_supervisor_is_named_by_user_name() -> None:
    director = cast_member("medical_director")
    person = NewPerson("x", "X Y", Role.MEDICAL_DIRECTOR, supervisor="medical_director")
    person_create(person, password=PASSWORD, actor=system_actor("test"), now=NOW)
    assert User.objects.get(username="x").supervisor_id == director.user_id


def test_a_credential_counts_until_its_last_day() -> None:
    administrator, clerk = cast_member("stranger"), cast_member("intake_clerk")
    assert clerk.user_id is not None
    actor = credential_add(clerk.user_id, LICENCE, actor=administrator, now=NOW)
    assert actor.credential_on(date(2027, 1, 1), "RN") == LICENCE
    assert actor.credential_on(date(2027, 1, 2), "RN") is None
    assert actor.credential_on(date(2027, 1, 1), "MD", "DO") is None


def test_one_licence_belongs_to_one_person() -> None:
    administrator, clerk = cast_member("stranger"), cast_member("intake_clerk")
    nurse = cast_member("nurse")
    assert clerk.user_id is not None
    assert nurse.user_id is not None
    credential_add(clerk.user_id, LICENCE, actor=administrator, now=NOW)
    with pytest.raises(PersonRefusedError, match="already exists"):
        credential_add(nurse.user_id, LICENCE, actor=administrator, now=NOW)


def test_an_unknown_licence_type_is_refused_and_the_person_with_it() -> None:
    person = NewPerson(
        "x",
        "X Y",
        Role.NURSE_REVIEWER,
        credentials=(Credential("ZZ", "1", "TX", "", date(2027, 1, 1)),),
    )
    with pytest.raises(PersonRefusedError, match="ZZ"):
        person_create(person, password=PASSWORD, actor=system_actor("test"), now=NOW)
    assert not User.objects.filter(username="x").exists()


def test_a_person_switched_off_may_do_nothing() -> None:
    administrator, nurse = cast_member("stranger"), cast_member("nurse")
    assert nurse.user_id is not None
    person_deactivate(nurse.user_id, actor=administrator, now=NOW)
    person_deactivate(nurse.user_id, actor=administrator, now=NOW)
    assert actor_for(User.objects.get(pk=nurse.user_id)).role is None
    assert AuditEntry.objects.filter(action="person.deactivated").count() == 1


def test_nobody_switches_off_themselves_or_a_ghost() -> None:
    administrator = cast_member("stranger")
    assert administrator.user_id is not None
    with pytest.raises(PersonRefusedError, match="your own"):
        person_deactivate(administrator.user_id, actor=administrator, now=NOW)
    with pytest.raises(PersonRefusedError, match="no such person"):
        person_deactivate(administrator.user_id + 999, actor=administrator, now=NOW)


def test_a_nurse_switches_nobody_off() -> None:
    nurse, clerk = cast_member("nurse"), cast_member("intake_clerk")
    assert clerk.user_id is not None
    with pytest.raises(NotPermittedError):
        person_deactivate(clerk.user_id, actor=nurse, now=NOW)
