"""The life of a job, step by step."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from operations.domain.jobs import Turn
from operations.errors import (
    JobKindTakenError,
    JobNotParkedError,
    LeaseLostError,
    UnknownJobKindError,
)
from operations.models import AuditEntry, Job
from operations.services import handlers
from operations.services.audit import audit_append
from operations.services.jobs import (
    job_claim,
    job_enqueue,
    job_fail,
    job_finish,
    job_result,
    job_retry,
    job_send,
    job_step,
)
from operations.services.publishing import publisher
from tests.operations.conftest import claimed

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=300)


@pytest.fixture
def job(handled):
    with transaction.atomic():
        return job_enqueue("test.work", subject=40, digest="d")


def write(claim, now):
    with job_result(claim, now=now):
        write_entry(claim, now)


def write_entry(claim, now):
    audit_append("t", actor="t", action="t", detail={"job": claim.id}, now=now)


def test_enqueuing_writes_one_row_for_the_handlers_queue(job):
    stored = Job.objects.get()

    assert (stored.kind, stored.subject, stored.digest) == ("test.work", "40", "d")
    assert (stored.queue, stored.state, stored.attempts) == ("checks", "ready", 0)
    assert str(stored) == "test.work 40 (ready)"


def test_a_step_is_kept_while_the_job_goes_on_and_only_by_who_holds_it(job, now):
    late = job_claim(job.pk, now=now)
    with job_step(late):
        write_entry(late, now)
    assert Job.objects.get().state == "running"
    assert job_claim(job.pk, now=now + LEASE * 2)
    with pytest.raises(LeaseLostError), job_step(late):
        write_entry(late, now)
    assert AuditEntry.objects.count() == 1


def test_the_same_duty_twice_is_one(job):
    again = job_enqueue("test.work", subject="40", digest="d")
    other = job_enqueue("test.work", subject="40", digest="e")

    assert again.pk == job.pk
    assert other.pk != job.pk


def test_the_database_itself_refuses_a_second_row_for_a_duty(job):
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind="test.work", subject="40", digest="d", queue="checks")


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "lost"},
        {"state": "running"},
        {"state": "done"},
        {"lease_until": "2026-11-22T12:00:00Z"},
        {"finished_at": "2026-11-22T12:00:00Z"},
        {"attempts": 6},
        {"attempts": 5},
    ],
)
def test_the_database_refuses_a_row_that_makes_no_sense(job, wrong):
    with pytest.raises(IntegrityError, match="operations_job"), transaction.atomic():
        Job.objects.update(**wrong)


def test_a_kind_without_a_handler_is_refused(handled):
    with pytest.raises(UnknownJobKindError, match=r"unheard\.of"):
        job_enqueue("unheard.of", subject=1)


def test_a_kind_has_one_handler_and_a_known_queue(handled):
    handlers.register_handler("test.work", queue="checks", handle=handled.append)  # the same again

    with pytest.raises(JobKindTakenError, match=r"test\.work"):
        handlers.register_handler("test.work", queue="letters", handle=print)
    with pytest.raises(ValueError, match="reading, checks, letters"):
        handlers.register_handler("test.other", queue="elsewhere", handle=print)


def test_a_job_of_a_kind_that_is_gone_is_sent_all_the_same(broker, handled, now):
    gone = Job.objects.create(kind="test.gone", subject="1", digest="x", queue="checks")
    assert job_send(gone.pk)
    assert broker.depth("checks") == 1


def test_a_job_is_sent_with_its_turn(handled, monkeypatch, now):
    sent = []

    def keep(job, **more):
        sent.append(more)
        return True

    monkeypatch.setattr(publisher, "send", keep)
    handlers.register_handler(
        "test.turn", queue="reading", handle=print, turn_of=lambda digest: Turn(int(digest))
    )
    job = Job.objects.create(kind="test.turn", subject="1", digest="6", queue="reading")
    assert job_send(job.pk)
    assert sent == [{"queue": "reading", "turn": Turn.LATER}]


def test_a_committed_job_is_sent_and_marked(broker, handled, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = job_enqueue("test.work", subject=1)
        job_enqueue("test.work", subject=1)

    job.refresh_from_db()
    assert job.sent_at is not None
    assert broker.depth("checks") == 1


def test_a_rolled_back_cause_leaves_neither_job_nor_message(
    broker, handled, django_capture_on_commit_callbacks
):
    def decide():
        with transaction.atomic():
            job_enqueue("test.work", subject=1)
            raise RuntimeError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        decide()

    assert not Job.objects.exists()
    assert broker.depth("checks") == 0


def test_a_dead_broker_is_no_error_and_leaves_the_job_for_the_sweeper(
    dead_broker, handled, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        job = job_enqueue("test.work", subject=1)

    job.refresh_from_db()
    assert (job.state, job.sent_at) == ("ready", None)


def test_a_job_for_later_is_not_sent_before_its_time(
    broker, handled, now, time_machine, django_capture_on_commit_callbacks
):
    time_machine.move_to(now)
    with django_capture_on_commit_callbacks(execute=True):
        job = job_enqueue("test.work", subject=1, not_before=now + timedelta(minutes=1))

    assert broker.depth("checks") == 0
    assert job_claim(job.pk, now=now) is None
    assert job_claim(job.pk, now=now + timedelta(minutes=1)) is not None


def test_a_claim_holds_the_job_for_its_lease(job, now):
    claim = claimed(job, now)

    assert (claim.id, claim.kind, claim.subject_id, claim.digest) == (job.pk, "test.work", 40, "d")
    assert claim.attempts == 1
    job.refresh_from_db()
    assert (job.state, job.lease_until) == ("running", now + LEASE)
    assert job_claim(job.pk, now=now + LEASE) is None
    assert claimed(job, now + LEASE + timedelta(seconds=1)).attempts == 2


def test_a_job_that_is_done_parked_or_unknown_cannot_be_claimed(job, now):
    write(claimed(job, now), now)

    assert job_claim(job.pk, now=now + LEASE * 2) is None
    assert job_claim(job.pk + 1, now=now) is None


def test_a_result_counts_once_and_ends_the_job(job, now):
    claim = claimed(job, now)

    write(claim, now)

    job.refresh_from_db()
    assert (job.state, job.finished_at, job.lease_until) == ("done", now, None)
    with pytest.raises(LeaseLostError):
        write(claim, now)
    assert AuditEntry.objects.count() == 1


def test_a_late_result_is_refused_and_rolled_back(job, now):
    first = claimed(job, now)
    second = claimed(job, now + LEASE * 2)

    with pytest.raises(LeaseLostError):
        write(first, now)
    write(second, now)

    assert AuditEntry.objects.count() == 1


def test_an_error_in_the_result_leaves_the_job_held_and_nothing_written(job, now):
    claim = claimed(job, now)

    def write_half():
        with job_result(claim, now=now):
            write_entry(claim, now)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()

    job.refresh_from_db()
    assert job.state == "running"
    assert not AuditEntry.objects.exists()


def test_finishing_is_true_for_the_holder_only(job, now):
    first = claimed(job, now)
    second = claimed(job, now + LEASE * 2)

    assert not job_finish(first, now=now)
    assert job_finish(second, now=now)
    assert job_finish(second, now=now)  # it is done already, by this very claim


def test_a_failed_job_rests_and_can_be_claimed_again(job, now):
    claim = claimed(job, now)

    assert job_fail(claim, error_code="broken", now=now)

    job.refresh_from_db()
    assert (job.state, job.last_error_code, job.sent_at) == ("ready", "broken", None)
    assert job.not_before == now + timedelta(seconds=10)
    assert job_claim(job.pk, now=now) is None
    assert claimed(job, job.not_before).attempts == 2


def test_a_failure_told_too_late_changes_nothing(job, now):
    claim = claimed(job, now)
    write(claim, now)

    assert not job_fail(claim, error_code="broken", now=now)

    job.refresh_from_db()
    assert job.state == "done"


def fail_five_times(job, now):
    for _ in range(5):
        claim = claimed(job, now)
        job_fail(claim, error_code="broken", now=now)
        now += timedelta(hours=1)
    return now


def test_five_failures_park_the_job(job, now):
    now = fail_five_times(job, now)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.last_error_code) == ("parked", 5, "broken")
    assert job.finished_at is not None
    assert job_claim(job.pk, now=now) is None


def test_a_job_lost_by_its_worker_five_times_is_not_tried_again(job, now):
    for _ in range(5):
        claimed(job, now)
        now += LEASE * 2

    assert job_claim(job.pk, now=now) is None


def test_a_person_sends_a_parked_job_round_again(
    job, now, broker, django_capture_on_commit_callbacks
):
    now = fail_five_times(job, now)

    with django_capture_on_commit_callbacks(execute=True):
        job_retry(job.pk, actor_key="user:9", now=now)

    job.refresh_from_db()
    assert (job.state, job.attempts, job.attempts_allowed) == ("ready", 5, 10)
    assert broker.depth("checks") == 1
    entry = AuditEntry.objects.get()
    assert (entry.actor, entry.action, entry.detail) == ("user:9", "job.retried", {"job": job.pk})
    assert claimed(job, now).attempts == 6
    job_fail(claimed(job, now + LEASE * 2), error_code="broken", now=now)
    assert Job.objects.get().state == "ready"


def test_only_a_parked_job_is_sent_round_again(job, now):
    with pytest.raises(JobNotParkedError):
        job_retry(job.pk, actor_key="user:9", now=now)

    assert not AuditEntry.objects.exists()


def test_sending_a_job_that_is_not_waiting_sends_nothing(job, now, broker):
    job_claim(job.pk, now=now)

    assert not job_send(job.pk)
    assert broker.depth("checks") == 0
