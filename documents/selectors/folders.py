"""How it stands with the watched folders."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from documents.domain.folder import hindrance_words
from documents.models import WatchedFolder
from operations.domain.spans import span_words

# A look may take a while when many faxes lie there.
LOOKS_MISSED = 3
LOOK_TAKES = timedelta(seconds=60)


@dataclass(frozen=True)
class FolderStanding:
    """What the last look at a folder found. is_late: the watcher looks no more.

    waiting_words is how long the oldest waits, taken_words how long ago a fax was last
    taken; empty for none and never. hindrance is a sentence; empty when nothing hinders.
    """

    path: str
    looked_words: str
    is_late: bool
    waiting: int
    waiting_words: str
    refused: int
    hindrance: str
    taken_words: str


def folder_standings(*, now: datetime) -> list[FolderStanding]:
    """Every folder that was ever watched, by path. One query."""
    return [_standing(row, now) for row in WatchedFolder.objects.order_by("path")[:20]]


def _standing(row: WatchedFolder, now: datetime) -> FolderStanding:
    age = now - row.looked_at
    return FolderStanding(
        path=row.path,
        looked_words=span_words(age),
        is_late=age > LOOKS_MISSED * timedelta(seconds=row.poll_seconds) + LOOK_TAKES,
        waiting=row.waiting,
        waiting_words=span_words(now - row.waiting_since) if row.waiting_since else "",
        refused=row.refused,
        hindrance=hindrance_words(row.hindrance),
        taken_words=span_words(now - row.taken_at) if row.taken_at else "",
    )
