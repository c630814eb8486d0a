"""The description that is checked in is that of the code, and leaves nothing out."""

import re
from collections.abc import Iterable

import pytest
import yaml
from django.urls import get_resolver
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from accounts.api.schema import description
from accounts.domain.roles import Role
from cases.domain.appeals import AppealState, FiledBy
from cases.domain.authority import Category
from cases.domain.lifecycle import Status
from cases.domain.placing import LATER
from cases.models import Case, Coverage, Determination, Evaluation, Finding, Member, PagePlacement
from criteria.domain.policy import Suggestion
from criteria.domain.truth import Truth
from documents.domain.states import DocumentState, PageState
from documents.models import Receipt
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


# What a field may hold by the model that keeps it; what is sent is narrower only where said.
HELD: dict[str, Iterable[object]] = {
    "CaseStatus": Status,
    "UrgencyEnum": Case.Urgency.values,
    "RequestTypeEnum": Case.RequestType.values,
    "PlaceOfServiceEnum": Case.Place.values,
    "AppealState": AppealState,
    "FiledByEnum": FiledBy,
    "OutcomeEnum": Determination.Outcome.values,
    "CategoryEnum": Category,
    "ResultEnum": Finding.Result.values,
    "DispositionEnum": [*PagePlacement.Disposition.values, LATER],
    "DocumentTypeEnum": PagePlacement.DocumentType.values,
    "KindEnum": Evaluation.Kind.values,
    "SexEnum": Member.Sex.values,
    "LineOfBusinessEnum": Coverage.LineOfBusiness.values,
    "RegimeEnum": Coverage.Regime.values,
    "FundingEnum": Coverage.Funding.values,
    "RouteEnum": Coverage.Route.values,
    "ReceiptChannel": Receipt.Channel.values,
    "DocumentState": DocumentState,
    "PageState": PageState,
    "Role": Role,
    "Truth": [truth.value for truth in Truth],
    "Suggestion": Suggestion,
}
# Enumerations that no model keeps: what may be sent, shapes of a policy, empty and null.
OTHERS = {"ReceiptGivenChannelEnum", "ShapeEnum", "TypeEnum", "BlankEnum", "NullEnum"}


def test_every_enumeration_names_all_that_can_be_held():
    schemas = description()["components"]["schemas"]
    said = {name: set(one["enum"]) for name, one in schemas.items() if "enum" in one}
    assert set(said) == set(HELD) | OTHERS
    assert {name: said[name] for name in HELD} == {
        name: {str(value) for value in values} for name, values in HELD.items()
    }


@pytest.mark.django_db
def test_it_is_served_to_whoever_is_signed_in():
    served = program().get("schema/").json()
    assert served == yaml.safe_load(FILE.read_text("utf-8"))
