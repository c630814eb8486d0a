"""Runs one claimed job and books how it ended."""

import traceback
from datetime import datetime

import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.utils import timezone

from operations.domain.jobs import ClaimedJob
from operations.errors import LeaseLostError
from operations.services.handlers import handler_for
from operations.services.jobs import job_claim, job_fail, job_finish

log = structlog.get_logger(__name__)


def job_run(job_id: int, *, now: datetime) -> None:
    """Claim the job, hand it to its handler, and book done, rest or parked.

    A job that is not to be had (done, held, not due) is left alone, so any number
    of deliveries is harmless. The handler's error is booked as a word: a message
    could carry member data.
    """
    claim = job_claim(job_id, now=now)
    if claim is None:
        return
    try:
        handler_for(claim.kind).handle(claim)
    except LeaseLostError:
        log.warning("job.result_refused", **_fields(claim))
    except SoftTimeLimitExceeded:
        _book_failure(claim, error_code="time_limit", place="")
    except Exception as error:  # noqa: BLE001 - the handler's fault must not take the worker along
        _book_failure(claim, error_code=_error_code(error), place=_place(error))
    else:
        if not job_finish(claim, now=timezone.now()):
            log.warning("job.finished_too_late", **_fields(claim))


def _book_failure(claim: ClaimedJob, *, error_code: str, place: str) -> None:
    held = job_fail(claim, error_code=error_code, now=timezone.now())
    event = "job.failed" if held else "job.failed_too_late"
    log.error(event, error_code=error_code, where=place, **_fields(claim))


def _fields(claim: ClaimedJob) -> dict[str, object]:
    return {"job": claim.id, "kind": claim.kind, "attempts": claim.attempts}


def _error_code(error: Exception) -> str:
    """The error's own code where it has one, else the name of its class."""
    code = getattr(error, "code", None)
    return code if isinstance(code, str) and code else type(error).__name__


def _place(error: Exception) -> str:
    """Module file and line where the error arose; never its message."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno}"
