"""The facts of all cases of a policy as a file of typed columns, kept beside the database.

Everything in it is made from fact snapshots and can be made again: a file that is missing,
broken, of another shape or ahead of the database is not used but written anew. A row is a case:
its id, the id of its newest snapshot with proposals, and the columns of facts_frame. The watermark
says up to which snapshot the file has been written; later ones are merged when it is read. It
stays behind the newest by GRACE, since a transaction may commit after one that began later.

The columns are an Arrow file, which is mapped rather than decoded; what the file is, and how far
it goes, stands in a small file beside it, which is replaced last.
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from os import getpid
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings
from django.db.models import Max, QuerySet

from cases.models import Evaluation, FactSnapshot
from cases.selectors.evaluation import facts_read
from criteria.columns.frame import facts_frame, frame_schema, typing_of
from criteria.domain.policy import Policy
from criteria.domain.reserved import CASE, SNAPSHOT

GRACE = timedelta(minutes=10)
_KEYS = {CASE: pl.Int64(), SNAPSHOT: pl.Int64()}
_BATCH = 20_000
_ROWS_TOGETHER = 100_000
_FORM = "2"


@dataclass(frozen=True)
class Stored:
    """The newest facts of every case as columns, by case id; watermark is how far it goes."""

    frame: pl.DataFrame
    watermark: int


def store_path(slug: str) -> Path:
    """Where the file of the policy is."""
    folder: Path = settings.PRECERT_REPLAY_DIR
    return folder / f"{slug}.arrow"


def store_scan(policy: Policy) -> pl.LazyFrame | None:
    """The file's columns, to be read where they are asked for; None when it cannot be used.

    None also when there are snapshots that it does not have. Three queries.
    """
    marks = _marks(policy)
    if marks is None or _later_snapshots(policy.slug, marks).exists():
        return None
    return pl.scan_ipc(store_path(policy.slug))


def stored_facts(policy: Policy, *, now: datetime, anew: str = "no") -> Stored:
    """The newest facts of each case of the policy, typed as this revision types them.

    Reads the file and what came after it; anew "yes" leaves the file aside.
    """
    marks = _marks(policy) if anew == "no" else None
    kept = _read(policy) if marks is not None else None
    if marks is None or kept is None:
        marks, kept = Marks(0, 0), pl.DataFrame(schema=_schema(policy))
    frames = [kept, *_later(policy, marks)]
    whole = pl.concat(frames).sort(CASE, SNAPSHOT)
    frame = whole.unique(CASE, keep="last", maintain_order=True)
    return Stored(frame, _highest(policy.slug, before=now - GRACE))


def store_write(policy: Policy, stored: Stored) -> None:
    """Write the file, whole or not at all; raises OSError when it cannot be written."""
    path = store_path(policy.slug)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    newest = int(str(stored.frame[SNAPSHOT].max() or 0))
    beside = path.with_suffix(f".{getpid()}.new")
    stored.frame.write_ipc(beside, record_batch_size=_ROWS_TOGETHER)
    beside.chmod(0o600)
    told = {
        "watermark": stored.watermark,
        "newest": newest,
        "digest": _digest(newest),
        "shape": shape_of(policy),
        "bytes": beside.stat().st_size,
    }
    _told_path(path).unlink(missing_ok=True)
    beside.replace(path)
    beside.write_text(json.dumps(told), encoding="utf-8")
    beside.replace(_told_path(path))


def store_forget(slug: str) -> None:
    """Put a file that cannot be read out of the way; the next replay makes it again."""
    with suppress(OSError):
        _told_path(store_path(slug)).unlink()


def shape_of(policy: Policy) -> str:
    """A digest of how the policy types its facts; files of another shape are not used."""
    told = [_FORM, *(repr((name, typing_of(spec))) for name, spec in policy.facts.items())]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(frozen=True)
class Marks:
    """How far a file goes: every snapshot up to watermark is in it, and some up to newest."""

    watermark: int
    newest: int


def _marks(policy: Policy) -> Marks | None:
    """What the file says of itself; None when it is none of this database and revision."""
    try:
        path = store_path(policy.slug)
        told = json.loads(_told_path(path).read_text(encoding="utf-8"))
        marks = Marks(int(told["watermark"]), int(told["newest"]))
        is_whole = told["bytes"] == path.stat().st_size
        is_ours = told["shape"] == shape_of(policy) and told["digest"] == _digest(marks.newest)
        fits = is_whole and is_ours
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return marks if fits and (told["digest"] or not marks.newest) else None


def _read(policy: Policy) -> pl.DataFrame | None:
    try:
        return (
            pl.scan_ipc(store_path(policy.slug))
            .collect()
            .select(pl.col(name).cast(dtype) for name, dtype in _schema(policy).items())
        )
    except (OSError, pl.exceptions.PolarsError):
        return None


def _told_path(path: Path) -> Path:
    return path.with_suffix(".json")


def _digest(snapshot_id: int) -> str:
    """The digest of a snapshot, by which a file knows its database; empty when there is none."""
    digests = FactSnapshot.objects.filter(pk=snapshot_id).values_list("digest", flat=True)
    return digests.first() or ""


def _later_snapshots(slug: str, marks: Marks) -> QuerySet[FactSnapshot]:
    """Snapshots that the file may not have: after the newest, or come late since the watermark."""
    rows = FactSnapshot.objects.filter(kind=Evaluation.Kind.SUGGESTED, policy__slug=slug)
    return rows.filter(pk__gt=marks.watermark).exclude(pk=marks.newest)


def _later(policy: Policy, marks: Marks) -> Iterator[pl.DataFrame]:
    """Frames of the snapshots after the watermark, in order."""
    rows = _later_snapshots(policy.slug, marks).order_by("pk")
    batch: list[tuple[int, int, dict[str, Any]]] = []
    for row in rows.values_list("case_id", "pk", "facts").iterator(chunk_size=_BATCH):
        batch.append(row)
        if len(batch) == _BATCH:
            yield _framed(policy, batch)
            batch = []
    if batch:
        yield _framed(policy, batch)


def _framed(policy: Policy, batch: list[tuple[int, int, dict[str, Any]]]) -> pl.DataFrame:
    facts = facts_frame(policy.facts, ((facts_read(policy, raw), raw) for _, _, raw in batch))
    keys = pl.DataFrame(
        {CASE: [row[0] for row in batch], SNAPSHOT: [row[1] for row in batch]}, schema=_KEYS
    )
    return pl.concat([keys, facts], how="horizontal")


def _highest(slug: str, *, before: datetime) -> int:
    rows = FactSnapshot.objects.filter(policy__slug=slug, created_at__lt=before)
    highest: int | None = rows.aggregate(highest=Max("pk"))["highest"]
    return highest or 0


def _schema(policy: Policy) -> dict[str, pl.DataType]:
    return {**_KEYS, **frame_schema(policy.facts)}
