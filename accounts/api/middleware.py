"""What holds for every address of the API, also where no view of it is reached."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import reverse

from accounts.api.problems import PROBLEM_TYPE, plain

API_ROOT = "/api/"
FIRST_ERROR = 300
POLICY = "Content-Security-Policy"


class ApiAnswersMiddleware:
    """Answers are never kept by a cache, and every error is a problem, never a page.

    A way to the sign-in page becomes 401, any other redirect 404: programs do not follow.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The view's answer, or the problem in place of a page."""
        answer = self.get_response(request)
        if not request.path_info.startswith(API_ROOT):
            return answer
        if answer.status_code >= FIRST_ERROR and answer.headers.get("Content-Type") != PROBLEM_TYPE:
            answer = _as_problem(request, answer)
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _as_problem(request: HttpRequest, page: HttpResponseBase) -> HttpResponse:
    status = page.status_code
    if status < 400:  # a redirect
        to_sign_in = page.headers.get("Location", "").startswith(reverse(settings.LOGIN_URL))
        status = 401 if to_sign_in else 404
    problem = plain(status)
    answer = JsonResponse(
        problem.as_json(reference=request.META.get("PRECERT_REQUEST_ID", "")),
        status=problem.status,
        content_type=PROBLEM_TYPE,
    )
    answer.cookies = page.cookies
    for name, value in page.headers.items():  # what the other middleware says of every answer
        if not name.startswith("Content-") or name == POLICY:
            answer.headers.setdefault(name, value)
    answer.headers.pop("Location", None)
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
