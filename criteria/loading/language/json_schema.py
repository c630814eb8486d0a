"""The JSON Schema of a policy file, for editors; made from what reads the file."""

import json
from typing import Any

from criteria.loading.language.key_words import FILE_KEYS
from criteria.loading.language.rule_forms import (
    COMPARED_WITH,
    OBSERVATION,
    RULE,
    RULE_FORMS,
    Schema,
)
from criteria.loading.schema import CriterionPart, PolicyPart

_CRITERION: Schema = {"$ref": "#/$defs/CriterionPart"}
_CRITERIA: Schema = {"type": "array", "items": _CRITERION, "minItems": 1}
_ANSWERED = ["request", "letter", "rests_on"]
_SAYS_NOTHING = {"title", "default"}


def policy_schema() -> Schema:
    """The schema of a policy file in the 2020-12 draft. Dates are text, as YAML 1.2 has them.

    It says of each key what it takes; what only the whole file can answer (names of facts,
    units, ids used twice, what can never be met) is said by validate_policy.
    """
    schema = PolicyPart.model_json_schema(by_alias=True)
    criterion = CriterionPart.model_json_schema(by_alias=True)
    parts: dict[str, Schema] = schema.pop("$defs") | criterion.pop("$defs")
    parts["CriterionPart"] = criterion
    schema["properties"]["criteria"] = _CRITERIA
    for name, part in {**parts, "PolicyPart": schema}.items():
        for key, takes in part.get("properties", {}).items():
            part["properties"][key] = _with_rules(takes)
            words = FILE_KEYS.get(name, {}).get(key) or FILE_KEYS["FieldPart"].get(key)
            if words is not None and "properties" in part:
                part["properties"][key] = {**part["properties"][key], "description": words.says}
    # A bullet may be a number, as it is written in YAML.
    parts["CitePart"]["properties"]["bullet"]["type"] = ["string", "integer"]
    parts["CriterionPart"] = _criterion(parts["CriterionPart"])
    parts["rule"] = {
        "title": "a rule",
        "anyOf": [form.schema() | {"additionalProperties": False} for form in RULE_FORMS],
    }
    parts["compared_with"] = COMPARED_WITH
    parts["observation"] = OBSERVATION
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A medical policy of Precert",
    }
    return {**schema, **head, "$defs": dict(sorted(parts.items()))}


def policy_schema_text() -> str:
    """The schema as the text of its file."""
    return json.dumps(policy_schema(), indent=2, ensure_ascii=False) + "\n"


def _with_rules(takes: Schema) -> Schema:
    """What a key takes, a rule where its model leaves that open."""
    if not set(takes) - _SAYS_NOTHING:
        return {"anyOf": [RULE, {"type": "null"}]} if "default" in takes else dict(RULE)
    if takes.get("items") == {}:
        return {**takes, "items": RULE}
    # Names chosen by the author have a form of their own; no others may stand.
    return {**takes, "additionalProperties": False} if "patternProperties" in takes else takes


def _criterion(part: Schema) -> Schema:
    """A criterion: a group of criteria, or one that is answered, with its rule beside."""
    groups: list[dict[str, Any]] = [
        {"properties": {key: _CRITERIA}, "required": [key]} for key in ("all", "any")
    ]
    leaves = [form.schema() | {"required": [*form.required, *_ANSWERED]} for form in RULE_FORMS]
    rule_keys: Schema = {key: {} for form in RULE_FORMS for key in form.keys}
    return {
        **part,
        "properties": {**rule_keys, **part["properties"]},
        "anyOf": [*groups, *leaves],
        "additionalProperties": False,
    }
