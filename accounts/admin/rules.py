"""Who may open a page of the admin: the one table of permissions, asked through the actor."""

from dataclasses import dataclass

from django.http import HttpRequest

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import NotPermittedError
from accounts.selectors.actors import ACTOR_KEPT, actor_of_request_user

# On a view: the action it is for. The routes are guarded from it, and one without it fails.
ADMIN_ACTION = "precert_admin_action"


@dataclass(frozen=True)
class AdminRules:
    """The actions of one kind of record; None means that nobody may.

    list opens the list where that takes less than opening a record, None when it takes
    the same.
    """

    view: Action
    add: Action | None = None
    change: Action | None = None
    list: Action | None = None


def admin_actor(request: HttpRequest) -> Actor | None:
    """The signed-in person as an actor, None for a visitor; one query per request."""
    if vars(request).get(ACTOR_KEPT) is None:
        vars(request)[ACTOR_KEPT] = actor_of_request_user(request.user)
    actor: Actor | None = vars(request)[ACTOR_KEPT]
    return actor


def acting_person(request: HttpRequest) -> Actor:
    """The actor that services take.

    Raises:
        NotPermittedError: nobody is signed in.
    """
    actor = admin_actor(request)
    if actor is None:
        raise NotPermittedError("Sign in to do this.")
    return actor


def request_may(request: HttpRequest, action: Action | None) -> bool:
    """Whether the person of the request may do the action; no action means no."""
    actor = admin_actor(request)
    return actor is not None and action is not None and actor.may(action)
