"""The reference page of the policy language, made from what reads the file."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from criteria.loading.language.hint_grammar import HINT_GRAMMAR
from criteria.loading.language.json_schema import policy_schema
from criteria.loading.language.key_words import FILE_KEYS, KeyWords
from criteria.loading.language.rule_forms import RULE_FORMS, RuleForm, Schema
from criteria.loading.schema import (
    AdvisoryPart,
    AgesPart,
    AppliesPart,
    AuthorizationPart,
    BandPart,
    CitePart,
    CriterionPart,
    DoubtPart,
    EffectivePart,
    ExitPart,
    FactPart,
    FieldPart,
    FindPart,
    ForPart,
    GatePart,
    HistoryPart,
    LimitPart,
    NotePart,
    PolicyPart,
    ProductPart,
    ServicePart,
    SettingPart,
    SourcePart,
    TablePart,
)

# The parts in the order of the file, each with its heading.
SECTIONS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("The file", PolicyPart),
    ("Days in effect (effective)", EffectivePart),
    ("The plan's document (source)", SourcePart),
    ("An entry of its history", HistoryPart),
    ("What the policy is about (applies)", AppliesPart),
    ("A procedure code (applies.services)", ServicePart),
    ("A product (applies.products)", ProductPart),
    ("What an approval grants (authorization)", AuthorizationPart),
    ("A value left to the plan (settings)", SettingPart),
    ("A fact that grows old (settings.ages)", AgesPart),
    ("A citation (cite)", CitePart),
    ("A fact (facts)", FactPart),
    ("How a fact is found (find)", FindPart),
    ("A field of a list (fields)", FieldPart),
    ("A table (tables)", TablePart),
    ("A row of a table (rows)", BandPart),
    ("A gate (gates)", GatePart),
    ("A way out of a gate (exits)", ExitPart),
    ("A criterion (criteria)", CriterionPart),
    ("The requests a criterion is for (for)", ForPart),
    ("A doubt (doubts)", DoubtPart),
    ("A note (notes)", NotePart),
    ("A limit (limits)", LimitPart),
    ("An advisory (advisories)", AdvisoryPart),
)
_HEAD = """# The policy language

Made by `python manage.py policy_schema` from what reads the files; do not edit it here. How a policy
is written and brought into force: [add_a_policy](how-to/add_a_policy.md). For editors:
[policy.schema.json](policy.schema.json).

Every key that is not listed is refused. "Must" stands at a key that may not be left out. What only
the whole file can answer (names of facts, units, ids used twice, dates that overlap, criteria that
can never be met) is said by `python manage.py validate_policy FILE`, with its line.
"""
_RULES = """## Rules

A rule is one of these forms. Beside the keys of its form no other key may stand. A criterion that is
answered holds one form beside its own keys; a group holds a list of criteria under `all` or `any`.
"""
_PLAIN = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
    "object": "a map",
}
_NAMED = {"rule": "a rule", "compared_with": "an amount, a fact, a product or a table"}


def reference_text() -> str:
    """The page as Markdown."""
    schema = policy_schema()
    parts = schema["$defs"] | {"PolicyPart": schema}
    lines = [_HEAD]
    for heading, model in SECTIONS:
        lines += [f"## {heading}\n", *_section(model, parts), ""]
        if model is FindPart:
            lines.append(HINT_GRAMMAR)
    lines += [_RULES, *(line for form in RULE_FORMS for line in _form(form, parts))]
    return "\n".join(lines).rstrip() + "\n"


def key_words(model: type[BaseModel]) -> dict[str, KeyWords]:
    """The words for the keys of a part, those it inherits included."""
    found: dict[str, KeyWords] = {}
    for one in reversed(model.__mro__):
        found |= FILE_KEYS.get(one.__name__, {})
    return found


def _section(model: type[BaseModel], parts: Mapping[str, Schema]) -> Iterator[str]:
    words, part = key_words(model), parts[model.__name__]
    yield "| key | must | what it is | takes | example |"
    yield "|---|---|---|---|---|"
    for name, field in model.model_fields.items():
        key = field.alias or name
        must = "yes" if field.is_required() else ""
        takes = _takes(part["properties"][key], parts)
        example = words[key].example
        shown = example if example.startswith("see ") else f"`{example}`"
        yield f"| `{key}` | {must} | {_cell(words[key].says)} | {_cell(takes)} | {_cell(shown)} |"


def _form(form: RuleForm, parts: Mapping[str, Schema]) -> Iterator[str]:
    yield f"### {form.title}\n"
    yield f"{form.says[:1].upper()}{form.says[1:]}.\n"
    yield f"```yaml\n{form.example}\n```\n"
    for key, takes in form.required.items():
        yield f"- `{key}`: {_takes(takes, parts)}"
    if form.one_of:
        names = ", ".join(f"`{key}`" for key in form.one_of)
        yield f"- one of {names}: {_takes(form.one_takes or {}, parts)}"
    for key, takes in (form.optional or {}).items():
        yield f"- `{key}`, where wanted: {_takes(takes, parts)}"
    yield ""


def _takes(takes: Schema, parts: Mapping[str, Schema]) -> str:
    """What a key takes, in words."""
    if "$comment" in takes:
        return str(takes["$comment"])
    if "$ref" in takes:
        return _referred(takes["$ref"].rsplit("/", 1)[-1], parts)
    if "enum" in takes:
        return " or ".join(f"`{value}`" for value in takes["enum"])
    if "const" in takes:
        return f"`{takes['const']}`"
    if "anyOf" in takes:
        return " or ".join(dict.fromkeys(_takes(one, parts) for one in takes["anyOf"]))
    return _typed(takes, parts)


def _typed(takes: Schema, parts: Mapping[str, Schema]) -> str:
    kind: Any = takes.get("type")
    if kind == "array":
        return f"a list, each {_takes(takes['items'], parts)}"
    if kind == "object":
        return _map(takes, parts)
    if takes.get("format") == "date":
        return "a date"
    kinds = kind if isinstance(kind, list) else [kind]
    return " or ".join(_PLAIN[one] for one in kinds)


def _map(takes: Schema, parts: Mapping[str, Schema]) -> str:
    """A map of names chosen by the author, or of keys that are given."""
    values = [*takes.get("patternProperties", {}).values(), takes.get("additionalProperties")]
    if values[0]:
        return f"a map of names, each {_takes(values[0], parts)}"
    return f"a map of {', '.join(f'`{key}`' for key in takes['properties'])}"


def _referred(name: str, parts: Mapping[str, Schema]) -> str:
    if name in _NAMED:
        return _NAMED[name]
    part = parts[name]
    if "enum" in part:
        return " or ".join(f"`{value}`" for value in part["enum"])
    return str(part.get("title") if "Part" not in name else _HEADINGS[name])


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


_HEADINGS = {
    model.__name__: heading.partition(" (")[0][:1].lower() + heading.partition(" (")[0][1:]
    for heading, model in SECTIONS
}
