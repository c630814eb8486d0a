"""A log line holds what is on the list; a member's name has no way in."""

import io
import json
import logging
import subprocess
import sys

import pytest
import structlog
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from config.fault_page import server_error
from config.launcher.places import ROOT
from config.logging import FIELDS, JsonFormatter
from config.middleware import RequestLogMiddleware, request_number

NAME = "Wilhelmina Archibald"


@pytest.fixture
def lines():
    """What the loggers below write, parsed."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    names = ("precert.test", "cases.test", "django.test", "celery.test", "precert.request")
    loggers = [logging.getLogger(name) for name in names]
    before = [(logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.addHandler(handler)
        logger.setLevel(logging.DEBUG)
        logger.propagate = False
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    for logger, (level, propagate) in zip(loggers, before, strict=True):
        logger.removeHandler(handler)
        logger.setLevel(level)
        logger.propagate = propagate


def test_a_field_that_is_not_on_the_list_is_dropped_and_named(lines):
    structlog.get_logger("precert.test").info("case.opened", member=NAME, status=200)
    (line,) = lines()
    assert line["event"] == "case.opened"
    assert line["status"] == 200
    assert line["dropped"] == "member"
    assert NAME not in json.dumps(line)


def test_a_listed_field_with_a_whole_object_in_it_is_dropped(lines):
    structlog.get_logger("precert.test").info("case.opened", kind={"name": NAME})
    assert "kind" not in lines()[0]
    assert NAME not in json.dumps(lines())


def test_a_sentence_is_no_event(lines):
    structlog.get_logger("precert.test").warning(f"{NAME} called")
    assert lines()[0]["event"] == "event.unnamed"


def test_our_own_messages_keep_codes_and_lose_words(lines):
    logging.getLogger("cases.test").warning("job %s (%s) for %s", 12, "letter.render", NAME)
    assert lines()[0]["event"] == "job 12 (letter.render) for ·"


def test_other_packages_keep_only_their_own_words(lines):
    logging.getLogger("django.test").error("Bad request: %s", f"/members/?name={NAME}")
    assert lines()[0]["event"] == "Bad request: %s"


def test_what_the_queue_says_by_name_becomes_fields(lines):
    context = {"name": "operations.tasks.run_job", "id": "7-1", "runtime": 0.5, "args": f"({NAME})"}
    logging.getLogger("celery.test").info("Task %(name)s[%(id)s] %(args)s in %(runtime)ss", context)
    (line,) = lines()
    assert (line["task"], line["task_id"], line["runtime_s"]) == (
        "operations.tasks.run_job",
        "7-1",
        0.5,
    )
    assert line["event"] == "Task operations.tasks.run_job[7-1] · in 0.5s"


def test_of_an_exception_only_class_and_place_stay(lines):
    try:
        raise ValueError(NAME)
    except ValueError:
        structlog.get_logger("precert.test").exception("case.failed")
        logging.getLogger("cases.test").exception("failed")
    for line in lines():
        assert line["exception"] == "ValueError"
        assert line["where"].startswith("test_logging.py:")
    assert NAME not in json.dumps(lines())


def test_arguments_that_do_not_fit_are_no_reason_to_fail():
    record = logging.LogRecord("cases.test", logging.INFO, "f.py", 1, "two %s %s", (1,), None)
    assert json.loads(JsonFormatter().format(record))["event"] == "two %s %s"


def test_other_handlers_still_get_the_record_whole(lines, caplog):
    logger = logging.getLogger("cases.test")
    logger.propagate = True
    logger.warning("job %s", 12)
    assert "job 12" in caplog.text


def test_the_list_holds_no_field_for_a_person():
    assert not FIELDS & {"user", "member", "name", "path", "url", "query", "address", "message"}


def test_worker_and_beat_log_the_same_way():
    code = "from config.celery import app; app.log.setup(loglevel='INFO'); import logging;"
    code += f"logging.getLogger('celery.worker').warning('lost %s', {NAME!r})"
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert json.loads(answer.stderr.splitlines()[-1])["event"] == "lost ·"


def request_for(path, **headers):
    return RequestFactory().get(path, headers=headers)


def test_a_request_is_logged_without_its_address(lines):
    answer = RequestLogMiddleware(lambda request: HttpResponse("x"))(
        request_for(f"/cases/12/?q={NAME}")
    )
    (line,) = lines()
    assert line["event"] == "request.finished"
    assert (line["route"], line["status"], line["method"]) == ("(no route)", 200, "GET")
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert NAME not in json.dumps(line)
    assert "/cases/12/" not in json.dumps(line)


def test_the_route_is_a_pattern(lines, client, db):
    client.get("/account/sign-in/")
    assert lines()[-1]["route"] == "account/sign-in/"


def test_health_probes_are_quiet_while_all_is_well(lines, client, db):
    client.get("/healthz")
    assert lines() == []


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "a b c d e f g", "abc\ndefghij"])
def test_a_strange_request_number_is_replaced(given):
    number = request_number(request_for("/", **{"X-Request-ID": given}))
    assert number != given
    assert len(number) == 16


def test_a_proxys_request_number_is_kept():
    assert (
        request_number(request_for("/", **{"X-Request-ID": "abcd-1234-efgh"})) == "abcd-1234-efgh"
    )


def test_the_fault_page_gives_the_number_and_nothing_of_the_fault():
    request = request_for("/")
    request.META["PRECERT_REQUEST_ID"] = "abcd1234"
    answer = server_error(request)
    assert answer.status_code == 500
    assert b"Traceback" not in answer.content


def test_a_page_that_is_not_there_is_no_fault(client, db):
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert not isinstance(answer, Http404)
