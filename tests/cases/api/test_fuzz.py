"""Whatever the description allows, and what it does not: no fault, no undescribed answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.urls import reverse
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from accounts.api.schema import description
from accounts.domain.roles import Role
from tests.accounts.api.callers import PARTS, Caller, person, program
from tests.cases.api.requests import asked
from tests.cases.factories import House
from tests.cases.web.stage import house

__all__ = ["house"]
pytestmark = pytest.mark.django_db
QUICK, LONG = 3, 150
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
CALLERS = [
    *(part for part in PARTS if part != "other_nurse"),
    "program:intake_clerk",
    "program:auditor",
]


@contextmanager
def one_connection() -> Iterator[None]:
    """Requests leave the test's connection open, as those of the test client do."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


class Undone(Exception):  # noqa: N818 - not an error
    """Takes back what one example did."""


def caller_of(house: House, who: str) -> Caller:
    """One of the cast with the form token of a page, or a program with its token."""
    kind, _, role = who.partition(":")
    if kind == "program":
        return program(Role(role))
    house.person(who)
    caller = person(who, made=True)
    caller.headers["X-CSRFToken"] = str(
        caller.client.get(reverse("account_change_password")).context["csrf_token"]
    )
    return caller


def addresses_of(house: House) -> dict[str, Any]:
    """What stands behind the parameters of paths, so that not every example finds nothing."""
    case = house.case()
    link = case.documents.get()
    return {
        "number": case.number,
        "kind": "suggested",
        "receipt_id": link.receipt_id,
        "document_id": link.document_id,
        "revision_id": case.policy_id,
    }


@dataclass
class Fuzz:
    """Asks every operation as one caller; seen holds the statuses that were answered."""

    caller: Caller
    known: dict[str, Any]
    body: dict[str, Any]
    seen: set[int]

    def all(self, *, examples: int) -> None:
        """Asks what the description allows, and what it does not."""
        schema = schemathesis.openapi.from_dict(description())
        schema.app = get_wsgi_application()
        found: Any
        for found in schema.get_all_operations():
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                self.one(found.ok(), mode, examples=examples)

    def one(self, operation: Any, mode: GenerationMode, *, examples: int) -> None:
        """Asks one operation."""

        @hypothesis.seed(20261102)
        @hypothesis.settings(
            max_examples=examples,
            database=None,
            deadline=None,
            suppress_health_check=list(hypothesis.HealthCheck),
            phases=[hypothesis.Phase.generate],
        )
        @hypothesis.given(case=operation.as_strategy(generation_mode=mode), real=st.booleans())
        def look(case: Any, real: bool) -> None:
            if real and mode is GenerationMode.POSITIVE:
                self.make_real(case)
            self.ask(case)

        try:
            look()
        except hypothesis.errors.Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE, "nothing can be wrong about this one"

    @property
    def cookies(self) -> dict[str, str]:
        """The session and the form token of a person."""
        return {name: one.value for name, one in self.caller.client.cookies.items()}

    def make_real(self, case: Any) -> None:
        """Puts in what is on file, so that not every example finds nothing."""
        for name in set(self.known) & set(case.path_parameters or {}):
            case.path_parameters[name] = self.known[name]
        if case.operation.definition.raw["operationId"] == "cases_create":
            case.body = self.body

    def ask(self, case: Any) -> None:
        """One request, judged, and what it did taken back."""
        case.headers.pop("Authorization", None)  # who asks is the test's to say
        case.cookies.clear()
        try:
            with transaction.atomic():
                answer = case.call(headers=self.caller.headers, cookies=self.cookies)
                raise Undone
        except Undone:
            self.seen.add(answer.status_code)
            case.validate_response(answer, checks=CHECKS)


def fuzz(house: House, who: str, *, examples: int) -> set[int]:
    """The statuses that were answered to one caller."""
    one = Fuzz(caller_of(house, who), addresses_of(house), asked(house), set())
    with one_connection():
        one.all(examples=examples)
    return one.seen


@pytest.mark.parametrize("who", CALLERS)
def test_no_answer_is_a_fault_or_undescribed(house, who, settings, tmp_path):
    settings.PRECERT_API_RATE = "100000/min"
    settings.MEDIA_ROOT = tmp_path / "files"
    seen = fuzz(house, who, examples=QUICK)
    if who == "stranger":
        assert {200, 403} <= seen, seen
    else:
        assert {200, 404, 422} <= seen, seen
    assert 401 not in seen, seen


@pytest.mark.long
@pytest.mark.parametrize("who", CALLERS)
def test_no_answer_is_a_fault_or_undescribed_at_length(house, who, settings, tmp_path):
    settings.PRECERT_API_RATE = "1000000/min"
    settings.MEDIA_ROOT = tmp_path / "files"
    assert fuzz(house, who, examples=LONG)
