"""People at the plan: made, licensed and switched off, each act in the audit record."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.domain.actor import Actor, Credential
from accounts.domain.permissions import Action
from accounts.domain.roles import Role
from accounts.errors import PersonRefusedError, require
from accounts.models import ReviewerCredential, User
from accounts.selectors.actors import actor_for
from operations.services.audit import audit_append

AUDIT_STREAM = "accounts"


@dataclass(frozen=True)
class NewPerson:
    """Who is to be let in; supervisor is the user name of somebody already here."""

    username: str
    name: str
    role: Role
    supervisor: str = ""
    credentials: tuple[Credential, ...] = ()


@transaction.atomic
def person_create(person: NewPerson, *, password: str, actor: Actor, now: datetime) -> Actor:
    """The new person as an actor.

    Raises:
        NotPermittedError: the actor manages no people.
        PersonRefusedError: the user name is taken or empty, the supervisor is
            unknown, the password too weak, or a credential wrong; the sentence
            says which, and nothing is kept.
    """
    _require_manager(actor)
    first, _, last = person.name.strip().rpartition(" ")
    user = User(
        username=person.username.strip(),
        first_name=first or last,
        last_name=last if first else "",
        role=person.role.value,
        supervisor=_supervisor(person.supervisor),
    )
    _check_person(user, password)
    user.set_password(password)
    user.save()
    _record("person.created", user, actor=actor, now=now, role=user.role)
    for credential in person.credentials:
        credential_add(user.pk, credential, actor=actor, now=now)
    return actor_for(user)


@transaction.atomic
def credential_add(user_id: int, credential: Credential, *, actor: Actor, now: datetime) -> Actor:
    """The person as an actor, now holding the credential.

    Raises:
        NotPermittedError: the actor manages no people.
        PersonRefusedError: no such person, an unknown licence type, or the
            licence is already somebody's.
    """
    _require_manager(actor)
    user = _person(user_id)
    row = ReviewerCredential(
        user=user,
        licence_type=credential.licence_type,
        licence_number=credential.licence_number,
        state=credential.state,
        specialty=credential.specialty,
        valid_until=credential.valid_until,
    )
    try:
        row.full_clean()
    except ValidationError as error:
        raise PersonRefusedError(_sentence("The credential", error)) from error
    row.save()
    _record(
        "credential.added",
        user,
        actor=actor,
        now=now,
        licence_type=row.licence_type,
        valid_until=row.valid_until.isoformat(),
    )
    return actor_for(user)


@transaction.atomic
def person_deactivate(user_id: int, *, actor: Actor, now: datetime) -> None:
    """Switches the account off: the person's next request finds them signed out.

    Raises:
        NotPermittedError: the actor manages no people.
        PersonRefusedError: no such person, or the actor themselves.
    """
    _require_manager(actor)
    user = _person(user_id)
    if user.pk == actor.user_id:
        raise PersonRefusedError("You cannot switch off your own account; ask a colleague.")
    if not user.is_active:
        return
    user.is_active = False
    user.save(update_fields=["is_active"])
    _record("person.deactivated", user, actor=actor, now=now)


def _require_manager(actor: Actor) -> None:
    """Administrators, and the command line: who has it has the database anyway."""
    if actor.user_id is None and actor.role is None:
        return
    require(actor, Action.USER_MANAGE)


def _person(user_id: int) -> User:
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise PersonRefusedError("There is no such person.")
    return user


def _supervisor(username: str) -> User | None:
    if not username:
        return None
    supervisor = User.objects.filter(username=username).first()
    if supervisor is None:
        raise PersonRefusedError(
            f"There is no person with the user name {username!r} to report to."
        )
    return supervisor


def _check_person(user: User, password: str) -> None:
    try:
        user.full_clean(exclude=["password"])
        validate_password(password, user)
    except ValidationError as error:
        raise PersonRefusedError(_sentence("The account", error)) from error


def _sentence(what: str, error: ValidationError) -> str:
    return f"{what} was not saved: " + " ".join(error.messages)


def _record(action: str, user: User, *, actor: Actor, now: datetime, **detail: str) -> None:
    audit_append(
        AUDIT_STREAM,
        actor=actor.key,
        action=action,
        detail={"user": user.pk, **detail},
        now=now,
    )
