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
def person_create(person: NewPerson, *, password: str | None, actor: Actor, now: datetime) -> Actor:
    """The new person as an actor.

    A password that a person chose for another must be changed at the first sign-in; without
    one (None) the person cannot sign in.

    Raises:
        NotPermittedError: the actor manages no people.
        PersonRefusedError: the user name is taken or empty, the supervisor is
            unknown, the password too weak, or a credential wrong; the sentence
            says which, and nothing is kept.
    """
    require_people_manager(actor)
    first, _, last = person.name.strip().rpartition(" ")
    user = User(
        username=person.username.strip(),
        first_name=first or last,
        last_name=last if first else "",
        role=person.role.value,
        supervisor=_supervisor(person.supervisor),
        must_change_password=actor.user_id is not None,
    )
    _check_person(user, password)
    user.set_password(password)
    user.save()
    person_record("person.created", user, actor=actor, now=now, role=user.role)
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
    require_people_manager(actor)
    user = person_locked(user_id)
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
        raise PersonRefusedError(refusal_sentence("The credential", error)) from error
    row.save()
    person_record(
        "credential.added",
        user,
        actor=actor,
        now=now,
        licence_type=row.licence_type,
        valid_until=row.valid_until.isoformat(),
    )
    return actor_for(user)


def require_people_manager(actor: Actor) -> None:
    """Passes administrators, and the command line: who has it has the database anyway.

    Raises:
        NotPermittedError: anybody else.
    """
    if actor.user_id is None and actor.role is None:
        return
    require(actor, Action.USER_MANAGE)


def person_locked(user_id: int) -> User:
    """The person, their row locked until the transaction ends.

    Raises:
        PersonRefusedError: there is none.
    """
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


def _check_person(user: User, password: str | None) -> None:
    try:
        user.full_clean(exclude=["password"])
        if password is not None:
            validate_password(password, user)
    except ValidationError as error:
        raise PersonRefusedError(refusal_sentence("The account", error)) from error


def refusal_sentence(what: str, error: ValidationError) -> str:
    """What was wrong, in one line."""
    return f"{what} was not saved: " + " ".join(error.messages)


def person_record(action: str, user: User, *, actor: Actor, now: datetime, **detail: str) -> None:
    """Appends what was done to a person's account to the audit record."""
    audit_append(
        AUDIT_STREAM,
        actor=actor.key,
        action=action,
        detail={"user": user.pk, **detail},
        now=now,
    )
