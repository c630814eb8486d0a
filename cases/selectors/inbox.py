"""Every arrival and what became of its pages."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from cases.models import PagePlacement, Settlement
from documents.selectors.documents import receipts_recent
from documents.selectors.views import ReceiptView


@dataclass(frozen=True)
class InboxRow:
    """An arrival with the requests its pages are in and how it was settled, if it was.

    case_numbers is empty while no page is in a request. pages_left counts the pages
    without a place; None while the pages are not counted. settled is the kind in words.
    """

    receipt: ReceiptView
    case_numbers: tuple[str, ...] = ()
    pages_left: int | None = None
    settled: str = ""
    copy_of: int | None = None

    @property
    def is_done(self) -> bool:
        """Whether nobody has anything left to do with it."""
        return bool(self.settled or self.case_numbers) and not self.pages_left

    @property
    def is_partly_placed(self) -> bool:
        """Whether some of its pages have their place and others wait.

        A settled arrival waits again when its request was entered in error.
        """
        return bool(self.settled or self.case_numbers) and bool(self.pages_left)


@dataclass
class _Placed:
    pages: int = 0
    numbers: list[str] = field(default_factory=list)


def inbox(*, limit: int = 50, before_id: int | None = None) -> tuple[InboxRow, ...]:
    """Arrivals, newest first, with what became of them. Five queries."""
    receipts = receipts_recent(limit=limit, before_id=before_id)
    ids = [receipt.id for receipt in receipts]
    placed = _placed(ids)
    ends = Settlement.objects.filter(receipt_id__in=ids).order_by("id")
    settled = {row.receipt_id: row for row in ends}
    return tuple(_row(one, placed[one.id], settled.get(one.id)) for one in receipts)


def _placed(ids: Iterable[int]) -> dict[int, _Placed]:
    found: dict[int, _Placed] = defaultdict(_Placed)
    rows = PagePlacement.objects.filter(receipt_id__in=ids).order_by("receipt_id", "page_number")
    for receipt_id, number in rows.values_list("receipt_id", "case_document__case__number"):
        place = found[receipt_id]
        place.pages += 1
        if number and number not in place.numbers:
            place.numbers.append(number)
    return found


def _row(receipt: ReceiptView, placed: _Placed, settled: Settlement | None) -> InboxRow:
    count = receipt.document.page_count
    return InboxRow(
        receipt=receipt,
        case_numbers=tuple(placed.numbers),
        pages_left=None if count is None else max(count - placed.pages, 0),
        settled=settled.get_kind_display() if settled else "",
        copy_of=settled.copy_of_id if settled else None,
    )
