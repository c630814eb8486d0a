"""Answers to the bells of the floors below."""

from typing import Any

from django.dispatch import receiver

from cases.services.clock_correction import arrival_compare_ask
from cases.services.page_signs import signs_ask
from cases.services.preparing import cases_refresh
from documents.signals import document_read, page_read_again, receipt_came_first, slip_came


@receiver(document_read)
def on_document_read(document_id: int, **_: Any) -> None:
    """A document has been read: its pages are looked through, its cases prepared again."""
    signs_ask(document_id)
    cases_refresh(document_id)


@receiver(page_read_again)
def on_page_read_again(document_id: int, reading_id: int, **_: Any) -> None:
    """A page has another reading: it is looked through, its document's cases prepared again."""
    signs_ask(document_id)
    cases_refresh(document_id, cause=f"reading:{reading_id}")


@receiver(receipt_came_first)
def on_receipt_came_first(receipt_id: int, **_: Any) -> None:
    """A file came again with an earlier time: the clocks that its papers began are compared."""
    arrival_compare_ask(receipt_id, cause="received")


@receiver(slip_came)
def on_slip_came(receipt_id: int, **_: Any) -> None:
    """A late slip dates its fax earlier: the clocks that its papers began are compared with it."""
    arrival_compare_ask(receipt_id, cause="slip")
