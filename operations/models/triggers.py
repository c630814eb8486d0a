"""The triggers that an append-only table must have, in the words of each database."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import md5

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import UniqueConstraint

from operations.models.append_only import AppendOnlyModel

_FUNCTION = "operations_refuse_change"
_FUNCTION_BODY = """
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END;
"""
# pg_trigger.tgtype: 1 for each row, 2 before, 8 delete, 16 update, 32 truncate.
_BEFORE_ROW_CHANGE = 1 + 2 + 8 + 16
_BEFORE_TRUNCATE = 2 + 32


@dataclass(frozen=True)
class Trigger:
    """A guard of one table; mark is what the database must say of it."""

    name: str
    table: str
    statements: tuple[str, ...]
    mark: str


def triggers_of(model: type[AppendOnlyModel], connection: BaseDatabaseWrapper) -> list[Trigger]:
    """The triggers that must guard the model's table."""
    if connection.vendor == "sqlite":
        return list(_sqlite_triggers(model, connection))
    return list(_postgresql_triggers(model, connection))


def triggers_present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The triggers the database has, name to mark; one query."""
    if connection.vendor == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = """
            SELECT t.tgname, concat_ws(' ', t.tgtype, t.tgenabled, p.proname, md5(p.prosrc))
            FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
            JOIN pg_proc p ON p.oid = t.tgfoid
            WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)
        """
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def preparations(connection: BaseDatabaseWrapper) -> list[str]:
    """What must be there before the first trigger is made."""
    if connection.vendor == "sqlite":
        return []
    signature = f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql"
    return [f"{signature} AS $body${_FUNCTION_BODY}$body$"]


def _sqlite_triggers(
    model: type[AppendOnlyModel], connection: BaseDatabaseWrapper
) -> Iterator[Trigger]:
    """Refuse update and delete, and the insert that would replace a row that exists."""
    table = model._meta.db_table
    quoted = connection.ops.quote_name(table)
    same_key = _same_key(model, connection)
    replaces = f"EXISTS (SELECT 1 FROM {quoted} WHERE {same_key})"  # noqa: S608 - quoted names
    for event, condition in (("UPDATE", ""), ("DELETE", ""), ("INSERT", f" WHEN {replaces}")):
        name = f"{table}_no_{'replace' if event == 'INSERT' else event.lower()}"
        statement = (
            f"CREATE TRIGGER {connection.ops.quote_name(name)} BEFORE {event} ON {quoted}"
            f"{condition} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        drop = f"DROP TRIGGER IF EXISTS {connection.ops.quote_name(name)}"
        yield Trigger(name, table, (drop, statement), mark=statement)


def _same_key(model: type[AppendOnlyModel], connection: BaseDatabaseWrapper) -> str:
    """SQL that is true when NEW carries the primary key or another unique key of a row."""
    quote = connection.ops.quote_name
    alternatives = []
    for columns in _unique_keys(model):
        equal = " AND ".join(f"{quote(column)} = NEW.{quote(column)}" for column in columns)
        alternatives.append(f"({equal})")
    return " OR ".join(alternatives)


def _unique_keys(model: type[AppendOnlyModel]) -> list[list[str]]:
    """The columns of every unconditional unique key.

    A key that is unique only under a condition is left to PRAGMA
    recursive_triggers, under which a replacing insert fires the delete trigger.
    """
    meta = model._meta
    keys = [[field.column] for field in meta.concrete_fields if field.unique]
    keys += [
        [_column(model, name) for name in constraint.fields]
        for constraint in meta.constraints
        if isinstance(constraint, UniqueConstraint) and constraint.condition is None
    ]
    return [columns for columns in keys if columns]


def _column(model: type[AppendOnlyModel], name: str) -> str:
    return next(f.column for f in model._meta.concrete_fields if name in (f.name, f.attname))


def _postgresql_triggers(
    model: type[AppendOnlyModel], connection: BaseDatabaseWrapper
) -> Iterator[Trigger]:
    """Refuse update, delete and truncate, also for a session that plays a replica."""
    table = model._meta.db_table
    quoted = connection.ops.quote_name(table)
    body_digest = md5(_FUNCTION_BODY.encode(), usedforsecurity=False).hexdigest()
    for suffix, events, kind in (
        ("no_change", "UPDATE OR DELETE ON {} FOR EACH ROW", _BEFORE_ROW_CHANGE),
        ("no_truncate", "TRUNCATE ON {} FOR EACH STATEMENT", _BEFORE_TRUNCATE),
    ):
        name = f"{table}_{suffix}"
        quoted_name = connection.ops.quote_name(name)
        create = (
            f"CREATE OR REPLACE TRIGGER {quoted_name} BEFORE {events.format(quoted)}"
            f" EXECUTE FUNCTION {_FUNCTION}()"
        )
        always = f"ALTER TABLE {quoted} ENABLE ALWAYS TRIGGER {quoted_name}"
        yield Trigger(name, table, (create, always), mark=f"{kind} A {_FUNCTION} {body_digest}")
