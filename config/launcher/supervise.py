"""Starts the children, keeps them alive, and stops them in order."""

import contextlib
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from config.launcher.console import Console, StopSignal
from config.launcher.places import Places
from config.launcher.processes import end_groups, forget, record, recorded, signal_group, spawn

LOG_BYTES = 10_000_000
FIRST_DELAY_SECONDS = 1.0
LONGEST_DELAY_SECONDS = 30.0
SETTLED_SECONDS = 60.0


@dataclass(frozen=True)
class ChildSpec:
    """One child: its name, how it is run, and how long it may take to stop.

    A child with a `done` sentence is a task: it ends by itself and is not started again.
    """

    name: str
    command: tuple[str, ...]
    stop_seconds: float = 5.0
    done: str = ""


@dataclass
class Child:
    """A child in its present life."""

    spec: ChildSpec
    process: "subprocess.Popen[bytes] | None" = None
    begun: float = 0.0
    delay_seconds: float = FIRST_DELAY_SECONDS
    due: float = 0.0
    deaths: int = 0
    finished: bool = False


@dataclass
class Supervisor:
    """All children of one start, in the order in which they were begun."""

    places: Places
    console: Console
    environment: Mapping[str, str]
    children: list[Child] = field(default_factory=list)
    guard: "subprocess.Popen[bytes] | None" = None

    def clear_leftovers(self) -> None:
        """End what an earlier start left behind; its process files say what that is."""
        left = recorded(self.places.run)
        living = tuple(child for child in left if child.alive)
        if living:
            names = ", ".join(child.name for child in living)
            self.console.say(f"Clearing up after an earlier start: {names}")
            end_groups(living, patience_seconds=6.0)
        for child in left:
            forget(self.places.run, child.name)

    def watch_over(self) -> None:
        """Start the guard that ends the children should this process be killed."""
        self.guard = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "config.launcher.guard", str(self.places.run)],
            cwd=self.places.root,
            env={
                name: value for name, value in self.environment.items() if name != "PYTHONSAFEPATH"
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def begin(self, spec: ChildSpec) -> Child:
        """Start a child and keep it."""
        child = Child(spec)
        self.children.append(child)
        rotate(self._log(spec.name))
        self._start(child)
        return child

    def look(self) -> None:
        """Notice children that died; start again those whose delay is over."""
        if self.guard is not None and self.guard.poll() is not None:
            self.watch_over()
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.due and not child.finished:
                    self._start(child)
            elif child.process.poll() is not None:
                note = self._note_end if child.spec.done else self._note_death
                note(child, now=now)

    def stop(self, stop: StopSignal) -> None:
        """Stop the children, last begun first; a second request stops without asking."""
        asked = stop.times
        for child in reversed(self.children):
            self._end(child, stop=stop, asked=asked)
        if self.guard is not None and self.guard.stdin is not None:
            with contextlib.suppress(OSError):
                self.guard.stdin.close()
            self.guard.wait()

    def _log(self, name: str) -> Path:
        return self.places.log / f"{name}.log"

    def _start(self, child: Child) -> None:
        with self._log(child.spec.name).open("ab") as output:
            child.process = spawn(
                child.spec.command,
                environment=self.environment,
                folder=self.places.root,
                output=output,
            )
        child.begun = time.monotonic()
        record(self.places.run, child.spec.name, child.process.pid)

    def _note_death(self, child: Child, *, now: float) -> None:
        if child.process is None:
            return
        signal_group(child.process.pid, signal.SIGKILL)  # a pool may outlive its leader
        lived = now - child.begun
        if lived > SETTLED_SECONDS:
            child.delay_seconds = FIRST_DELAY_SECONDS
        how = describe_end(child.process.returncode)
        self.console.say(
            f"The {child.spec.name} {how} after {lived:.0f} s; starting it again in {child.delay_seconds:.0f} s "
            f"(see {self._log(child.spec.name)})"
        )
        child.process = None
        child.deaths += 1
        child.due = now + child.delay_seconds
        child.delay_seconds = min(child.delay_seconds * 2, LONGEST_DELAY_SECONDS)
        forget(self.places.run, child.spec.name)

    def _note_end(self, child: Child, *, now: float) -> None:
        """Say how a task ended; it is over either way."""
        if child.process is None:
            return
        name, log = child.spec.name, self._log(child.spec.name)
        if child.process.returncode == 0:
            self.console.say(f"{child.spec.done} ({now - child.begun:.0f} s)")
        else:
            how = describe_end(child.process.returncode)
            self.console.say(f"The {name} {how}; the rest goes on (see {log})")
        child.process, child.finished = None, True
        forget(self.places.run, name)

    def _end(self, child: Child, *, stop: StopSignal, asked: int) -> None:
        if child.process is None:
            return
        deadline = time.monotonic() + child.spec.stop_seconds
        signal_group_leader(child.process)
        while child.process.poll() is None and time.monotonic() < deadline and stop.times == asked:
            time.sleep(0.02)
        signal_group(child.process.pid, signal.SIGKILL)
        child.process.wait()
        child.process = None
        forget(self.places.run, child.spec.name)


def signal_group_leader(process: "subprocess.Popen[bytes]") -> None:
    """Ask the child to end; it ends its own pool."""
    with contextlib.suppress(ProcessLookupError):
        process.terminate()


def describe_end(returncode: int) -> str:
    """Return how a process ended, in words."""
    if returncode >= 0:
        return f"ended with code {returncode}"
    try:
        return f"was ended by {signal.Signals(-returncode).name}"
    except ValueError:
        return f"was ended by signal {-returncode}"


def rotate(path: Path) -> None:
    """Set a log aside once it has grown large; one older log is kept."""
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))


def children_of(places: Places, *, port: int) -> Sequence[ChildSpec]:
    """Return the children after the broker, in the order in which they begin."""
    module = (str(places.python), "-m")
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    queues = ("-Q", "reading,checks,letters", "-c", "2")
    schedule = ("--pidfile=", "--schedule", str(places.run / "beat-schedule"))
    bind = ("--bind", f"127.0.0.1:{port}", "--graceful-timeout", "3")
    settings = ("--config", "python:config.gunicorn_conf")
    return (
        ChildSpec("web", (*module, "gunicorn", *settings, *bind, "config.wsgi:application")),
        ChildSpec(
            "worker",
            (*module, "celery", "-A", "config", "worker", *queues, *quiet),
            stop_seconds=6.0,
        ),
        ChildSpec("beat", (*module, "celery", "-A", "config", "beat", *schedule)),
    )
