"""How policies and what they make of facts are shown."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from rest_framework import serializers

from criteria.domain.facts import FactSpec, FactType
from criteria.domain.policy import Criterion, Policy, Shape, Suggestion
from criteria.domain.truth import Truth
from criteria.selectors.policies import PolicyRevisionRef

TRUTHS = [(truth.value, truth.label) for truth in Truth]
SUGGESTIONS = [(one.value, one.label) for one in Suggestion]
_words = serializers.CharField


class PolicyShown(serializers.Serializer[Any]):
    """One revision of one policy, without its rules."""

    id = serializers.IntegerField()
    slug = serializers.CharField()
    title = serializers.CharField()
    version = serializers.DateField(help_text="The plan's text, by its date.")
    revision = serializers.IntegerField(help_text="Our encoding of that text.")
    digest = serializers.CharField()
    effective_from = serializers.DateField()
    effective_to = serializers.DateField(allow_null=True, help_text="The last day; null: open.")
    is_published = serializers.BooleanField(help_text="A draft is not applied to any case.")


class PolicyList(serializers.Serializer[Any]):
    """Every revision, newest version and revision first."""

    results = PolicyShown(many=True)


class FieldShown(serializers.Serializer[Any]):
    """What each item of a list says under one name."""

    name = serializers.CharField()
    ask = serializers.CharField()
    type = serializers.ChoiceField([kind.value for kind in FactType])
    unit = serializers.CharField(allow_null=True)
    choices = serializers.DictField(child=_words(), help_text="Each value with its words.")


class FactShown(FieldShown):
    """A fact that the policy asks for."""

    fields_of_items = FieldShown(many=True, help_text="Of a list; empty for any other type.")


class CriterionShown(serializers.Serializer[Any]):
    """A criterion; parts names the criteria below it, in order."""

    id = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field named as is every Field
    says = serializers.CharField()
    cite = serializers.CharField(help_text="Where in the plan's text it is said.")
    shape = serializers.ChoiceField([shape.value for shape in Shape])
    parts = serializers.ListField(child=_words())
    facts = serializers.ListField(child=_words())


class PolicyRead(PolicyShown):
    """One revision with the facts it asks for and its criteria, groups before their parts."""

    facts = FactShown(many=True)
    criteria = CriterionShown(many=True)


class CriterionFound(serializers.Serializer[Any]):
    """What was found of one criterion."""

    id = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field named as is every Field
    status = serializers.ChoiceField(TRUTHS)
    reason = serializers.CharField()
    facts_used = serializers.ListField(child=_words())
    missing = serializers.ListField(child=_words())
    undecided = serializers.ListField(child=_words())
    case_by_case = serializers.BooleanField()
    not_applicable = serializers.BooleanField()
    physician = serializers.ListField(
        child=_words(), help_text="Why a physician must look; software does not decide there."
    )
    notes = serializers.ListField(child=_words())


class GateFound(serializers.Serializer[Any]):
    """Whether a gate is passed, and where the request goes when it is not."""

    id = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field named as is every Field
    status = serializers.ChoiceField(TRUTHS)
    reason = serializers.CharField()
    facts_used = serializers.ListField(child=_words())
    missing = serializers.ListField(child=_words())
    holds = serializers.BooleanField()
    suggest = serializers.ChoiceField(SUGGESTIONS, allow_null=True)
    because = serializers.CharField()
    to = serializers.CharField()


class LimitFound(serializers.Serializer[Any]):
    """Whether what is asked for is within a limit; unknown holds nothing back."""

    id = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a field named as is every Field
    status = serializers.ChoiceField(TRUTHS)
    reason = serializers.CharField()
    facts_used = serializers.ListField(child=_words())


class MissingFound(serializers.Serializer[Any]):
    """What would help to settle a gate or criterion."""

    id = serializers.CharField()
    fact = serializers.CharField()
    request = serializers.CharField(help_text="The sentence that asks for it.")
    asked_of = serializers.CharField()
    on_file = serializers.BooleanField()


class AdvisoryFound(serializers.Serializer[Any]):
    """A remark that decides nothing."""

    id = serializers.CharField()
    kind = serializers.CharField()
    says = serializers.CharField()


class EvaluationFound(serializers.Serializer[Any]):
    """What a policy makes of facts. A suggestion is the machine's word, never a decision."""

    policy = serializers.CharField()
    version = serializers.CharField()
    revision = serializers.IntegerField()
    overall = serializers.ChoiceField(TRUTHS)
    suggestion = serializers.ChoiceField(SUGGESTIONS)
    because = serializers.CharField()
    gates = GateFound(many=True)
    criteria = CriterionFound(many=True)
    limits = LimitFound(many=True)
    missing = MissingFound(many=True)
    advisories = AdvisoryFound(many=True)


def policy_shape(ref: PolicyRevisionRef, policy: Policy) -> dict[str, Any]:
    """A revision as PolicyRead shows it."""
    return {
        **asdict(ref),
        "facts": [_fact(spec) for spec in policy.facts.values()],
        "criteria": [_criterion(item) for item in policy.criteria()],
    }


def evaluation_shape(policy: Policy, document: Mapping[str, Any]) -> dict[str, Any]:
    """An evaluation's JSON as EvaluationFound shows it: lists in the policy's order, labelled."""
    return {
        **document,
        "gates": _labelled({gate.id: gate.label for gate in policy.gates}, document["gates"]),
        "criteria": _labelled(
            {item.id: item.label for item in policy.criteria()}, document["criteria"]
        ),
        "limits": _labelled({one.id: one.label for one in policy.limits}, document["limits"]),
    }


def _labelled(
    labels: Mapping[str, str], found: Mapping[str, Mapping[str, Any]]
) -> list[dict[str, Any]]:
    return [
        {"id": key, "label": label, **found[key]} for key, label in labels.items() if key in found
    ]


def _fact(spec: FactSpec) -> dict[str, Any]:
    fields = [_field(name, field) for name, field in spec.fields.items()]
    return {**_field(spec.name, spec), "fields_of_items": fields}


def _field(name: str, spec: FactSpec) -> dict[str, Any]:
    return {
        "name": name,
        "ask": spec.ask,
        "type": spec.type.value,
        "unit": spec.unit,
        "choices": dict(spec.choices),
    }


def _criterion(item: Criterion) -> dict[str, Any]:
    return {
        "id": item.id,
        "label": item.label,
        "says": item.says,
        "cite": str(item.cite),
        "shape": item.shape.value,
        "parts": [child.id for child in item.children],
        "facts": list(item.fact_names),
    }


POLICY = {
    "id": 3,
    "slug": "example",
    "title": "An example policy",
    "version": "2026-07-23",
    "revision": 1,
    "digest": "5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9",
    "effective_from": "2026-07-23",
    "effective_to": None,
    "is_published": True,
}
EVALUATION = {
    "policy": "example",
    "version": "2026-07-23",
    "revision": 1,
    "overall": "unknown",
    "suggestion": "request_information",
    "because": "One criterion cannot be settled by what is on file.",
    "gates": [],
    "criteria": [
        {
            "id": "dx.expression",
            "label": "Expression of the marker",
            "status": "unknown",
            "reason": "The percentage is not on file.",
            "facts_used": [],
            "missing": ["marker_percent"],
            "undecided": [],
            "case_by_case": False,
            "not_applicable": False,
            "physician": [],
            "notes": [],
        }
    ],
    "limits": [],
    "missing": [
        {
            "id": "dx.expression",
            "fact": "marker_percent",
            "request": "Flow cytometry report that states the percentage.",
            "asked_of": "provider",
            "on_file": False,
        }
    ],
    "advisories": [],
}
