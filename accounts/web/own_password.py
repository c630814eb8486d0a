"""A password that somebody else chose is good for one thing: choosing one's own."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from accounts.web.access import wants_json

OPEN_ROUTES = ("account_change_password", "account_logout", "account_reauthenticate")
SENTENCE = "An administrator chose your password. Choose your own before you go on."


class OwnPasswordMiddleware:
    """Leads a person whose password was given to them to the page where they change it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The view's answer, or the way to the password page. No query of its own."""
        if not getattr(request.user, "must_change_password", False):
            return self.get_response(request)
        if request.path in {reverse(route) for route in OPEN_ROUTES}:
            return self.get_response(request)
        if wants_json(request):
            return JsonResponse({"error": "own_password", "sentence": SENTENCE}, status=403)
        messages.warning(request, SENTENCE)
        return HttpResponseRedirect(reverse("account_change_password"))
