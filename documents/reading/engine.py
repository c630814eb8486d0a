"""The engine that reads page pictures, by name, so that only a worker loads its models."""

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from documents.reading.page import ReadPage

DEFAULT_ENGINE = "documents.reading.rapid.read_picture"


def picture_reader() -> Callable[[bytes], ReadPage]:
    """The function that reads one page picture; the setting DOCUMENT_ENGINE names another."""
    reader: Callable[[bytes], ReadPage] = import_string(
        getattr(settings, "DOCUMENT_ENGINE", DEFAULT_ENGINE)
    )
    return reader
