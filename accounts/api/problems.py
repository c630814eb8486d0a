"""Every error of the API in one shape: problem details (RFC 9457), without member data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from accounts.errors import NotPermittedError
from operations.errors import KeyInFlightError, KeyReusedError

PROBLEM_TYPE = "application/problem+json"
LONGEST_FIELD = 80


@dataclass(frozen=True)
class Problem:
    """What went wrong: a stable code, the HTTP status, a sentence for a person.

    errors names the fields that have to be mended, each with a sentence of its own.
    """

    status: int
    code: str
    title: str
    detail: str
    errors: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_json(self, *, reference: str) -> dict[str, Any]:
        """The body; reference is the number under which the request was logged."""
        body: dict[str, Any] = {
            "type": f"urn:precert:problem:{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "reference": reference,
        }
        if self.errors:
            body["errors"] = [{"field": name, "detail": text} for name, text in self.errors]
        return body


# status: code, title, sentence where the cause has none of its own.
PLAIN = {
    400: (
        "malformed",
        "The request could not be read",
        "Check that the body is what its type says.",
    ),
    401: ("not_signed_in", "Not signed in", "Send a token that is valid, or sign in."),
    403: ("not_permitted", "Not permitted", "Your role may not do this."),
    404: ("not_found", "Not found", "There is nothing here that you may see."),
    405: ("method_not_allowed", "Method not allowed", "This address does not take that method."),
    406: ("not_acceptable", "Not acceptable", "Answers are JSON. Ask for application/json."),
    409: ("conflict", "Not possible now", "This changed meanwhile. Look again, then decide."),
    413: ("too_large", "Too large", "The request is larger than is accepted. Send less at once."),
    415: ("unsupported_media_type", "Unsupported type", "The body is of a type not taken here."),
    422: ("invalid", "Not as asked for", "Some fields have to be mended. Nothing was kept."),
    429: ("too_many_requests", "Too many requests", "Wait, then send the request again."),
    500: ("fault", "A fault of ours", "Something went wrong on our side. Name the reference."),
}
# The framework's own words for this repeat what was sent.
_REWORDED = {"invalid_choice": "This is not one of the allowed values."}
CSRF_SENTENCE = "The form token is missing or old. Load a page again and send its token."


class Refusal(exceptions.APIException):
    """An error that a view raises by status, code and sentence."""

    def __init__(self, status: int, code: str, sentence: str, *, field_name: str = "") -> None:
        super().__init__(sentence, code)
        self.status_code = status
        self.code = code
        self.field_name = field_name


def problem_of(error: Exception) -> Problem | None:
    """The problem that the error is; None for a fault of ours."""
    if isinstance(error, Refusal):
        errors = ((error.field_name, str(error.detail)),) if error.field_name else ()
        return plain(error.status_code, str(error.detail), code=error.code, errors=errors)
    if isinstance(error, exceptions.ValidationError):
        return plain(422, errors=tuple(_fields(error.detail)))
    if isinstance(error, KeyInFlightError):
        return _in_flight(error)
    if isinstance(error, KeyReusedError):
        return plain(422, KEY_REUSED, code="idempotency_key_reused")
    return _of_framework(error)


def _of_framework(error: Exception) -> Problem | None:
    if isinstance(error, NotPermittedError):
        return plain(403, str(error))
    if isinstance(error, Http404):
        return plain(404)
    if isinstance(error, PermissionDenied | exceptions.PermissionDenied):
        csrf = str(error).startswith("CSRF")
        return plain(403, CSRF_SENTENCE, code="csrf_failed") if csrf else plain(403)
    if isinstance(error, exceptions.APIException):
        return plain(error.status_code, headers=_headers(error))
    return None


KEY_REUSED = "This key was used for another request. Make a new key for a new request."
KEY_IN_FLIGHT = "The same request is being carried out. Ask again in a moment with the same key."


def _in_flight(error: KeyInFlightError) -> Problem:
    headers = {"Retry-After": str(error.retry_after_seconds)}
    return plain(409, KEY_IN_FLIGHT, code="idempotency_key_in_flight", headers=headers)


def plain(
    status: int,
    sentence: str = "",
    *,
    code: str = "",
    errors: tuple[tuple[str, str], ...] = (),
    headers: Mapping[str, str] | None = None,
) -> Problem:
    """The problem of a status; sentence and code replace the ones that every status has."""
    known = status if status in PLAIN else 500 if status >= 500 else 400
    usual_code, title, usual = PLAIN[known]
    return Problem(known, code or usual_code, title, sentence or usual, errors, headers or {})


def exception_handler(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """What the framework answers to an error in a view; None lets a fault of ours go on up."""
    problem = problem_of(error)
    if problem is None:
        return None
    reference = context["request"].META.get("PRECERT_REQUEST_ID", "")
    return Response(
        problem.as_json(reference=reference),
        status=problem.status,
        headers=dict(problem.headers),
        content_type=PROBLEM_TYPE,
    )


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if auth := getattr(error, "auth_header", ""):
        headers["WWW-Authenticate"] = str(auth)
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(max(1, int(wait)))
    return headers


def _fields(detail: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """(field, sentence) of every error, with nested fields as "lines.0.hcpcs"."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            own = "" if name == "non_field_errors" else str(name)[:LONGEST_FIELD]
            yield from _fields(inner, ".".join(part for part in (path, own) if part))
    elif isinstance(detail, list):
        for number, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _fields(inner, f"{path}.{number}".strip(".") if nested else path)
    else:
        yield path, _REWORDED.get(getattr(detail, "code", ""), str(detail))
