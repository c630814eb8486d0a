"""What must always hold, and the command that says so."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from operations.errors import InvariantNameTakenError
from operations.models import Job
from operations.services import integrity, invariants
from operations.services.audit import audit_append
from operations.services.invariants import invariants_check, register_invariant

pytestmark = pytest.mark.django_db
AGES_AGO = timedelta(hours=2)


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(invariants, "_CHECKS", {})
    integrity.register_own_invariants()


def check(capsys):
    """Exit code and what was said."""
    try:
        call_command("check_invariants")
    except SystemExit as ended:
        return ended.code, capsys.readouterr().out
    return 0, capsys.readouterr().out


def make(**fields):
    return Job.objects.create(**{"kind": "k", "subject": "1", "queue": "checks"} | fields)


def test_all_holds_where_nothing_happened(capsys):
    audit_append("s", actor="u", action="a", detail={}, now=timezone.now())
    make(sent_at=timezone.now())

    code, said = check(capsys)

    assert code == 0
    assert said.count("holds") == 5
    assert "BROKEN" not in said


def long_running():
    now = timezone.now()
    return make(state="running", attempts=1, lease_until=now - AGES_AGO)


def forgotten():
    return make(created_at=timezone.now() - AGES_AGO)


def given_up():
    now = timezone.now()
    return make(state="parked", attempts=5, finished_at=now, last_error_code="broken")


@pytest.mark.parametrize(
    ("breakage", "name", "sentence"),
    [
        (long_running, "no job runs past its lease", "Job {} runs past its lease."),
        (forgotten, "no due job waits unsent", "Job {} is due and was never sent."),
        (
            given_up,
            "no job was given up",
            "Job {} was given up (broken); a person must look at it.",
        ),
    ],
)
def test_each_breakage_is_named_by_its_id(capsys, breakage, name, sentence):
    job = breakage()

    code, said = check(capsys)

    assert code == 1
    assert f"BROKEN  operations: {name}\n        {sentence.format(job.pk)}\n" in said
    assert said.count("BROKEN") == 1


def test_what_the_sweeper_still_has_time_to_mend_is_no_breakage(capsys):
    now = timezone.now()
    make(state="running", attempts=1, lease_until=now - timedelta(seconds=30))
    make(subject="2", created_at=now - timedelta(seconds=30))

    assert check(capsys)[0] == 0


def test_a_broken_chain_and_a_missing_guard_are_found(capsys):
    audit_append("s", actor="u", action="a", detail={}, now=timezone.now())
    name = "no_update" if connection.vendor == "sqlite" else "no_change"
    on = "" if connection.vendor == "sqlite" else " ON operations_auditentry"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"DROP TRIGGER operations_auditentry_{name}{on}")
        cursor.execute("UPDATE operations_auditentry SET actor = 'x'")

    code, said = check(capsys)

    assert code == 1
    assert "Audit stream s, entry 1: it was altered, or written without the key." in said
    assert f"Trigger operations_auditentry_{name} is missing." in said


def test_other_apps_add_their_own(capsys):
    def own():
        return ["Case 7 has no letter."]

    register_invariant("cases: every decision has its letter", own)
    register_invariant("cases: every decision has its letter", own)

    found = {result.name: result.violations for result in invariants_check()}
    assert found["cases: every decision has its letter"] == ("Case 7 has no letter.",)
    with pytest.raises(InvariantNameTakenError):
        register_invariant("cases: every decision has its letter", list)
