"""What a worker holds while it works on a job, and how long a failed one rests."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum


class Turn(IntEnum):
    """Which of the jobs that wait goes first: a worker takes none while an earlier one waits.

    The numbers are the priorities that Celery keeps apart in Redis; nought is taken first.
    """

    FIRST = 0
    SOON = 3
    LATER = 6
    LAST = 9


@dataclass(frozen=True)
class ClaimedJob:
    """A job this worker holds; attempts is the fence of its result."""

    id: int
    kind: str
    subject: str
    digest: str
    attempts: int

    @property
    def subject_id(self) -> int:
        """The subject as a row id.

        Raises:
            ValueError: when the subject is not a number.
        """
        return int(self.subject)


@dataclass(frozen=True)
class SweepReport:
    """What one round of the sweeper did. skipped: another sweeper was at work.

    forgotten counts idempotency keys that had grown old.
    """

    sent: int = 0
    released: int = 0
    parked: int = 0
    forgotten: int = 0
    skipped: bool = False


def rest_after_failure(attempts: int, *, base: timedelta, longest: timedelta) -> timedelta:
    """How long to wait before the next attempt: base, doubled with every failure."""
    doubled = 1 << max(0, min(attempts - 1, 20))
    return min(base * doubled, longest)
