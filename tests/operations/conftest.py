"""A moment, a broker in memory, and handlers that belong to the test."""

from datetime import UTC, datetime

import pytest

from operations.domain.jobs import ClaimedJob
from operations.services import handlers
from operations.services.jobs import job_claim
from operations.services.publishing import publisher


@pytest.fixture
def now():
    return datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def claimed(job, now):
    """The job, held by the caller."""
    claim = job_claim(job.pk, now=now)
    assert claim is not None
    return claim


@pytest.fixture
def broker(settings, monkeypatch):
    """The publisher talks to a broker in memory; depth tells what lies in a queue."""
    settings.CELERY_BROKER_URL = "memory://"
    monkeypatch.setattr(publisher, "_app", None)
    monkeypatch.setattr(publisher, "_paused_until", 0.0)
    for queue in handlers.QUEUES:
        _purge(queue)
    return publisher


def _purge(queue):
    with publisher._celery().connection_or_acquire() as connection:
        channel = connection.default_channel
        channel.queue_declare(queue=queue)
        channel.queue_purge(queue)


@pytest.fixture
def dead_broker(settings, monkeypatch):
    """Nobody listens where the broker should be."""
    settings.CELERY_BROKER_URL = "redis+socket:///nowhere/r.sock"
    monkeypatch.setattr(publisher, "_app", None)
    monkeypatch.setattr(publisher, "_paused_until", 0.0)
    return publisher


@pytest.fixture
def handled(monkeypatch):
    """Registers `test.work` for this test only; the list holds the claims it was given."""
    monkeypatch.setattr(handlers, "_HANDLERS", dict(handlers._HANDLERS))
    claims: list[ClaimedJob] = []
    handlers.register_handler("test.work", queue="checks", handle=claims.append)
    return claims
