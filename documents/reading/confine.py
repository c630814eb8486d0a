"""Ties the hands of the reading process before it touches a stranger's file.

Linux offers all of it; elsewhere what the system knows is applied and the rest is
left to the parent's wall-clock limit.
"""

import ctypes
import os
import resource
import signal
import sys

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_OPEN_FILES = 32


def confine(*, memory_bytes: int, cpu_seconds: int, file_bytes: int) -> dict[str, bool]:
    """Limit memory, CPU, file size, open files and core dumps; cut the network.

    Returns which of the measures the system granted.
    """
    granted = _cut_off()
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


def _cut_off() -> dict[str, bool]:
    """No network, no new privileges, and no life after the parent's."""
    if not sys.platform.startswith("linux"):
        return {"network": False, "privileges": False, "orphan": False}
    system = ctypes.CDLL(None, use_errno=True)
    granted = {
        "orphan": system.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0) == 0,
        "privileges": system.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0,
    }
    flags = _CLONE_NEWNET if os.geteuid() == 0 else _CLONE_NEWUSER | _CLONE_NEWNET
    granted["network"] = system.unshare(flags) == 0
    return granted
