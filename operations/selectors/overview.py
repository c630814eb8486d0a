"""What the operations page shows of jobs, workers, the disk and the machine. Counts are capped."""

import platform
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from operations.domain.spans import span_words
from operations.models import Heartbeat, Job
from operations.selectors.health import (
    SWEEPER,
    WORKER_PREFIX,
    sweeper_allowance,
    worker_allowance,
)
from operations.selectors.jobs import jobs_due, jobs_parked

MOST_COUNTED = 1000
LAG_WARNS_AFTER = timedelta(minutes=5)
WORKERS_SHOWN_FOR = timedelta(days=1)
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Count:
    """A number counted up to MOST_COUNTED; is_capped when there may be more."""

    number: int
    is_capped: bool

    def __str__(self) -> str:
        return f"{self.number}+" if self.is_capped else str(self.number)


@dataclass(frozen=True)
class QueueLoad:
    """One queue: due and waiting, resting after a failure, running; lag is the oldest's age.

    lag None means that nothing waits.
    """

    name: str
    waiting: Count
    resting: Count
    running: Count
    lag: timedelta | None

    @property
    def lag_words(self) -> str:
        """The age of the oldest in words; empty when nothing waits."""
        return span_words(self.lag) if self.lag is not None else ""

    @property
    def is_late(self) -> bool:
        """Whether the oldest has waited for long."""
        return self.lag is not None and self.lag > LAG_WARNS_AFTER


@dataclass(frozen=True)
class Sign:
    """The last sign of life of a part; age None means never."""

    name: str
    age: timedelta | None
    is_late: bool

    @property
    def age_words(self) -> str:
        """How long ago, in words; empty for never."""
        return span_words(self.age) if self.age is not None else ""


@dataclass(frozen=True)
class GivenUp:
    """A job that was given up and waits for a person."""

    id: int
    kind: str
    subject: str
    queue: str
    attempts: int
    error_code: str
    since: datetime


@dataclass(frozen=True)
class Disk:
    """Room in the data folder, in megabytes."""

    total: int
    free: int
    warn_below: int

    @property
    def used_percent(self) -> int:
        """How full it is."""
        return round(100 * (self.total - self.free) / self.total) if self.total else 0

    @property
    def is_short(self) -> bool:
        """Whether somebody should make room."""
        return self.free < self.warn_below


def queue_loads(names: tuple[str, ...], *, now: datetime) -> list[QueueLoad]:
    """What waits and runs in each queue. Four queries for each."""
    return [_load(name, now) for name in names]


def jobs_given_up(*, before_id: int | None = None, limit: int, queue: str = "") -> list[GivenUp]:
    """Jobs that were given up, the newest job first, older than before_id. One query."""
    rows = jobs_parked().order_by("-id")
    if queue:
        rows = rows.filter(queue=queue)
    if before_id is not None:
        rows = rows.filter(pk__lt=before_id)
    return [
        GivenUp(
            id=row.pk,
            kind=row.kind,
            subject=row.subject,
            queue=row.queue,
            attempts=row.attempts,
            error_code=row.last_error_code,
            since=row.finished_at or row.created_at,
        )
        for row in rows[:limit]
    ]


def given_up_count() -> Count:
    """How many jobs were given up. One query."""
    return _counted(jobs_parked())


def signs_of_life(*, now: datetime) -> tuple[Sign, list[Sign]]:
    """The sweeper, and every worker seen within a day, latest first. Two queries."""
    swept = Heartbeat.objects.filter(name=SWEEPER).values_list("beat_at", flat=True).first()
    age = now - swept if swept else None
    sweeper = Sign(SWEEPER, age, is_late=age is None or age > sweeper_allowance())
    beats = Heartbeat.objects.filter(
        name__startswith=WORKER_PREFIX, beat_at__gte=now - WORKERS_SHOWN_FOR
    ).order_by("-beat_at", "name")
    workers = [
        Sign(
            beat.name.removeprefix(WORKER_PREFIX),
            now - beat.beat_at,
            is_late=now - beat.beat_at > worker_allowance(),
        )
        for beat in beats[:50]
    ]
    return sweeper, workers


def disk() -> Disk | None:
    """Room in the data folder; None when it cannot be asked."""
    try:
        found = shutil.disk_usage(settings.DATA_DIR)
    except OSError:
        return None
    return Disk(
        total=found.total // MEGABYTE,
        free=found.free // MEGABYTE,
        warn_below=settings.PRECERT_DISK_WARN_MEGABYTES,
    )


def machine_versions() -> list[tuple[str, str]]:
    """What this installation runs on, as (part, version). No query."""
    return [
        ("Precert", str(settings.PRECERT_VERSION)),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        ("Database", _database_version()),
    ]


def heads_last_exported() -> str:
    """The day of the newest file of exported audit heads; empty when there is none."""
    folder = Path(settings.PRECERT_AUDIT_HEADS_DIR)
    days = sorted(path.stem.removeprefix("heads-") for path in folder.glob("heads-*.json"))
    return days[-1] if days else ""


def _database_version() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    number = int(getattr(connection, "pg_version", 0))
    return f"PostgreSQL {number // 10000}.{number % 10000}"


def _load(name: str, now: datetime) -> QueueLoad:
    due = jobs_due(now).filter(queue=name)
    resting = Job.objects.filter(queue=name, state=Job.State.READY, not_before__gt=now)
    oldest = due.order_by("id").only("created_at", "not_before").first()
    begun = max(oldest.created_at, oldest.not_before or oldest.created_at) if oldest else None
    return QueueLoad(
        name=name,
        waiting=_counted(due),
        resting=_counted(resting),
        running=_counted(Job.objects.filter(queue=name, state=Job.State.RUNNING)),
        lag=max(now - begun, timedelta()) if begun else None,
    )


def _counted(rows: QuerySet[Any]) -> Count:
    number = rows.order_by()[: MOST_COUNTED + 1].count()
    return Count(min(number, MOST_COUNTED), is_capped=number > MOST_COUNTED)
