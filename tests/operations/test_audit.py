"""The record: chained, without gaps, and telling on whoever touched it."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from operations import tasks
from operations.domain.canonical import CanonicalFormError
from operations.errors import HeadsFileError, NoSuchStreamError
from operations.models import AuditEntry, AuditStream
from operations.models.triggers import triggers_of
from operations.services import audit
from operations.services.audit import audit_append, audit_heads, audit_verify
from operations.services.heads import heads_export, heads_parse, heads_text
from operations.services.triggers import triggers_install

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(now):
    def write(stream, count):
        for number in range(count):
            audit_append(stream, actor="user:1", action="case.seen", detail={"n": number}, now=now)

    return write


def tamper(statement, *params):
    """Change the record as somebody with the database's password could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for trigger in triggers_of(AuditEntry, connection):
            on = "" if connection.vendor == "sqlite" else " ON operations_auditentry"
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger.name}{on}")
        cursor.execute(statement, params)
    triggers_install()


def test_entries_follow_one_another(record, now):
    record("case:1", 2)
    record("case:2", 1)

    first, second = AuditEntry.objects.filter(stream__name="case:1").order_by("sequence")
    assert (first.sequence, first.previous_hash) == (1, "")
    assert (second.sequence, second.previous_hash) == (2, first.entry_hash)
    assert second.at == now
    assert str(second).endswith("#2 case.seen")
    head = AuditStream.objects.get(name="case:1")
    assert (head.head_sequence, head.head_hash) == (2, second.entry_hash)
    assert str(head) == "case:1 at 2"
    assert audit_verify() == []


def test_an_entry_belongs_to_the_transaction_of_its_cause(record):
    def fail():
        with transaction.atomic():
            record("case:1", 1)
            raise RuntimeError

    record("case:1", 1)
    with pytest.raises(RuntimeError):
        fail()
    record("case:1", 1)

    assert list(AuditEntry.objects.values_list("sequence", flat=True).order_by("id")) == [1, 2]
    assert audit_verify() == []


def test_what_cannot_be_spelled_is_refused_and_leaves_no_gap(record, now):
    with pytest.raises(CanonicalFormError, match=r"detail\.score is a float"):
        audit_append("case:1", actor="u", action="a", detail={"score": 0.5}, now=now)

    record("case:1", 1)
    assert audit_verify() == []


@hypothesis_settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(
    st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
        st.none()
        | st.booleans()
        | st.integers()
        | st.dates()
        | st.decimals(allow_nan=False)
        | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
        | st.lists(st.integers(-(10**30), 10**30)),
    ),
    st.datetimes(timezones=st.just(UTC), min_value=datetime(1900, 1, 1)),  # noqa: DTZ001
)
def test_whatever_is_written_verifies_when_read_back(detail, moment):
    audit_append("property", actor="user:1", action="a.b", detail=detail, now=moment)

    assert audit_verify(stream="property") == []


ENTRY = """
    operations_auditentry {} WHERE sequence = {}
    AND stream_id = (SELECT id FROM operations_auditstream WHERE name = 'case:1')
"""
HEAD = "UPDATE operations_auditstream SET {} WHERE name = 'case:1'"


@pytest.mark.parametrize(
    ("statement", "sequence", "reason"),
    [
        ("UPDATE" + ENTRY.format("SET actor = 'user:2'", 2), 2, "altered"),
        ("DELETE FROM" + ENTRY.format("", 2), 2, "missing"),
        ("DELETE FROM" + ENTRY.format("", 3), 3, "ends before its head"),
        ("UPDATE" + ENTRY.format("SET sequence = 4", 1), 1, "missing"),
        (HEAD.format("head_hash = 'x'"), 3, "head row does not match"),
        (HEAD.format("head_sequence = 2, head_hash = 'x'"), 2, "head row does not match"),
    ],
)
def test_tampering_is_found_at_its_first_entry(record, statement, sequence, reason):
    record("case:1", 3)
    record("case:2", 3)

    tamper(statement)
    found = audit_verify()

    assert [(broken.stream, broken.sequence) for broken in found] == [("case:1", sequence)]
    assert reason in found[0].reason


def first_hash():
    return AuditEntry.objects.get(stream__name="case:1", sequence=1).entry_hash


def test_a_head_set_back_alone_is_found(record):
    record("case:1", 2)

    tamper("UPDATE operations_auditstream SET head_sequence = 1, head_hash = %s", first_hash())

    (broken,) = audit_verify()
    assert (broken.sequence, broken.reason) == (2, "it stands beyond the head.")


def test_a_tail_cut_together_with_its_head_is_found_by_exported_heads(record):
    record("case:1", 2)
    known = audit_heads()

    tamper("UPDATE operations_auditstream SET head_sequence = 1, head_hash = %s", first_hash())
    tamper("DELETE FROM operations_auditentry WHERE sequence = 2")

    assert audit_verify() == []
    (broken,) = audit_verify(known_heads=known)
    assert (broken.sequence, broken.reason) == (2, "the chain ends before an exported head.")


def test_a_removed_stream_is_found_by_exported_heads(record):
    record("case:1", 1)
    record("case:2", 1)
    known = audit_heads()

    tamper("DELETE FROM operations_auditentry")
    tamper("DELETE FROM operations_auditstream WHERE name = 'case:1'")

    found = {broken.stream: broken.reason for broken in audit_verify(known_heads=known)}
    assert found["case:1"] == "the whole stream is missing."
    assert [b.stream for b in audit_verify(stream="case:1", known_heads=known)] == ["case:1"]


def test_entries_added_while_verifying_are_no_break(record, monkeypatch):
    record("case:1", 2)
    read = audit._links

    def read_and_write(stream):
        yield from read(stream)
        record("case:1", 1)

    monkeypatch.setattr(audit, "_links", read_and_write)

    assert audit_verify() == []
    assert AuditEntry.objects.count() == 3


def test_a_stream_that_does_not_exist_cannot_be_verified(record):
    with pytest.raises(NoSuchStreamError, match="case:9"):
        audit_verify(stream="case:9")


def test_the_database_refuses_a_second_entry_with_the_same_number(record, now):
    record("case:1", 1)
    entry = AuditEntry.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEntry.objects.create(
            stream=entry.stream, sequence=1, actor="u", action="a", at=now, entry_hash="x"
        )


def test_the_key_of_its_own_is_used_when_there_is_one(record, settings):
    settings.AUDIT_KEY = "a key"
    record("case:1", 1)
    assert audit_verify() == []

    settings.AUDIT_KEY = ""
    assert [broken.sequence for broken in audit_verify()] == [1]


# --- exported heads and the command ---------------------------------------------------


def verify(*arguments, capsys):
    """Exit code and what was said."""
    try:
        call_command("verify_audit", *arguments)
    except SystemExit as ended:
        return ended.code, capsys.readouterr().out
    except CommandError as error:
        return error.returncode, str(error)
    return 0, capsys.readouterr().out


def test_the_command_says_that_the_record_is_whole(record, capsys):
    record("case:1", 1)

    assert verify(capsys=capsys) == (0, "The audit record is whole.\n")
    assert verify("--stream", "case:1", capsys=capsys)[0] == 0


def test_the_command_names_the_first_bad_entry(record, capsys):
    record("case:1", 2)
    tamper("UPDATE operations_auditentry SET actor = 'user:2' WHERE sequence = 2")

    code, said = verify(capsys=capsys)

    assert code == 1
    assert said == "BROKEN case:1, entry 2: it was altered, or written without the key.\n"


def test_the_command_exports_heads_and_compares_with_them(record, capsys, tmp_path):
    record("case:1", 2)
    file = tmp_path / "heads.json"
    assert verify("--export-heads", str(file), capsys=capsys)[0] == 0
    assert verify("--heads", str(file), capsys=capsys)[0] == 0

    tamper("UPDATE operations_auditstream SET head_sequence = 1, head_hash = %s", first_hash())
    tamper("DELETE FROM operations_auditentry WHERE sequence = 2")

    assert verify(capsys=capsys)[0] == 0
    assert verify("--heads", str(file), capsys=capsys)[0] == 1


def test_a_broken_record_is_not_exported(record, capsys, tmp_path):
    record("case:1", 1)
    tamper("UPDATE operations_auditentry SET actor = 'user:2'")

    assert verify("--export-heads", str(tmp_path / "h"), capsys=capsys)[0] == 1
    assert not (tmp_path / "h").exists()


@pytest.mark.parametrize("misuse", ["no file", "not heads", "no stream", "no folder", "binary"])
def test_the_command_says_what_was_wrong_with_the_question(record, capsys, tmp_path, misuse):
    record("case:1", 1)
    (tmp_path / "text").write_text("{}")
    (tmp_path / "binary").write_bytes(b"\xff\xfe")
    arguments, sentence = {
        "no file": (["--heads", str(tmp_path / "absent")], "absent cannot be read."),
        "binary": (["--heads", str(tmp_path / "binary")], "binary cannot be read."),
        "not heads": (["--heads", str(tmp_path / "text")], "not a file of exported audit heads"),
        "no stream": (["--stream", "case:9"], "There is no audit stream case:9."),
        "no folder": (["--export-heads", str(tmp_path / "a" / "b")], "b cannot be written."),
    }[misuse]

    code, said = verify(*arguments, capsys=capsys)

    assert code == 2
    assert sentence in said


@pytest.mark.parametrize("change", ["heads", "exported_at"])
def test_a_changed_file_of_heads_is_refused(record, now, change):
    record("case:1", 2)
    body = json.loads(heads_text(now=now))
    body[change] = {} if change == "heads" else "2020-01-01"

    with pytest.raises(HeadsFileError, match="were changed"):
        heads_parse(json.dumps(body))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"signature": "x", "heads": {"a": []}}', "1"])
def test_what_is_no_file_of_heads_is_refused(text):
    with pytest.raises(HeadsFileError, match="not a file"):
        heads_parse(text)


def test_heads_are_kept_once_a_day(record, now, tmp_path, settings, time_machine):
    time_machine.move_to(now, tick=False)
    settings.PRECERT_AUDIT_HEADS_DIR = tmp_path / "heads"
    record("case:1", 1)
    tasks.export_heads()
    record("case:1", 1)
    tasks.export_heads()

    (file,) = (tmp_path / "heads").iterdir()
    assert file.name == f"heads-{date(2026, 11, 22)}.json"
    assert heads_parse(file.read_text())["case:1"].sequence == 1
    assert heads_export(tmp_path / "heads", now=now + timedelta(days=1)) != file
