"""The slip that a fax server lays beside a fax: NAME.json, one object, as docs/how-to says.

A slip is never a reason to leave a fax lying: what cannot be used is left out, and a
remark tells a person.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from documents.domain.arrivals import (
    MOST_PAGES,
    Remark,
    time_remarks,
    time_taken,
)

MOST_BYTES = 64 * 1024
MOST_LETTERS = {"sender": 120, "line_dialled": 40, "delegate": 120}


@dataclass(frozen=True)
class Slip:
    """What is known of an arrival. pages_expected None: nothing was announced."""

    received_at: datetime
    sender: str = ""
    line_dialled: str = ""
    pages_expected: int | None = None
    delegate: str = ""
    remarks: tuple[str, ...] = ()


@dataclass
class _Found:
    values: dict[str, Any] = field(default_factory=dict)
    is_partly: bool = False


def slip_missing(*, file_at: datetime, now: datetime) -> Slip:
    """What is known of a fax without a slip: the time of its file."""
    return _without(Remark.SLIP_MISSING, file_at=file_at, now=now)


def slip_read(content: bytes, *, file_at: datetime, now: datetime) -> Slip:
    """What the slip says; file_at is used where it gives no time. Never raises."""
    given = _object(content)
    if given is None:
        return _without(Remark.SLIP_UNREADABLE, file_at=file_at, now=now)
    found = _Found(is_partly=bool(set(given) - set(_READERS)))
    for name, reader in _READERS.items():
        _use(found, name, given.get(name), reader)
    stated = found.values.pop("received_at", None)
    taken = time_taken(stated, file_at=file_at, now=now)
    remarks = [Remark.SLIP_PARTLY] if found.is_partly else []
    remarks += time_remarks(stated, taken=taken, now=now)
    if "delegate" in found.values and Remark.TIME_MISSING in remarks:
        remarks[remarks.index(Remark.TIME_MISSING)] = Remark.DELEGATE_TIME_MISSING
    return Slip(taken, **found.values, remarks=tuple(remarks))


def _without(remark: Remark, *, file_at: datetime, now: datetime) -> Slip:
    taken = time_taken(None, file_at=file_at, now=now)
    old = time_remarks(taken, taken=taken, now=now)
    return Slip(taken, remarks=(remark, *old))


def _object(content: bytes) -> dict[str, Any] | None:
    """The one JSON object of the slip; None when it is anything else."""
    if len(content) > MOST_BYTES:
        return None
    try:
        given = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    return given if isinstance(given, dict) else None


def _use(found: _Found, name: str, given: Any, reader: Callable[[str, Any], Any]) -> None:
    """Keep the value when it was given and can be used; note when it was given and cannot."""
    if given is None or given == "":
        return
    value = reader(name, given)
    if value is None:
        found.is_partly = True
    else:
        found.values[name] = value


def _text(name: str, given: Any) -> str | None:
    if isinstance(given, bool) or not isinstance(given, str | int):
        return None
    plain = "".join(letter for letter in str(given) if letter.isprintable()).strip()
    return plain[: MOST_LETTERS[name]] or None


def _pages(_name: str, given: Any) -> int | None:
    if isinstance(given, str) and given.strip().isascii() and given.strip().isdigit():
        given = int(given.strip()[:9])
    is_count = isinstance(given, int) and not isinstance(given, bool)
    return given if is_count and 1 <= given <= MOST_PAGES else None


def _moment(_name: str, given: Any) -> datetime | None:
    """A time with its offset from UTC, as ISO 8601 writes it; one without offset is none."""
    if not isinstance(given, str):
        return None
    try:
        moment = datetime.fromisoformat(given.strip())
        return moment if moment.utcoffset() is not None else None
    except (ValueError, OverflowError):
        return None


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "sender": _text,
    "line_dialled": _text,
    "pages_expected": _pages,
    "received_at": _moment,
    "delegate": _text,
}
