"""Tests that need committed rows get a copy of the test database, thrown away afterwards.

Append-only tables refuse the flush that transactional tests end with, and a race
needs real commits on several connections. A PostgreSQL template or SQLite's
backup makes such a copy in a fraction of a second.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from os import getpid
from pathlib import Path
from typing import Any, TypeVar

import psycopg
import pytest
from django.db import connection, connections
from psycopg import sql

ResultT = TypeVar("ResultT")
_numbers = count(1)


@dataclass(frozen=True)
class CommittedDatabase:
    """The copy that `connection` now points at, in this thread and in new ones."""

    vendor: str
    name: str
    url: str

    def together(self, *acts: Callable[[], ResultT]) -> list[ResultT | BaseException]:
        """Run the acts at the same moment, a thread and a connection each.

        Returns what each returned or raised, in the order of the acts.
        """
        barrier = threading.Barrier(len(acts))

        def run(act: Callable[[], ResultT]) -> ResultT | BaseException:
            try:
                connection.ensure_connection()
                barrier.wait(timeout=20)
                return act()
            except Exception as error:  # noqa: BLE001 - handed to the test, which judges it
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(max_workers=len(acts)) as pool:
            return list(pool.map(run, acts))


@pytest.fixture
def committed_database(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[CommittedDatabase]:
    """A copy of the test database; commits in it are real and end with the test."""
    if request.node.get_closest_marker("django_db"):
        pytest.fail("A test on a copied database must not be marked django_db: move it.")
    with django_db_blocker.unblock(), copied_database() as copy:
        yield copy


@contextmanager
def copied_database() -> Iterator[CommittedDatabase]:
    settings = connections.settings["default"]
    original = connection.settings_dict["NAME"]
    connections.close_all()
    copy = _copy(str(original), settings)
    _point_at(copy.name, settings)
    try:
        yield copy
    finally:
        connections.close_all()
        _point_at(original, settings)
        _drop(copy, settings)


def _point_at(name: str, settings: dict[str, Any]) -> None:
    settings["NAME"] = name  # connections of threads to come
    connection.settings_dict["NAME"] = name  # this thread's


def _copy(original: str, settings: dict[str, Any]) -> CommittedDatabase:
    if connection.vendor == "sqlite":
        path = Path(original).with_name(f"copy_{getpid()}_{next(_numbers)}.sqlite3")
        with sqlite3.connect(original) as source, sqlite3.connect(path) as target:
            source.backup(target)
        source.close()
        target.close()
        return CommittedDatabase("sqlite", str(path), f"sqlite:///{path}")
    name = f"{original}_copy_{getpid()}_{next(_numbers)}"
    _administer(
        settings,
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(original)
        ),
    )
    user, host, port = (settings[key] for key in ("USER", "HOST", "PORT"))
    secret = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    return CommittedDatabase(
        "postgresql", name, f"postgresql://{user}{secret}@{host}:{port or 5432}/{name}"
    )


def _drop(copy: CommittedDatabase, settings: dict[str, Any]) -> None:
    if copy.vendor == "sqlite":
        for suffix in ("", "-wal", "-shm"):
            Path(copy.name + suffix).unlink(missing_ok=True)
        return
    _administer(
        settings, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(copy.name))
    )


def _administer(settings: dict[str, Any], statement: sql.Composed) -> None:
    with psycopg.connect(
        dbname="postgres",
        user=settings["USER"] or None,
        password=settings["PASSWORD"] or None,
        host=settings["HOST"] or None,
        port=settings["PORT"] or None,
        autocommit=True,
    ) as server:
        server.execute(statement)
