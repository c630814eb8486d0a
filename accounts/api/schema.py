"""How the API describes itself: OpenAPI made from the views, with every error declared."""

from functools import cache
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.keys import KEY_HEADER, KEY_PATTERN
from accounts.api.problems import PLAIN, PROBLEM_TYPE
from accounts.api.views import REPLAYED, ApiView
from accounts.domain.permissions import Action

EVERY_TIME = (400, 401, 403, 404, 405, 406, 413, 422, 429, 500)
WITH_BODY = (409, 415)


class FieldProblem(serializers.Serializer[Any]):
    """A field that has to be mended."""

    field = serializers.CharField(allow_blank=True, help_text='Such as "lines.0.hcpcs".')
    detail = serializers.CharField(help_text="What to mend.")


class ProblemDetails(serializers.Serializer[Any]):
    """What went wrong (RFC 9457). It never holds member data."""

    type = serializers.CharField(help_text="Names the kind of problem; stable.")
    title = serializers.CharField(help_text="The kind of problem in words.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What happened and what to do, for a person.")
    code = serializers.CharField(help_text="The kind of problem for a program; stable.")
    reference = serializers.CharField(help_text="The number under which the request was logged.")
    errors = FieldProblem(  # type: ignore[assignment]  # the name RFC 9457's own example uses
        many=True, required=False, help_text="The fields to mend, if any."
    )


class ApiSchema(AutoSchema):
    """Adds to every operation its errors, and to those that change something their key."""

    def get_override_parameters(self) -> list[Any]:
        """The key in the request, and the header that says an answer was replayed."""
        if not self._changes_something():
            return []
        return [
            OpenApiParameter(
                KEY_HEADER,
                type={"type": "string", "pattern": KEY_PATTERN},
                location=OpenApiParameter.HEADER,
                required=True,
                description="A new one for each new request, such as a UUID; the same one when a "
                "request is sent again. Kept for at least 24 hours.",
            ),
            OpenApiParameter(
                REPLAYED,
                type=OpenApiTypes.STR,
                location=OpenApiParameter.HEADER,
                description='"true" when this answer was given before and nothing was done now.',
                response=[200, 201],
            ),
        ]

    def _changes_something(self) -> bool:
        return self.method == "POST" and getattr(self.view, "acts", None) is not None

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        """The view's own answers, and the problems."""
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for body in bodies.values():
            body["description"] = body["description"] or "As asked for."
        statuses = EVERY_TIME + (WITH_BODY if self.method == "POST" else ())
        for status in sorted(statuses):
            body = self._get_response_for_code(ProblemDetails, str(status), [PROBLEM_TYPE])  # type: ignore[no-untyped-call]
            bodies[str(status)] = body | {"description": f"{PLAIN[status][1]}."}
        return bodies


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The token of a program."""

    target_class = "accounts.api.authentication.ServiceTokenAuthentication"
    name = "token"

    def get_security_definition(self, _auto_schema: AutoSchema) -> dict[str, str]:
        """A bearer token."""
        return {"type": "http", "scheme": "bearer"}


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The session of a person."""

    target_class = "accounts.api.authentication.PersonSessionAuthentication"
    name = "session"

    def get_security_definition(self, _auto_schema: AutoSchema) -> dict[str, str]:
        """The cookie of the pages; a POST needs the form token (X-CSRFToken) besides."""
        return {"type": "apiKey", "in": "cookie", "name": "sessionid"}


def refuse_the_unknown(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """The description, saying that bodies with fields nobody asks for are refused."""
    for name, component in result.get("components", {}).get("schemas", {}).items():
        if name.endswith("Request") and component.get("type") == "object":
            component.setdefault("additionalProperties", False)
    return result


@cache
def description() -> dict[str, Any]:
    """The whole description; made once for each process."""
    maker: Any = SchemaGenerator
    generated: dict[str, Any] = maker().get_schema(request=None, public=True)
    return generated


class SchemaView(ApiView):
    """The description of the API for whoever is signed in."""

    rule = Action.HOME_VIEW

    @extend_schema(
        operation_id="schema_read",
        summary="The description of this API",
        description="OpenAPI 3, as JSON: the same as `docs/openapi.yaml` of this release.",
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, _request: Request) -> Response:
        """The description."""
        return Response(description())
