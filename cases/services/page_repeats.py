"""Comparing the pages of an arrival with each other and with earlier ones, in the worker."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction

from cases.models import KeptRepeats
from cases.selectors.page_proposals import packet_compare
from cases.selectors.page_repeats import ToCompare, repeats_kept, repeats_worked_out
from cases.services.placement import pages_open
from documents.domain.sameness import Sameness
from documents.models import Receipt
from operations.models import Job
from operations.services.jobs import job_enqueue

REPEATS_JOB = "pages.compare"


@dataclass(frozen=True)
class RepeatsFound:
    """What was compared and which pages repeat others."""

    compare: ToCompare
    repeats: tuple[Sameness, ...]


def repeats_ask(receipt_id: int, *, basis: str) -> Job:
    """The job that compares the arrival's pages as they are now; the same one if asked again.

    One query besides the job's own.
    """
    last = KeptRepeats.objects.filter(receipt_id=receipt_id).order_by("-pk")
    kept = last.values_list("pk", flat=True).first() or 0
    digest = sha256(f"{basis}:{kept}".encode()).hexdigest()
    with transaction.atomic():
        return job_enqueue(REPEATS_JOB, subject=receipt_id, digest=digest)


def repeats_ask_all(document_id: int, *, basis: str) -> list[Job]:
    """The jobs for every arrival of the file that has pages without a place."""
    arrivals = Receipt.objects.filter(document_id=document_id).select_related("document")
    return [
        repeats_ask(receipt.pk, basis=basis)
        for receipt in arrivals.order_by("pk")
        if pages_open(receipt)
    ]


def repeats_found(receipt_id: int) -> RepeatsFound | None:
    """The repeats of the arrival; None where they are kept already. Outside any transaction."""
    document_id = Receipt.objects.values_list("document_id", flat=True).get(pk=receipt_id)
    compare = packet_compare(receipt_id, document_id)
    if repeats_kept(compare) is not None:
        return None
    return RepeatsFound(compare, repeats_worked_out(compare))


def repeats_write(found: RepeatsFound | None, *, now: datetime) -> None:
    """Keep what was found; what somebody else kept meanwhile is the same and stays."""
    if found is None:
        return
    KeptRepeats.objects.bulk_create(
        [
            KeptRepeats(
                receipt_id=found.compare.receipt_id,
                basis=found.compare.basis,
                repeats=[[one.key, one.original, one.because] for one in found.repeats],
                worked_out_at=now,
            )
        ],
        ignore_conflicts=True,
    )
