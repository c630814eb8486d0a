"""The idle clock: a person who walked away is signed out."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import reverse
from django.utils import timezone

from accounts.receivers import SIGN_OUT_REASON
from accounts.web.access import SIGNED_OUT, wants_json

SEEN = "precert_seen"
SIGNED_IN = "precert_signed_in"
BACKGROUND_HEADER = "X-Precert-Background"
WRITE_EVERY_SECONDS = 60


class IdleMiddleware:
    """Signs out after SESSION_IDLE_SECONDS without a request of the person's own.

    Requests a page makes by itself carry X-Precert-Background and do not count.
    SESSION_ABSOLUTE_SECONDS ends even a busy session. Last activity is written at
    most once a minute.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The view's answer, or the way back to sign in."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = int(timezone.now().timestamp())
        reason = _expired(request, now)
        if not reason:
            _touch(request, now)
        else:
            _sign_out(request, reason)
            if request.path != reverse(settings.LOGIN_URL):
                return _ask_again(request)
        return self.get_response(request)


def _expired(request: HttpRequest, now: int) -> str:
    """Why the session is over; empty while it is not."""
    if now - request.session.get(SIGNED_IN, now) > settings.SESSION_ABSOLUTE_SECONDS:
        return "session_too_long"
    if now - request.session.get(SEEN, now) > settings.SESSION_IDLE_SECONDS:
        return "idle"
    return ""


def _touch(request: HttpRequest, now: int) -> None:
    request.session.setdefault(SIGNED_IN, now)
    seen = request.session.get(SEEN)
    if seen is None or (
        now - seen >= WRITE_EVERY_SECONDS and BACKGROUND_HEADER not in request.headers
    ):
        request.session[SEEN] = now


def _sign_out(request: HttpRequest, reason: str) -> None:
    vars(request)[SIGN_OUT_REASON] = reason
    logout(request)
    minutes = settings.SESSION_IDLE_SECONDS // 60
    messages.info(
        request,
        f"You were signed out after {minutes} minutes without activity."
        if reason == "idle"
        else "You were signed out: a session ends after its longest allowed time.",
    )


def _ask_again(request: HttpRequest) -> HttpResponseBase:
    if wants_json(request):
        return JsonResponse({"error": "signed_out", "sentence": SIGNED_OUT}, status=401)
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
