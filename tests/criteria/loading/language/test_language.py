"""The schema for editors and the reference page say what the reader of files does."""

import json
import re
from datetime import date
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # has no types

from criteria.loading import policy_read
from criteria.loading.findings import policy_findings
from criteria.loading.language.json_schema import policy_schema, policy_schema_text
from criteria.loading.language.key_words import FILE_KEYS
from criteria.loading.language.reference import SECTIONS, key_words, reference_text
from criteria.loading.language.rule_forms import RULE_FORMS
from criteria.loading.language.skeleton import policy_skeleton
from criteria.loading.rules import RULE_KEYS
from tests.criteria.people import KRESLADI, KRESLADI_FILE, ROOT, SMALL, SMALL_FILE

FILES = [
    *sorted((ROOT / "criteria" / "policies").rglob("*.yaml")),
    *SMALL_FILE.parent.glob("*.yaml"),
]
VALIDATOR = Draft202012Validator(policy_schema())


class EditorLoader(yaml.SafeLoader):
    """YAML as editors read it (version 1.2): dates are text, and "on" is no yes."""


_OTHER = ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool")
EditorLoader.yaml_implicit_resolvers = {
    letter: [pair for pair in pairs if pair[0] not in _OTHER]
    for letter, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
EditorLoader.add_implicit_resolver(_OTHER[1], re.compile("^(?:true|false)$"), list("tf"))


def seen(text: str) -> Any:
    return yaml.load(text, EditorLoader)  # noqa: S506 - a safe loader with fewer kinds


def faults(text: str) -> list[str]:
    return ["/".join(map(str, error.path)) for error in VALIDATOR.iter_errors(seen(text))]


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(policy_schema())


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_every_policy_at_hand_fits_the_schema(path):
    assert faults(path.read_text("utf-8")) == []


def test_kresladi_is_among_them():
    assert KRESLADI_FILE in FILES


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: Small\n", "titel: Small\n"),
        ("type: percent\n", "type: precent\n"),
        ("  - id: plan\n", "  - name: plan\n"),
        ("attested: planned", "atested: planned"),
        ("attested: planned", "attested: [planned]"),
        ("    letter: There was none.\n", ""),
        ("{fact: marker, below: 2 %}", "{fact: marker, bellow: 2 %}"),
        ("{fact: marker, below: 2 %}", "{fact: marker}"),
        ("{fact: marker, below: 2 %}", "{fact: marker, below: 2 %, above: 1 %}"),
        ("{fact: began, at_least_before: ended, months: 1}", "{fact: began, at_least_before: ended}"),
        ("passes: {fact: gene, one_of: [both, one]}", "passes: yes please"),
        ("asked_of: plan", "asked_of: nobody"),
        ("version: 2026-01-01", "version: 20260101"),
        ("  rate: {", "  Rate: {"),
        ("{fact: marker, equals: 0 %}", "{fact: marker, equals: {product: [a]}}"),
    ],
)  # fmt: skip
def test_what_the_reader_refuses_for_its_shape_the_schema_refuses(before, after):
    text = SMALL.replace(before, after, 1)
    assert text != SMALL
    assert faults(text)
    assert policy_findings(text)[0] is None


def test_no_rule_is_left_open():
    text = json.dumps(policy_schema()["$defs"])
    for name in ("GatePart", "DoubtPart", "NotePart", "ExitPart", "LimitPart", "AdvisoryPart"):
        part = policy_schema()["$defs"][name]
        for key in ("when", "passes", "each_stated"):
            if key in part["properties"]:
                assert "#/$defs/rule" in json.dumps(part["properties"][key]), (name, key)
    assert text.count("#/$defs/rule") > 20


def test_the_forms_know_every_key_of_a_rule_and_no_other():
    assert {key for form in RULE_FORMS for key in form.keys} | {"table"} == RULE_KEYS | {"table"}


@pytest.mark.parametrize("form", RULE_FORMS, ids=lambda form: form.title)
def test_the_example_of_each_form_fits_it_and_is_read(form):
    (shape,) = [
        one for one in policy_schema()["$defs"]["rule"]["anyOf"] if one["title"] == form.title
    ]
    whole = policy_schema() | {"properties": {}, "required": [], **shape}
    example = seen(form.example)
    assert list(Draft202012Validator(whole).iter_errors(example)) == []
    text = (SMALL_FILE.parent / "lists.yaml").read_text("utf-8")
    more = "".join(
        f"  {name}: {{ask: A, {kind}, rests_on: [attestation]}}\n"
        for name, kind in (
            ("marker", "type: percent"),
            ("tested", "type: date"),
            ("treated", "type: date"),
            ("planned", "type: boolean"),
            ("gene", "type: choice, choices: {both: B, one: O}"),
        )
    )
    text = text.replace("facts:\n", "facts:\n" + more, 1)
    text = text.replace(
        "limits:\n",
        f"limits:\n  - {{id: x, label: X, says: X., cite: {{section: I}}, because: X., each_stated: [{form.example}]}}\n",
    )
    problems = [one.says for one in policy_findings(text)[1]]
    assert [one for one in problems if "nothing reads it" not in one] == []


@pytest.mark.parametrize("model", [model for _, model in SECTIONS], ids=lambda m: m.__name__)
def test_every_key_of_every_part_has_words_and_an_example_that_fits(model):
    words = key_words(model)
    keys = {field.alias or name for name, field in model.model_fields.items()}
    assert set(words) == keys
    schema = policy_schema()
    part = schema if model.__name__ == "PolicyPart" else schema["$defs"][model.__name__]
    for key, said in words.items():
        if said.example.startswith("see "):
            continue
        takes = {
            **schema,
            "properties": {},
            "required": [],
            "type": ["object", "array", "string", "number", "boolean", "null"],
            "additionalProperties": True,
        }
        fits = Draft202012Validator({"allOf": [part["properties"][key]], "$defs": takes["$defs"]})
        assert list(fits.iter_errors(seen(said.example))) == [], key


def test_no_words_are_kept_for_a_key_that_is_gone():
    models = {model.__name__: model for _, model in SECTIONS}
    for name, words in FILE_KEYS.items():
        fields = models[name].model_fields.items()
        assert set(words) <= {field.alias or key for key, field in fields}


def test_the_files_in_docs_are_what_the_program_would_write():
    docs = ROOT / "docs"
    assert (docs / "policy.schema.json").read_text("utf-8") == policy_schema_text()
    assert (docs / "policy-language.md").read_text("utf-8") == reference_text()


@pytest.mark.parametrize("title", ["A thing", 'With "quotes" and \\ back', "Ünïcode: yes # no"])
def test_the_beginning_of_a_policy_is_read_without_a_finding(title):
    text = policy_skeleton("a-thing", title=title, version=date(2026, 1, 1))
    policy, found = policy_findings(text)
    assert found == ()
    assert policy.title == title
    assert faults(text) == []
    assert policy_read(KRESLADI).title == "Kresladi"
