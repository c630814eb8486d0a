"""Signs of life, and the lease of work that only one may do at a time."""

from datetime import datetime, timedelta

from django.db.models import Q

from operations.models import Heartbeat


def heartbeat_write(name: str, *, now: datetime) -> None:
    """Record that the part is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"beat_at": now})


def heartbeat_lease(name: str, *, now: datetime, length: timedelta) -> bool:
    """Whether the caller now holds the lease; taking it is a sign of life."""
    Heartbeat.objects.get_or_create(name=name, defaults={"beat_at": now})
    return bool(
        Heartbeat.objects.filter(
            Q(lease_until__isnull=True) | Q(lease_until__lt=now), name=name
        ).update(beat_at=now, lease_until=now + length)
    )


def heartbeat_release(name: str) -> None:
    """Give the lease back."""
    Heartbeat.objects.filter(name=name).update(lease_until=None)


def heartbeat_forget(name: str) -> None:
    """The part has stopped of its own will."""
    Heartbeat.objects.filter(name=name).delete()
