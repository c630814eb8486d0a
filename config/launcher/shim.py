"""Becomes the command it is given, after asking the kernel for a signal when its parent dies.

Run as a file: shim.py PARENT_PID COMMAND [ARGUMENT...]. Asking inside a program of its own
needs no code between fork and exec, which a threaded parent could not run safely.
"""

import os
import signal
import sys

try:
    import ctypes
except ImportError:  # some builds of Python lack it; the guard still ends the children
    ctypes = None  # type: ignore[assignment]

PR_SET_PDEATHSIG = 1


def ask_for_death_signal(parent: int) -> None:
    """End now if the parent is gone; on Linux be sent SIGTERM when it goes."""
    if sys.platform == "linux" and ctypes is not None:
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def main(arguments: list[str]) -> None:
    """Replace this process by the command."""
    ask_for_death_signal(int(arguments[0]))
    try:
        os.execvp(arguments[1], arguments[1:])  # noqa: S606 - the point of it
    except OSError as error:
        sys.stderr.write(f"{arguments[1]} cannot be run: {error.strerror}\n")
        sys.exit(127)


if __name__ == "__main__":
    main(sys.argv[1:])
