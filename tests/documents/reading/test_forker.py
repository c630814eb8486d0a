"""The process that starts reading processes: it outlives them, and nothing of ours reaches them."""

import os
import signal
import sys
import tempfile
import time
from pathlib import Path

import pytest

from documents.errors import ReaderUnavailableError
from documents.reading import forker_client
from documents.reading.forker_client import run_child, stop_forker
from documents.reading.wire import Assignment, Order
from tests.documents import faxes
from tests.documents.reading import hostile

ORDER = Order(
    task="render",
    media_type="application/pdf",
    first=1,
    last=1,
    max_pages=50,
    max_page_pixels=40_000_000,
    memory_bytes=1 << 31,
    cpu_seconds=20,
    file_bytes=1 << 26,
)


@pytest.fixture(autouse=True)
def _own_forker():
    stop_forker()
    yield
    stop_forker()


def run(content, folder, *, wall_seconds=30.0):
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.flush()
        return run_child(Assignment(ORDER, str(folder), wall_seconds), file)


def current():
    return forker_client._place.forker._process


GOOD = faxes.born_digital([hostile.LINES])


def test_one_forker_serves_many_orders_and_says_what_each_took(tmp_path):
    ending = run(GOOD, tmp_path)
    first = current().pid
    assert (ending.exit_code, ending.in_time) == (0, True)
    assert 0 < ending.cpu_seconds < 20
    assert 10 << 20 < ending.peak_bytes < 1 << 30
    assert run(GOOD, tmp_path).exit_code == 0
    assert current().pid == first


def test_a_child_that_dies_or_overruns_leaves_the_forker_alive(tmp_path):
    bomb = hostile.form_bomb()
    late = run(bomb, tmp_path, wall_seconds=0.3)
    first = current().pid
    assert (late.exit_code, late.in_time) == (-signal.SIGKILL, False)
    assert late.seconds < 5
    assert run(GOOD, tmp_path).exit_code == 0
    assert current().pid == first


def test_a_forker_that_was_lost_is_replaced(tmp_path):
    run(GOOD, tmp_path)
    current().kill()
    current().wait()
    assert run(GOOD, tmp_path).exit_code == 0


def test_a_forked_worker_starts_a_forker_of_its_own(tmp_path):
    run(GOOD, tmp_path)
    first = current().pid
    worker = os.fork()
    if not worker:
        try:
            fine = run(GOOD, tmp_path).exit_code == 0 and current().pid != first
            stop_forker()
            os._exit(0 if fine else 1)
        finally:
            os._exit(2)
    assert os.waitpid(worker, 0)[1] == 0
    assert run(GOOD, tmp_path).exit_code == 0
    assert current().pid == first


def test_the_forker_ends_with_its_worker(tmp_path):
    run(GOOD, tmp_path)
    process = current()
    forker_client._place.forker._line.close()
    assert process.wait(timeout=10) == 0


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks in /proc")
def test_nothing_of_ours_reaches_the_forker_and_its_children(tmp_path, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hush")
    monkeypatch.setenv("DATABASE_URL", "postgresql://hush")
    with (tmp_path / "open").open("w") as secret:
        os.set_inheritable(secret.fileno(), True)
        run(GOOD, tmp_path)
        place = Path(f"/proc/{current().pid}")
        time.sleep(0.1)
        held = {str(entry.readlink()) for entry in (place / "fd").iterdir()}
        assert b"hush" not in (place / "environ").read_bytes()
        assert str(tmp_path / "open") not in held


def test_without_a_process_the_reader_is_unavailable(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with pytest.raises(ReaderUnavailableError):
        run(GOOD, tmp_path)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks in /proc")
def test_the_file_is_lent_without_the_right_to_write():
    with tempfile.TemporaryFile() as file:
        file.write(b"kept")
        file.flush()
        with forker_client._read_only(file) as lent:
            assert lent.read() == b"kept"
            with pytest.raises(OSError, match="Bad file descriptor"):
                os.write(lent.fileno(), b"changed")
