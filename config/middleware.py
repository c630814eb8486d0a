"""One log line and one number for every request; no address, only the route it took."""

import re
import secrets
import time
from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)
from django.template.loader import get_template

from operations.errors import NoPlanSettingsError

REQUEST_ID_HEADER = "X-Request-ID"
ACCEPTED_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
QUIET_ROUTES = frozenset({"healthz", "readyz"})

log = structlog.get_logger("precert.request")


class RequestLogMiddleware:
    """Gives the request a number, logs how it ended, and sends the number back.

    A number that a proxy gave is kept when it looks like one. The line has the route
    pattern (`cases/<int:case_id>/`), never the path, the query string or the user.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer of the view, its number added."""
        number = request_number(request)
        request.META["PRECERT_REQUEST_ID"] = number
        begun = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=number):
            response = self.get_response(request)
            self._write(request, status=response.status_code, begun=begun)
        response.headers[REQUEST_ID_HEADER] = number
        return response

    def _write(self, request: HttpRequest, *, status: int, begun: float) -> None:
        route = request.resolver_match.route if request.resolver_match else "(no route)"
        if route.strip("/") in QUIET_ROUTES and status < 400:
            return
        log.info(
            "request.finished",
            method=request.method if request.method in _METHODS else "(other)",
            route=route,
            status=status,
            duration_ms=round((time.perf_counter() - begun) * 1000, 1),
        )


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def request_number(request: HttpRequest) -> str:
    """Return the number of a request: the proxy's, when it is one, else a new one."""
    given = request.headers.get(REQUEST_ID_HEADER, "")
    return given if ACCEPTED_ID.fullmatch(given) else secrets.token_hex(8)


class NoNulMiddleware:
    """Nothing is to be found at an address with a NUL, which no text of the database can hold."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer of the view."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Pass silently when neither the path nor the query has a NUL.

        Raises:
            Http404: one has.
        """
        asked = (text for values in request.GET.lists() for text in (values[0], *values[1]))
        if any("\x00" in text for text in (request.path_info, *asked)):
            raise Http404("There is nothing at this address.")


class FormAddressMiddleware:
    """Answers a browser that opens an address which only forms send to, in words.

    So it goes when somebody loads a page again by its address after a form was refused.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The view's answer, with a page where it was an empty 405."""
        response = self.get_response(request)
        if (
            isinstance(response, HttpResponseNotAllowed)
            and request.method == "GET"
            and not response.content
            and request.accepts("text/html")
        ):
            response.content = get_template("405.html").render({}, request)
        return response


class PlanSetUpMiddleware:
    """Says in words, with 503, that no plan settings are in force: pages reckon with them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer of the view."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page that says so; None for every other error. The API answers in its own shape."""
        if not isinstance(error, NoPlanSettingsError):
            return None
        page = get_template("plan_not_set_up.html").render({}, request)
        return HttpResponse(page, status=HTTPStatus.SERVICE_UNAVAILABLE)
