"""The one table: what is not in it is refused."""

from datetime import date

import pytest

from accounts.domain.actor import Actor, Credential, system_actor
from accounts.domain.permissions import PERMISSIONS, SHOWS_NO_MEMBER, Action, role_may
from accounts.domain.roles import Role
from accounts.errors import NotPermittedError, require

SHOWS_MEMBERS = {
    Action.DOCUMENT_VIEW,
    Action.DOCUMENT_INDEX,
    Action.CASE_VIEW,
    Action.QUEUE_VIEW,
    Action.LETTER_VIEW,
    Action.MEMBER_VIEW,
    Action.MEMBER_CHANGE,
}
DECIDES = {
    Action.DETERMINATION_APPROVE,
    Action.DETERMINATION_SIGN_ADVERSE,
    Action.CASE_REDIRECT,
    Action.CASE_REFER,
    Action.CRITERION_ANSWER,
}


def test_every_action_has_a_row_and_nobody_without_a_role_may_anything() -> None:
    assert set(PERMISSIONS) == set(Action)
    assert not any(role_may(None, action) for action in Action)


def test_the_administrator_sees_no_member() -> None:
    assert not any(role_may(Role.ADMINISTRATOR, action) for action in SHOWS_MEMBERS)
    assert {a for a in Action if role_may(Role.ADMINISTRATOR, a)} <= SHOWS_NO_MEMBER


def test_what_shows_members_is_not_called_free_of_them() -> None:
    assert (SHOWS_MEMBERS | DECIDES).isdisjoint(SHOWS_NO_MEMBER)


@pytest.mark.parametrize(
    "role",
    [
        Role.INTAKE_CLERK,
        Role.MANAGER,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
        Role.POLICY_EDITOR,
        Role.PRIVACY_OFFICER,
    ],
)
def test_who_is_no_reviewer_decides_nothing(role: Role) -> None:
    assert not any(role_may(role, action) for action in DECIDES)


def test_only_a_medical_director_signs_what_is_adverse() -> None:
    allowed = {role for role in Role if role_may(role, Action.DETERMINATION_SIGN_ADVERSE)}
    assert allowed == {Role.MEDICAL_DIRECTOR}


def test_only_the_privacy_officer_opens_misdirected_pages() -> None:
    assert {role for role in Role if role_may(role, Action.PRIVACY_REVIEW)} == {
        Role.PRIVACY_OFFICER
    }


def test_a_refusal_names_the_role_and_the_action() -> None:
    clerk = Actor(key="user:1", name="Ines", role=Role.INTAKE_CLERK)
    with pytest.raises(NotPermittedError, match=r"Intake clerk may not do this \(case: refer\)"):
        require(clerk, Action.CASE_REFER)
    with pytest.raises(NotPermittedError, match="The system may not"):
        require(system_actor("sweeper"), Action.CASE_REFER)
    require(clerk, Action.DOCUMENT_UPLOAD)


def test_a_credential_counts_only_of_its_type_and_until_its_last_day() -> None:
    licence = Credential("RN", "1", "TX", "", date(2027, 6, 30))
    nurse = Actor("user:2", "Nora", Role.NURSE_REVIEWER, 2, (licence,))
    assert nurse.credential_on(date(2027, 6, 30), "RN", "MD") == licence
    assert nurse.credential_on(date(2027, 7, 1), "RN") is None
    assert nurse.credential_on(date(2027, 6, 30), "MD") is None
