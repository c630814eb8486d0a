"""The access log: every read of member data leaves one row."""

from collections.abc import Iterable
from datetime import datetime

from operations.models import AccessLog


def access_record(*, actor: str, subject: str, purpose: str, now: datetime, case: str = "") -> None:
    """Record that the actor opened the subject, for the purpose, from the case.

    All are keys ("user:12", "member:40", "page:811", "case:7"), never names.
    """
    AccessLog.objects.create(actor=actor, subject=subject, purpose=purpose, case=case, at=now)


def access_record_all(reads: Iterable[tuple[str, str]], *, actor: str, now: datetime) -> None:
    """Record many reads at once, each a subject and its purpose. One query; none for no read."""
    AccessLog.objects.bulk_create(
        AccessLog(actor=actor, subject=subject, purpose=purpose, at=now)
        for subject, purpose in reads
    )
