"""A worker runs a job: done, rest, or refused; never a message in the log."""

import logging

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from operations import tasks
from operations.domain.jobs import ClaimedJob
from operations.models import AuditEntry, Job
from operations.services import handlers
from operations.services.audit import audit_append
from operations.services.jobs import job_claim, job_result
from operations.services.running import job_run

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at(now, time_machine):
    time_machine.move_to(now, tick=False)


@pytest.fixture
def run(monkeypatch, now):
    """Runs a new job with the given handler, and returns the job as it ended."""
    monkeypatch.setattr(handlers, "_HANDLERS", {})

    def run_with(handle):
        handlers.register_handler("test.run", queue="checks", handle=handle)
        job = Job.objects.create(kind="test.run", subject="1", queue="checks")
        job_run(job.pk, now=now)
        job.refresh_from_db()
        return job

    return run_with


class CodedError(Exception):
    code = "engine_missing"


def test_a_handler_that_returns_has_done_its_job(run):
    claims: list[ClaimedJob] = []

    job = run(claims.append)

    assert (job.state, job.attempts) == ("done", 1)
    assert [claim.id for claim in claims] == [job.pk]


def test_a_handler_that_wrote_its_result_has_done_its_job(run, now):
    def handle(claim):
        with job_result(claim, now=now):
            audit_append("t", actor="t", action="t", detail={}, now=now)

    assert run(handle).state == "done"
    assert AuditEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ValueError("Jane Roe, member 12345"), "ValueError"),
        (CodedError("Jane Roe"), "engine_missing"),
        (SoftTimeLimitExceeded(), "time_limit"),
    ],
)
def test_a_handler_that_fails_gives_the_job_back_and_logs_no_message(run, caplog, error, code):
    def handle(claim):
        raise error

    with caplog.at_level(logging.INFO):
        job = run(handle)

    assert (job.state, job.last_error_code) == ("ready", code)
    assert "job.failed" in caplog.text
    assert "Jane" not in caplog.text
    assert "12345" not in caplog.text


def test_a_kind_nobody_handles_any_more_fails_like_an_error(monkeypatch, now):
    monkeypatch.setattr(handlers, "_HANDLERS", {})
    job = Job.objects.create(kind="test.gone", subject="1", queue="checks")

    job_run(job.pk, now=now)

    job.refresh_from_db()
    assert (job.state, job.last_error_code) == ("ready", "UnknownJobKindError")


def take_over(claim, now):
    Job.objects.filter(pk=claim.id).update(attempts=claim.attempts + 1)


def test_a_result_after_the_lease_is_refused_and_told(run, now, caplog):
    def handle(claim):
        take_over(claim, now)
        with job_result(claim, now=now):
            audit_append("t", actor="t", action="t", detail={}, now=now)

    job = run(handle)

    assert (job.state, job.attempts) == ("running", 2)
    assert not AuditEntry.objects.exists()
    assert "job.result_refused" in caplog.text


def test_returning_after_the_lease_changes_nothing_and_is_told(run, now, caplog):
    job = run(lambda claim: take_over(claim, now))

    assert (job.state, job.attempts) == ("running", 2)
    assert "job.finished_too_late" in caplog.text


def test_failing_after_the_lease_changes_nothing_and_is_told(run, now, caplog):
    def handle(claim):
        take_over(claim, now)
        raise ValueError

    job = run(handle)

    assert (job.state, job.last_error_code) == ("running", "")
    assert "job.failed_too_late" in caplog.text


def test_a_second_delivery_does_nothing(run, now):
    claims: list[ClaimedJob] = []
    job = run(claims.append)

    tasks.run_job(job.pk)

    assert len(claims) == 1


def test_a_delivery_while_the_job_runs_does_nothing(run, now):
    inner = []

    def handle(claim):
        inner.append(job_claim(claim.id, now=now))
        tasks.run_job(claim.id)

    assert run(handle).attempts == 1
    assert inner == [None]
