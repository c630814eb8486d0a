"""Answers to the bells of the floors below."""

from typing import Any

from django.dispatch import receiver

from cases.services.preparing import cases_refresh
from documents.signals import document_read


@receiver(document_read)
def on_document_read(document_id: int, **_: Any) -> None:
    """A document has been read: its cases are prepared again."""
    cases_refresh(document_id)
