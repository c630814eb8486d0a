"""Pages that came with a case and have no place yet: it is not decided while there are any."""

from collections import defaultdict

from cases.domain.placing import PagesLeft
from cases.models import Case, PagePlacement

_UNREADABLE_FILE = "unreadable"


def pages_left(case: Case) -> tuple[PagesLeft, ...]:
    """The arrivals of the case with pages that have no place, in order of arrival. Two queries.

    Counted from the places themselves, since another request or a void may have changed them
    after the case's own papers were filed. A file that could not be opened has no pages.
    """
    links = list(case.documents.select_related("document").order_by("receipt_id"))
    placed: dict[int, set[int]] = defaultdict(set)
    rows = PagePlacement.objects.filter(receipt_id__in=[link.receipt_id for link in links])
    for receipt_id, number in rows.values_list("receipt_id", "page_number"):
        placed[receipt_id].add(number)
    found = []
    for link in links:
        count = link.document.page_count
        if count is None:
            if link.document.state != _UNREADABLE_FILE:
                found.append(PagesLeft(link.receipt_id, None))
            continue
        open_pages = tuple(n for n in range(1, count + 1) if n not in placed[link.receipt_id])
        if open_pages:
            found.append(PagesLeft(link.receipt_id, open_pages))
    return tuple(found)
