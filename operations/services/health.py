"""Whether the product can do its work: each part looked at, none trusted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import structlog
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from operations.selectors.health import sweeper_age, sweeper_allowance, workers_alive
from operations.services.publishing import publisher
from operations.services.triggers import triggers_missing

log = structlog.get_logger(__name__)

# Without these nothing can be read or decided.
FOR_WEB = ("database", "migrations", "triggers")
# Without these reading and deciding go on, and what is automatic waits.
FOR_WORK = ("broker", "worker")


@dataclass(frozen=True)
class Readiness:
    """One word for each part; "ok" is good, everything else says what is amiss."""

    parts: dict[str, str]

    def ready_for(self, *names: str) -> bool:
        """Whether all the named parts are well."""
        return all(self.parts[name] == "ok" for name in names)


_migrations_seen_applied: set[str] = set()
_parts_above: dict[str, Callable[[datetime], str]] = {}


def part_register(name: str, look: Callable[[datetime], str]) -> None:
    """Have a part told that a floor above looks at; it makes neither pages nor work unready."""
    _parts_above[name] = look


def parts_above() -> tuple[str, ...]:
    """The names of the parts that floors above look at."""
    return tuple(_parts_above)


def readiness(*, now: datetime) -> Readiness:
    """The state of every part. A late sweeper is told but is no reason to be unready.

    Nor is what floors above tell; who wants to know asks for it by name.
    """
    parts = {
        "database": _look(_database),
        "migrations": _look(_migrations),
        "triggers": _look(_triggers),
        "broker": "ok" if publisher.answers() else "no answer",
        "worker": _look(lambda: "ok" if workers_alive(now=now) else "none seen lately"),
        "sweeper": _look(lambda: _sweeper(now)),
    }
    parts |= {name: _look(partial(look, now)) for name, look in _parts_above.items()}
    return Readiness(parts)


def _look(look: Callable[[], str]) -> str:
    try:
        return look()
    except DatabaseError as error:
        log.warning("database.no_answer", exception=type(error).__name__)
        return "no answer"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _migrations() -> str:
    """Once all are seen applied they stay so: new code means a new process."""
    name = str(connection.settings_dict["NAME"])
    if name not in _migrations_seen_applied:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "not all applied"
        _migrations_seen_applied.add(name)
    return "ok"


def _triggers() -> str:
    missing = triggers_missing()
    return "ok" if not missing else f"{len(missing)} missing"


def _sweeper(now: datetime) -> str:
    age = sweeper_age(now=now)
    if age is None:
        return "not seen yet"
    return "ok" if age <= sweeper_allowance() else "late"
