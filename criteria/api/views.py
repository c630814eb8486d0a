"""Policies: listed, read, and evaluated over facts that are given and not kept."""

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.views import ApiView
from accounts.domain.permissions import Action
from criteria.api.forms import FactsGiven
from criteria.api.shapes import (
    EVALUATION,
    POLICY,
    EvaluationFound,
    PolicyList,
    PolicyRead,
    evaluation_shape,
    policy_shape,
)
from criteria.domain.evaluate import evaluate
from criteria.domain.quantity import QuantityError
from criteria.errors import FactValueError, PolicyNotFoundError, UnknownFactError
from criteria.loading import parse_facts
from criteria.selectors.policies import policy_get, revision_list, revision_ref


class PoliciesView(ApiView):
    """Every policy. Policies hold no member data, so reading one is not logged."""

    rule = Action.POLICY_VIEW

    @extend_schema(
        operation_id="policies_list",
        summary="The plan's policies",
        description="Every revision of every policy, drafts too, newest first.",
        responses={200: PolicyList},
        examples=[OpenApiExample("One policy", {"results": [POLICY]}, response_only=True)],
    )
    def get(self, _request: Request) -> Response:
        """The list."""
        return Response(PolicyList({"results": revision_list()}).data)


class PolicyView(ApiView):
    """One revision."""

    rule = Action.POLICY_VIEW
    refusals = {PolicyNotFoundError: (404, "not_found")}

    @extend_schema(
        operation_id="policies_read",
        summary="One policy",
        description="One revision with the facts that it asks for and its criteria.",
        responses={200: PolicyRead},
        examples=[
            OpenApiExample(
                "A small policy",
                {
                    **POLICY,
                    "facts": [
                        {
                            "name": "marker_percent",
                            "ask": "Percentage of neutrophils that express the marker",
                            "type": "percent",
                            "unit": "%",
                            "choices": {},
                        }
                    ],
                    "criteria": [
                        {
                            "id": "dx.expression",
                            "label": "Expression of the marker",
                            "says": "Less than 2 % of neutrophils express the marker.",
                            "cite": "Section III, bullet 1",
                            "shape": "leaf",
                            "parts": [],
                            "facts": ["marker_percent"],
                        }
                    ],
                },
                response_only=True,
            )
        ],
    )
    def get(self, _request: Request, revision_id: int) -> Response:
        """The policy."""
        shown = policy_shape(revision_ref(revision_id), policy_get(revision_id))
        return Response(PolicyRead(shown).data)


class PolicyEvaluateView(ApiView):
    """A policy over facts that belong to no case; nothing is kept, so no key is asked for."""

    rule = Action.POLICY_VIEW
    refusals = {
        PolicyNotFoundError: (404, "not_found"),
        FactValueError: (422, "fact_not_usable"),
        UnknownFactError: (422, "fact_not_known"),
        QuantityError: (422, "fact_not_usable"),
    }

    @extend_schema(
        operation_id="policies_evaluate",
        summary="What a policy makes of facts",
        description="Evaluates one revision over the facts given. Nothing is stored and no case "
        "is touched. A fact that is missing leaves its criteria unknown.",
        request=FactsGiven,
        responses={200: EvaluationFound},
        examples=[
            OpenApiExample(
                "Nothing known", {"facts": {"marker_percent": "unknown"}}, request_only=True
            ),
            OpenApiExample("What is missing", EVALUATION, response_only=True),
        ],
    )
    def post(self, _request: Request, revision_id: int) -> Response:
        """The evaluation."""
        policy = policy_get(revision_id)
        found = evaluate(policy, parse_facts(policy, self.given(FactsGiven)["facts"]))
        return Response(EvaluationFound(evaluation_shape(policy, found.as_json())).data)
