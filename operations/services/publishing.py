"""Tells the workers that a job waits. A broker that is down costs a moment, never an error."""

import threading
import time

import structlog
from celery import Celery
from django.conf import settings
from kombu.exceptions import ChannelError, KombuError

from operations.domain.jobs import Turn

log = structlog.get_logger(__name__)

RUN_JOB_TASK = "operations.tasks.run_job"


class Publisher:
    """Sends job ids to their queues on a connection of its own, with short timeouts.

    After a failure nothing is sent for a while (PRECERT_PUBLISH_PAUSE_SECONDS), so
    that only one request in that while waits for a broker that does not answer.
    What is not sent, the sweeper sends later.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._app: Celery | None = None
        self._paused_until = 0.0

    def send(self, job_id: int, *, queue: str, turn: Turn = Turn.FIRST) -> bool:
        """Send the job's id once, without retries; False when it was not sent."""
        if time.monotonic() < self._paused_until:
            return False
        try:
            self._celery().send_task(
                RUN_JOB_TASK,
                args=[job_id],
                queue=queue,
                priority=int(turn),
                retry=False,
                ignore_result=True,
            )
        except (KombuError, OSError) as error:
            self._pause()
            log.warning("job.not_sent", job=job_id, exception=type(error).__name__)
            return False
        return True

    def depth(self, queue: str) -> int | None:
        """How many messages lie in the queue; None when the broker does not say."""
        if time.monotonic() < self._paused_until:
            return None
        try:
            with self._celery().connection_or_acquire() as connection:
                declared = connection.default_channel.queue_declare(queue=queue, passive=True)
                return int(declared.message_count)
        except ChannelError:
            return 0  # Redis keeps no empty lists
        except (KombuError, OSError):
            self._pause()
            return None

    def answers(self) -> bool:
        """Whether the broker answers now."""
        return self.depth("checks") is not None

    def _pause(self) -> None:
        self._paused_until = time.monotonic() + settings.PRECERT_PUBLISH_PAUSE_SECONDS

    def _celery(self) -> Celery:
        with self._lock:
            if self._app is None:
                self._app = _publishing_app()
            return self._app


def _publishing_app() -> Celery:
    """A Celery application that only sends, configured like the workers but impatient."""
    timeout_seconds = settings.PRECERT_PUBLISH_TIMEOUT_SECONDS
    app = Celery("precert-publisher", set_as_current=False)
    app.config_from_object("django.conf:settings", namespace="CELERY")
    app.conf.broker_connection_timeout = timeout_seconds
    app.conf.broker_transport_options = {
        **settings.CELERY_BROKER_TRANSPORT_OPTIONS,
        "socket_timeout": timeout_seconds,
        "socket_connect_timeout": timeout_seconds,
        "max_retries": 0,
        "connect_retries_timeout": timeout_seconds,
    }
    return app


publisher = Publisher()
