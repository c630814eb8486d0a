"""Which pages of an arrival repeat others: as the worker kept it, few compared on the spot."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from cases.models import KeptRepeats, PagePlacement
from cases.selectors.page_signs import basis_of
from cases.selectors.plan_day import plan_zone
from documents.domain.page_signs import PageSigns
from documents.domain.sameness import RULES, Sameness, SeenPage, repeats_of
from documents.selectors.pages import pages_marked, pages_seen
from documents.selectors.views import MarkedView, PageView

MOST_EARLIER = 500
MOST_ON_THE_SPOT = 300  # pairs of pages, some hundred microseconds each


@dataclass(frozen=True)
class ToCompare:
    """The pages of an arrival and the earlier ones of its members, and what they are kept under.

    earlier holds the pages in the members' cases that came by other arrivals, the newest
    arrival first, each with when it came.
    """

    receipt_id: int
    pages: tuple[SeenPage, ...]
    earlier: tuple[tuple[MarkedView, datetime], ...]
    basis: str

    @property
    def pairs(self) -> int:
        """How many pairs of pages there are to compare at most."""
        count = len(self.pages)
        return count * (count - 1) // 2 + count * len(self.earlier)

    def says(self, page_id: int) -> str:
        """Which page of which fax an earlier page is, in words."""
        page, at = next(one for one in self.earlier if one[0].id == page_id)
        return f"page {page.number} of the fax of {at.astimezone(plan_zone(at)):%-d %b %Y}"


def to_compare(
    receipt_id: int,
    read: Sequence[tuple[PageView, PageSigns]],
    *,
    members: Collection[int],
) -> ToCompare:
    """What is to be compared with what. Two queries where members are named, else none."""
    earlier = _earlier(receipt_id, {view.document_id for view, _ in read}, members)
    marks = [f"{view.id}:{view.picture_hash}:{basis_of(view)}" for view, _ in read]
    marks += [f"{one.id}:{one.picture_hash}:{one.reading_id or 0}" for one, _ in earlier]
    return ToCompare(
        receipt_id,
        tuple(SeenPage(view.id, view.picture_hash, signs.text) for view, signs in read),
        earlier,
        sha256("\n".join([f"{RULES}:{len(read)}", *marks]).encode()).hexdigest(),
    )


def repeats_for(compare: ToCompare) -> tuple[Sameness, ...] | None:
    """The repeats among the pages; None while they are many and wait for the worker.

    One query where they were kept, three where few are compared here.
    """
    kept = repeats_kept(compare)
    if kept is not None:
        return kept
    return repeats_worked_out(compare) if compare.pairs <= MOST_ON_THE_SPOT else None


def repeats_kept(compare: ToCompare) -> tuple[Sameness, ...] | None:
    """The repeats as the worker kept them; None where it did not yet. One query."""
    rows = KeptRepeats.objects.filter(receipt_id=compare.receipt_id, basis=compare.basis)
    found = rows.values_list("repeats", flat=True).first()
    return None if found is None else tuple(Sameness(*one) for one in found)


def repeats_worked_out(compare: ToCompare) -> tuple[Sameness, ...]:
    """The repeats, worked out now. Two queries where there are earlier pages, else none."""
    wanted = {page.id: place for place, (page, _) in enumerate(compare.earlier)}
    found = pages_seen({page.document_id for page, _ in compare.earlier}) if wanted else []
    earlier = sorted((one for one in found if one.id in wanted), key=lambda one: wanted[one.id])
    return repeats_of(
        compare.pages, [SeenPage(one.id, one.picture_hash, one.text) for one in earlier]
    )


def _earlier(
    receipt_id: int, documents: Collection[int], members: Collection[int]
) -> tuple[tuple[MarkedView, datetime], ...]:
    """The pages in these members' cases that came by other arrivals of other files."""
    if not members:
        return ()
    rows = (
        PagePlacement.objects.filter(case_document__case__member_id__in=members)
        .exclude(receipt_id=receipt_id)
        .exclude(document_id__in=documents)
        .order_by("-receipt__received_at", "page_number")
        .values_list("document_id", "page_number", "receipt__received_at")[:MOST_EARLIER]
    )
    placed = {(document, number): at for document, number, at in rows}
    if not placed:
        return ()
    pages = pages_marked({document for document, _ in placed})
    found = {(page.document_id, page.number): page for page in pages}
    return tuple((found[key], at) for key, at in placed.items() if key in found)
