"""Runs one command to its end while the user is told that it still goes on."""

import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.launcher.console import Console, StopRequestedError, StopSignal, last_lines
from config.launcher.processes import signal_group, spawn

SAY_EVERY_SECONDS = 10.0
POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Runner:
    """Runs commands in one folder with one environment, their output going to a log file."""

    console: Console
    stop: StopSignal
    folder: Path
    log: Path
    environment: Mapping[str, str]

    def run(self, command: Sequence[str], *, extra: Mapping[str, str] | None = None) -> bool:
        """Return whether the command ended well; a stop request ends it and is raised again."""
        with self.log.open("ab") as output:
            output.write(f"$ {' '.join(command)}\n".encode())
            output.flush()
            try:
                process = spawn(
                    command,
                    environment={**self.environment, **(extra or {})},
                    folder=self.folder,
                    output=output,
                )
            except OSError as error:
                output.write(f"{error}\n".encode())
                return False
            return self._wait(process) == 0

    def tail(self) -> str:
        """Return the end of the log, indented, for a failure message."""
        return "\n".join(f"    {line}" for line in last_lines(self.log))

    def _wait(self, process: "subprocess.Popen[bytes]") -> int:
        said = time.monotonic()
        try:
            while process.poll() is None:
                self.stop.check()
                if time.monotonic() - said > SAY_EVERY_SECONDS:
                    said = time.monotonic()
                    self.console.say("  … still at it")
                time.sleep(POLL_SECONDS)
        except StopRequestedError:
            signal_group(process.pid, signal.SIGKILL)
            process.wait()
            raise
        return process.returncode
