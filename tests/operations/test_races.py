"""Many workers at once: one claim, one chain without gaps. Proves something on PostgreSQL."""

from datetime import UTC, datetime
from functools import partial

import pytest
from django.db import transaction

from operations.errors import NotInTransactionError
from operations.models import AuditEntry, Job
from operations.services.audit import audit_append, audit_verify
from operations.services.handlers import register_handler
from operations.services.jobs import job_claim, job_enqueue, job_fail, job_result
from operations.services.publishing import publisher
from operations.services.sweeping import jobs_sweep
from tests.operations.conftest import claimed

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ROUNDS = 10
AT_ONCE = 6


def failures(results):
    return [result for result in results if isinstance(result, BaseException)]


def test_one_of_many_claims_wins(committed_database):
    for number in range(ROUNDS):
        job = Job.objects.create(kind="race", subject=str(number), queue="checks")

        claims = committed_database.together(*[partial(job_claim, job.pk, now=NOW)] * AT_ONCE)

        assert failures(claims) == []
        assert [claim.attempts for claim in claims if claim is not None] == [1]
        job.refresh_from_db()
        assert job.attempts == 1


def test_the_same_duty_enqueued_at_once_is_one_job(committed_database):
    register_handler("race", queue="checks", handle=print)

    def enqueue(number):
        with transaction.atomic():
            return job_enqueue("race", subject=number).pk

    for number in range(ROUNDS):
        keys = committed_database.together(*[partial(enqueue, number)] * AT_ONCE)

        assert failures(keys) == []
        assert len(set(keys)) == 1
    assert Job.objects.count() == ROUNDS


def test_one_stream_written_at_once_has_no_gap(committed_database):
    def append(writer):
        for number in range(ROUNDS):
            audit_append(
                "race", actor=f"user:{writer}", action="race.run", detail={"n": number}, now=NOW
            )

    results = committed_database.together(*[partial(append, writer) for writer in range(AT_ONCE)])

    assert failures(results) == []
    sequences = AuditEntry.objects.order_by("sequence").values_list("sequence", flat=True)
    assert list(sequences) == list(range(1, ROUNDS * AT_ONCE + 1))
    assert audit_verify() == []


def test_a_result_and_a_failure_at_once_leave_one_of_them(committed_database):
    def succeed(claim):
        with job_result(claim, now=NOW):
            audit_append("race", actor="t", action="race.done", detail={"j": claim.id}, now=NOW)

    for number in range(ROUNDS):
        job = Job.objects.create(kind="race", subject=str(number), queue="checks")
        claim = claimed(job, NOW)

        committed_database.together(
            partial(succeed, claim), partial(job_fail, claim, error_code="x", now=NOW)
        )

        job.refresh_from_db()
        written = AuditEntry.objects.filter(detail__j=job.pk).count()
        assert (job.state, written) in {("done", 1), ("ready", 0)}
        assert audit_verify() == []


def test_two_sweepers_at_once_do_the_work_of_one(committed_database):
    reports = committed_database.together(*[partial(jobs_sweep, now=NOW)] * AT_ONCE)

    assert failures(reports) == []
    assert any(not report.skipped for report in reports)


def test_a_job_must_be_written_in_the_transaction_of_its_cause(committed_database):
    register_handler("race", queue="checks", handle=print)

    with pytest.raises(NotInTransactionError, match="race"):
        job_enqueue("race", subject=1)

    assert not Job.objects.exists()


def test_a_cause_stands_whatever_goes_wrong_after_its_commit(committed_database, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("no broker can be reached in a way nobody foresaw")

    register_handler("race", queue="checks", handle=print)
    monkeypatch.setattr(publisher, "send", fail)

    with transaction.atomic():
        job = job_enqueue("race", subject=1)

    job.refresh_from_db()
    assert (job.state, job.sent_at) == ("ready", None)
