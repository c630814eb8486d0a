"""Outlives a killed parent just long enough to end its children.

The parent holds the other end of standard input. When that closes, whatever the reason,
every child that a process file names is ended, first politely and then not. The kernel's
death signal does the first half on Linux; this does it elsewhere, and the second half
everywhere (a worker in the middle of a page takes its time over SIGTERM).
"""

import os
import signal
import sys
from pathlib import Path

from config.launcher.processes import end_groups, forget, recorded

PATIENCE_SECONDS = 6.0


def main(arguments: list[str]) -> None:
    """Wait for the parent to go, then clear the folder of process files."""
    folder = Path(arguments[0])
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    while os.read(0, 64):
        pass
    children = recorded(folder)
    end_groups(children, patience_seconds=PATIENCE_SECONDS)
    for child in children:
        forget(folder, child.name)


if __name__ == "__main__":
    main(sys.argv[1:])
