"""Gives out originals, never without checking that they are the bytes that arrived."""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from django.core.files.storage import default_storage

from documents.errors import OriginalChangedError
from documents.models import Document
from documents.reading.limits import incoming_dir

_CHUNK_BYTES = 1024 * 1024
_INCOMING_KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True)
class OriginalsReport:
    """What verification found: how many originals were hashed, and the broken documents' ids."""

    checked: int
    broken: tuple[int, ...]


@contextmanager
def original_copy(document: Document) -> Iterator[BinaryIO]:
    """A private temporary file with the original's bytes, rewound to its start.

    Raises:
        OriginalChangedError: when the stored file is missing or its hash differs.
    """
    with tempfile.TemporaryFile() as copy:
        digest = hashlib.sha256()
        try:
            with default_storage.open(document.storage_name, "rb") as stored:
                while chunk := stored.read(_CHUNK_BYTES):
                    digest.update(chunk)
                    copy.write(chunk)
        except FileNotFoundError as error:
            raise OriginalChangedError(
                f"The original of document {document.pk} is missing."
            ) from error
        if digest.hexdigest() != document.sha256:
            raise OriginalChangedError(
                f"The original of document {document.pk} no longer has the bytes that arrived."
            )
        copy.seek(0)
        yield copy


def originals_verify() -> OriginalsReport:
    """Hash every stored original; read only."""
    checked, broken = 0, []
    for document in Document.objects.order_by("pk").iterator(chunk_size=200):
        checked += 1
        try:
            with original_copy(document):
                pass
        except OriginalChangedError:
            broken.append(document.pk)
    return OriginalsReport(checked=checked, broken=tuple(broken))


def incoming_clear(*, now: datetime) -> int:
    """Delete what interrupted uploads left behind more than a day ago; how many files."""
    oldest_kept = (now - _INCOMING_KEPT_FOR).timestamp()
    stale = [path for path in incoming_dir().iterdir() if path.stat().st_mtime < oldest_kept]
    for path in stale:
        path.unlink(missing_ok=True)
    return len(stale)
