"""Moves in a watched folder: each one whole, durable, and never over another file."""

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from documents.domain.folder import DONE, REFUSED, TAKING

_FOLDER_MODE = 0o700


def folders_make(root: Path) -> None:
    """The watcher's own folders inside the one that is watched."""
    for name in (TAKING, DONE, REFUSED):
        (root / name).mkdir(mode=_FOLDER_MODE, exist_ok=True)


def fax_claim(root: Path, name: str, *, claim: str, slip: bytes | None) -> Path | None:
    """The folder of the claim, which now holds the fax; None when somebody else was quicker.

    The rename of the fax is the claim. A copy of its slip lies there before it, so that
    a break at any moment leaves both, or neither.
    """
    place = root / TAKING / claim
    place.mkdir(mode=_FOLDER_MODE)
    if slip is not None:
        _write(place / f"{name}.json", slip)
    try:
        os.rename(root / name, place / name)  # noqa: PTH104 - one step of the operating system
    except FileNotFoundError:
        shutil.rmtree(place)
        return None
    for folder in (place, root / TAKING, root):
        folder_sync(folder)
    return place


def move_in(source: Path, folder: Path, *, claim: str) -> Path:
    """The file under its own name in the folder, or with the claim in it where that is taken."""
    folder.mkdir(parents=True, mode=_FOLDER_MODE, exist_ok=True)
    wanted = folder / source.name
    other = folder / f"{source.stem}.{claim[:12]}{source.suffix}"
    for target in (wanted, other):
        if _is_linked(source, target):
            folder_sync(folder)
            source.unlink(missing_ok=True)
            return target
    os.rename(source, other)  # noqa: PTH104 - one step; the claim makes the name its own
    folder_sync(folder)
    return other


def note_lay(path: Path, text: str) -> None:
    """Lay a note at the path, whole."""
    _write(path, text.encode("utf-8"))


def folder_sync(folder: Path) -> None:
    """Make the names in the folder durable, where its file system can."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def claim_held(place: Path) -> Iterator[bool]:
    """Whether nobody else works on the claim; a holder that dies lets go by itself.

    Only spares work: that a claim counts once is kept by the key of its receipt.
    """
    try:
        handle = os.open(place, os.O_RDONLY)
    except FileNotFoundError:
        yield False
        return
    try:
        yield _locked(handle)
    finally:
        os.close(handle)


def is_being_written(handle: int) -> bool:
    """Whether some process of this machine has the open file open for writing.

    False as well where that cannot be asked: a network file system, a file of another owner.
    """
    lease = getattr(fcntl, "F_SETLEASE", None)
    if lease is None:
        return False
    try:
        fcntl.fcntl(handle, lease, fcntl.F_RDLCK)
        fcntl.fcntl(handle, lease, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _is_linked(source: Path, target: Path) -> bool:
    """Whether the target now is the source; False where its name is taken, or links are unknown."""
    try:
        os.link(source, target, follow_symlinks=False)
    except FileExistsError:  # the same file: linked before a break
        return os.path.samestat(source.lstat(), target.lstat())
    except FileNotFoundError:
        raise
    except OSError:
        return False
    return True


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
