"""A broker that is down, or hangs, costs a request half a second once, and no error."""

import socket
import threading
import time

import pytest

from operations.services.publishing import Publisher


@pytest.fixture
def silent_server():
    """Accepts connections and never says a word, like a Redis that hangs."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def quick(settings):
    settings.PRECERT_PUBLISH_TIMEOUT_SECONDS = 0.3
    settings.PRECERT_PUBLISH_PAUSE_SECONDS = 0.5


def timed(call):
    begun = time.monotonic()
    answer = call()
    return answer, time.monotonic() - begun


def test_what_is_sent_lies_in_its_queue(broker):
    assert broker.answers()
    assert broker.send(7, queue="letters")

    assert (broker.depth("letters"), broker.depth("reading")) == (1, 0)


def test_a_queue_that_nobody_made_is_empty(broker):
    assert broker.depth("never-used") == 0


def test_a_broker_that_hangs_costs_little_and_is_then_left_alone(silent_server, settings, quick):
    settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{silent_server}/0"
    publisher = Publisher()

    sent, seconds = timed(lambda: publisher.send(1, queue="checks"))
    assert not sent
    assert seconds < 2
    for call in (lambda: publisher.send(1, queue="checks"), lambda: publisher.depth("checks")):
        answer, seconds = timed(call)
        assert not answer
        assert seconds < 0.1


def test_a_broker_that_is_not_there_is_asked_again_after_a_while(settings, quick, monkeypatch):
    settings.CELERY_BROKER_URL = "redis+socket:///nowhere/r.sock"
    publisher = Publisher()
    assert publisher.depth("checks") is None
    assert not publisher.answers()

    settings.CELERY_BROKER_URL = "memory://"
    monkeypatch.setattr(publisher, "_app", None)
    assert not publisher.send(1, queue="checks")
    time.sleep(0.6)
    assert publisher.send(1, queue="checks")


def test_many_threads_share_one_sender(broker):
    before = broker.depth("checks")
    threads = [threading.Thread(target=lambda: broker.send(1, queue="checks")) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert broker.depth("checks") == before + 8
