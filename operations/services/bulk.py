"""Plain inserts of very many rows: COPY on PostgreSQL, statements of many rows on SQLite.

Nothing is overwritten and every trigger and constraint stays on. The rows come as tuples,
so that no model instance is made for each: a caller writes the field history itself
(history_insert), in the same transaction.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection, models, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from operations.services.blocks import Row, block_insert, block_of

HISTORY_NAMES = ("history_date", "history_change_reason", "history_type", "history_user_id")


def rows_insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert the rows, as block_of takes them."""
    block_insert(block_of(model, names, rows))


def history_insert(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Row],
    *,
    now: datetime,
    reason: str,
) -> None:
    """Write the field history of rows that were just inserted, all of their columns named."""
    extra = (now, reason, "+", None)
    history: type[models.Model] = model.history.model  # type: ignore[attr-defined]
    rows_insert(history, (*names, *HISTORY_NAMES), (row + extra for row in rows))


def ids_reserve(model: type[models.Model], count: int) -> list[int]:
    """As many unused primary keys, in ascending order; nobody else is given them."""
    table = model._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(keys.source) FROM "
                "(SELECT pg_get_serial_sequence(%s, %s)::regclass AS source OFFSET 0) AS keys, "
                "generate_series(1, %s)",
                [connection.ops.quote_name(table), model._meta.pk.column, count],
            )
            return [found[0] for found in cursor.fetchall()]
        cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
        if cursor.rowcount == 0:
            cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, count])
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = int(cursor.fetchone()[0])
    return list(range(last - count + 1, last + 1))


@contextmanager
def many_inserts() -> Iterator[None]:
    """A stretch in which foreign keys are checked once, at the end, over all tables.

    For rows that the product made itself. Inside a transaction it changes nothing, and on
    PostgreSQL only for a role that may set session_replication_role; keys are then checked row
    by row as usual. SQLite keeps more in memory meanwhile.

    Raises:
        IntegrityError: a row points at nothing.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _sqlite_stretch():
            yield
    else:
        with _postgresql_stretch():
            yield


@contextmanager
def _sqlite_stretch() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        usual = int(cursor.fetchone()[0])
        cursor.execute("PRAGMA cache_size=-262144")
    connection.disable_constraint_checking()
    try:
        yield
        connection.check_constraints()
    finally:
        connection.enable_constraint_checking()
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size={usual}")


@contextmanager
def _postgresql_stretch() -> Iterator[None]:
    unchecked = keys_unchecked()
    with connection.cursor() as cursor:
        try:
            yield
            if unchecked:
                _check_foreign_keys(cursor)
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


def keys_unchecked() -> bool:
    """Whether this connection now checks no foreign keys, and fires no triggers, on PostgreSQL.

    For a process that helps another one during its many_inserts, which checks at the end. False
    where the role may not do that: each row is then checked as it comes.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
    except ProgrammingError:
        return False
    return True


def _check_foreign_keys(cursor: CursorWrapper) -> None:
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if field.remote_field and getattr(field, "db_constraint", False):
                cursor.execute(_orphan(model, field))
                if cursor.fetchone():
                    table = model._meta.db_table
                    raise IntegrityError(f"{table}.{field.column} points at a row that is not.")


def _orphan(model: type[models.Model], field: "models.Field[Any, Any]") -> sql.Composed:
    """A query that finds a row of the model whose field points at nothing."""
    target = field.target_field  # type: ignore[attr-defined]
    return sql.SQL(
        "SELECT 1 FROM {table} AS near WHERE near.{column} IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM {other} AS far WHERE far.{key} = near.{column}) LIMIT 1"
    ).format(
        table=sql.Identifier(model._meta.db_table),
        column=sql.Identifier(field.column),
        other=sql.Identifier(target.model._meta.db_table),
        key=sql.Identifier(target.column),
    )
