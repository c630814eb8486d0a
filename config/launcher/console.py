"""What the user is told while Precert starts and runs."""

import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import FrameType


class LaunchError(Exception):
    """Starting cannot go on; the message is a sentence for the user."""

    def __init__(self, message: str, *, exit_code: int = 1) -> None:
        """Keep the sentence and the code the command ends with."""
        super().__init__(message)
        self.exit_code = exit_code


class StopRequestedError(Exception):
    """The user pressed Ctrl-C, or the process was told to end."""


class Console:
    """Lines with the seconds since the command began."""

    def __init__(self) -> None:
        """Begin to count."""
        self._begun = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since the command began."""
        return time.monotonic() - self._begun

    def say(self, text: str) -> None:
        """Print one line with the time."""
        self.plain(f"{self.seconds:6.1f} s  {text}")

    def plain(self, text: str = "") -> None:
        """Print one line as it is; a closed terminal is no reason to stop."""
        try:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()
        except (BrokenPipeError, OSError, ValueError):
            return


class StopSignal:
    """Notes Ctrl-C and SIGTERM; waiting loops ask `check`, so nothing is cut in half."""

    def __init__(self) -> None:
        """Nothing asked yet."""
        self.times = 0

    def listen(self) -> None:
        """Take over the signals that end a program."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def leave(self) -> None:
        """Give the signals back, for what follows to handle them its own way."""
        signal.signal(signal.SIGINT, signal.default_int_handler)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)

    def check(self) -> None:
        """Raise StopRequestedError once a stop was asked for."""
        if self.times:
            raise StopRequestedError

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self.times += 1


def last_lines(path: Path, *, count: int = 15) -> Sequence[str]:
    """Return the end of a log file, for a failure message."""
    if not path.is_file():
        return ()
    with path.open("rb") as stream:
        stream.seek(0, 2)
        stream.seek(max(0, stream.tell() - 16_384))
        text = stream.read().decode("utf-8", errors="replace")
    return tuple(text.splitlines()[-count:])
