"""What can go wrong about people and permission."""

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action


class AccountsError(Exception):
    """Base of every error this app raises."""


class NotPermittedError(AccountsError):
    """The actor may see the thing but not do this to it; the message is shown as it is."""


def require(actor: Actor, action: Action) -> None:
    """Pass silently when the actor may do the action.

    Raises:
        NotPermittedError: with a sentence that names the action and the role.
    """
    if not actor.may(action):
        role = actor.role.label if actor.role else "The system"
        what = action.value.replace("_", " ").replace(".", ": ")
        raise NotPermittedError(f"{role} may not do this ({what}).")


class PersonRefusedError(AccountsError):
    """A person or credential could not be saved; the message says what to mend."""


class ApiClientRefusedError(AccountsError):
    """An API client or token could not be made or revoked; the message says what to mend."""


def person_id(actor: Actor) -> int:
    """The id of the person who acts.

    Raises:
        NotPermittedError: the system acts; a decision needs a person.
    """
    if actor.user_id is None:
        raise NotPermittedError("Only a person may do this.")
    return actor.user_id
