"""The watcher killed between any two of its steps: no fax is lost and none counts twice."""

import json
import os
import signal
from datetime import UTC, datetime
from functools import partial

import pytest
from django.db import connection

from documents.domain.folder import Patience
from documents.models import Document, Receipt
from documents.services import folder, folder_moves, receive
from documents.services.folder_watch import FolderWatch, folder_look
from operations.models import Job
from tests.documents import faxes
from tests.documents.services.test_folder import SLIP, lay, lie_in

NOW = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
FAXES = [faxes.tiff([faxes.text_page([f"Fax {n}"], height=300)]) for n in range(12)]
MOST_STEPS = 200
# Every step of the operating system that the watcher takes, and both halves of taking in.
SYSTEM_STEPS = ("rename", "link", "unlink", "mkdir", "rmdir", "fsync")
OWN_STEPS = ((folder, "file_store"), (folder, "receipt_add"), (receive, "audit_append"))


@pytest.fixture
def copied(committed_database, settings, tmp_path):
    settings.CELERY_BROKER_URL = "memory://"
    settings.MEDIA_ROOT = tmp_path / "files"
    return committed_database


def look_once(root):
    watch = FolderWatch(root, Patience(0, 0), poll_seconds=5)
    return folder_look(watch, now=NOW, at=0.0)


def run_until(step, root):
    """Look in a child that kills itself before its step-th step; whether it was killed."""
    connection.close()
    child = os.fork()
    if child == 0:
        left = [step]

        def counted(real, *given, **named):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **named)

        for name in SYSTEM_STEPS:
            setattr(os, name, partial(counted, getattr(os, name)))
        for module, name in OWN_STEPS:
            setattr(module, name, partial(counted, getattr(module, name)))
        try:
            look_once(root)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def kill_at_every_step(tmp_path, files):
    """Each step in a folder of its own: killed there, then looked at again until it is done."""
    for step in range(1, MOST_STEPS):
        root = tmp_path / f"inbox-{step}"
        root.mkdir()
        for name, content in files.items():
            lay(root / name, content)
        before = Receipt.objects.count()
        killed = run_until(step, root)
        look_once(root)
        yield step, root, before
        if not killed:
            return
    pytest.fail("There was no end to the steps.")


def test_a_fax_and_its_slip_survive_a_kill_at_every_step(copied, tmp_path):
    files = {"fax.tif": FAXES[0], "fax.tif.json": json.dumps(SLIP).encode()}
    steps = 0
    for step, root, before in kill_at_every_step(tmp_path, files):
        new = Receipt.objects.order_by("-pk")[: Receipt.objects.count() - before]
        assert [receipt.sender for receipt in new] == ["785-555-0102"], step
        done = [name for name in lie_in(root / "done") if name.startswith("fax")]
        assert sorted(done) == ["fax.tif", "fax.tif.json"], step
        assert [name for name in lie_in(root / "taking") if not name.endswith(".json")] == []
        assert not (root / "fax.tif").exists()
        assert not (root / "fax.tif.json").exists()
        assert lie_in(root / "refused") == []
        steps = step
    assert steps > 15
    assert Document.objects.count() == 1
    assert Job.objects.filter(kind="document.split").count() == 1


def test_a_refused_file_survives_a_kill_at_every_step_with_its_reason(copied, tmp_path):
    for step, root, before in kill_at_every_step(tmp_path, {"fax.doc": b"PK\x03\x04"}):
        assert Receipt.objects.count() == before == 0
        assert lie_in(root / "refused") == ["fax.doc", "fax.doc.reason.txt"], step
        assert not (root / "fax.doc").exists()


def test_watchers_at_once_never_take_one_twice(copied, tmp_path):
    root = tmp_path / "inbox"
    root.mkdir()
    for turn in range(3):
        for number, content in enumerate(FAXES):
            lay(root / f"fax-{number}.tif", content)
        results = copied.together(*[partial(look_once, root)] * 4)
        assert [result for result in results if isinstance(result, BaseException)] == []
        look_once(root)
        assert Receipt.objects.count() == len(FAXES) * (turn + 1)
        assert lie_in(root / "taking") == []
    assert len(lie_in(root / "done")) == len(FAXES) * 3
    assert lie_in(root / "refused") == []


def test_two_watchers_with_the_same_claim_write_one_receipt(copied, tmp_path, monkeypatch):
    """Where a file system keeps no locks, the key of the receipt still counts once."""
    monkeypatch.setattr(folder_moves, "_locked", lambda _handle: True)
    for turn in range(3):
        root = tmp_path / f"inbox-{turn}"
        root.mkdir()
        folder_moves.folders_make(root)
        place = root / "taking" / f"claim{turn}"
        place.mkdir()
        lay(place / "fax.tif", FAXES[turn])
        results = copied.together(*[partial(look_once, root)] * 3)
        assert [result for result in results if isinstance(result, BaseException)] == []
        look_once(root)
        assert Receipt.objects.count() == turn + 1
        assert lie_in(root / "done") == ["fax.tif"]
