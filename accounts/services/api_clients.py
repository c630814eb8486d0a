"""Programs that come by token: made, given tokens, shut out; each act in the audit record."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from knox.models import AuthToken

from accounts.domain.actor import Actor
from accounts.domain.permissions import SERVICE_ROLES, Action
from accounts.domain.roles import Role
from accounts.errors import ApiClientRefusedError, require
from accounts.models import User
from accounts.selectors.api_clients import token_name
from accounts.services.people import AUDIT_STREAM
from operations.services.audit import audit_append

LONGEST_TOKEN_DAYS = 366


@dataclass(frozen=True)
class IssuedToken:
    """A token as it is shown once. name is what it is called afterwards: no part of it works."""

    text: str
    name: str
    expires_at: datetime


@transaction.atomic
def api_client_create(username: str, *, name: str, role: Role, actor: Actor, now: datetime) -> int:
    """The id of the new service user, which can do nothing until it is given a token.

    Raises:
        NotPermittedError: the actor manages no API clients.
        ApiClientRefusedError: the user name is taken or malformed, or the role is one
            that only a person may hold.
    """
    _require_manager(actor)
    if role not in SERVICE_ROLES:
        allowed = " or ".join(sorted(one.label.lower() for one in SERVICE_ROLES))
        raise ApiClientRefusedError(f"A program may only be {allowed}: people decide.")
    user = User(username=username.strip(), last_name=name.strip(), role=role.value, is_service=True)
    user.set_unusable_password()
    try:
        user.full_clean()
    except ValidationError as error:
        raise ApiClientRefusedError(
            "The API client was not saved: " + " ".join(error.messages)
        ) from error
    user.save()
    _record("api_client.created", user, actor=actor, now=now, role=user.role)
    return user.pk


@transaction.atomic
def api_token_issue(username: str, *, days: int, actor: Actor, now: datetime) -> IssuedToken:
    """A new token of the API client; only its digest is stored, so this is its one showing.

    Raises:
        NotPermittedError: the actor manages no API clients.
        ApiClientRefusedError: no active API client has that name, or the days are not
            between 1 and 366.
    """
    _require_manager(actor)
    if not 1 <= days <= LONGEST_TOKEN_DAYS:
        raise ApiClientRefusedError(f"A token lives 1 to {LONGEST_TOKEN_DAYS} days.")
    user = _client(username)
    if not user.is_active:
        raise ApiClientRefusedError("This API client is switched off.")
    row, text = AuthToken.objects.create(user=user, expiry=None)
    row.created, row.expiry = now, now + timedelta(days=days)
    row.save(update_fields=["created", "expiry"])
    name = token_name(row.digest)
    _record(
        "api_token.issued", user, actor=actor, now=now, token=name, expires=row.expiry.isoformat()
    )
    return IssuedToken(text, name, row.expiry)


@transaction.atomic
def api_client_admit(
    username: str, *, role: Role | None, name: str, days: int, actor: Actor, now: datetime
) -> IssuedToken:
    """A token for the API client, which is made first when there is none of that name.

    Raises:
        NotPermittedError: the actor manages no API clients.
        ApiClientRefusedError: a new client without a role, a role other than the one it
            has, or as api_client_create and api_token_issue. Nothing is kept then.
    """
    _require_manager(actor)
    found = User.objects.filter(username=username, is_service=True).first()
    if found is None:
        if role is None:
            raise ApiClientRefusedError("This API client is new: say its role.")
        api_client_create(username, name=name or username, role=role, actor=actor, now=now)
    elif role is not None and role.value != found.role:
        raise ApiClientRefusedError(
            f"This API client is {Role(found.role).label.lower()}; make another for another role."
        )
    return api_token_issue(username, days=days, actor=actor, now=now)


@transaction.atomic
def api_token_revoke(username: str, *, token: str = "", actor: Actor, now: datetime) -> int:
    """How many tokens were revoked: the one with that name, or without a name all of them.

    Raises:
        NotPermittedError: the actor manages no API clients.
        ApiClientRefusedError: no API client has that user name, or it has no such token.
    """
    _require_manager(actor)
    user = _client(username)
    rows = [
        row
        for row in AuthToken.objects.filter(user=user).order_by("created")
        if not token or token_name(row.digest) == token
    ]
    if token and not rows:
        raise ApiClientRefusedError("This API client has no such token.")
    for row in rows:
        name = token_name(row.digest)
        row.delete()
        _record("api_token.revoked", user, actor=actor, now=now, token=name)
    return len(rows)


def _require_manager(actor: Actor) -> None:
    """Administrators, and the command line: who has it has the database anyway."""
    if actor.user_id is None and actor.role is None:
        return
    require(actor, Action.API_CLIENTS_MANAGE)


def _client(username: str) -> User:
    user = User.objects.select_for_update().filter(username=username, is_service=True).first()
    if user is None:
        raise ApiClientRefusedError("There is no API client with that name.")
    return user


def _record(action: str, user: User, *, actor: Actor, now: datetime, **detail: str) -> None:
    audit_append(
        AUDIT_STREAM,
        actor=actor.key,
        action=action,
        detail={"user": user.pk, **detail},
        now=now,
    )
