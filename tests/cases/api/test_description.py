"""The description that is checked in is that of the code, and leaves nothing out."""

import re

import pytest
import yaml
from django.urls import get_resolver
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from accounts.api.schema import description
from tests.accounts.api.callers import program
from tests.accounts.test_routes import routes
from tests.architecture.tree import ROOT

FILE = ROOT / "docs" / "openapi.yaml"
MAKE = "manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml"


def operations():
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def test_the_file_is_what_the_code_says():
    schema = SchemaGenerator().get_schema(request=None, public=True)
    made = OpenApiYamlRenderer().render(schema, renderer_context={}).decode()
    assert FILE.read_text("utf-8") == made, f"The API changed: run {MAKE}"


def test_every_address_is_described():
    described = {re.sub(r"\{\w+\}", "{}", path) for path in description()["paths"]}
    assert len(described) == len(list(routes(get_resolver("config.api").url_patterns)))


def test_every_operation_has_words_and_an_example():
    for name, operation in operations():
        assert operation["summary"], name
        assert len(operation["description"]) > 30, name
        good = operation["responses"].get("200") or operation["responses"]["201"]
        if operation["operationId"] != "schema_read":
            assert good["content"]["application/json"]["examples"], name


def test_every_operation_declares_its_errors():
    for name, operation in operations():
        wanted = {"400", "401", "403", "404", "405", "406", "413", "422", "429", "500"}
        if name.startswith("post"):
            wanted |= {"409", "415"}
        assert wanted <= set(operation["responses"]), name
        for status in wanted:
            content = operation["responses"][status]["content"]
            assert list(content) == ["application/problem+json"], name


def test_every_operation_that_changes_something_asks_for_its_key():
    asking = {
        operation["operationId"]
        for _, operation in operations()
        if any(one["name"] == "Idempotency-Key" for one in operation.get("parameters", ()))
    }
    assert asking == {"receipts_create", "cases_create", "cases_check_runs_create"}


def test_nothing_described_approves_or_denies():
    said = {operation["operationId"] for name, operation in operations() if name[:3] != "get"}
    assert said == {
        "receipts_create",
        "cases_create",
        "cases_check_runs_create",
        "policies_evaluate",
    }


@pytest.mark.django_db
def test_it_is_served_to_whoever_is_signed_in():
    served = program().get("schema/").json()
    assert served == yaml.safe_load(FILE.read_text("utf-8"))
