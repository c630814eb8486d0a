"""Every error is a problem: one shape, a stable code, no page and no member data."""

import json

import pytest
from django.test import Client
from django.urls import get_resolver

from accounts.api.problems import PLAIN
from accounts.api.views import ApiView
from tests.accounts.api.callers import PARTS, Caller, person, problem, program
from tests.accounts.test_routes import routes

pytestmark = pytest.mark.django_db


def api_views():
    return [
        vars(route.callback)["view_class"]
        for route in routes(get_resolver("config.api").url_patterns)
    ]


def test_every_view_of_the_api_is_made_on_the_one_class():
    found = api_views()
    assert len(found) >= 15
    assert [view for view in found if not issubclass(view, ApiView)] == []


def test_every_view_that_changes_something_asks_for_a_key():
    acting = [view for view in api_views() if hasattr(view, "post")]
    without = {view.__name__ for view in acting if view.acts is None}
    assert without == {"PolicyEvaluateView"}, "it keeps nothing"


def test_an_address_that_is_not_there():
    problem(Caller(Client()).get("nothing/"), 404, "not_found")


def test_an_address_without_its_last_slash_leads_nowhere():
    problem(person("nurse").get("cases"), 404, "not_found")


@pytest.mark.parametrize("path", ["me/", "nothing/", "cases"])
def test_every_answer_carries_the_headers_of_the_pages(path):
    answer = person("nurse").get(path)
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Request-ID"]
    assert "Location" not in answer


def test_a_method_that_is_not_taken():
    caller = program()
    answer = caller.client.delete("/api/v1/me/", headers=caller.headers)
    problem(answer, 405, "method_not_allowed")


def test_answers_are_json_alone():
    problem(program().get("me/", Accept="text/html"), 406, "not_acceptable")


def test_a_body_that_is_no_json():
    caller = program()
    answer = caller.client.post(
        "/api/v1/policies/1/evaluate/",
        data="{",
        content_type="application/json",
        headers=caller.headers,
    )
    problem(answer, 404, "not_found")
    answer = caller.client.post(
        "/api/v1/cases/",
        data="{",
        content_type="application/json",
        headers=caller.headers | {"Idempotency-Key": "no-json-at-all"},
    )
    problem(answer, 400, "malformed")


def test_a_body_of_another_type():
    problem(program().send("cases/", {"a": "b"}), 415, "unsupported_media_type")


def test_a_body_that_is_too_large_is_refused_before_it_is_read(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    problem(program().post("cases/", {"a": "b" * 1000}), 413, "too_large")


def test_fields_are_named_and_what_was_sent_is_not_repeated():
    canary = "Canary-Okafor"
    body = {
        "urgency": canary,
        "birth_date": canary,
        "lines": [{"product": "x", "doses": canary}],
        "surprise": 1,
    }
    found = problem(program().post("cases/", body), 422, "invalid")
    assert found["errors"] == [
        {"field": "surprise", "detail": "Nothing of this name is taken here."}
    ]
    del body["surprise"]
    found = problem(program(username="two").post("cases/", body), 422, "invalid")
    fields = {error["field"] for error in found["errors"]}
    assert {"receipt", "urgency", "birth_date", "lines.0.doses"} <= fields
    assert canary not in json.dumps(found)


def test_a_fault_of_ours_gives_its_number_and_nothing_else(monkeypatch):
    def broken(*_):
        raise RuntimeError("Milo Okafor 2025-09-01")

    monkeypatch.setattr("accounts.api.me.MeView.get", broken)
    caller = program()
    caller.client = Client(raise_request_exception=False)
    answer = caller.get("me/", None, **{"X-Request-ID": "trace-12345678"})
    found = problem(answer, 500, "fault")
    assert found["reference"] == "trace-12345678"
    assert "Okafor" not in json.dumps(found)


@pytest.mark.parametrize("part", PARTS)
def test_no_part_of_the_cast_gets_a_page_instead(part):
    caller = person(part)
    for path in ("nothing/", "cases/PA-2026-000001/", "receipts/1/", "documents/1/", "policies/9/"):
        answer = caller.get(path)
        assert answer.status_code in {403, 404}, path
        problem(answer, answer.status_code, PLAIN[answer.status_code][0])
