"""The sweeper sends what was not sent, takes back what was lost, parks what is spent."""

from datetime import timedelta

import pytest

from operations import tasks
from operations.domain.jobs import SweepReport
from operations.models import Heartbeat, Job
from operations.services import sweeping
from operations.services.sweeping import jobs_sweep
from tests.operations.conftest import claimed

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def make(now):
    def make_job(subject="1", **fields):
        fields = {"created_at": now, "queue": "checks"} | fields
        return Job.objects.create(kind="test.sweep", subject=subject, **fields)

    return make_job


@pytest.fixture(autouse=True)
def _at(now, time_machine):
    time_machine.move_to(now, tick=False)


def test_it_sends_what_was_never_sent(make, now, broker):
    job = make()

    assert jobs_sweep(now=now) == SweepReport(sent=1)

    job.refresh_from_db()
    assert job.sent_at == now
    assert broker.depth("checks") == 1
    assert jobs_sweep(now=now) == SweepReport()


def test_it_sends_each_job_to_its_own_queue(make, now, broker):
    make("1", queue="reading")
    make("2", queue="letters")

    jobs_sweep(now=now)

    assert [broker.depth(queue) for queue in ("reading", "checks", "letters")] == [1, 0, 1]


def test_it_sends_again_what_a_queue_lost(make, now, broker):
    job = make(sent_at=now - 2 * MINUTE)

    assert jobs_sweep(now=now).sent == 1

    job.refresh_from_db()
    assert job.sent_at == now


def test_it_leaves_alone_what_was_sent_a_moment_ago(make, now, broker):
    make(sent_at=now - MINUTE / 2)

    assert jobs_sweep(now=now).sent == 0


def test_it_does_not_make_a_long_queue_longer(make, now, broker):
    for number in range(3):
        job = make(str(number), sent_at=now - 2 * MINUTE)
        broker.send(job.pk, queue="checks")

    assert jobs_sweep(now=now).sent == 0
    assert broker.depth("checks") == 3


def test_it_leaves_alone_what_is_for_later_running_or_done(make, now, broker):
    make("1", not_before=now + MINUTE)
    make("2", state="running", lease_until=now + MINUTE, attempts=1)
    make("3", state="done", finished_at=now, attempts=1)

    assert jobs_sweep(now=now) == SweepReport()


def test_it_takes_back_what_a_worker_lost_and_sends_it(make, now, broker):
    job = make(state="running", lease_until=now - MINUTE, attempts=1, sent_at=now - MINUTE)

    assert jobs_sweep(now=now) == SweepReport(sent=1, released=1)

    job.refresh_from_db()
    assert (job.state, job.last_error_code, job.attempts) == ("ready", "worker_lost", 1)
    assert claimed(job, now).attempts == 2


def test_it_parks_what_was_lost_at_the_last_attempt(make, now, broker):
    job = make(state="running", lease_until=now - MINUTE, attempts=5)

    assert jobs_sweep(now=now) == SweepReport(parked=1)

    job.refresh_from_db()
    assert (job.state, job.finished_at, job.last_error_code) == ("parked", now, "worker_lost")


def test_it_stops_at_the_first_job_a_dead_broker_refuses(make, now, dead_broker):
    make("1")
    make("2", sent_at=now - 2 * MINUTE)

    assert jobs_sweep(now=now) == SweepReport()

    assert Job.objects.filter(sent_at=now).count() == 0


def test_it_sends_at_most_so_many_at_once(make, now, broker, monkeypatch):
    monkeypatch.setattr(sweeping, "LARGEST_SWEEP", 2)
    for number in range(3):
        make(str(number))

    assert [jobs_sweep(now=now).sent for _ in range(3)] == [2, 1, 0]


def test_only_one_sweeper_works_at_a_time(make, now, broker):
    make()
    Heartbeat.objects.create(name="sweeper", beat_at=now, lease_until=now + MINUTE)

    assert jobs_sweep(now=now) == SweepReport(skipped=True)
    assert jobs_sweep(now=now + 2 * MINUTE).sent == 1


def test_it_leaves_a_sign_of_life_and_gives_the_lease_back(now, broker):
    tasks.sweep()

    beat = Heartbeat.objects.get(name="sweeper")
    assert (beat.beat_at, beat.lease_until) == (now, None)
    assert str(beat) == "sweeper at 2026-11-22 12:00:00"


def test_it_gives_the_lease_back_when_it_fails(now, monkeypatch):
    def fail(now):
        raise RuntimeError

    monkeypatch.setattr(sweeping, "_send_waiting", fail)
    with pytest.raises(RuntimeError):
        jobs_sweep(now=now)

    assert Heartbeat.objects.get(name="sweeper").lease_until is None
