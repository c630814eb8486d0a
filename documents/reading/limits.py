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
    """The limits in force; a setting named DOCUMENT_<LIMIT> overrides the built-in value."""
    return Limits(
        max_bytes=getattr(settings, "DOCUMENT_MAX_BYTES", 50 * 1024 * 1024),
        max_pages=getattr(settings, "DOCUMENT_MAX_PAGES", 500),
        max_page_pixels=getattr(settings, "DOCUMENT_MAX_PAGE_PIXELS", 40_000_000),
        memory_bytes=getattr(settings, "DOCUMENT_MEMORY_BYTES", 1536 * 1024 * 1024),
        cpu_seconds=getattr(settings, "DOCUMENT_CPU_SECONDS", 20),
        file_bytes=getattr(settings, "DOCUMENT_FILE_BYTES", 64 * 1024 * 1024),
        wall_seconds=getattr(settings, "DOCUMENT_WALL_SECONDS", 60),
        file_wall_seconds=getattr(settings, "DOCUMENT_FILE_WALL_SECONDS", 180),
    )


def incoming_dir() -> Path:
    """Where arriving bytes are written first: the same file system as the stored files."""
    beside_files = Path(settings.MEDIA_ROOT).parent / "incoming"
    path = Path(getattr(settings, "DOCUMENT_INCOMING_DIR", beside_files))
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path
