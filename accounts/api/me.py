"""Who the caller is to the product."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView
from accounts.domain.permissions import Action
from accounts.domain.roles import Role


class Caller(serializers.Serializer[Any]):
    """The caller, their role and what it allows."""

    actor = serializers.CharField(help_text='The key that records keep, such as "user:12".')
    name = serializers.CharField()
    role = serializers.ChoiceField([role.value for role in Role])
    actions = serializers.ListField(
        child=serializers.CharField(), help_text="What the role may do, here and on the pages."
    )


class MeView(ApiView):
    """The caller's own name and role."""

    rule = Action.HOME_VIEW

    @extend_schema(
        operation_id="me_read",
        summary="Who you are",
        description="The person or program that the session or token belongs to, with what its "
        "role may do.",
        responses={200: Caller},
        examples=[
            OpenApiExample(
                "A fax gateway",
                {
                    "actor": "user:31",
                    "name": "Fax gateway",
                    "role": "intake_clerk",
                    "actions": ["case.create", "document.upload"],
                },
                response_only=True,
            )
        ],
    )
    def get(self, _request: Request) -> Response:
        """The caller."""
        actor = self.actor
        shown = {
            "actor": actor.key,
            "name": actor.name,
            "role": actor.role.value if actor.role else "",
            "actions": sorted(action.value for action in Action if actor.may(action)),
        }
        return Response(Caller(shown).data)
