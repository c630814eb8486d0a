"""Ties the hands of the reading process before it touches a stranger's file.

Linux offers all of it; elsewhere what the system knows is applied and the rest is
left to the parent's wall-clock limit.
"""

import ctypes
import resource
import signal
import sys
from pathlib import Path

from documents.reading.landlock import only_these_files
from documents.reading.seccomp import refuse_calls

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_OPEN_FILES = 32
_FIRST_TO_GO = "1000"  # out of memory, the kernel ends this process and not a worker


def confine(
    *, folder: Path, memory_bytes: int, cpu_seconds: int, file_bytes: int
) -> dict[str, bool]:
    """Limit memory, CPU, file size, open files and core dumps; cut off network and files.

    Only the folder can be written afterwards. Returns which of the measures the system
    granted.
    """
    granted = _cut_off(folder)
    for name, limit, value in (
        ("memory", resource.RLIMIT_AS, memory_bytes),
        ("cpu", resource.RLIMIT_CPU, cpu_seconds),
        ("file_size", resource.RLIMIT_FSIZE, file_bytes),
        ("open_files", resource.RLIMIT_NOFILE, _OPEN_FILES),
        ("core", resource.RLIMIT_CORE, 0),
    ):
        granted[name] = _limit(limit, value)
    return granted


def _limit(limit: int, value: int) -> bool:
    try:
        resource.setrlimit(limit, (value, value))
    except (OSError, ValueError):
        return False
    return True


def _cut_off(folder: Path) -> dict[str, bool]:
    """No network, no other files, no new process or privilege, no life after the parent's."""
    names = ("out_of_memory", "orphan", "privileges", "network", "files", "calls")
    if not sys.platform.startswith("linux"):
        return dict.fromkeys(names, False)
    system = ctypes.CDLL(None, use_errno=True)
    granted = {
        "out_of_memory": _first_to_go(),
        "orphan": system.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0) == 0,
        "privileges": system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0,
        "network": system.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0
        or system.unshare(_CLONE_NEWNET) == 0,
        "files": only_these_files(system, folder=folder),
    }
    granted["calls"] = refuse_calls(system)
    return granted


def _first_to_go() -> bool:
    try:
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, encoding="ascii")
    except OSError:
        return False
    return True
