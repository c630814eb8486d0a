"""Walks every address of the API with every method, as every role and as every kind of program.

As in test_route_walk.py, what is expected follows from the rule on the view, from the action
that its POST needs besides, and from the one table.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from accounts.api.permission import READING
from accounts.domain.permissions import SHOWS_NO_MEMBER, Action, role_may
from accounts.domain.roles import Role
from tests.accounts.api.callers import PROBLEM
from tests.accounts.cast import CAST
from tests.flows.route_stage import (
    FAMILY_NAME,
    MISSING,
    PARTS,
    PROGRAMS,
    VISITOR,
    Answered,
    Stage,
    built,
)
from tests.flows.routes import API, Route, all_routes

pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ROUTES = [route for route in all_routes() if route.door == API]
CALLERS = (*PARTS, *PROGRAMS)
READ, DONE = {200}, {200, 201, 409, 415, 422}


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: object) -> Iterator[Stage]:
    """One set-up for every walk."""
    with django_db_blocker.unblock(), built() as made:  # type: ignore[attr-defined]
        yield made


@pytest.fixture(autouse=True)
def _no_limit(settings: Any) -> None:
    settings.PRECERT_API_RATE = "1000000/min"


def role_of(who: str) -> Role:
    return Role(who.removeprefix("program:")) if who in PROGRAMS else CAST[who][1]


def lacking(who: str, route: Route, method: str) -> Action | None:
    """The action that keeps the caller out; None when nothing does."""
    needed = [Action(route.rule)]
    if method not in READING and route.acts is not None:
        needed.append(route.acts)
    return next((action for action in needed if not role_may(role_of(who), action)), None)


def is_problem(answer: Answered, status: int, code: str) -> bool:
    """Whether it is that problem and tells of nobody."""
    if answer.status != status or answer.content_type != PROBLEM or FAMILY_NAME in answer.text:
        return False
    return not answer.text or json.loads(answer.text)["code"] == code  # HEAD has no body


def is_refusal(who: str, answer: Answered, action: Action | None) -> bool:
    """Whether the caller is turned away in the one way: by status, code and sentence."""
    if answer.looks:
        return False
    if who == VISITOR:
        return is_problem(answer, 401, "not_signed_in")
    said = str(action).replace("_", " ").replace(".", ": ")
    sentence = f"{role_of(who).label} may not do this ({said})."
    return is_problem(answer, 403, "not_permitted") and (not answer.text or sentence in answer.text)


def fault_of(stage: Stage, who: str, route: Route, method: str) -> str:
    """What is amiss with the answer; empty when nothing is."""
    answer = stage.call(who, method, route.address(stage.values))
    action = None if who == VISITOR else lacking(who, route, method)
    if who == VISITOR or action is not None:
        return "" if is_refusal(who, answer, action) else f"is not refused: {answer.status}"
    if method not in (route.methods or ()):
        fine = is_problem(answer, 405, "method_not_allowed")
        return "" if fine else f"takes that method: {answer.status}"
    if answer.status not in (READ if method in READING else DONE):
        return f"is not answered: {answer.status}"
    if method != "GET":
        return ""
    if route.rule in SHOWS_NO_MEMBER:
        return "says that it shows no member, and does" if FAMILY_NAME in answer.text else ""
    return "" if answer.looks else "shows member data and writes no access row"


def test_every_address_has_a_rule() -> None:
    assert [str(route) for route in ROUTES if not isinstance(route.rule, Action)] == []
    assert [str(route) for route in ROUTES if not route.methods] == []
    assert len(ROUTES) > 12


@pytest.mark.parametrize("who", CALLERS)
def test_each_role_gets_what_the_table_says_and_no_more(stage: Stage, who: str) -> None:
    """And every read of member data is in the access log."""
    wrong = []
    for route in ROUTES:
        for method in METHODS:
            fault = fault_of(stage, who, route, method)
            if fault:
                wrong.append(f"{method} {route} {fault}")
    assert wrong == []


@pytest.mark.parametrize("who", [one for one in CALLERS if one not in {VISITOR, "other_nurse"}])
def test_what_is_not_there_is_not_found_and_tells_the_others_nothing(
    stage: Stage, who: str
) -> None:
    wrong = []
    for route in ROUTES:
        for name in sorted(set(route.parts) & set(MISSING)):
            method = "GET" if "GET" in (route.methods or ()) else "POST"
            address = route.address({**stage.values, name: MISSING[name]})
            answer = stage.call(who, method, address)
            action = lacking(who, route, method)
            if action is not None:
                fine = is_refusal(who, answer, action)
            else:
                fine = is_problem(answer, 404, "not_found") and not answer.looks
            if not fine:
                wrong.append(f"{method} {route} without its {name}: {answer.status}")
    assert wrong == []


def test_a_person_s_post_needs_the_form_token_and_a_program_s_does_not(stage: Stage) -> None:
    acting = [route for route in ROUTES if "POST" in (route.methods or ())]
    assert len(acting) > 3
    for route in acting:
        address = route.address(stage.values)
        answer = stage.call("nurse", "POST", address, enforce_csrf_checks=True)
        assert is_problem(answer, 403, "csrf_failed"), str(route)
        assert answer.looks == 0
        answer = stage.call("program:intake_clerk", "POST", address, enforce_csrf_checks=True)
        assert answer.status in DONE, str(route)


def test_a_program_s_token_opens_no_page(stage: Stage) -> None:
    for route in all_routes():
        if route.door == API or not isinstance(route.rule, Action) or route.parts:
            continue
        for method in ("GET", "POST"):
            answer = stage.call("program:auditor", method, route.address({}))
            assert answer.status in {302, 405}, str(route)
            assert FAMILY_NAME not in answer.text
