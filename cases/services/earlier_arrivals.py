"""Papers that had come earlier, found by the worker for every clock that they began."""

from datetime import datetime

from django.db import transaction

from cases.selectors.arrival_times import cases_of_papers
from cases.services.appeal_clock import earlier_appeals_tell
from cases.services.clock_correction import earlier_arrival_tell
from cases.services.events import case_locked
from documents.models import Receipt


@transaction.atomic
def arrival_compare(receipt_id: int, *, now: datetime) -> int:
    """Tell of each case and appeal that began later than these papers came; how many were told of.

    Nothing of a clock moves by it. What was told once is not told again.
    """
    told = 0
    for case_id in cases_of_papers(Receipt.objects.get(pk=receipt_id)):
        case = case_locked(case_id)
        told += earlier_arrival_tell(case, now=now) + earlier_appeals_tell(case, now=now)
    return told
