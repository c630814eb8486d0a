"""Joins the kinds of jobs of this app to the services that do them."""

from django.utils import timezone

from documents.selectors.pages import READ_AGAIN_JOB
from documents.services.reading import document_recognise
from documents.services.reading_again import page_reread
from documents.services.receive import SPLIT_JOB
from documents.services.splitting import RECOGNISE_JOB, document_split
from operations.domain.jobs import ClaimedJob, Turn
from operations.services.handlers import register_handler

_TURNS = ((1, Turn.FIRST), (12, Turn.SOON), (60, Turn.LATER))
"""Up to which page of a file which turn; most faxes have no more than a dozen pages."""


def split_document(claim: ClaimedJob) -> None:
    """Split one file into pages."""
    document_split(claim, clock=timezone.now)


def recognise_document(claim: ClaimedJob) -> None:
    """Read some pages of one file."""
    document_recognise(claim, clock=timezone.now)


def reread_page(claim: ClaimedJob) -> None:
    """Read one page again."""
    page_reread(claim, clock=timezone.now)


def turn_of_pages(digest: str) -> Turn:
    """When the pages of a range ("11-20") are read: the further back in their file, the later.

    So the first page of a fax waits for no long one, and a short fax is read before the end
    of a long one that came earlier.
    """
    first = int(digest.split("-")[0])
    return next((turn for last, turn in _TURNS if first <= last), Turn.LAST)


def register_handlers() -> None:
    """Bind the jobs of this app; called once Django is ready."""
    register_handler(SPLIT_JOB, queue="reading", handle=split_document)
    register_handler(READ_AGAIN_JOB, queue="reading", handle=reread_page)
    register_handler(
        RECOGNISE_JOB, queue="reading", handle=recognise_document, turn_of=turn_of_pages
    )
