"""What a person may do about the machinery. The ground floor knows no roles, so it is asked here."""

from datetime import datetime

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from operations.domain.chain import AuditBreak
from operations.services.jobs import job_retry
from operations.services.verifications import audit_verify_recorded


def job_send_again(job_id: int, *, actor: Actor, now: datetime) -> None:
    """Send a job that was given up round again; in the audit record.

    Raises:
        NotPermittedError: the actor does not run the machinery.
        JobNotParkedError: the job is not given up (or not there).
    """
    require(actor, Action.JOB_RETRY)
    job_retry(job_id, actor_key=actor.key, now=now)


def stream_verify(stream: str, *, actor: Actor, now: datetime) -> AuditBreak | None:
    """Verify one chain now and keep the result; its first break, None when it is whole.

    Raises:
        NotPermittedError: the actor does not look into the record.
        NoSuchStreamError: there is no stream of that name.
    """
    require(actor, Action.AUDIT_VIEW)
    breaks = audit_verify_recorded(stream=stream, actor_key=actor.key, now=now)
    return breaks[0] if breaks else None
