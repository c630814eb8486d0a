"""Keeps what a verification found, so that a page can say when it was last well."""

from datetime import datetime

from django.db import transaction

from operations.domain.chain import AuditBreak
from operations.models import Verification
from operations.selectors.audit import stream_count
from operations.services.audit import audit_append, audit_verify

AUDIT_SUBJECT = "audit"
DOCUMENTS_SUBJECT = "documents"
JOBS_STREAM = "operations"


def verification_record(
    subject: str, *, checked: int, broken: int, actor_key: str, now: datetime
) -> Verification:
    """Keep the result of a run; broken counts what was found broken among checked."""
    return Verification.objects.create(
        subject=subject,
        checked=max(checked, broken),
        broken=broken,
        actor=actor_key,
        at=now,
    )


def audit_verify_recorded(
    *, stream: str | None = None, actor_key: str, now: datetime
) -> list[AuditBreak]:
    """Verify all chains, or one, and keep the result; the first break of each broken one.

    Who asked for it is in the record too.

    Raises:
        NoSuchStreamError: there is no stream of that name.
    """
    breaks = audit_verify(stream=stream)
    subject = f"{AUDIT_SUBJECT}:{stream}" if stream else AUDIT_SUBJECT
    with transaction.atomic():
        verification_record(
            subject,
            checked=1 if stream else stream_count(),
            broken=len(breaks),
            actor_key=actor_key,
            now=now,
        )
        audit_append(
            JOBS_STREAM,
            actor=actor_key,
            action="audit.verified",
            detail={"subject": subject, "broken": len(breaks)},
            now=now,
        )
    return breaks
