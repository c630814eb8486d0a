"""Answers to the bells of the floors below."""

from typing import Any

from django.dispatch import receiver

from cases.services.preparing import cases_refresh
from documents.signals import document_read, page_read_again


@receiver(document_read)
def on_document_read(document_id: int, **_: Any) -> None:
    """A document has been read: its cases are prepared again."""
    cases_refresh(document_id)


@receiver(page_read_again)
def on_page_read_again(document_id: int, reading_id: int, **_: Any) -> None:
    """A page has another reading: the cases with its document are prepared again."""
    cases_refresh(document_id, cause=f"reading:{reading_id}")
