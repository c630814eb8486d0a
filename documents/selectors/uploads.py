"""Uploads that were begun and not finished."""

from dataclasses import dataclass
from datetime import datetime

from accounts.domain.actor import Actor
from documents.models import PartUpload


@dataclass(frozen=True)
class UnfinishedUpload:
    """A person's own unfinished upload: how much is kept, and until when."""

    key: str
    filename: str
    received_bytes: int
    byte_size: int
    kept_until: datetime


def uploads_unfinished(actor: Actor, *, now: datetime) -> list[UnfinishedUpload]:
    """The actor's own, newest first; nobody sees another's. One query."""
    rows = PartUpload.objects.filter(
        owner=actor.key, receipt__isnull=True, expires_at__gt=now
    ).order_by("-pk")
    return [
        UnfinishedUpload(
            key=row.key,
            filename=row.filename,
            received_bytes=row.received_bytes,
            byte_size=row.byte_size,
            kept_until=row.expires_at,
        )
        for row in rows[:50]
    ]
