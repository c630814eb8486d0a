"""A file that comes in pieces: it goes on after a break, and only by who began it.

The pieces are written into one file of the incoming folder, in order, each under a lock
and each made durable before it counts; what counts is in the row. The file is taken in
as any other once it is whole and has the hash that the browser counted.
"""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from documents.errors import DocumentNotFoundError, UploadRefusedError, WrongOffsetError
from documents.models import PartUpload, Receipt
from documents.reading.limits import current_limits, incoming_dir
from documents.reading.sniff import SNIFF_BYTES, media_type_of
from documents.services.receive import Arrival, file_store, plain_name, receipt_add

_KEPT_AT_MOST = timedelta(hours=24)  # as originals.incoming_clear keeps incoming files
_CLEARED_AT_ONCE = 100
_KEPT = "What had come so far is kept."
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class PartGiven:
    """What a browser says of a file before it sends it. sha256 is empty where it cannot count.

    told are fields of Arrival about how it came, as JSON has them.
    """

    filename: str
    byte_size: int
    sha256: str = ""
    told: dict[str, Any] = field(default_factory=dict)


def upload_begin(given: PartGiven, *, actor: Actor, now: datetime) -> PartUpload:
    """A new upload, or the person's unfinished one of the very same file, to go on with.

    Raises:
        NotPermittedError: when the actor's role may not upload.
        UploadRefusedError: empty, too_large, or quota when too much was left unfinished.
    """
    require(actor, Action.DOCUMENT_UPLOAD)
    _check_size(given.byte_size)
    uploads_expire(now=now)
    known = _unfinished(given, actor=actor)
    if known is not None:
        return known
    _check_quota(given.byte_size, actor=actor)
    upload = PartUpload(
        key=secrets.token_hex(16),
        owner=actor.key,
        filename=plain_name(given.filename),
        byte_size=given.byte_size,
        sha256=given.sha256,
        told=given.told,
        begun_at=now,
        expires_at=_expiry(now),
    )
    try:
        os.close(os.open(part_path(upload), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as error:
        raise _no_space() from error
    upload.save(force_insert=True)
    return upload


def upload_of(key: str, *, actor: Actor, now: datetime) -> PartUpload:
    """The person's own upload.

    Raises:
        NotPermittedError: when the actor's role may not upload.
        DocumentNotFoundError: when there is none, or it is somebody else's.
        UploadRefusedError: expired.
    """
    require(actor, Action.DOCUMENT_UPLOAD)
    upload = PartUpload.objects.filter(key=key, owner=actor.key).first()
    if upload is None:
        raise DocumentNotFoundError("There is no such upload.")
    if upload.expires_at <= now:
        raise _expired()
    return upload


def piece_add(
    key: str, content: bytes, *, offset: int, sha256: str, actor: Actor, now: datetime
) -> int:
    """Add a piece and return how many bytes have come; sha256 is the piece's, or empty.

    Raises:
        NotPermittedError, DocumentNotFoundError: as upload_of.
        WrongOffsetError: the piece does not begin where the last one ended.
        UploadRefusedError: expired; wrong_hash; busy while another piece is written;
            too_large, wrong_type (the upload is then dropped); no_space.
    """
    upload = upload_of(key, actor=actor, now=now)
    if sha256 and hashlib.sha256(content).hexdigest() != sha256:
        raise UploadRefusedError(
            "wrong_hash", f"A piece was damaged on its way. {_KEPT} It is sent again."
        )
    with _locked(upload) as handle:
        upload.refresh_from_db(fields=["received_bytes", "receipt"])
        if offset != upload.received_bytes or upload.receipt_id:
            raise WrongOffsetError(upload.received_bytes)
        end = offset + len(content)
        _check_piece(upload, content, end=end)
        _write(handle, content, offset=offset)
        PartUpload.objects.filter(pk=upload.pk, received_bytes=offset).update(
            received_bytes=end, expires_at=_expiry(now)
        )
    return end


def upload_finish(key: str, *, actor: Actor, now: datetime) -> Receipt:
    """Take the whole file in and return its receipt; asked again, the same one.

    Raises:
        NotPermittedError, DocumentNotFoundError: as upload_of.
        WrongOffsetError: pieces are missing.
        UploadRefusedError: expired, busy; wrong_hash and what document_receive says, when
            the upload is dropped; no_space, when it is kept.
    """
    upload = upload_of(key, actor=actor, now=now)
    if upload.receipt is not None:
        return upload.receipt
    if upload.received_bytes != upload.byte_size:
        raise WrongOffsetError(upload.received_bytes)
    try:
        return _take_in(upload, actor=actor, now=now)
    except WrongOffsetError:  # finished at the same moment by another request
        finished = upload_of(key, actor=actor, now=now)
        if finished.receipt is None:
            raise
        return finished.receipt


def upload_drop(key: str, *, actor: Actor, now: datetime) -> None:
    """Throw an unfinished upload away; a finished one stays as it is.

    Raises:
        NotPermittedError, DocumentNotFoundError, UploadRefusedError: as upload_of.
    """
    upload = upload_of(key, actor=actor, now=now)
    if upload.receipt_id is None:
        _drop(upload)


def uploads_expire(*, now: datetime) -> int:
    """Throw away what was left unfinished for too long; how many uploads."""
    over = list(PartUpload.objects.filter(expires_at__lte=now).order_by("pk")[:_CLEARED_AT_ONCE])
    for upload in over:
        _drop(upload)
    return len(over)


def part_path(upload: PartUpload) -> Path:
    """Where the pieces of the upload lie."""
    return incoming_dir() / f"part-{upload.key}"


def _take_in(upload: PartUpload, *, actor: Actor, now: datetime) -> Receipt:
    with _locked(upload) as handle, os.fdopen(os.dup(handle), "rb") as stream:
        try:
            _check_whole(upload, hashlib.file_digest(stream, "sha256").hexdigest())
            stream.seek(0)
            arrival = _arrival(upload)
            stored = file_store(stream, arrival, actor=actor, now=now)
            with transaction.atomic():
                receipt = receipt_add(stored, arrival, actor=actor, now=now)
                PartUpload.objects.filter(pk=upload.pk).update(receipt=receipt)
        except UploadRefusedError as error:
            if error.code != "no_space":
                _drop(upload)
            raise
    part_path(upload).unlink(missing_ok=True)
    return receipt


def _unfinished(given: PartGiven, *, actor: Actor) -> PartUpload | None:
    """The same file by its hash, with its pieces still there."""
    if not given.sha256:
        return None
    found = PartUpload.objects.filter(
        owner=actor.key,
        sha256=given.sha256,
        byte_size=given.byte_size,
        filename=plain_name(given.filename),
        receipt__isnull=True,
    ).order_by("-pk")
    for upload in found:
        path = part_path(upload)
        if path.is_file() and path.stat().st_size >= upload.received_bytes:
            return upload
        _drop(upload)
    return None


def _check_size(byte_size: int) -> None:
    limit = current_limits().max_bytes
    if byte_size < 1:
        raise UploadRefusedError(
            "empty", "The file is empty. Nothing was kept. Check the file and send it again."
        )
    if byte_size > limit:
        raise UploadRefusedError(
            "too_large",
            f"The file is larger than {limit // _MEGABYTE} MB. It was not sent. Send it in "
            "smaller parts.",
        )


def _check_quota(byte_size: int, *, actor: Actor) -> None:
    unfinished = PartUpload.objects.filter(owner=actor.key, receipt__isnull=True)
    left = unfinished.aggregate(count=Count("pk"), size=Sum("byte_size"))
    too_many = left["count"] >= settings.DOCUMENT_UPLOADS_OPEN
    too_much = (left["size"] or 0) + byte_size > settings.DOCUMENT_UPLOADS_OPEN_BYTES
    if too_many or too_much:
        raise UploadRefusedError(
            "quota",
            "You have left too many uploads unfinished. Nothing of this file was sent. Finish "
            "those on the upload page, or throw them away.",
        )


def _check_piece(upload: PartUpload, content: bytes, *, end: int) -> None:
    if end > upload.byte_size or len(content) > settings.DOCUMENT_CHUNK_BYTES:
        raise UploadRefusedError(
            "too_large", f"A piece is larger than it may be. {_KEPT} Choose the file again."
        )
    if content and end == len(content) and media_type_of(content[:SNIFF_BYTES]) is None:
        _drop(upload)
        raise UploadRefusedError(
            "wrong_type",
            "The file is not a PDF, TIFF, PNG or JPEG. Nothing was kept. Save it as PDF or TIFF "
            "and send it again.",
        )


def _check_whole(upload: PartUpload, sha256: str) -> None:
    if upload.sha256 and upload.sha256 != sha256:
        raise UploadRefusedError(
            "wrong_hash",
            "What came is not the file that was begun. Nothing was kept. Send it again from the "
            "start.",
        )


def _write(handle: int, content: bytes, *, offset: int) -> None:
    try:
        view, at = memoryview(content), offset
        while view:
            written = os.pwrite(handle, view, at)
            view, at = view[written:], at + written
        os.fsync(handle)
    except OSError as error:
        raise _no_space() from error


def _arrival(upload: PartUpload) -> Arrival:
    """How it came; without a time told the clock runs from when the upload was begun."""
    told = dict(upload.told)
    stated = told.pop("received_at", None)
    return Arrival(
        filename=upload.filename,
        channel=Receipt.Channel.UPLOAD,
        received_at=datetime.fromisoformat(stated) if stated else upload.begun_at,
        key=f"upload:{upload.key}",
        **told,
    )


@contextmanager
def _locked(upload: PartUpload) -> Iterator[int]:
    """The open file of the pieces, while nobody else writes to it."""
    try:
        handle = os.open(part_path(upload), os.O_RDWR)
    except FileNotFoundError as error:
        if upload.receipt_id is None and not _is_finished(upload):
            _drop(upload)
            raise _expired() from error
        raise WrongOffsetError(upload.byte_size) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield handle
    except BlockingIOError as error:
        raise UploadRefusedError(
            "busy", f"Another piece of this file is being written. {_KEPT} Try again."
        ) from error
    finally:
        os.close(handle)


def _is_finished(upload: PartUpload) -> bool:
    return PartUpload.objects.filter(pk=upload.pk, receipt__isnull=False).exists()


def _drop(upload: PartUpload) -> None:
    part_path(upload).unlink(missing_ok=True)
    PartUpload.objects.filter(pk=upload.pk).delete()


def _expiry(now: datetime) -> datetime:
    return now + min(timedelta(hours=settings.DOCUMENT_UPLOAD_HOURS), _KEPT_AT_MOST)


def _expired() -> UploadRefusedError:
    return UploadRefusedError(
        "expired",
        "The first part of this file was kept for a while and is gone now. Send it again from "
        "the start.",
    )


def _no_space() -> UploadRefusedError:
    return UploadRefusedError(
        "no_space",
        f"There is no room on the disk. {_KEPT} Tell the administrator and go on later.",
    )
