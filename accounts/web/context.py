"""What every page's frame shows: who is here, where they may go, which environment."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import NotPermittedError
from accounts.web.access import request_actor


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the top navigation."""

    label: str
    url: str
    is_current: bool


def frame(request: HttpRequest) -> dict[str, object]:
    """The context of base.html; a visitor gets no actor and no navigation."""
    try:
        actor = request_actor(request)
    except NotPermittedError:
        actor = None
    return {
        "actor": actor,
        "navigation": navigation_for(actor, path=request.path),
        "search_url": _search_url(actor),
        "environment_banner": settings.ENVIRONMENT_BANNER,
        "idle_seconds": settings.SESSION_IDLE_SECONDS,
    }


def navigation_for(actor: Actor | None, *, path: str = "") -> list[NavigationItem]:
    """The entries of settings.NAVIGATION that the actor may open, in that order."""
    allowed = [
        (label, _address(route))
        for label, route, action in settings.NAVIGATION
        if actor is not None and actor.may(Action(action))
    ]
    return [
        NavigationItem(label=label, url=url, is_current=url != "/" and path.startswith(url))
        for label, url in allowed
        if url
    ]


def _search_url(actor: Actor | None) -> str:
    """Where the box in the header sends; empty for whoever may not search."""
    route, action = settings.SEARCH
    return _address(route) if actor is not None and actor.may(Action(action)) else ""


def _address(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""
