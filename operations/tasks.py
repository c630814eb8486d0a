"""What Celery runs: ids in, one service call, nothing returned. And a worker's signs of life."""

from typing import Any

import structlog
from celery import shared_task
from celery.signals import worker_ready, worker_shutdown
from django.conf import settings
from django.db import DatabaseError, connections
from django.utils import timezone
from kombu.exceptions import KombuError

from operations.selectors.health import WORKER_PREFIX
from operations.services.heads import heads_export
from operations.services.heartbeats import heartbeat_forget, heartbeat_write
from operations.services.running import job_run
from operations.services.sweeping import jobs_sweep

log = structlog.get_logger(__name__)


@shared_task(name="operations.tasks.run_job")
def run_job(job_id: int) -> None:
    """Run the job; any number of deliveries gives one result."""
    job_run(job_id, now=timezone.now())


@shared_task(name="operations.tasks.sweep")
def sweep() -> None:
    """One round of the sweeper."""
    jobs_sweep(now=timezone.now())


@shared_task(name="operations.tasks.export_heads")
def export_heads() -> None:
    """Keep the day's audit heads in a file, so that a cut tail shows later; once a day counts."""
    heads_export(settings.PRECERT_AUDIT_HEADS_DIR, now=timezone.now())


@worker_ready.connect
def begin_to_beat(sender: Any, **_: Any) -> None:
    """Give a sign of life now and every few seconds; sweep once for what was left behind.

    The timer belongs to the worker's own loop, so a worker that hangs falls silent.
    """
    name = worker_name(sender)
    beat(name)
    sender.timer.call_repeatedly(settings.PRECERT_WORKER_BEAT_SECONDS, beat, (name,))
    try:
        sweep.apply_async(retry=False)
    except (KombuError, OSError) as error:
        log.warning("sweep.not_sent", exception=type(error).__name__)


@worker_shutdown.connect
def stop_beating(sender: Any, **_: Any) -> None:
    """Be gone from the list of those alive."""
    try:
        heartbeat_forget(worker_name(sender))
    except DatabaseError as error:
        log.warning("heartbeat.not_removed", exception=type(error).__name__)
    finally:
        connections.close_all()


def beat(name: str) -> None:
    """A sign of life. No connection stays open here: children that are forked would share it."""
    try:
        heartbeat_write(name, now=timezone.now())
    except DatabaseError as error:
        log.warning("heartbeat.not_written", exception=type(error).__name__)
    finally:
        connections.close_all()


def worker_name(sender: Any) -> str:
    """The name a worker beats under: its node name."""
    return f"{WORKER_PREFIX}{sender.hostname}"
