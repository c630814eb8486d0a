"""Very many rows in the form in which the database takes them fastest.

A block can be made where there is no connection, as in another process, and be written where
there is one. PostgreSQL takes it by COPY, SQLite in statements of many rows: a statement that
guards a table by a trigger keeps a copy of each page that it changes, so that one for each row
would copy pages without end.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from django.db import connection, models
from psycopg import sql

if TYPE_CHECKING:
    AnyField = models.Field[Any, Any]

Row = tuple[Any, ...]
Spelled = tuple[int, Callable[[Any], Any]]
_AT_ONCE = 100
_PIECE = 1 << 20
_NULL = "\x01"
_ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"))


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of one table, spelled for the database that is in use.

    groups holds the values of some rows one after the other (SQLite), text all rows as COPY
    reads them (PostgreSQL).
    """

    table: str
    columns: tuple[str, ...]
    groups: tuple[Row, ...] = ()
    text: str = ""


def block_of(
    model: type[models.Model],
    names: Sequence[str],
    rows: Iterable[Row],
    *,
    times_told: bool = False,
) -> Block:
    """The rows as a block; names say which column each value of a row is for ("member_id").

    A column that is not named gets the field's default. A JSON column takes its text. Times are
    datetimes in UTC and dates are dates, or with times_told the texts that time_told and
    date.isoformat give. The primary key is left to the database unless it is named.
    """
    given = [_field(model, name) for name in names]
    rest = [f for f in model._meta.concrete_fields if f not in given and not f.primary_key]
    fields = [*given, *rest]
    spelled = [(p, s) for p, f in enumerate(fields) if (s := _spelling(f, times_told=times_told))]
    table, columns = model._meta.db_table, tuple(field.column for field in fields)
    whole = _spelled(_completed(rows, rest, times_told=times_told), spelled)
    if connection.vendor == "postgresql":
        return Block(table, columns, text=_copied(whole))
    return Block(table, columns, groups=tuple(_groups(whole)))


def block_insert(block: Block) -> None:
    """Write the rows of the block; nothing is overwritten, every trigger and constraint stays on.

    Raises:
        IntegrityError: a row breaks a constraint.
    """
    if connection.vendor == "postgresql":
        _copy(block)
    else:
        _execute(block)


def time_told(moment: datetime) -> str:
    """A moment as both databases take it: in UTC, without saying so."""
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return utc.isoformat(" ")[:-6]


# --- writing -----------------------------------------------------------------------------------


def _copy(block: Block) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN (NULL {})").format(
        sql.Identifier(block.table),
        sql.SQL(", ").join(sql.Identifier(column) for column in block.columns),
        sql.Literal(_NULL),
    )
    errors = connection.wrap_database_errors
    with errors, connection.cursor() as cursor, cursor.copy(statement) as copy:
        for start in range(0, len(block.text), _PIECE):
            copy.write(block.text[start : start + _PIECE])


def _execute(block: Block) -> None:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(column) for column in block.columns)
    one = f"({', '.join('?' for _ in block.columns)})"
    insert = f"INSERT INTO {quote(block.table)} ({columns}) VALUES "  # noqa: S608 - quoted names
    connection.ensure_connection()
    raw = connection.connection  # Django's cursor would rewrite the statement for each group
    with connection.wrap_database_errors:
        for group in block.groups:
            marks = ", ".join([one] * (len(group) // len(block.columns)))
            raw.execute(insert + marks, group)


# --- spelling ----------------------------------------------------------------------------------


def _copied(rows: Iterable[Row]) -> str:
    """The rows in COPY's text form; escaped value by value only where something needs it."""
    whole = [
        [v if v.__class__ is str else _NULL if v is None else str(v) for v in row] for row in rows
    ]
    lines = ["\t".join(row) for row in whole]
    text = "\n".join([*lines, ""])
    columns = len(whole[0]) if whole else 1
    if text.count("\t") != len(lines) * (columns - 1) or text.count("\n") != len(lines):
        plain = False
    else:
        plain = "\\" not in text and "\r" not in text
    return text if plain else "\n".join([*("\t".join(map(_escaped, row)) for row in whole), ""])


def _escaped(value: str) -> str:
    for plain, told in _ESCAPES:
        value = value.replace(plain, told)
    return value


def _groups(rows: Iterator[Row]) -> Iterator[Row]:
    while group := tuple(chain.from_iterable(islice(rows, _AT_ONCE))):
        yield group


def _field(model: type[models.Model], name: str) -> "AnyField":
    return next(f for f in model._meta.concrete_fields if name in (f.attname, f.name))


def _completed(
    rows: Iterable[Row], rest: "Sequence[AnyField]", *, times_told: bool
) -> Iterable[Row]:
    """The rows with the defaults of the columns that were not named."""
    defaults = tuple(_default(field, times_told=times_told) for field in rest)
    return (row + defaults for row in rows) if defaults else rows


def _default(field: "AnyField", *, times_told: bool) -> Any:
    value = field.get_default()
    if times_told and isinstance(value, date):
        return time_told(value) if isinstance(value, datetime) else value.isoformat()
    return "[]" if value == [] else "{}" if value == {} else value


def _spelled(rows: Iterable[Row], spelled: Sequence[Spelled]) -> Iterator[Row]:
    if not spelled:
        yield from rows
        return
    for row in rows:
        values = list(row)
        for place, spell in spelled:
            if values[place] is not None:
                values[place] = spell(values[place])
        yield tuple(values)


def _spelling(field: "AnyField", *, times_told: bool) -> Callable[[Any], Any] | None:
    """How the database keeps a value of the field; None when it is plain."""
    if isinstance(field, models.DateField):
        if times_told:
            return None
        return time_told if isinstance(field, models.DateTimeField) else date.isoformat
    if connection.vendor == "postgresql":
        return _bytes_told if isinstance(field, models.BinaryField) else None
    return _decimal_told(field) if isinstance(field, models.DecimalField) else None


def _bytes_told(value: bytes) -> str:
    return f"\\x{value.hex()}"


def _decimal_told(field: "models.DecimalField[Any, Any]") -> Callable[[Decimal], Any]:
    digits, places = field.max_digits, field.decimal_places
    return lambda value: connection.ops.adapt_decimalfield_value(value, digits, places)
