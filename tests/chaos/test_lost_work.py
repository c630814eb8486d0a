"""Whatever is killed, emptied or delivered again: each job ends with exactly one result.

Real processes; leases and sweeps are shortened through settings. Times are
generous, since only the counts matter.
"""

import os
import signal
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from operations.models import AuditEntry, Heartbeat, Job
from operations.services.audit import audit_verify
from operations.services.jobs import job_enqueue
from operations.services.publishing import publisher
from tests.chaos.app import work
from tests.chaos.stack import LEASE_SECONDS, Stack, kill_group, paused, redis_binary, wait_for

pytestmark = [
    pytest.mark.chaos,
    pytest.mark.skipif(
        redis_binary() is None, reason="no redis-server here: apt-get install redis-server"
    ),
]


@pytest.fixture
def stack(committed_database, settings, monkeypatch):
    """Redis and beat run; the test's own process sends to that Redis."""
    found = Stack(Path(tempfile.mkdtemp(prefix="precert-")), committed_database.url)
    settings.CELERY_BROKER_URL = f"redis+socket://{found.folder}/r.sock"
    monkeypatch.setattr(publisher, "_app", None)
    monkeypatch.setattr(publisher, "_paused_until", 0.0)
    work.register()
    try:
        found.start_redis()
        found.start_beat()
        yield found
    finally:
        found.stop()


def enqueue(*subjects, turn=""):
    with transaction.atomic():
        return [job_enqueue(work.KIND, subject=subject, digest=turn) for subject in subjects]


def results(subject):
    """The attempts whose result was written for the subject."""
    entries = AuditEntry.objects.filter(stream__name=f"chaos:{subject}").order_by("sequence")
    return [detail["attempt"] for detail in entries.values_list("detail", flat=True)]


def wait_until_done(*jobs, seconds=40, meanwhile=lambda: None):
    keys = [job.pk for job in jobs]

    def done():
        meanwhile()
        return Job.objects.filter(pk__in=keys, state=Job.State.DONE).count() == len(keys)

    wait_for("the end of every job", done, seconds=seconds)


def test_a_killed_pool_child_leaves_one_result(stack):
    stack.hold("child-1")
    stack.start_worker()
    (job,) = enqueue("child")

    os.kill(stack.began("child-1"), signal.SIGKILL)

    wait_until_done(job)
    assert results("child") == [2]
    assert audit_verify() == []


def test_a_killed_worker_leaves_one_result(stack):
    stack.hold("worker-1")
    worker = stack.start_worker()
    (job,) = enqueue("worker")
    stack.began("worker-1")

    kill_group(worker)
    stack.start_worker()

    wait_until_done(job)
    assert results("worker") == [2]


def test_an_emptied_redis_loses_none_of_fifty(stack):
    jobs = enqueue(*[f"flush{number}" for number in range(50)])
    assert stack.redis.llen("checks") >= 50  # beat's sweeps lie there too

    stack.redis.flushall()
    stack.start_worker()

    wait_until_done(*jobs)
    assert [results(f"flush{number}") for number in range(50)] == [[1]] * 50
    (late,) = enqueue("after")
    wait_until_done(late)
    assert results("after") == [1]


def test_what_came_later_and_may_go_first_waits_for_one_job_of_each_process_only(stack):
    late = enqueue(*[f"late{number}" for number in range(30)], turn="9")
    (soon,) = enqueue("soon", turn="3")
    (first,) = enqueue("first")
    stack.start_worker()

    wait_until_done(first, soon, *late)
    order = list(
        Job.objects.filter(kind=work.KIND).order_by("finished_at").values_list("pk", flat=True)
    )
    assert order.index(first.pk) < 4
    assert order.index(soon.pk) < 6
    assert results("late29") == [1]


def test_three_deliveries_of_one_message_give_one_result(stack):
    hold = stack.hold("thrice-1")
    stack.start_worker()
    (job,) = enqueue("thrice")
    stack.began("thrice-1")
    assert publisher.send(job.pk, queue="checks")
    wait_for("the second delivery's end", lambda: stack.redis.llen("checks") == 0)
    hold.unlink()
    wait_until_done(job)

    assert publisher.send(job.pk, queue="checks")
    (after,) = enqueue("after")

    wait_until_done(after)
    assert results("thrice") == [1]
    assert not (stack.folder / "began-thrice-2").exists()


def test_a_zombie_comes_too_late(stack):
    hold = stack.hold("zombie-1")
    stack.start_worker()
    (job,) = enqueue("zombie")
    child = stack.began("zombie-1")

    with paused(child):
        time.sleep(LEASE_SECONDS)
        wait_until_done(job)
        hold.unlink()

    wait_for("the refusal", lambda: "job.result_refused" in worker_log(stack))
    assert results("zombie") == [2]
    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.DONE, 2)


def test_a_worker_beats_while_it_lives_and_is_gone_when_it_stops(stack):
    worker = stack.start_worker()
    beats = Heartbeat.objects.filter(name__startswith="worker:")
    first = beats.get().beat_at

    wait_for("the next beat", beats.filter(beat_at__gt=first).exists)
    worker.terminate()

    wait_for("the worker's farewell", lambda: not beats.exists())
    assert worker.wait(timeout=20) == 0


def worker_log(stack):
    return "".join(path.read_text() for path in stack.folder.glob("worker*.log"))


@pytest.mark.parametrize("way", ["hangs", "is gone"])
def test_a_decision_stands_when_redis_fails_during_the_request(stack, way):
    web, redis_process = stack.start_web(), stack.children[0]
    stack.start_worker()
    hold = stack.hold("decision-request")
    answers = []
    request = threading.Thread(target=lambda: answers.append(ask(f"{web}/decide/decision")))
    request.start()
    stack.began("decision-request")

    if way == "hangs":
        os.kill(redis_process.pid, signal.SIGSTOP)
    else:
        kill_group(redis_process)
    hold.unlink()
    request.join(timeout=20)

    ((status, seconds),) = answers
    assert status == 200
    assert seconds < 2
    assert AuditEntry.objects.filter(action="chaos.decided").count() == 1
    assert results("decision") == []
    _, seconds = ask(f"{web}/decide/next")
    assert seconds < 1  # the broker is not asked again so soon

    if way == "hangs":
        os.kill(redis_process.pid, signal.SIGCONT)
    else:
        stack.start_redis()
    back = timezone.now()
    wait_until_done(*Job.objects.filter(kind=work.KIND), meanwhile=stack.revive_worker)
    assert (results("decision"), results("next")) == ([1], [1])
    beats = Heartbeat.objects.filter(name__startswith="worker:", beat_at__gt=back)
    wait_for("the worker's next sign of life", beats.exists, seconds=10)


def ask(address):
    """Status of the answer, and seconds from when the request was let go to the answer."""
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - our own server
        released = float(answer.headers["X-Released-At"])
        return answer.status, time.time() - released
