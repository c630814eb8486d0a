"""Takes faxes in from a watched folder: claimed by a rename, counted once by their key.

A fax lies at every moment in exactly one place: in the folder, in `taking/` under its
claim, in `done/`, or in `refused/`. Whatever was broken off is found in `taking/` at the
next look and carried on; the receipt's key keeps it from counting twice.
"""

import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG

import structlog
from django.db import DatabaseError

from accounts.domain.actor import system_actor
from documents.domain.folder import (
    DONE,
    REFUSED,
    SLIP,
    TAKING,
    Hindrance,
    Look,
    reason_text,
    slip_names,
)
from documents.domain.slip import MOST_BYTES, Slip, slip_missing, slip_read
from documents.errors import UploadRefusedError
from documents.models import Receipt
from documents.reading.limits import current_limits
from documents.services.folder_moves import (
    claim_held,
    fax_claim,
    folder_sync,
    is_being_written,
    move_in,
    note_lay,
)
from documents.services.receive import Arrival, file_store, receipt_add

log = structlog.get_logger(__name__)

ACTOR = system_actor("watch_inbox")
_OPEN = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
_EMPTY_CLAIM_KEPT_SECONDS = 60
_REFUSED_FOR_GOOD = frozenset({"empty", "too_large", "wrong_type"})


@dataclass
class Outcome:
    """What one look did: faxes taken and refused, and what keeps others from being taken."""

    taken: int = 0
    refused: int = 0
    hindrance: str = ""


class _StillWrittenError(Exception):
    """Somebody writes to the fax; it is looked at again later."""


def look_at(path: Path) -> Look:
    """How the file looks now, a link itself and not where it leads.

    Raises:
        OSError: it is gone, or cannot be asked.
    """
    return _look(path.lstat())


def fax_refuse(root: Path, name: str, code: str, *, outcome: Outcome, now: datetime) -> None:
    """Move what is not a fax out of the way, with the reason beside it."""
    _refuse(root, root / name, code, claim=uuid.uuid4().hex, now=now)
    outcome.refused += 1


def fax_take(root: Path, name: str, slip: Path | None, *, outcome: Outcome, now: datetime) -> None:
    """Claim the fax and take it in. What hinders it is noted and the fax stays where it is."""
    try:
        handle = os.open(root / name, _OPEN)
    except FileNotFoundError:
        return
    except PermissionError:
        outcome.hindrance = Hindrance.FILE_RIGHTS
        return
    try:
        if is_being_written(handle):
            return
    finally:
        os.close(handle)
    claim = uuid.uuid4().hex
    place = fax_claim(root, name, claim=claim, slip=slip_bytes(slip))
    if place is not None:
        claim_finish(root, place, outcome=outcome, now=now)


def claims_finish(root: Path, *, outcome: Outcome, now: datetime) -> None:
    """Carry on with every claim that nobody works on."""
    for place in sorted((root / TAKING).iterdir()):
        if place.is_dir():
            claim_finish(root, place, outcome=outcome, now=now)


def claim_finish(root: Path, place: Path, *, outcome: Outcome, now: datetime) -> None:
    """Take the claimed fax in and put it away; what hinders it is noted, and it is tried again."""
    with claim_held(place) as held:
        if not held:
            return
        fax = _fax_in(place)
        if fax is None:
            _empty_claim_clear(place, now=now)
            return
        try:
            _slip_dropped(root, fax)
            _take(root, fax, outcome=outcome, now=now)
        except _StillWrittenError:
            return
        except UploadRefusedError as error:
            _refused(root, fax, error.code, outcome=outcome, now=now)
        except (OSError, DatabaseError) as error:
            log.warning("folder.fault", exception=type(error).__name__)
            is_right = isinstance(error, PermissionError)
            outcome.hindrance = Hindrance.FILE_RIGHTS if is_right else Hindrance.FAULT


def claims_waiting(root: Path) -> Iterator[Path]:
    """The claimed faxes that are not put away yet."""
    for place in (root / TAKING).iterdir():
        fax = _fax_in(place) if place.is_dir() else None
        if fax is not None:
            yield fax


def _take(root: Path, fax: Path, *, outcome: Outcome, now: datetime) -> None:
    place, claim = fax.parent, fax.parent.name
    with os.fdopen(os.open(fax, _OPEN), "rb") as stream:
        before = _look(os.fstat(stream.fileno()))
        if is_being_written(stream.fileno()):
            raise _StillWrittenError
        key = f"folder:{claim}"
        if not Receipt.objects.filter(arrival_key=key).exists():
            arrival = _arrival(root, fax, key, at=before.changed_ns, now=now)
            stored = file_store(stream, arrival, actor=ACTOR, now=now)
            if _look(os.fstat(stream.fileno())) != before:
                raise _StillWrittenError
            receipt_add(stored, arrival, actor=ACTOR, now=now)
            outcome.taken += 1
        if _look(os.fstat(stream.fileno())) != before:
            _claim_anew(place)
            return
    day = root / DONE / now.astimezone(UTC).date().isoformat()
    _put_away(fax, day, claim=claim)


def _arrival(root: Path, fax: Path, key: str, *, at: int, now: datetime) -> Arrival:
    slip = _slip_of(fax, file_at=_moment(at, now=now), now=now)
    return Arrival(
        filename=fax.name,
        channel=Receipt.Channel.FOLDER,
        received_at=slip.received_at,
        sender=slip.sender,
        line_dialled=slip.line_dialled,
        pages_expected=slip.pages_expected,
        delegate=slip.delegate,
        remarks=slip.remarks,
        folder=str(root),
        key=key,
    )


def _slip_of(fax: Path, *, file_at: datetime, now: datetime) -> Slip:
    content = slip_bytes(_slip_beside(fax))
    if content is None:
        return slip_missing(file_at=file_at, now=now)
    return slip_read(content, file_at=file_at, now=now)


def _refused(root: Path, fax: Path, code: str, *, outcome: Outcome, now: datetime) -> None:
    """Put a fax away that will never be taken; one that may be taken later waits."""
    if code not in _REFUSED_FOR_GOOD:
        outcome.hindrance = Hindrance.NO_SPACE if code == "no_space" else Hindrance.FAULT
        return
    _refuse(root, fax, code, claim=fax.parent.name, now=now)
    outcome.refused += 1


def _refuse(root: Path, path: Path, code: str, *, claim: str, now: datetime) -> None:
    """The reason first, then the file: a file that lies in `refused/` always has its reason."""
    folder, beside = root / REFUSED, _slip_beside(path)
    told = reason_text(
        path.name,
        code,
        at=f"{now.astimezone(UTC):%Y-%m-%d %H:%M} UTC",
        megabytes=current_limits().max_bytes // (1024 * 1024),
    )
    note_lay(folder / f"{path.name}.reason.txt", told)
    if path.parent != root:
        target = _put_away(path, folder, claim=claim)
    else:
        target = move_in(path, folder, claim=claim)
        if beside.is_file() and path.suffix.lower() != SLIP:
            move_in(beside, folder, claim=claim)
    if target.name != path.name:
        note_lay(folder / f"{target.name}.reason.txt", told)


def _put_away(fax: Path, folder: Path, *, claim: str) -> Path:
    """Move the slip, then the fax: as long as the fax lies in its claim, it is not finished."""
    slip, place = _slip_beside(fax), fax.parent
    if slip.is_file():
        move_in(slip, folder, claim=claim)
    target = move_in(fax, folder, claim=claim)
    shutil.rmtree(place, ignore_errors=True)
    folder_sync(place.parent)
    return target


def _slip_dropped(root: Path, fax: Path) -> None:
    """Remove the slip whose copy is in the claim, unless another fax of that name has come."""
    content = slip_bytes(_slip_beside(fax))
    if content is None or (root / fax.name).exists():
        return
    for name in slip_names(fax.name):
        if slip_bytes(root / name) == content:
            (root / name).unlink(missing_ok=True)
            return


def _claim_anew(place: Path) -> None:
    """The fax grew after its receipt was written: what it is now is an arrival of its own."""
    os.rename(place, place.with_name(uuid.uuid4().hex))  # noqa: PTH104 - one step


def _empty_claim_clear(place: Path, *, now: datetime) -> None:
    """Remove a claim that was broken off before its fax; a fresh one may be somebody's."""
    try:
        age = now.timestamp() - place.stat().st_mtime
    except FileNotFoundError:
        return
    if age > _EMPTY_CLAIM_KEPT_SECONDS:
        shutil.rmtree(place, ignore_errors=True)


def _fax_in(place: Path) -> Path | None:
    try:
        names = sorted(path for path in place.iterdir() if path.suffix.lower() != SLIP)
    except FileNotFoundError:
        return None
    return next(iter(names), None)


def _slip_beside(fax: Path) -> Path:
    return fax.with_name(f"{fax.name}{SLIP}")


def slip_bytes(slip: Path | None) -> bytes | None:
    """What the slip holds, one byte more than a slip may have at most; None without one."""
    if slip is None:
        return None
    try:
        handle = os.open(slip, _OPEN)
    except OSError:
        return None
    with os.fdopen(handle, "rb") as stream:
        is_file = S_ISREG(os.fstat(handle).st_mode)
        return stream.read(MOST_BYTES + 1) if is_file else None


def _look(found: os.stat_result) -> Look:
    return Look(found.st_size, found.st_mtime_ns, found.st_ino)


def _moment(nanoseconds: int, *, now: datetime) -> datetime:
    """The file's time; now where it is none that a calendar has."""
    try:
        return datetime.fromtimestamp(nanoseconds / 1e9, tz=UTC)
    except (ValueError, OverflowError, OSError):
        return now
