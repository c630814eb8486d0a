"""The worker's side of the process that starts reading processes: one for each worker process."""

import atexit
import contextlib
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import BinaryIO

from documents.errors import ReaderUnavailableError
from documents.reading.wire import LONGEST_MESSAGE, Assignment, Ending, ending_from

_PROJECT = Path(__file__).resolve().parents[2]
_KEPT_VARIABLES = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
_PATIENCE_SECONDS = 30  # behind the time of the order, for the forker itself: it starts and reports


class Forker:
    """A running forker. owner is the process that started it: a fork of that one has none."""

    def __init__(self) -> None:
        """Start it.

        Raises:
            OSError: when no process could be started.
        """
        self.owner = os.getpid()
        ours, theirs = socket.socketpair()
        self._line = ours
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "documents.reading.forker"],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=_environment(),
                start_new_session=True,
            )

    def run(self, assignment: Assignment, file: BinaryIO) -> Ending:
        """One reading process to its end.

        Raises:
            OSError: when the forker is gone or does not answer.
        """
        self._line.settimeout(assignment.wall_seconds + _PATIENCE_SECONDS)
        message = assignment.as_json().encode() + b"\n"
        with _read_only(file) as lent:
            socket.send_fds(self._line, [message], [lent.fileno()])
        answer = b""
        while not answer.endswith(b"\n"):
            heard = self._line.recv(LONGEST_MESSAGE)
            if not heard:
                raise ConnectionResetError("The forker has ended.")
            answer += heard
        return ending_from(answer.decode())

    def stop(self) -> None:
        """End it, and with it the reading process it may have."""
        self._line.close()
        if self.owner == os.getpid():
            self._process.kill()
            self._process.wait()


class _Place:
    """Where the forker of this process is kept."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.forker: Forker | None = None

    def taken(self) -> Forker:
        """The forker of this very process, started when there is none."""
        if self.forker and self.forker.owner != os.getpid():
            self.forker.stop()
            self.forker = None
        self.forker = self.forker or Forker()
        return self.forker

    def clear(self) -> None:
        """End the forker."""
        if self.forker:
            self.forker.stop()
        self.forker = None


_place = _Place()
os.register_at_fork(after_in_child=lambda: setattr(_place, "lock", threading.Lock()))


def run_child(assignment: Assignment, file: BinaryIO) -> Ending:
    """One reading process to its end, one at a time. A forker that was lost is replaced once.

    Raises:
        ReaderUnavailableError: when no process could be started.
    """
    with _place.lock:
        try:
            try:
                return _place.taken().run(assignment, file)
            except (BrokenPipeError, ConnectionResetError):
                _place.clear()
                return _place.taken().run(assignment, file)
        except OSError as error:
            _place.clear()
            raise ReaderUnavailableError("The reading process could not be started.") from error


def stop_forker() -> None:
    """End this process's forker; the next order starts another."""
    with _place.lock, contextlib.suppress(OSError):
        _place.clear()


atexit.register(stop_forker)


def _read_only(file: BinaryIO) -> BinaryIO:
    """The file from its beginning, where the system can do it with no right to write."""
    os.lseek(file.fileno(), 0, os.SEEK_SET)
    try:
        return Path(f"/proc/self/fd/{file.fileno()}").open("rb", buffering=0)
    except OSError:
        return os.fdopen(os.dup(file.fileno()), "rb", buffering=0)


def _environment() -> dict[str, str]:
    """What the reading process may know of ours: where programs lie, and nothing else."""
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return kept | {
        "PYTHONPATH": str(_PROJECT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
    }
