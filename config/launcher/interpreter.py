"""Finds a Python that can run Precert. Written so that Python 3.6 can still read it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

OLDEST = (3, 11)
NEWEST = (3, 13)
CANDIDATES = ("python3.13", "python3.12", "python3.11")
MARK = "PRECERT_PYTHON_CHOSEN"


def supported(version: "Sequence[int]") -> bool:
    """Return whether (major, minor) is a Python that Precert is tested on."""
    return OLDEST <= tuple(version[:2]) <= NEWEST


def use_supported_python(script: str) -> None:
    """Return where this Python will do; else run the script with one that will, or exit 2."""
    if supported(sys.version_info[:2]):
        os.environ.pop(MARK, None)
        return
    found = "" if MARK in os.environ else find_python()
    if found:
        os.environ[MARK] = found
        os.execv(found, [found, str(Path(script).resolve())] + sys.argv[1:])  # noqa: RUF005, S606 - 3.6 syntax; the point of it
    sys.stderr.write(
        "Precert needs Python 3.11, 3.12 or 3.13; this is Python %d.%d and no other was found on PATH.\n"  # noqa: UP031 - read by old Pythons too
        "Install one of them (Debian and Ubuntu: apt-get install python3 python3-venv) and try again.\n"
        % tuple(sys.version_info[:2])
    )
    sys.exit(2)


def find_python() -> str:
    """Return the path of a supported Python that runs, or an empty string."""
    for name in CANDIDATES:
        path = shutil.which(name)
        if path and _runs(path):
            return path
    return ""


def _runs(path: str) -> bool:
    # A name on PATH may be a version manager's stand-in that only prints an error.
    question = "import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 13) else 1)"
    try:
        answer = subprocess.run(  # noqa: S603 - a path found on PATH
            [path, "-c", question],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0
