"""Knows when the database needs no preparing: nothing has changed since our own clean stop.

The note is written after the last child has ended and is taken away by the next start, so
after a crash, a restored backup, an edited policy or an update everything is prepared again.
What preparing reads is looked at when it begins: what changed while the product ran counts.
Only the embedded database is known this well; with DATABASE_URL it is always prepared.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from config.launcher.places import Places

INPUTS = (
    "requirements.txt",
    "*/migrations/*.py",
    "*/*.yaml",
    "criteria/policies/*/*.yaml",
    "criteria/policies/samples/*/*.yaml",
    "config/prepare.py",
    "config/settings/*.py",
    "*/management/commands/*.py",
    "static/**/*",
)
DATABASE = "precert.sqlite3"


def take_note(places: Places, environment: Mapping[str, str], *, wanted: str) -> bool:
    """Return whether what is wanted was prepared and nothing changed since; the note is gone then."""
    note = _note(places)
    if environment.get("DATABASE_URL") or not note.is_file():
        return False
    noted = note.read_text(encoding="ascii")
    note.unlink()
    return noted == _state(places, read=read_state(places), wanted=wanted)


def leave_note(places: Places, environment: Mapping[str, str], *, read: str, wanted: str) -> None:
    """Write down what was read, and what everything looks like now that all children have ended."""
    if not environment.get("DATABASE_URL") and (places.data / DATABASE).is_file():
        _note(places).write_text(_state(places, read=read, wanted=wanted), encoding="ascii")


def read_state(places: Places) -> str:
    """Return a digest of what preparing reads, taken before it begins."""
    return _digest(_inputs(places.root), begun="")


def _state(places: Places, *, read: str, wanted: str) -> str:
    return _digest(_outputs(places.data), begun=f"{wanted}\0{read}\0")


def _digest(paths: Iterable[Path], *, begun: str) -> str:
    digest = hashlib.sha256(begun.encode())
    for path in paths:
        digest.update(f"{path}\0{_look(path)}\n".encode())
    return digest.hexdigest()


def _note(places: Places) -> Path:
    return places.run / "prepared.txt"


def _inputs(root: Path) -> Iterator[Path]:
    for pattern in INPUTS:
        yield from sorted(path for path in root.glob(pattern) if path.is_file())


def _outputs(data: Path) -> tuple[Path, ...]:
    names = (
        DATABASE,
        f"{DATABASE}-wal",
        "static/staticfiles.json",
        "demo_users.json",
        "secret_key",
    )
    return tuple(data / name for name in names)


def _look(path: Path) -> str:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return "absent"
    return f"{stat.st_ino} {stat.st_size} {stat.st_mtime_ns}"
