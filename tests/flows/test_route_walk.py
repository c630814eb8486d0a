"""Walks every address with every method and every role, and holds it to the one table.

What is expected follows from the rule on the view and from the table of permissions,
nowhere else: a new page is walked as soon as it has an address. It needs a value for
each new part of an address in route_stage.py, and no more.
"""

from collections.abc import Iterator

import pytest
from django.urls import path
from rest_framework.views import APIView

from accounts.domain.permissions import SHOWS_NO_MEMBER, Action
from tests.accounts.cast import CAST
from tests.cases.factories import gate_answer
from tests.flows.route_stage import FAMILY_NAME, MISSING, PARTS, VISITOR, Answered, Stage, built
from tests.flows.routes import ADMIN, API, PAGE, PUBLIC, SIGN_IN, Route, all_routes, routes_of

pytestmark = pytest.mark.django_db
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS")
ROUTES = all_routes()
GUARDED = [route for route in ROUTES if isinstance(route.rule, Action) and route.door == PAGE]
SIGN_IN_PAGE = "/account/sign-in/"
# What a person without an open session may see of the sign-in machinery.
VISITORS_SEE = {"account_login", "account_inactive"}
CLAIMED = "Somebody else has claimed this case."
ANSWERED = {200, 204, 302, 400, 409, 422}
# Pages whose example needs another object than the one every other page is walked with.
ON = {
    "letter": "decided",
    **dict.fromkeys(("privacy_file", "privacy_reopen"), "stray"),
    **dict.fromkeys(
        (
            *("case_appeals", "appeal_by_phone", "appeal"),
            *("appeal_acknowledge", "appeal_assign", "appeal_withdraw", "appeal_news_seen"),
            *("appeal_time", "appeal_time_propose", "appeal_time_settle"),
        ),
        "appealed",
    ),
}
# What the view says in words on the page rather than by "not found".
NOT_THERE_IN_WORDS = {"job_retry"}


@pytest.fixture(scope="module")
def stage(django_db_setup: None, django_db_blocker: object) -> Iterator[Stage]:
    """One set-up for every walk."""
    with django_db_blocker.unblock(), built() as made:  # type: ignore[attr-defined]
        yield made


def values(stage: Stage, route: Route) -> dict[str, object]:
    found = dict(stage.values)
    on = ON.get(route.name)
    if on in {"decided", "appealed"}:
        found["number"] = getattr(stage, on).number
    if on == "stray":
        found["receipt_id"] = stage.stray.pk
    return found


def may(stage: Stage, part: str, route: Route) -> bool:
    return part != VISITOR and stage.house.person(part).may(Action(route.rule))


def is_refusal(part: str, route: Route, answer: Answered) -> bool:
    """Whether it is the one way in which somebody without the permission is turned away."""
    if part == VISITOR:
        return answer.status == 302 and answer.location.startswith(SIGN_IN_PAGE)
    sentence = str(route.rule).replace("_", " ").replace(".", ": ")
    role = CAST[part][1].label
    return answer.status == 403 and f"{role} may not do this ({sentence})." in answer.text


def is_answer(part: str, answer: Answered) -> bool:
    """Whether it is a proper answer to somebody with the permission, on the nurse's case."""
    if answer.status == 403:
        return part != "nurse" and CLAIMED in answer.text
    return answer.status in ANSWERED


def refused_as(part: str) -> str:
    """What the one turned away asks for: a script's refusal is the same one, drawn quicker."""
    return "text/html" if part == VISITOR else "application/json"


def log_fault(route: Route, answer: Answered) -> str:
    """What is amiss between a page and the access log; empty when nothing is."""
    free = route.rule in SHOWS_NO_MEMBER or bool(route.shows_nobody)
    if free and FAMILY_NAME in answer.text:
        return "says that it shows no member, and does"
    if not free and answer.status == 200 and answer.looks < 1:
        return "shows member data and writes no access row"
    return ""


def test_every_address_has_a_rule_and_says_which_methods_it_answers() -> None:
    assert [str(route) for route in ROUTES if route.rule is None] == []
    walked = [route for route in ROUTES if isinstance(route.rule, Action) and route.door != ADMIN]
    assert [str(route) for route in walked if route.methods is None] == []
    assert len(GUARDED) > 70


@pytest.mark.parametrize("door", [PAGE, API, ADMIN])
def test_an_address_without_a_rule_is_seen_wherever_it_stands(door: str) -> None:
    class Forgotten(APIView):
        def get(self, _request: object) -> None: ...

    view = Forgotten.as_view() if door == API else lambda _request: None
    before = {PAGE: "", API: "api/v1/", ADMIN: "admin/"}[door]
    (route,) = routes_of([path("forgotten/", view)], before)
    assert (route.door, route.rule) == (door, None)


def test_every_part_of_an_address_has_an_example(stage: Stage) -> None:
    needed = {part for route in ROUTES if route.door != ADMIN for part in route.parts}
    assert needed - set(stage.values) == set()


def test_no_view_takes_a_post_without_the_token() -> None:
    assert [str(route) for route in GUARDED if getattr(route.view, "csrf_exempt", False)] == []


@pytest.mark.parametrize("part", PARTS)
def test_each_role_gets_what_the_table_says_and_no_more(stage: Stage, part: str) -> None:
    """And every page of member data that somebody was given is in the access log."""
    wrong = []
    for route in GUARDED:
        address, allowed = route.address(values(stage, route)), may(stage, part, route)
        accept = "text/html" if allowed else refused_as(part)
        for method in sorted(route.methods or ()):
            answer = stage.ask(part, method, address, accept=accept)
            if not allowed:
                fine = is_refusal(part, route, answer) and answer.looks == 0
                fault = "" if fine else "is not refused"
            elif not is_answer(part, answer):
                fault = "is not answered"
            else:
                fault = log_fault(route, answer) if method == "GET" else ""
            if fault:
                wrong.append(f"{method} {route} {fault}: {answer.status}")
    assert wrong == []


@pytest.mark.parametrize("part", [VISITOR, "auditor"])
def test_other_methods_are_refused_as_such(stage: Stage, part: str) -> None:
    """The method is the first thing a view looks at, so one with and one without a session do."""
    wrong = []
    for route in GUARDED:
        address = route.address(values(stage, route))
        for method in sorted(set(METHODS) - (route.methods or frozenset())):
            answer = stage.ask(part, method, address)
            if answer.status != 405:
                wrong.append(f"{method} {route}: {answer.status}")
    assert wrong == []


@pytest.mark.parametrize("part", [part for part in CAST if part != "other_nurse"])
def test_what_is_not_there_is_not_found_and_tells_the_others_nothing(
    stage: Stage, part: str
) -> None:
    wrong = []
    for route in GUARDED:
        if route.name in NOT_THERE_IN_WORDS:
            continue
        for name in sorted(set(route.parts) & set(MISSING)):
            address = route.address(values(stage, route) | {name: MISSING[name]})
            method = sorted(route.methods or ())[0]
            if may(stage, part, route):
                answer = stage.ask(part, method, address)
                fine = answer.status == 404 or (answer.status == 302 and _asks_again(route))
            else:
                answer = stage.ask(part, method, address, accept=refused_as(part))
                fine = is_refusal(part, route, answer)
            if not fine:
                wrong.append(f"{method} {route} without its {name}: {answer.status}")
    assert wrong == []


def _asks_again(route: Route) -> bool:
    """Files are given out only after the password was given once more."""
    return route.pattern.endswith(".csv")


def test_a_case_of_another_is_seen_like_one_s_own(stage: Stage) -> None:
    """Every role that sees cases sees all of them; who works on one is another matter."""
    pages = [one for one in GUARDED if one.rule == Action.CASE_VIEW and one.parts == ("number",)]
    assert len(pages) > 8
    for route in pages:
        if "GET" in (route.methods or ()):
            statuses = {
                stage.ask("nurse", "GET", route.address({"number": case.number})).status
                for case in (stage.own, stage.other)
            }
            assert statuses == {200}, str(route)


ACTS = {
    "answer": {"answer": "unknown"},
    "settle_gate": {},
    "fact_confirm": {},
    "fact_reject": {},
    "fact_correct": {"value": "negative", "page": "7"},
    "request_information": {},
    "refer": {"kind": "deny", "rationale": "The donor is a matched brother.", "question": "Met?"},
}


@pytest.mark.parametrize("name", list(ACTS))
def test_acting_on_the_case_of_another_is_refused_with_a_sentence(stage: Stage, name: str) -> None:
    route = next(one for one in GUARDED if one.name == name)
    statuses = {}
    for case in (stage.own, stage.other):
        data = dict(ACTS[name]) | {"version": str(case.version)}
        if name == "settle_gate":
            data["answer"] = gate_answer(case, "gate.contract")
        if name == "request_information":
            data |= {"items": "dx.history", "own": "The discharge letter", "confirm": "on"}
        found = dict(stage.values) | {"number": case.number}
        fact = case.facts.filter(state="proposed").order_by("id").first()
        found["fact_id"] = fact.pk
        answer = stage.ask("nurse", "POST", route.address(found), data)
        statuses[case.number] = answer.status
        if case == stage.other:
            assert CLAIMED in answer.text
    assert statuses[stage.other.number] == 403
    assert statuses[stage.own.number] != 403


def test_what_one_may_not_see_is_not_found(stage: Stage) -> None:
    """The permission is there, the object is not for this person."""
    image = next(route for route in GUARDED if route.name == "page_image")
    letter = next(route for route in GUARDED if route.name == "letter")

    def status(part: str, route: Route, **changes: object) -> int:
        return stage.ask(part, "GET", route.address(dict(stage.values) | changes)).status

    stray = stage.page(stage.stray, 2).pk
    waiting = stage.page(stage.unplaced, 2).pk
    assert status("privacy_officer", image, page_id=stray) == 200
    assert status("nurse", image, page_id=waiting) == 200
    for part in ("nurse", "medical_director", "intake_clerk", "auditor"):
        assert status(part, image, page_id=stray) == 404
    for part in ("medical_director", "auditor"):
        assert status(part, image, page_id=waiting) == 404
    assert status("nurse", letter, number=stage.own.number) == 404
    assert status("nurse", letter, number=stage.decided.number) == 200


def test_the_rest_is_open_or_the_door_itself(stage: Stage) -> None:
    for route in ROUTES:
        if route.rule not in (PUBLIC, SIGN_IN):
            continue
        for part in (VISITOR, "nurse"):
            answer = stage.ask(part, "GET", route.address({}))
            assert answer.status < 500 or route.name == "readyz", str(route)
            if part == VISITOR and route.rule == SIGN_IN:
                assert (answer.status == 200) == (route.name in VISITORS_SEE), str(route)
            assert FAMILY_NAME not in answer.text
