"""Puts bytes away under their own hash, through the storage API."""

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

if TYPE_CHECKING:
    _BytesFile = File[bytes]
else:  # Django's File takes no type argument when it runs
    _BytesFile = File


class _FinishedFile(_BytesFile):
    """A complete file on disk that the storage may take over by renaming it."""

    def temporary_file_path(self) -> str:
        return str(self.name)


def file_name(*, folder: str, digest: str, suffix: str) -> str:
    """The storage name of bytes with this SHA-256, spread over 256 folders."""
    return f"{folder}/{digest[:2]}/{digest}{suffix}"


def file_take(path: Path, *, name: str) -> None:
    """Move a finished file into the storage, unless the same bytes are already there.

    A stored file of another size (a disk that lost bytes) is replaced.

    Raises:
        OSError: when the storage cannot hold the file.
    """
    size = path.stat().st_size
    if _holds(name, size=size):
        return
    with path.open("rb") as stream:
        _save(_FinishedFile(stream, name=str(path)), name=name)
    _sync_folder(name)


def bytes_put(content: bytes, *, folder: str, suffix: str) -> str:
    """Store the bytes under their hash and return the storage name."""
    digest = hashlib.sha256(content).hexdigest()
    name = file_name(folder=folder, digest=digest, suffix=suffix)
    if not _holds(name, size=len(content)):
        _save(ContentFile(content), name=name)
    return name


def _holds(name: str, *, size: int) -> bool:
    if not default_storage.exists(name):
        return False
    if default_storage.size(name) == size:
        return True
    default_storage.delete(name)
    return False


def _save(content: _BytesFile, *, name: str) -> None:
    stored = default_storage.save(name, content)
    if stored != name:  # somebody stored the same bytes at the same moment
        default_storage.delete(stored)


def _sync_folder(name: str) -> None:
    """Make the new directory entry durable where the storage is a plain file system."""
    try:
        folder = Path(default_storage.path(name)).parent
    except NotImplementedError:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
