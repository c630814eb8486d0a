"""How much of a file is accepted. Every value may be set in the settings."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Limits:
    """Limits on a file and on the process that opens it."""

    max_bytes: int
    max_pages: int
    max_page_pixels: int
    memory_bytes: int
    cpu_seconds: int
    file_bytes: int
    wall_seconds: int
    file_wall_seconds: int


def current_limits() -> Limits:
    """The limits in force, from the settings DOCUMENT_<LIMIT>."""
    return Limits(
        max_bytes=settings.DOCUMENT_MAX_BYTES,
        max_pages=settings.DOCUMENT_MAX_PAGES,
        max_page_pixels=settings.DOCUMENT_MAX_PAGE_PIXELS,
        memory_bytes=settings.DOCUMENT_MEMORY_BYTES,
        cpu_seconds=settings.DOCUMENT_CPU_SECONDS,
        file_bytes=settings.DOCUMENT_FILE_BYTES,
        wall_seconds=settings.DOCUMENT_WALL_SECONDS,
        file_wall_seconds=settings.DOCUMENT_FILE_WALL_SECONDS,
    )


def incoming_dir() -> Path:
    """Where arriving bytes are written first: the same file system as the stored files."""
    beside_files = Path(settings.MEDIA_ROOT).parent / "incoming"
    path = Path(getattr(settings, "DOCUMENT_INCOMING_DIR", beside_files))
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path
