"""Starts a reading process for each order in a few milliseconds: `python -m documents.reading.forker`.

It has loaded what a reading process needs and forks one for each order, so that no file
waits for Python and the decoders to load. It never touches a file itself. Standard input is a
socket to the worker; its end is the end of this process. Knows no Django and no database.
"""

import os
import select
import signal
import socket
import sys
import time
from pathlib import Path
from typing import NoReturn

from documents.reading.child import serve
from documents.reading.glyphs import prepare
from documents.reading.wire import LONGEST_MESSAGE, Assignment, Ending, assignment_from

_NO_SUCH_CHILD = 127


def main() -> None:
    """Serve orders until the worker is gone."""
    os.chdir("/")
    prepare()
    with socket.socket(fileno=os.dup(0)) as worker:
        while received := _receive(worker):
            assignment, file = received
            try:
                ending = _supervise(assignment, file=file, worker=worker)
            finally:
                os.close(file)
            worker.sendall(ending.as_json().encode() + b"\n")


def _receive(worker: socket.socket) -> tuple[Assignment, int] | None:
    """The next assignment and its file; None when the worker has gone."""
    message, files, _flags, _sender = socket.recv_fds(worker, LONGEST_MESSAGE, 1)
    while message and not message.endswith(b"\n"):
        more = worker.recv(LONGEST_MESSAGE)
        message = message + more if more else b""
    return (assignment_from(message.decode()), files[0]) if message and files else None


def _supervise(assignment: Assignment, *, file: int, worker: socket.socket) -> Ending:
    """One child from its beginning to its end, by itself or by force."""
    began = time.monotonic()
    alive, held = os.pipe()
    child = os.fork()
    if not child:
        os.close(alive)
        worker.close()
        _become_child(assignment, file=file)
    os.close(held)
    ready, _, _ = select.select([alive, worker], [], [], assignment.wall_seconds)
    os.close(alive)
    if alive not in ready:
        os.kill(child, signal.SIGKILL)
    _pid, status, spent = os.wait4(child, 0)
    _end_group(child)
    if worker in ready:
        sys.exit(0)
    return Ending(
        exit_code=os.waitstatus_to_exitcode(status),
        in_time=alive in ready,
        seconds=time.monotonic() - began,
        cpu_seconds=spent.ru_utime + spent.ru_stime,
        peak_bytes=spent.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
    )


def _become_child(assignment: Assignment, *, file: int) -> NoReturn:
    """Carry out the order; whatever happens, this process ends here."""
    code = _NO_SUCH_CHILD
    try:
        os.setsid()
        os.dup2(file, 0)
        os.close(file)
        os.chdir(assignment.folder)
        os.environ |= {"HOME": assignment.folder, "TMPDIR": assignment.folder}
        serve(assignment.order, folder=Path(assignment.folder))
        code = 0
    finally:
        os._exit(code)


def _end_group(child: int) -> None:
    """End whatever the child may have started: it led a session of its own."""
    try:
        os.killpg(child, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


if __name__ == "__main__":
    main()
