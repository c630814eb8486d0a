"""Whatever the description allows, and what it does not: no fault, no undescribed answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
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
from accounts.domain.permissions import SERVICE_ROLES, Action, role_may
from accounts.domain.roles import Role
from tests.accounts.cast import CAST
from tests.cases.api.fuzz_stage import Stage, built

pytestmark = pytest.mark.django_db
QUICK, LONG = 2, 25
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
PEOPLE = tuple(part for part in CAST if part != "other_nurse")
PROGRAMS = tuple(f"program:{role}" for role in sorted(SERVICE_ROLES))
CALLERS = (*PEOPLE, *PROGRAMS)
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: Any) -> Iterator[Stage]:
    """One set-up for every caller."""
    with django_db_blocker.unblock(), built() as made:
        yield made


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


@dataclass(frozen=True)
class Asked:
    """An operation of the description with what may be sent to it, and what may not."""

    operation: Any
    ways: tuple[tuple[GenerationMode, Any], ...]


@cache
def operations() -> tuple[Asked, ...]:
    """Every operation; made once, since the description is the same for every caller."""
    schema = schemathesis.openapi.from_dict(description())
    schema.app = get_wsgi_application()
    every: Any = schema.get_all_operations()
    found = [one.ok() for one in every]
    return tuple(
        Asked(one, tuple((mode, one.as_strategy(generation_mode=mode)) for mode in MODES))
        for one in found
    )


def unfit_for(case: Any) -> list[Any]:
    """The check that cannot be asked for where a form does not carry what the case holds.

    An empty list leaves no part, and an empty text is sent as a file without a name, which
    stands for no file: on the wire both are left out, as is allowed. test_papers.py sends
    the empty text as such.
    """
    is_form = case.media_type == "multipart/form-data" and isinstance(case.body, dict)
    lost = is_form and any(value in ("", []) for value in case.body.values())
    return [negative_data_rejection] if lost else []


@dataclass
class Fuzz:
    """Asks every operation as one caller; seen holds the statuses that were answered."""

    stage: Stage
    who: str
    seen: set[int]

    def all(self, *, examples: int) -> None:
        """Asks for all that is on file, then what the description allows and does not."""
        for asked in operations():
            self.on_file(asked.operation)
            for mode, cases in asked.ways:
                self.one(cases, mode, examples=examples)

    def on_file(self, operation: Any) -> None:
        """Asks one operation about each thing that is on file."""
        for known in self.stage.known_to(operation.path):
            self.ask(
                operation.Case(
                    path_parameters=dict(known),
                    headers={"Idempotency-Key": "asked-about-what-is-on-file"},
                    **self.stage.body_of(operation.definition.raw["operationId"]),
                )
            )

    def one(self, cases: Any, mode: GenerationMode, *, examples: int) -> None:
        """Asks one operation what hypothesis makes up; every caller gets examples of its own."""

        @hypothesis.seed(20261102 + CALLERS.index(self.who))
        @hypothesis.settings(
            max_examples=examples,
            database=None,
            deadline=None,
            suppress_health_check=list(hypothesis.HealthCheck),
            phases=[hypothesis.Phase.generate],
        )
        @hypothesis.given(case=cases, draw=st.data())
        def look(case: Any, draw: Any) -> None:
            known = self.stage.known_to(case.operation.path)
            if (
                mode is GenerationMode.POSITIVE
                and case.path_parameters
                and draw.draw(st.booleans())
            ):
                case.path_parameters.update(draw.draw(st.sampled_from(known)))
            self.ask(case)

        try:
            look()
        except hypothesis.errors.Unsatisfiable:
            assert mode is GenerationMode.NEGATIVE, "nothing can be wrong about this one"

    def ask(self, case: Any) -> None:
        """One request, judged, and what it did taken back."""
        caller = self.stage.callers[self.who]
        case.headers.pop("Authorization", None)  # who asks is the test's to say
        case.cookies.clear()
        cookies = {name: one.value for name, one in caller.client.cookies.items()}
        try:
            with transaction.atomic():
                answer = case.call(headers=caller.headers, cookies=cookies)
                raise Undone
        except Undone:
            self.seen.add(answer.status_code)
            judged = [one for one in CHECKS if one not in unfit_for(case)]
            case.validate_response(answer, checks=judged)


def fuzz(stage: Stage, who: str, *, examples: int) -> set[int]:
    """The statuses that were answered to one caller."""
    one = Fuzz(stage, who, set())
    with one_connection():
        one.all(examples=examples)
    return one.seen


def expected(who: str) -> set[int]:
    """Statuses that the caller meets for certain, by what the one table gives the role."""
    role = Role(who.removeprefix("program:")) if who in PROGRAMS else CAST[who][1]
    met = {200}
    met |= {201, 409} if role_may(role, Action.CASE_CREATE) else {403}
    met |= {404, 422} if role_may(role, Action.CASE_VIEW) else set()
    return met


def test_every_role_and_a_machine_s_token_ask() -> None:
    assert {CAST[part][1] for part in PEOPLE} == set(Role)
    assert len(PROGRAMS) == len(SERVICE_ROLES)


@pytest.mark.parametrize("who", CALLERS)
def test_no_answer_is_a_fault_or_undescribed(
    stage: Stage, who: str, settings: Any, tmp_path: Path
) -> None:
    settings.PRECERT_API_RATE = "100000/min"
    settings.MEDIA_ROOT = tmp_path / "files"
    seen = fuzz(stage, who, examples=QUICK)
    assert expected(who) <= seen, seen
    assert 401 not in seen, seen


@pytest.mark.long
@pytest.mark.parametrize("who", CALLERS)
def test_no_answer_is_a_fault_or_undescribed_at_length(
    stage: Stage, who: str, settings: Any, tmp_path: Path
) -> None:
    settings.PRECERT_API_RATE = "1000000/min"
    settings.MEDIA_ROOT = tmp_path / "files"
    assert expected(who) <= fuzz(stage, who, examples=LONG)
