"""What a process can still do after it tied its own hands."""

import json
import platform
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from documents.reading.confine import confine

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="measures of Linux")
PROJECT = Path(__file__).resolve().parents[3]
ATTEMPTS = """
import ctypes, json, os, resource, signal, socket, subprocess, sys
from pathlib import Path
import documents.reading.forker
from documents.reading import confine as ties
secret, folder, missing = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
if missing == "namespaces":
    ties._CLONE_NEWUSER = ties._CLONE_NEWNET = -1
if missing == "landlock":
    ties.only_these_files = lambda *_, **__: False
if missing == "seccomp":
    ties.refuse_calls = lambda *_: False
granted = ties.confine(folder=folder, memory_bytes=1 << 31, cpu_seconds=20, file_bytes=1 << 20)
def attempt(act):
    try:
        act()
    except OSError:
        return "refused"
    return "done"
def connect():
    with socket.socket() as line:
        line.settimeout(1)
        line.connect(("127.0.0.1", int(sys.argv[4])))
print(json.dumps({
    "granted": granted,
    "loaded": [name for name in ("django", "celery", "rapidocr") if name in sys.modules],
    "own folder": attempt(lambda: (folder / "page.png").write_bytes(b"1")),
    "read": attempt(secret.read_bytes),
    "write": attempt(lambda: secret.with_name("new").write_bytes(b"1")),
    "remove": attempt(secret.unlink),
    "list": attempt(lambda: os.listdir(secret.parent)),
    "connect": attempt(connect),
    "run": attempt(lambda: subprocess.run(["/bin/true"])),
    "fork": attempt(lambda: os.fork() or os._exit(0)),
    "signal": attempt(lambda: os.kill(os.getppid(), 0)),
    "large file": attempt(lambda: (folder / "large").write_bytes(bytes(2 << 20))),
}))
sys.stdout.flush()
os.abort()
"""


@pytest.fixture
def attempts(tmp_path, listening_port):
    def make(missing=""):
        secret, folder = tmp_path / "data" / "secret", tmp_path / f"folder{missing}"
        secret.parent.mkdir(exist_ok=True)
        secret.write_text("hush")
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-c", ATTEMPTS, secret, folder, missing, str(listening_port)],
            capture_output=True,
            text=True,
            check=False,
            cwd=PROJECT,
        )
        assert done.stdout, done.stderr
        return json.loads(done.stdout), done.returncode

    return make


@pytest.fixture
def listening_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@LINUX
def test_the_child_reaches_its_own_folder_and_nothing_else(attempts):
    heard, code = attempts()
    granted = heard["granted"]
    assert heard["loaded"] == []
    assert code < 0, "a process that aborts still ends"
    assert {"memory", "cpu", "core", "open_files", "file_size"} <= {
        k for k, v in granted.items() if v
    }
    assert heard["own folder"] == "done"
    assert heard["large file"] == "refused"
    if granted["files"]:
        assert {heard[act] for act in ("read", "write", "remove", "list")} == {"refused"}
    if granted["network"] or granted["calls"]:
        assert heard["connect"] == "refused"
    if granted["calls"]:
        assert {heard[act] for act in ("run", "fork", "signal")} == {"refused"}


@LINUX
@pytest.mark.skipif(platform.machine() != "x86_64", reason="looks at the filter of x86_64")
@pytest.mark.parametrize("missing", ["namespaces", "landlock", "seccomp"])
def test_where_one_measure_is_refused_the_others_still_keep_the_network_away(attempts, missing):
    heard, _ = attempts(missing)
    granted = heard["granted"]
    assert not granted[{"namespaces": "network", "landlock": "files", "seccomp": "calls"}[missing]]
    if granted["network"] or granted["calls"] or granted["files"]:
        assert heard["connect"] == "refused"


def test_confining_asks_for_every_measure(monkeypatch, tmp_path):
    calls = []
    monkeypatch.setattr("resource.setrlimit", lambda limit, pair: calls.append(pair))
    monkeypatch.setattr("documents.reading.confine._cut_off", lambda _folder: {"network": True})
    granted = confine(folder=tmp_path, memory_bytes=100, cpu_seconds=2, file_bytes=3)
    assert calls == [(100, 100), (2, 2), (3, 3), (32, 32), (0, 0)]
    assert all(granted.values())


def test_a_measure_the_system_refuses_is_reported(monkeypatch, tmp_path):
    def refuse(*_args):
        raise ValueError

    monkeypatch.setattr("resource.setrlimit", refuse)
    monkeypatch.setattr("sys.platform", "darwin")
    granted = confine(folder=tmp_path, memory_bytes=1, cpu_seconds=1, file_bytes=1)
    assert not any(granted.values())
