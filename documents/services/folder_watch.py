"""One look after another at a folder that a fax server fills."""

import errno
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG

import structlog
from django.db import DatabaseError, close_old_connections

from documents.domain.folder import (
    REFUSED,
    Hindrance,
    Kind,
    Patience,
    Seen,
    is_settled,
    kind_of,
    looked_again,
    may_go_alone,
    slip_names,
    slip_orphaned,
)
from documents.models import WatchedFolder
from documents.services.folder import (
    Outcome,
    claims_finish,
    claims_waiting,
    fax_refuse,
    fax_take,
    look_at,
)
from documents.services.folder_moves import folders_make
from documents.services.late_slips import slip_take

log = structlog.get_logger(__name__)


@dataclass
class FolderWatch:
    """A watched folder and what is remembered of its files from one look to the next."""

    root: Path
    patience: Patience
    poll_seconds: int
    seen: dict[str, Seen] = field(default_factory=dict)


@dataclass(frozen=True)
class Looked:
    """What one look did and left. waiting counts faxes that lie there still."""

    taken: int
    refused: int
    waiting: int
    hindrance: str


def folder_look(watch: FolderWatch, *, now: datetime, at: float) -> Looked:
    """Take in what may be taken, carry on what was broken off, and record how it stands.

    at is a moment of a clock that only goes forward, in seconds. What goes wrong with one
    file is noted and keeps no other from being taken.
    """
    outcome = Outcome()
    waiting: list[Path] = []
    try:
        folders_make(watch.root)
        claims_finish(watch.root, outcome=outcome, now=now)
        _take_settled(watch, outcome, now=now, at=at)
        waiting = _waiting(watch.root)
    except OSError as error:
        log.warning("folder.unreachable", exception=type(error).__name__)
        outcome.hindrance = _hindrance(error)
    looked = Looked(outcome.taken, outcome.refused, len(waiting), str(outcome.hindrance))
    try:
        _record(watch, looked, waiting, now=now)
    except DatabaseError as error:
        log.warning("folder.not_recorded", exception=type(error).__name__)
    return looked


def connection_renew() -> None:
    """Let go of a database connection that broke or grew old; call it between two looks."""
    close_old_connections()


def _take_settled(watch: FolderWatch, outcome: Outcome, *, now: datetime, at: float) -> None:
    names = sorted(path.name for path in watch.root.iterdir())
    present = {name for name in names if kind_of(name) != Kind.NOT_OURS}
    watch.seen = {name: seen for name, seen in watch.seen.items() if name in present}
    for name in sorted(present):
        try:
            seen = looked_again(watch.seen.get(name), look_at(watch.root / name), at=at)
            mode = (watch.root / name).lstat().st_mode
        except FileNotFoundError:
            continue
        watch.seen[name] = seen
        if S_ISDIR(mode) or not is_settled(seen, at=at, patience=watch.patience):
            continue
        if not S_ISREG(mode):
            code = "link" if S_ISLNK(mode) else "not_a_file"
            fax_refuse(watch.root, name, code, outcome=outcome, now=now)
        elif kind_of(name) == Kind.FAX:
            _fax(watch, name, outcome, now=now, at=at)
        elif slip_orphaned(name, present, seen=seen, at=at, patience=watch.patience):
            slip_take(watch.root, name, outcome=outcome, now=now)


def _fax(watch: FolderWatch, name: str, outcome: Outcome, *, now: datetime, at: float) -> None:
    """Take the fax with its slip; without one when it has waited for long enough."""
    for slip in slip_names(name):
        path = watch.root / slip
        if path.is_file():
            seen = looked_again(watch.seen.get(slip), look_at(path), at=at)
            watch.seen[slip] = seen
            if is_settled(seen, at=at, patience=watch.patience):
                fax_take(watch.root, name, path, outcome=outcome, now=now)
                return
    if may_go_alone(watch.seen[name], at=at, patience=watch.patience):
        fax_take(watch.root, name, None, outcome=outcome, now=now)


def _waiting(root: Path) -> list[Path]:
    """The faxes that lie there still, claimed or not."""
    faxes = [path for path in root.iterdir() if kind_of(path.name) == Kind.FAX and path.is_file()]
    return [*faxes, *claims_waiting(root)]


def _hindrance(error: OSError) -> Hindrance:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Hindrance.NO_FOLDER
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return Hindrance.NO_RIGHTS
    is_full = error.errno in {errno.ENOSPC, errno.EDQUOT}
    return Hindrance.NO_SPACE if is_full else Hindrance.FAULT


def _record(watch: FolderWatch, looked: Looked, waiting: list[Path], *, now: datetime) -> None:
    values = {
        "looked_at": now,
        "poll_seconds": watch.poll_seconds,
        "waiting": looked.waiting,
        "waiting_since": _oldest(waiting, now=now),
        "refused": _refused_count(watch.root),
        "hindrance": looked.hindrance,
    }
    if looked.taken:
        values["taken_at"] = now
    WatchedFolder.objects.update_or_create(path=str(watch.root)[:400], defaults=values)


def _oldest(waiting: list[Path], *, now: datetime) -> datetime | None:
    """Since when the oldest of them lies there; None when none does."""
    times = []
    for path in waiting:
        try:
            times.append(min(datetime.fromtimestamp(path.lstat().st_mtime, tz=UTC), now))
        except (OSError, ValueError, OverflowError):
            continue
    return min(times, default=None)


def _refused_count(root: Path) -> int:
    """How many refused files lie there with their reason: a slip beside its fax has none."""
    try:
        names = {path.name for path in (root / REFUSED).iterdir()}
    except OSError:
        return 0
    return sum(f"{name}.reason.txt" in names for name in names)
