"""The import command: what it tells, and what a process killed in the middle leaves behind."""

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Count

from cases.models import Coverage, Member
from operations.management.commands.load_plan_settings import DEFAULTS
from operations.services.plan import plan_settings_load
from tests.cases.factories import NOW
from tests.cases.member_files import file_of, row
from tests.databases import CommittedDatabase


@pytest.fixture
def plan(db: None) -> None:
    plan_settings_load(DEFAULTS.read_text("utf-8"), now=NOW)


def written(folder: Path, content: bytes) -> str:
    path = folder / "members.csv"
    path.write_bytes(content)
    return str(path)


def test_it_tells_what_it_did(plan: None, tmp_path: Path, capsys):
    call_command("import_members", written(tmp_path, file_of([row(), row(2)])))
    told = capsys.readouterr().out
    assert "Members: 2 new, 0 changed, 0 as they were." in told
    assert "0 rejected" in told


def test_it_lists_twenty_rejects_on_the_screen_and_all_in_the_file(
    plan: None, tmp_path: Path, capsys
):
    content = file_of([row(n, sex="X") for n in range(1, 26)] + [row(99)])
    listed = tmp_path / "rejects.csv"
    with pytest.raises(SystemExit) as ended:
        call_command("import_members", written(tmp_path, content), rejects=listed)
    assert ended.value.code == 1
    told = capsys.readouterr().out
    assert told.count("sex is not one of") == 20
    assert "and 5 more" in told
    assert "SMX" not in told
    rows = list(csv.reader(listed.open(newline="")))
    assert (rows[0], len(rows), rows[1][0]) == (["line", "reason"], 26, "2")
    assert Member.objects.get().number == "SMX00000099"


@pytest.mark.parametrize("content", [b"\xff\xfe", b"number,name\r\n1,Ada\r\n"])
def test_a_file_that_cannot_be_read_loads_nothing(plan: None, tmp_path: Path, content: bytes):
    with pytest.raises(CommandError, match="Nothing was loaded") as refused:
        call_command("import_members", written(tmp_path, content))
    assert refused.value.returncode == 2


def test_a_file_that_is_not_there_is_told(plan: None, tmp_path: Path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_members", str(tmp_path / "nothing.csv"))


def test_a_run_killed_in_the_middle_leaves_whole_members_and_the_next_run_completes_it(
    committed_database: CommittedDatabase, tmp_path: Path
):
    plan_settings_load(DEFAULTS.read_text("utf-8"), now=NOW)
    rows = [row(n, subscriber_number=f"SMX{n - 1:08d}" if n % 4 == 2 else "") for n in range(8000)]
    rows += [row(n, coverage_starts_on="2026-01-01") for n in range(0, 8000, 2)]
    for again in rows[8000:]:
        again["subscriber_number"] = rows[int(again["member_number"][3:])]["subscriber_number"]
    path = written(tmp_path, file_of(rows))
    process = _started(path, committed_database.url)
    deadline = time.monotonic() + 60
    while not Member.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=30) == -signal.SIGKILL
    left = Member.objects.count()
    assert 0 < left < 8000
    assert _coverages_of_each() == {"even": {2}, "odd": {1}}
    call_command("import_members", path)
    assert Member.objects.count() == Member.history.count() == 8000
    assert Coverage.objects.count() == Coverage.history.count() == 12000
    assert Member.objects.filter(subscriber__isnull=False).count() == 2000
    assert _coverages_of_each() == {"even": {2}, "odd": {1}}


def _started(path: str, url: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "DATABASE_URL": url}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    command = [sys.executable, "manage.py", "import_members", path]
    return subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL
    )


def _coverages_of_each() -> dict[str, set[int]]:
    """How many coverages the members with even and odd numbers have."""
    found: dict[str, set[int]] = {"even": set(), "odd": set()}
    counted = Member.objects.annotate(held=Count("coverages")).values_list("number", "held")
    for number, held in counted:
        found["odd" if int(number[3:]) % 2 else "even"].add(held)
    return found
