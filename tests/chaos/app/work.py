"""Work whose every effect can be counted, and which can be held at a known point."""

import os
import time
from pathlib import Path

from django.utils import timezone

from operations.domain.jobs import ClaimedJob, Turn
from operations.services.audit import audit_append
from operations.services.handlers import register_handler
from operations.services.jobs import job_result

KIND = "chaos.work"
PATIENCE_SECONDS = 60


def register() -> None:
    """Let the workers do this kind of job."""
    register_handler(KIND, queue="checks", handle=work, turn_of=turn_of)


def turn_of(digest: str) -> Turn:
    """The digest says the turn; without one it is the first."""
    return Turn(int(digest or 0))


def work(claim: ClaimedJob) -> None:
    """Say that the attempt began, wait while it is held, write one entry with the result."""
    place = f"{claim.subject}-{claim.attempts}"
    wait_while_held(place)
    with job_result(claim, now=timezone.now()):
        audit_append(
            f"chaos:{claim.subject}",
            actor="system:worker",
            action="chaos.done",
            detail={"attempt": claim.attempts},
            now=timezone.now(),
        )


def wait_while_held(place: str) -> None:
    """Leave a note with the process id, then wait until nobody holds the place."""
    folder = Path(os.environ["CHAOS_DIR"])
    unfinished = folder / f"{place}.{os.getpid()}.part"
    unfinished.write_text(str(os.getpid()))
    unfinished.rename(folder / f"began-{place}")
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (folder / f"hold-{place}").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
