"""Looking the pages of a document through, in the worker, once for each reading."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction

from cases.domain.arrival_guess import RULES as TOLD_RULES
from cases.models import KeptSigns
from cases.selectors.page_signs import basis_of, looked_through, signs_kept_of
from documents.domain.page_signs import PageSigns
from documents.domain.signs_kept import RULES, signs_kept
from documents.domain.states import PageState
from documents.selectors.pages import page_list, readings_last
from documents.selectors.views import PageView
from operations.models import Job
from operations.services.jobs import job_enqueue

SIGNS_JOB = "pages.look_through"
Found = list[tuple[PageView, PageSigns]]


def signs_ask(document_id: int) -> Job:
    """The job that looks through what is read of the document now; the same one if asked again.

    One query besides the job's own.
    """
    readings = ",".join(str(pk) for pk in readings_last(document_id))
    digest = sha256(f"{RULES}:{TOLD_RULES}:{readings}".encode()).hexdigest()
    with transaction.atomic():
        return job_enqueue(SIGNS_JOB, subject=document_id, digest=digest)


def signs_found(document_id: int) -> Found:
    """The signs of every page with words that none are kept of; outside any transaction."""
    views = [view for view in page_list(document_id) if view.state != PageState.WAITING]
    kept = signs_kept_of(views)
    return [
        (view, looked_through(view)) for view in views if view.number not in kept and view.words
    ]


def signs_write(found: Found, *, now: datetime) -> None:
    """Keep the signs found; what somebody else kept meanwhile is the same and stays."""
    KeptSigns.objects.bulk_create(
        (
            KeptSigns(
                page_id=view.id, basis=basis_of(view), signs=signs_kept(signs), worked_out_at=now
            )
            for view, signs in found
        ),
        ignore_conflicts=True,
    )
