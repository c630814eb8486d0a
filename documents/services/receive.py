"""Takes a file in: bytes first, then one transaction for the row, the receipt and the job."""

import hashlib
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Protocol

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from documents.domain.states import DocumentReason, DocumentState
from documents.errors import UploadRefusedError
from documents.models import Document, Receipt, SourceHour
from documents.reading.limits import current_limits, incoming_dir
from documents.reading.sniff import SNIFF_BYTES, media_type_of, suffix_of
from documents.services.filing import file_name, file_take
from documents.services.sources import source_heard
from documents.signals import receipt_came_first
from operations.services.audit import audit_append
from operations.services.jobs import job_enqueue

SPLIT_JOB = "document.split"
AUDIT_STREAM = "documents"

_CHUNK_BYTES = 1024 * 1024
_NOTHING_KEPT = "Nothing was kept."


class ByteSource(Protocol):
    """Anything that gives its bytes piece by piece: an open file, an uploaded file."""

    def read(self, size: int, /) -> bytes:
        """At most size bytes; empty at the end."""
        ...


@dataclass(frozen=True)
class _Arrived:
    """Bytes that are complete on disk."""

    path: Path
    sha256: str
    byte_size: int
    media_type: str


@dataclass(frozen=True)
class StoredFile:
    """Bytes that lie in the storage under their hash."""

    sha256: str
    byte_size: int
    media_type: str
    storage_name: str


@dataclass(frozen=True)
class Arrival:
    """How a file came. received_at is when it reached the plan, and starts the clock.

    delegate is who received it for the plan; received_at is then their time. folder is the
    watched folder that it lay in; empty where it came another way. key names
    the arrival, where it may be brought a second time after a break: it stays one receipt.
    """

    filename: str
    channel: str
    received_at: datetime
    sender: str = ""
    line_dialled: str = ""
    pages_expected: int | None = None
    delegate: str = ""
    remarks: tuple[str, ...] = ()
    folder: str = ""
    key: str | None = None


def document_receive(  # noqa: PLR0913 - seven facts about an arrival, each by name
    content: ByteSource,
    *,
    filename: str,
    actor: Actor,
    channel: str,
    received_at: datetime,
    now: datetime,
    sender: str = "",
) -> Receipt:
    """Store the bytes untouched and return the receipt of this arrival.

    Identical bytes share one Document; every arrival has its own Receipt. Reading
    starts by a job of the same transaction. A file that later turns out to be
    unreadable keeps its receipt and its original.

    Raises:
        NotPermittedError: when the actor's role may not upload.
        UploadRefusedError: when the file is empty, too large, incomplete or of another
            kind than PDF, TIFF, PNG and JPEG, when there is no space, or when the time or
            channel make no sense. Nothing is kept then.
    """
    arrival = Arrival(filename, channel, received_at, sender)
    stored = file_store(content, arrival, actor=actor, now=now)
    return receipt_add(stored, arrival, actor=actor, now=now)


def file_store(content: ByteSource, arrival: Arrival, *, actor: Actor, now: datetime) -> StoredFile:
    """The bytes, put away; the half of document_receive that belongs outside any transaction.

    Raises:
        NotPermittedError, UploadRefusedError: as document_receive.
    """
    _check_arrival(arrival, actor=actor, now=now)
    with _arriving(content) as arrived:
        storage_name = file_name(
            folder="originals", digest=arrived.sha256, suffix=suffix_of(arrived.media_type)
        )
        try:
            file_take(arrived.path, name=storage_name)
        except OSError as error:
            raise _no_space() from error
    return StoredFile(arrived.sha256, arrived.byte_size, arrived.media_type, storage_name)


@transaction.atomic
def receipt_add(stored: StoredFile, arrival: Arrival, *, actor: Actor, now: datetime) -> Receipt:
    """The receipt of stored bytes: the other half of document_receive, in one transaction.

    An arrival whose key has a receipt already gets that one, and nothing is written.

    Raises:
        NotPermittedError, UploadRefusedError: as document_receive.
    """
    _check_arrival(arrival, actor=actor, now=now)
    document, is_first = _document_for(stored, now=now)
    receipt, is_new = _receipt_for(document, arrival, actor=actor, now=now)
    if not is_new:
        return receipt
    _enqueue_reading(document, receipt=receipt)
    if arrival.folder:
        source_heard(SourceHour.Kind.FOLDER, arrival.folder[:400], at=receipt.received_at)
    if receipt.line_dialled:
        source_heard(SourceHour.Kind.LINE, receipt.line_dialled, at=receipt.received_at)
    if not is_first and _came_first(receipt):
        receipt_came_first.send(sender=Receipt, receipt_id=receipt.pk)
    audit_append(
        AUDIT_STREAM,
        actor=actor.key,
        action="document.received",
        detail={"document": document.pk, "receipt": receipt.pk, "sha256": stored.sha256},
        now=now,
    )
    return receipt


def _came_first(receipt: Receipt) -> bool:
    """Whether another arrival of the file has a later time of receipt."""
    same = Receipt.objects.filter(document_id=receipt.document_id)
    return same.filter(received_at__gt=receipt.received_at).exists()


def _receipt_for(
    document: Document, arrival: Arrival, *, actor: Actor, now: datetime
) -> tuple[Receipt, bool]:
    """The receipt, and whether it is new; the key of the arrival decides, in the database."""
    source = Receipt.Source.DELEGATE if arrival.delegate else Receipt.Source.PLAN
    values = {
        "document": document,
        "received_at": arrival.received_at,
        "recorded_at": now,
        "source": source,
        "delegate": arrival.delegate,
        "channel": arrival.channel,
        "sender": _plain(arrival.sender)[:120],
        "line_dialled": _plain(arrival.line_dialled)[:40],
        "pages_expected": arrival.pages_expected,
        "original_name": plain_name(arrival.filename),
        "received_by": actor.key,
        "remarks": list(arrival.remarks),
    }
    if arrival.key is None:
        return Receipt.objects.create(**values), True
    return Receipt.objects.get_or_create(arrival_key=arrival.key, defaults=values)


def _check_arrival(arrival: Arrival, *, actor: Actor, now: datetime) -> None:
    if not actor.key.startswith("system:"):
        require(actor, Action.DOCUMENT_UPLOAD)
    if arrival.channel not in Receipt.Channel.values:
        raise UploadRefusedError(
            "unknown_channel",
            f"The way the file came in is not known. {_NOTHING_KEPT} "
            f"Use one of: {', '.join(Receipt.Channel.values)}.",
        )
    if arrival.received_at > now:
        raise UploadRefusedError(
            "bad_time",
            f"The time of receipt lies in the future. {_NOTHING_KEPT} Correct the time and send "
            "the file again.",
        )


@contextmanager
def _arriving(content: ByteSource) -> Iterator[_Arrived]:
    """The bytes, complete and synced in a private file that is gone afterwards."""
    path = incoming_dir() / uuid.uuid4().hex
    try:
        yield _write(content, path=path)
    finally:
        path.unlink(missing_ok=True)


def _write(content: ByteSource, *, path: Path) -> _Arrived:
    limit = current_limits().max_bytes
    digest, size, first = hashlib.sha256(), 0, b""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with FileIO(handle, "wb") as target:
        while chunk := _read(content):
            if not first:
                first = chunk[:SNIFF_BYTES]
                _check_kind(first)
            size += len(chunk)
            if size > limit:
                raise UploadRefusedError(
                    "too_large",
                    f"The file is larger than {limit // (1024 * 1024)} MB. {_NOTHING_KEPT} "
                    "Send it in smaller parts.",
                )
            digest.update(chunk)
            _append(target, chunk)
        os.fsync(target.fileno())
    if not size:
        raise UploadRefusedError(
            "empty", f"The file is empty. {_NOTHING_KEPT} Check the file and send it again."
        )
    return _Arrived(path, digest.hexdigest(), size, str(media_type_of(first)))


def _read(content: ByteSource) -> bytes:
    try:
        return content.read(_CHUNK_BYTES)
    except OSError as error:
        raise UploadRefusedError(
            "incomplete",
            f"The file stopped arriving half way. {_NOTHING_KEPT} Send it again.",
        ) from error


def _append(target: FileIO, chunk: bytes) -> None:
    try:
        view = memoryview(chunk)
        while view:
            view = view[target.write(view) :]
    except OSError as error:
        raise _no_space() from error


def _check_kind(first: bytes) -> None:
    if media_type_of(first) is None:
        raise UploadRefusedError(
            "wrong_type",
            f"The file is not a PDF, TIFF, PNG or JPEG. {_NOTHING_KEPT} Save it as PDF or TIFF and "
            "send it again.",
        )


def _no_space() -> UploadRefusedError:
    return UploadRefusedError(
        "no_space",
        f"The file could not be stored: there is no room on the disk. {_NOTHING_KEPT} Tell the "
        "administrator and send it again later.",
    )


def _document_for(stored: StoredFile, *, now: datetime) -> tuple[Document, bool]:
    """The document of the bytes, and whether they came for the first time."""
    return Document.objects.get_or_create(
        sha256=stored.sha256,
        defaults={
            "media_type": stored.media_type,
            "byte_size": stored.byte_size,
            "storage_name": stored.storage_name,
            "created_at": now,
        },
    )


def _enqueue_reading(document: Document, *, receipt: Receipt) -> None:
    """Ask for reading; again when the stored bytes had been lost and have now come back."""
    lost = Document.objects.filter(
        pk=document.pk,
        state=DocumentState.UNREADABLE,
        state_reason=DocumentReason.ORIGINAL_CHANGED,
    ).update(state=DocumentState.RECEIVED, state_reason="")
    digest = f"receipt:{receipt.pk}" if lost else ""
    job_enqueue(SPLIT_JOB, subject=document.pk, digest=digest)


def plain_name(filename: str) -> str:
    """The name of a file as it is kept: no folders, no control characters, not too long."""
    return _plain(Path(filename.replace("\\", "/")).name)[:200]


def _plain(text: str) -> str:
    """The text without control characters."""
    return "".join(letter for letter in text if letter.isprintable()).strip()
