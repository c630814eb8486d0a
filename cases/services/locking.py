"""The one order in which more than one case is locked, so that nobody waits in a ring.

Placing, closing or freeing pages can reach into every case that has pages of the same file.
So whoever does it locks, in this order: the arrivals (by number), the files (by number), the
cases (by case number), and only then writes places, a new case's number or an audit entry.
While the file is held nobody else joins a case to it, so the cases found stay all there are.
"""

from collections.abc import Collection

from django.db.models import Q

from cases.models import Case, CaseDocument
from documents.models import Document, Receipt


def papers_lock(receipt_id: int, *, case_id: int | None = None) -> None:
    """Lock the arrival's file, and the case named with every case that has pages of the file.

    Call it before any case is locked, inside the transaction. Four queries.
    """
    arrival = Receipt.objects.filter(pk=receipt_id)
    _lock(list(arrival.values_list("document_id", flat=True)), case_id)


def case_papers_lock(case_id: int) -> None:
    """Lock every file of the case, and with the case every other one that has pages of them.

    Papers that join the case at this very moment change its version: check it afterwards.
    """
    links = CaseDocument.objects.filter(case_id=case_id)
    _lock(set(links.values_list("document_id", flat=True)), case_id)


def _lock(document_ids: Collection[int], case_id: int | None) -> None:
    files = Document.objects.select_for_update(no_key=True).filter(pk__in=document_ids)
    list(files.order_by("pk").values_list("pk", flat=True))
    wanted = Q(documents__document_id__in=document_ids) | Q(pk=case_id or 0)
    ids = set(Case.objects.filter(wanted).values_list("pk", flat=True))
    cases = Case.objects.select_for_update().filter(pk__in=ids)
    list(cases.order_by("number").values_list("pk", flat=True))
