"""Processes that end with us: own session, death signal, recorded identity."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

SHIM = Path(__file__).resolve().parent / "shim.py"


def spawn(
    command: Sequence[str], *, environment: Mapping[str, str], folder: Path, output: IO[bytes] | int
) -> "subprocess.Popen[bytes]":
    """Start a command in its own session; on Linux it is told when this process dies.

    Call from the main thread: the death signal follows the thread, not the process.
    """
    return subprocess.Popen(  # noqa: S603 - our own command lines
        [sys.executable, "-I", "-S", str(SHIM), str(os.getpid()), *command],
        cwd=folder,
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT if output is not subprocess.DEVNULL else subprocess.DEVNULL,
        start_new_session=True,
    )


def identity_of(pid: int) -> str:
    """Return what tells this process from a later one with the same number; '' where it is gone."""
    stat = Path(f"/proc/{pid}/stat")
    try:
        fields = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    except OSError:
        return "" if Path("/proc/self/stat").exists() else _identity_by_ps(pid)
    return "" if fields[0] in "ZX" else f"ticks:{fields[19]}"


def _identity_by_ps(pid: int) -> str:
    answer = subprocess.run(  # noqa: S603 - fixed command, a number
        ["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    began = answer.stdout.strip()
    return f"began:{began}" if began else ""


@dataclass(frozen=True)
class Recorded:
    """A child as its process file names it."""

    name: str
    pid: int
    identity: str

    @property
    def alive(self) -> bool:
        """Whether that very process still runs."""
        return bool(self.identity) and identity_of(self.pid) == self.identity


def record(folder: Path, name: str, pid: int) -> None:
    """Write the process file of a child."""
    target = folder / f"{name}.pid"
    draft = target.with_suffix(".pid.new")
    draft.write_text(json.dumps({"pid": pid, "identity": identity_of(pid)}), encoding="ascii")
    draft.replace(target)


def forget(folder: Path, name: str) -> None:
    """Remove the process file of a child that has ended."""
    (folder / f"{name}.pid").unlink(missing_ok=True)


def recorded(folder: Path) -> tuple[Recorded, ...]:
    """Return every child that a process file names; an unreadable file names none."""
    found: list[Recorded] = []
    for path in sorted(folder.glob("*.pid")):
        try:
            entry = json.loads(path.read_text(encoding="ascii"))
            found.append(Recorded(path.stem, int(entry["pid"]), str(entry["identity"])))
        except (OSError, ValueError, KeyError, TypeError):
            path.unlink(missing_ok=True)
    return tuple(found)


def end_groups(children: Iterable[Recorded], *, patience_seconds: float) -> None:
    """End the process groups of children: politely, then, when patience runs out, not.

    The last signal goes to every group, since a pool may outlive its leader.
    """
    groups = tuple(children)
    for child in groups:
        signal_group(child.pid, signal.SIGTERM)
    deadline = time.monotonic() + patience_seconds
    while time.monotonic() < deadline and any(child.alive for child in groups):
        time.sleep(0.05)
    for child in groups:
        signal_group(child.pid, signal.SIGKILL)


def signal_group(pid: int, number: signal.Signals) -> None:
    """Signal a child's whole group; one that has gone is no error."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)
