"""Append-only tables stay as they were written, whatever is tried and on either database."""

from datetime import UTC, datetime

import pytest
from django.core import checks
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from operations.errors import AppendOnlyError
from operations.models import AccessLog, AuditEntry
from operations.receivers import check_triggers
from operations.services import triggers
from operations.services.access import access_record
from operations.services.audit import audit_append

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    return audit_append("s", actor="user:1", action="thing.done", detail={"id": 1}, now=NOW)


def execute(statement, *params):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, params)


@pytest.mark.parametrize(
    "attempt",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: AuditEntry.objects.update(actor="user:2"),
        lambda entry: AuditEntry.objects.filter(pk=entry.pk).delete(),
        lambda entry: AuditEntry.objects.bulk_update([entry], ["actor"]),
        lambda entry: AuditEntry.objects.bulk_create(
            [entry], update_conflicts=True, update_fields=["actor"], unique_fields=["id"]
        ),
        lambda entry: AuditEntry.objects.bulk_create([entry], ignore_conflicts=True),
        lambda entry: AuditEntry.objects.bulk_create([entry], None, True),
        lambda entry: AuditEntry.objects.update_or_create(
            stream=entry.stream, sequence=1, defaults={"actor": "user:2"}
        ),
    ],
)
def test_the_orm_refuses_to_change_a_row(entry, attempt):
    with pytest.raises(AppendOnlyError, match=r"operations\.AuditEntry is append-only"):
        attempt(entry)

    assert AuditEntry.objects.get().actor == "user:1"


def test_the_orm_still_inserts():
    rows = [
        AccessLog(actor="user:1", subject=f"member:{n}", purpose="review", at=NOW) for n in (1, 2)
    ]

    AccessLog.objects.bulk_create(rows, batch_size=1)
    access_record(actor="user:1", subject="page:3", purpose="review", now=NOW, case="case:7")

    assert AccessLog.objects.count() == 3


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE operations_auditentry SET actor = 'user:2'",
        "DELETE FROM operations_auditentry",
    ],
)
def test_the_database_refuses_to_change_a_row(entry, statement):
    with pytest.raises(IntegrityError, match="append-only"):
        execute(statement)

    assert AuditEntry.objects.get().actor == "user:1"


REPLACE = """
    INSERT OR REPLACE INTO operations_auditentry
    (id, stream_id, sequence, actor, action, detail, at, previous_hash, entry_hash)
    SELECT {id}, stream_id, {sequence}, 'user:2', action, detail, at, previous_hash, entry_hash
    FROM operations_auditentry
"""
UPSERT = """
    INSERT INTO operations_auditentry SELECT * FROM operations_auditentry WHERE true
    ON CONFLICT (id) DO UPDATE SET actor = 'user:2'
"""
OTHER_WAYS = {
    "sqlite": {
        "replace by id": REPLACE.format(id="id", sequence="sequence + 1"),
        "replace by sequence": REPLACE.format(id="id + 1", sequence="sequence"),
        "upsert": UPSERT,
    },
    "postgresql": {
        "upsert": UPSERT,
        "truncate": "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE operations_auditentry",
        "cascade": "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE operations_auditstream CASCADE",
        "replica": "SET LOCAL session_replication_role = replica;"
        " DELETE FROM operations_auditentry",
    },
}[connection.vendor]


@pytest.mark.parametrize("way", OTHER_WAYS)
def test_the_database_refuses_its_other_ways_to_change_a_row(entry, way):
    with pytest.raises(IntegrityError, match="append-only"):
        execute(OTHER_WAYS[way])

    assert AuditEntry.objects.get().actor == "user:1"


def test_every_append_only_table_is_guarded():
    assert AuditEntry in triggers.append_only_models()
    assert triggers.triggers_missing() == []


def drop(name, table):
    suffix = "" if connection.vendor == "sqlite" else f" ON {table}"
    execute(f"DROP TRIGGER {name}{suffix}")


FIRST = "no_update" if connection.vendor == "sqlite" else "no_change"


def test_a_dropped_trigger_is_noticed_and_put_back():
    drop(f"operations_accesslog_{FIRST}", "operations_accesslog")

    assert triggers.triggers_missing() == [f"operations_accesslog_{FIRST}"]
    (warning,) = checks.run_checks(tags=["database"], databases=["default"])
    assert warning.id == "operations.W001"
    assert f"operations_accesslog_{FIRST}" in warning.msg

    assert triggers.triggers_install() == [f"operations_accesslog_{FIRST}"]
    assert triggers.triggers_missing() == []
    assert triggers.triggers_install() == []


HOLLOW = {
    "sqlite": """
        DROP TRIGGER operations_accesslog_no_update;
        CREATE TRIGGER operations_accesslog_no_update BEFORE UPDATE ON operations_accesslog
        BEGIN SELECT 1; END
    """,
    "postgresql": """
        CREATE OR REPLACE FUNCTION operations_refuse_change() RETURNS trigger
        LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END;';
        ALTER TABLE operations_accesslog DISABLE TRIGGER operations_accesslog_no_change
    """,
}[connection.vendor]


def test_a_disabled_or_hollowed_trigger_counts_as_missing():
    for statement in HOLLOW.split(";\n"):
        execute(statement)

    assert f"operations_accesslog_{FIRST}" in triggers.triggers_missing()
    triggers.triggers_install()
    assert triggers.triggers_missing() == []


def test_migrate_puts_the_triggers_back():
    drop(f"operations_accesslog_{FIRST}", "operations_accesslog")

    call_command("migrate", verbosity=0)

    assert triggers.triggers_missing() == []


def test_tables_that_do_not_exist_yet_are_no_fault(monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", lambda *args, **kwargs: [])
    drop(f"operations_accesslog_{FIRST}", "operations_accesslog")

    assert checks.run_checks(tags=["database"], databases=["default"]) == []
    assert triggers.triggers_install() == []


def test_a_check_without_a_database_looks_at_none():
    assert check_triggers(databases=None) == []


def test_the_unguarded_table_really_was_unguarded():
    """The refusals above come from the triggers and not from something else."""
    access_record(actor="user:1", subject="member:1", purpose="review", now=NOW)
    drop(f"operations_accesslog_{FIRST}", "operations_accesslog")

    execute("UPDATE operations_accesslog SET actor = 'user:2'")

    assert AccessLog.objects.get().actor == "user:2"


def test_a_row_without_who_what_and_why_is_refused():
    with pytest.raises(DatabaseError), transaction.atomic():
        access_record(actor="user:1", subject="member:1", purpose="", now=NOW)
