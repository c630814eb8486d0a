"""A worker's signs of life, written by the worker itself."""

from types import SimpleNamespace

import pytest
from django.db import DatabaseError, connections
from kombu.exceptions import OperationalError

from operations import tasks
from operations.models import Heartbeat

pytestmark = pytest.mark.django_db


class Timer:
    def __init__(self):
        self.calls = []

    def call_repeatedly(self, seconds, function, arguments):
        self.calls.append((seconds, function, arguments))


@pytest.fixture
def worker(monkeypatch, settings):
    """What Celery hands to its signals. The test's own connection must survive."""
    monkeypatch.setattr(connections, "close_all", lambda: None)
    settings.PRECERT_WORKER_BEAT_SECONDS = 7
    return SimpleNamespace(hostname="w1@host", timer=Timer())


@pytest.fixture
def sent(monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.sweep, "apply_async", lambda **options: sent.append(options))
    return sent


def test_a_ready_worker_beats_at_once_and_then_by_its_own_clock(worker, sent):
    tasks.begin_to_beat(worker)

    assert Heartbeat.objects.filter(name="worker:w1@host").count() == 1
    assert worker.timer.calls == [(7, tasks.beat, ("worker:w1@host",))]
    assert sent == [{"retry": False}]


def test_a_broker_lost_at_that_moment_does_not_stop_the_worker(worker, monkeypatch, caplog):
    def fail(**options):
        raise OperationalError

    monkeypatch.setattr(tasks.sweep, "apply_async", fail)

    tasks.begin_to_beat(worker)

    assert "sweep.not_sent" in caplog.text


def test_every_beat_moves_the_time(worker, sent, now, time_machine):
    tasks.begin_to_beat(worker)
    time_machine.move_to(now, tick=False)

    tasks.beat("worker:w1@host")

    assert Heartbeat.objects.get().beat_at == now


def test_a_worker_that_stops_is_gone_from_the_list(worker, sent):
    tasks.begin_to_beat(worker)

    tasks.stop_beating(worker)

    assert not Heartbeat.objects.exists()


@pytest.mark.parametrize(
    ("function", "service", "event"),
    [
        ("beat", "heartbeat_write", "heartbeat.not_written"),
        ("stop_beating", "heartbeat_forget", "heartbeat.not_removed"),
    ],
)
def test_a_database_that_is_away_does_not_stop_the_worker(
    worker, monkeypatch, caplog, function, service, event
):
    def fail(*args, **kwargs):
        raise DatabaseError("secret-host")

    monkeypatch.setattr(tasks, service, fail)

    getattr(tasks, function)("worker:w1@host" if function == "beat" else worker)

    assert event in caplog.text
    assert "secret-host" not in caplog.text


def test_no_connection_stays_open_for_children_to_share(worker, monkeypatch):
    closed = []
    monkeypatch.setattr(connections, "close_all", lambda: closed.append(True))

    tasks.beat("worker:w1@host")
    tasks.stop_beating(worker)

    assert closed == [True, True]
