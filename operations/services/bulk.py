"""Plain inserts of very many rows: COPY on PostgreSQL, one prepared statement on SQLite.

Nothing is overwritten and every trigger and constraint stays on. The rows come as tuples,
so that no model instance is made for each: a caller writes the field history itself
(history_insert), in the same transaction.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection, models
from psycopg import sql

from operations.errors import NotInTransactionError

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]

Row = tuple[Any, ...]
HISTORY_NAMES = ("history_date", "history_change_reason", "history_type", "history_user_id")


def rows_insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Row]) -> None:
    """Insert the rows; names say which column each value of a row is for ("member_id").

    A column that is not named gets the field's default. Times are in UTC; a JSON column
    takes its text. The primary key is left to the database unless it is named.
    """
    given = [_field(model, name) for name in names]
    rest = [f for f in model._meta.concrete_fields if f not in given and not f.primary_key]
    if connection.vendor == "postgresql":
        _copy(model, [*given, *rest], _completed(rows, rest))
    else:
        _execute_many(model, [*given, *rest], _completed(rows, rest))


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
    """As many unused primary keys, in ascending order; call inside the transaction.

    Raises:
        NotInTransactionError: outside a transaction, where SQLite could give them twice.
    """
    if not connection.in_atomic_block:
        raise NotInTransactionError("Keys are reserved in the transaction that uses them.")
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), model._meta.pk.column, count],
            )
            return [found[0] for found in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
    first = (last[0] if last else 0) + 1
    return list(range(first, first + count))


@contextmanager
def many_inserts() -> Iterator[None]:
    """A stretch in which SQLite keeps more in memory and checks foreign keys once, at the end.

    For rows that the product made itself. PostgreSQL needs no such help. Inside a transaction
    it changes nothing.

    Raises:
        IntegrityError: a row points at nothing.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
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


def _field(model: type[models.Model], name: str) -> "AnyField":
    return next(f for f in model._meta.concrete_fields if name in (f.attname, f.name))


def _completed(rows: Iterable[Row], rest: "Sequence[AnyField]") -> Iterable[Row]:
    """The rows with the defaults of the columns that were not named."""
    defaults = tuple(_default(field) for field in rest)
    return (row + defaults for row in rows) if defaults else rows


def _default(field: "AnyField") -> Any:
    value = field.get_default()
    return "[]" if value == [] else "{}" if value == {} else value


def _copy(model: type[models.Model], fields: "Sequence[AnyField]", rows: Iterable[Row]) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(field.column) for field in fields),
    )
    errors = connection.wrap_database_errors
    with errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _execute_many(
    model: type[models.Model], fields: "Sequence[AnyField]", rows: Iterable[Row]
) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join("?" for _ in fields)
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"  # noqa: S608 - quoted names
    spelled = [(place, spell) for place, f in enumerate(fields) if (spell := _spelling(f))]
    connection.ensure_connection()
    raw = connection.connection  # Django's cursor would rewrite the statement for each batch
    with connection.wrap_database_errors:
        raw.executemany(statement, _spelled(rows, spelled))


def _spelled(rows: Iterable[Row], spelled: list[tuple[int, Callable[[Any], Any]]]) -> Iterator[Row]:
    for row in rows:
        values = list(row)
        for place, spell in spelled:
            if values[place] is not None:
                values[place] = spell(values[place])
        yield tuple(values)


def _spelling(field: "AnyField") -> Callable[[Any], Any] | None:
    """How SQLite keeps a value of the field, in Django's own spelling; None when it is plain."""
    if isinstance(field, models.DateTimeField):
        return _time_text
    if isinstance(field, models.DateField):
        return date.isoformat
    if isinstance(field, models.DecimalField):
        return _decimal_text(field)
    return None


def _time_text(moment: datetime) -> str:
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return utc.isoformat(" ")[:-6]


def _decimal_text(field: "models.DecimalField[Any, Any]") -> Callable[[Decimal], Any]:
    digits, places = field.max_digits, field.decimal_places
    return lambda value: connection.ops.adapt_decimalfield_value(value, digits, places)
