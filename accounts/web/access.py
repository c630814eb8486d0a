"""The rule of every view: which action it is for, or that it is open to all."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, JsonResponse

from accounts.domain.actor import Actor
from accounts.domain.permissions import VIEW_RULE, Action
from accounts.errors import NotPermittedError, require
from accounts.selectors.actors import ACTOR_KEPT, actor_of_request_user

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

RULE = VIEW_RULE
OPEN = "precert_public"
NO_MEMBER_DATA = "precert_no_member_data"

SIGNED_OUT = "You are signed out. Sign in again; nothing on this page was saved since."


def for_action(action: Action) -> Callable[[View[P]], View[P]]:
    """A decorator that lets a view run only for an actor who may do the action.

    A visitor is sent to sign in; somebody without the permission gets 403 with a
    sentence. A script that asked for JSON gets 401 or 403 with the sentence in it.
    The action is kept on the view as `precert_action`, where a test reads it.
    """

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            try:
                require(request_actor(request), action)
            except NotPermittedError as error:
                return refusal(request, error)
            return view(request, *args, **kwargs)

        vars(guarded)[RULE] = action
        return guarded

    return decorate


def public(view: View[P]) -> View[P]:
    """Marks a view as open to everybody, signed in or not."""

    @wraps(view)
    def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    vars(opened)[OPEN] = True
    return opened


def without_member_data(reason: str) -> Callable[[View[P]], View[P]]:
    """A decorator for a view whose action shows members, but which itself shows none.

    Every page under an action outside SHOWS_NO_MEMBER writes the access log; a test walks
    all addresses and fails where one does not. reason says why this one need not.
    """

    def decorate(view: View[P]) -> View[P]:
        vars(view)[NO_MEMBER_DATA] = reason
        return view

    return decorate


def request_actor(request: HttpRequest) -> Actor:
    """The signed-in person as the actor services take; one query per request.

    Raises:
        NotPermittedError: nobody is signed in.
    """
    kept = vars(request).get(ACTOR_KEPT)
    if isinstance(kept, Actor):
        return kept
    actor = actor_of_request_user(request.user)
    if actor is None:
        raise NotPermittedError("Sign in to do this.")
    vars(request)[ACTOR_KEPT] = actor
    return actor


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asked and expects JSON back rather than a page."""
    return request.headers.get("Accept", "").startswith("application/json")


def refusal(request: HttpRequest, error: NotPermittedError) -> HttpResponseBase:
    """The answer to somebody who may see the thing but not do this to it.

    Raises:
        PermissionDenied: for a page; Django renders 403.html with the sentence.
    """
    if wants_json(request):
        return JsonResponse({"error": "not_permitted", "sentence": str(error)}, status=403)
    raise PermissionDenied(str(error)) from error


def _ask_to_sign_in(request: HttpRequest) -> HttpResponseBase:
    if wants_json(request):
        return JsonResponse({"error": "signed_out", "sentence": SIGNED_OUT}, status=401)
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
