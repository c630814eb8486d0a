import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.launcher import guard, processes
from config.launcher.places import ROOT
from config.launcher.processes import (
    Recorded,
    end_groups,
    forget,
    identity_of,
    record,
    recorded,
    spawn,
)

SLEEP = [sys.executable, "-I", "-S", "-c", "import time; time.sleep(60)"]
STUBBORN = [
    sys.executable,
    "-I",
    "-S",
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('x', flush=True); time.sleep(60)",
]


def until(question, seconds=10.0):
    deadline = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.02)


@pytest.fixture
def sleeper(tmp_path):
    process = spawn(SLEEP, environment=os.environ, folder=tmp_path, output=subprocess.DEVNULL)
    yield process
    process.kill()
    process.wait()


def test_a_child_has_a_session_of_its_own(sleeper):
    until(lambda: os.getsid(sleeper.pid) == sleeper.pid)


def test_process_files_name_the_living(tmp_path, sleeper):
    record(tmp_path, "web", sleeper.pid)
    (found,) = recorded(tmp_path)
    assert (found.name, found.pid, found.alive) == ("web", sleeper.pid, True)
    forget(tmp_path, "web")
    assert recorded(tmp_path) == ()


def test_a_damaged_process_file_is_cleared_away(tmp_path):
    (tmp_path / "web.pid").write_text("not json")
    assert recorded(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


def test_a_number_used_again_is_not_taken_for_the_child(sleeper):
    assert Recorded("web", sleeper.pid, identity_of(sleeper.pid)).alive
    assert not Recorded("web", sleeper.pid, "ticks:1").alive
    assert not Recorded("web", sleeper.pid, "").alive


def test_a_process_that_has_gone_has_no_identity(sleeper):
    sleeper.kill()
    sleeper.wait()
    assert identity_of(sleeper.pid) == ""


def test_without_proc_the_start_time_is_asked_of_ps(sleeper):
    answer = processes._identity_by_ps(sleeper.pid)
    assert answer.startswith("began:") or not Path("/bin/ps").exists()


def test_groups_end_politely_and_then_not(tmp_path, sleeper):
    stubborn = subprocess.Popen(STUBBORN, stdout=subprocess.PIPE, start_new_session=True)
    assert stubborn.stdout is not None
    assert stubborn.stdout.readline() == b"x\n"
    both = [Recorded(str(p.pid), p.pid, identity_of(p.pid)) for p in (sleeper, stubborn)]
    end_groups(both, patience_seconds=0.5)
    assert sleeper.wait(timeout=5) == -signal.SIGTERM
    assert stubborn.wait(timeout=5) == -signal.SIGKILL
    stubborn.stdout.close()


PARENT = """
import subprocess, sys, time
sys.path.insert(0, {root!r})
from pathlib import Path
from config.launcher.processes import spawn
child = spawn([sys.executable, "-I", "-S", "-c", "import time; time.sleep(60)"],
              environment={{}}, folder=Path("/"), output=subprocess.DEVNULL)
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the death signal")
def test_the_kernel_ends_a_child_whose_parent_is_killed():
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT.format(root=str(ROOT))], stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    until(lambda: b"sleep" in Path(f"/proc/{child}/cmdline").read_bytes())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until(lambda: identity_of(child) == "")


def ignores_or_handles(pid: int, number: signal.Signals) -> bool:
    """Whether the process has said what the signal means to it, as the kernel tells."""
    told = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines())
    return any(int(told[mask], 16) >> (number - 1) & 1 for mask in ("SigIgn", "SigCgt"))


def test_the_guard_ends_what_is_recorded_once_its_pipe_closes(tmp_path, sleeper):
    record(tmp_path, "web", sleeper.pid)
    watcher = subprocess.Popen(
        [sys.executable, "-m", "config.launcher.guard", str(tmp_path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
    )
    until(lambda: ignores_or_handles(watcher.pid, signal.SIGTERM))
    assert sleeper.poll() is None
    watcher.send_signal(signal.SIGTERM)  # a closing terminal does not end the guard
    assert watcher.stdin is not None
    watcher.stdin.close()
    assert watcher.wait(timeout=guard.PATIENCE_SECONDS + 10) == 0
    assert sleeper.wait(timeout=1) == -signal.SIGTERM
    assert recorded(tmp_path) == ()


def test_a_command_that_is_not_there_is_said_in_words(tmp_path):
    with (tmp_path / "log").open("wb") as output:
        process = spawn(["/no/such/program"], environment={}, folder=tmp_path, output=output)
        assert process.wait(timeout=10) == 127
    assert "cannot be run" in (tmp_path / "log").read_text()
