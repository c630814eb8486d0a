"""People at the plan, changed: role and name, licence, password, second factor, access."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.roles import Role
from accounts.errors import PersonRefusedError
from accounts.models import ReviewerCredential, User
from accounts.selectors.people import person_of
from accounts.services.people import (
    person_locked,
    person_record,
    refusal_sentence,
    require_people_manager,
)

PERSON_FIELDS = frozenset({"first_name", "last_name", "role", "supervisor", "is_active"})
CREDENTIAL_FIELDS = frozenset(
    {"licence_type", "licence_number", "state", "specialty", "valid_until"}
)
LAST_ADMINISTRATOR = "This is the last active administrator. Make another one first."


@dataclass(frozen=True)
class Change:
    """Values by field, and why they are changed (kept in the field history)."""

    values: Mapping[str, Any]
    reason: str


@transaction.atomic
def person_change(user_id: int, change: Change, *, actor: Actor, now: datetime) -> None:
    """Changes name, role, supervisor, or whether the account is active.

    Switching an account off, or giving it another role, ends the person's sessions.

    Raises:
        NotPermittedError: the actor manages no people.
        PersonRefusedError: no such person, the actor's own role or account, the last
            active administrator, or a value that does not fit.
    """
    require_people_manager(actor)
    values = _known(change.values, PERSON_FIELDS)
    administrators = _administrators_locked() if {"role", "is_active"} & set(values) else []
    user = person_locked(user_id)
    changed = sorted(name for name, value in values.items() if getattr(user, name) != value)
    if not changed:
        return
    _refuse_own(user, changed, actor=actor)
    _refuse_last_administrator(user, values, administrators)
    for name in changed:
        setattr(user, name, values[name])
    _checked(user, "The account", exclude=["password"])
    _explained(user, change.reason, actor=actor)
    user.save(update_fields=changed)
    detail = {"fields": ",".join(changed), "role": user.role}
    person_record(_act_of(user, changed), user, actor=actor, now=now, **detail)
    if {"role", "is_active"} & set(changed):
        _sessions_end(user)


def person_deactivate(user_id: int, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Switches the account off and ends the person's sessions; raises as person_change does."""
    person_change(user_id, Change({"is_active": False}, reason), actor=actor, now=now)


@transaction.atomic
def credential_change(credential_id: int, change: Change, *, actor: Actor, now: datetime) -> None:
    """Changes a licence; whose it is cannot be changed.

    Raises:
        NotPermittedError: the actor manages no people.
        PersonRefusedError: no such credential, or a value that does not fit.
    """
    require_people_manager(actor)
    rows = ReviewerCredential.objects.select_for_update().select_related("user")
    row = rows.filter(pk=credential_id).first()
    if row is None:
        raise PersonRefusedError("There is no such credential.")
    values = _known(change.values, CREDENTIAL_FIELDS)
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(row, name, values[name])
    _checked(row, "The credential")
    _explained(row, change.reason, actor=actor)
    row.save(update_fields=changed)
    person_record(
        "credential.changed",
        row.user,
        actor=actor,
        now=now,
        fields=",".join(changed),
        licence_type=row.licence_type,
        valid_until=row.valid_until.isoformat(),
    )


@transaction.atomic
def password_give(user_id: int, password: str, *, actor: Actor, now: datetime) -> None:
    """Gives a person a password that they must change when they next sign in.

    Raises:
        NotPermittedError: the actor manages no people.
        PersonRefusedError: no such person, the actor themselves, or too weak a password.
    """
    require_people_manager(actor)
    user = person_locked(user_id)
    if user.pk == actor.user_id:
        raise PersonRefusedError("Change your own password under your name, top right.")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise PersonRefusedError(refusal_sentence("The password", error)) from error
    user.set_password(password)
    user.must_change_password = True
    _explained(user, "Password given by an administrator", actor=actor)
    user.save(update_fields=["password", "must_change_password"])
    person_record("password.given", user, actor=actor, now=now)
    _sessions_end(user)


@transaction.atomic
def password_changed_by_owner(user_id: int) -> None:
    """The person chose a password of their own: nothing more is asked of them."""
    user = person_locked(user_id)
    if user.must_change_password:
        user.must_change_password = False
        user.save(update_fields=["must_change_password"])


@transaction.atomic
def second_factor_remove(user_id: int, *, actor: Actor, now: datetime) -> None:
    """Removes every second factor of a person who lost theirs, and ends their sessions.

    Raises:
        NotPermittedError: the actor manages no people.
        PersonRefusedError: no such person, the actor themselves, or there is none.
    """
    require_people_manager(actor)
    user = person_locked(user_id)
    if user.pk == actor.user_id:
        raise PersonRefusedError("Remove your own second factor under your name, top right.")
    removed, _ = Authenticator.objects.filter(user=user).delete()
    if not removed:
        raise PersonRefusedError("This person has no second factor.")
    person_record("second_factor.removed_by_administrator", user, actor=actor, now=now)
    _sessions_end(user)


def _known(values: Mapping[str, Any], known: frozenset[str]) -> dict[str, Any]:
    strange = sorted(set(values) - known)
    if strange:
        raise PersonRefusedError(f"This cannot be changed here: {', '.join(strange)}.")
    return dict(values)


def _act_of(user: User, changed: list[str]) -> str:
    if "is_active" not in changed:
        return "person.changed"
    return "person.activated" if user.is_active else "person.deactivated"


def _refuse_own(user: User, changed: list[str], *, actor: Actor) -> None:
    if user.pk != actor.user_id:
        return
    if "role" in changed:
        raise PersonRefusedError("You cannot change your own role; ask a colleague.")
    if "is_active" in changed:
        raise PersonRefusedError("You cannot switch off your own account; ask a colleague.")


def _administrators_locked() -> list[int]:
    """The active administrators, locked in one order, so that two cannot remove each other."""
    rows = User.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True)
    return [one.pk for one in rows.order_by("pk")]


def _refuse_last_administrator(
    user: User, values: Mapping[str, Any], administrators: list[int]
) -> None:
    """Somebody must remain who can let people in."""
    stays = values.get("role", user.role) == Role.ADMINISTRATOR and values.get("is_active", True)
    if administrators == [user.pk] and not stays:
        raise PersonRefusedError(LAST_ADMINISTRATOR)


def _checked(
    row: User | ReviewerCredential, what: str, *, exclude: list[str] | None = None
) -> None:
    try:
        row.full_clean(exclude=exclude or [])
    except ValidationError as error:
        raise PersonRefusedError(refusal_sentence(what, error)) from error


def _explained(row: User | ReviewerCredential, reason: str, *, actor: Actor) -> None:
    """Who and why, as the field history keeps them."""
    vars(row).update(_change_reason=reason, _history_user=person_of(actor))


def _sessions_end(user: User) -> None:
    """Ends every session of the person; reads them all, a few for each person signed in."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
