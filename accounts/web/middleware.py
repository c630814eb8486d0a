"""What every request passes: a rule for its view, and the idle clock."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.errors import NotPermittedError
from accounts.web.access import OPEN, RULE, refusal

View = Callable[..., HttpResponseBase]

# Routes of apps that cannot know about people: the health pages of the ground
# floor, and the sign-in machinery, which keeps its own rules.
HEALTH_ROUTES = frozenset({"healthz", "readyz"})
SIGN_IN_MACHINERY = "allauth."


def has_rule(view: View, route_name: str | None) -> bool:
    """Whether somebody decided who may call this view."""
    if getattr(view, RULE, None) is not None or getattr(view, OPEN, False):
        return True
    return route_name in HEALTH_ROUTES or view.__module__.startswith(SIGN_IN_MACHINERY)


class RefuseByDefaultMiddleware:
    """Refuses a view that nobody wrote a rule for, as if it were not there.

    A service that refuses the actor becomes the 403 page with its sentence.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer of the view; the rules are in the two hooks below."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, *_bound: object
    ) -> HttpResponseBase | None:
        """None lets the view run.

        Raises:
            Http404: the view has no rule.
        """
        match = request.resolver_match
        if has_rule(view, match.url_name if match else None):
            return None
        raise Http404("No rule for this address.")

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """The 403 answer to a service's refusal; None for every other error."""
        if isinstance(exception, NotPermittedError):
            return refusal(request, exception)
        return None
