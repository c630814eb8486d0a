"""Database triggers that keep append-only tables append-only, on SQLite and PostgreSQL.

One list: every concrete subclass of AppendOnlyModel in every installed app.
Installed after every migrate, because SQLite drops a table's triggers when it
rebuilds the table.
"""

from collections.abc import Iterable

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from operations.models import AppendOnlyModel
from operations.models.triggers import Trigger, preparations, triggers_of, triggers_present


def append_only_models() -> list[type[AppendOnlyModel]]:
    """Every append-only table of every app, in a stable order."""
    return [
        model
        for model in apps.get_models()
        if issubclass(model, AppendOnlyModel) and not model._meta.proxy
    ]


def triggers_install(*, using: str = "default", app_label: str | None = None) -> list[str]:
    """Install what is missing; returns the names of the triggers installed.

    Tables that do not exist yet are left for the next migrate.
    """
    connection = connections[using]
    models = [m for m in append_only_models() if app_label in (None, m._meta.app_label)]
    missing = _of_existing_tables(connection, _missing(connection, models))
    if missing:
        with connection.cursor() as cursor:
            for statement in preparations(connection):
                cursor.execute(statement)
            for trigger in missing:
                for statement in trigger.statements:
                    cursor.execute(statement)
    return [trigger.name for trigger in missing]


def triggers_missing(*, using: str = "default") -> list[str]:
    """The names of triggers that should guard a table and do not; empty when all stand.

    A trigger that was disabled or says something else counts as missing. One query.
    """
    return [t.name for t in _missing(connections[using], append_only_models())]


def tables_unguarded(*, using: str) -> list[str]:
    """As triggers_missing, of the tables that exist; before the first migrate none do."""
    connection = connections[using]
    missing = _missing(connection, append_only_models())
    return [t.name for t in _of_existing_tables(connection, missing)]


def _missing(
    connection: BaseDatabaseWrapper, models: Iterable[type[AppendOnlyModel]]
) -> list[Trigger]:
    present = triggers_present(connection)
    return [
        trigger
        for model in models
        for trigger in triggers_of(model, connection)
        if present.get(trigger.name) != trigger.mark
    ]


def _of_existing_tables(
    connection: BaseDatabaseWrapper, triggers: Iterable[Trigger]
) -> list[Trigger]:
    tables = set(connection.introspection.table_names())
    return [trigger for trigger in triggers if trigger.table in tables]
