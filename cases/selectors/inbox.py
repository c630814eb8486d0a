"""Every arrival and what became of its pages."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from cases.domain.arrival_guess import Guess
from cases.domain.first_look import NOT_FOUND, LookOutcome
from cases.models import FirstLook, PagePlacement, Settlement
from cases.selectors.arrival_guess import guesses_of
from documents.models import Receipt
from documents.selectors.documents import receipts_in_order, receipts_recent
from documents.selectors.views import ReceiptView

URGENT, LATER = 0, 1
LONGEST = 16


@dataclass(frozen=True)
class LookSeen:
    """What came of the last look at an arrival. case_number is empty where there is no case."""

    kind: str
    outcome: str
    is_expedited: bool
    case_number: str

    @property
    def outcome_label(self) -> str:
        """The outcome in words."""
        return LookOutcome(self.outcome).label

    @property
    def is_parked(self) -> bool:
        """Whether the member is still to be found."""
        return self.outcome in NOT_FOUND


@dataclass(frozen=True)
class InboxRow:
    """An arrival with the requests its pages are in and how it was settled, if it was.

    guess is what it may be, for one that nobody has looked at; None while nothing is known.
    case_numbers is empty while no page is in a request. pages_left counts the pages
    without a place; None while the pages are not counted. settled is the kind in words.
    """

    receipt: ReceiptView
    case_numbers: tuple[str, ...] = ()
    pages_left: int | None = None
    settled: str = ""
    copy_of: int | None = None
    look: LookSeen | None = None
    guess: Guess | None = None

    @property
    def is_done(self) -> bool:
        """Whether nobody has anything left to do with it."""
        if self.pages_left is None:
            return bool(self.settled)
        return not self.pages_left and bool(self.receipt.document.page_count)

    @property
    def is_untouched(self) -> bool:
        """Whether nobody has looked at it, placed or settled any of it: it counts as urgent."""
        placed = self.pages_left is not None and self.pages_left != self.receipt.document.page_count
        return self.look is None and not (self.settled or self.case_numbers or placed)

    @property
    def is_urgent(self) -> bool:
        """Whether it counts as urgent while there is something left to do."""
        expedited = self.look is not None and self.look.is_expedited
        return not self.is_done and (self.is_untouched or expedited)

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
    """Arrivals, newest first, with what became of them. Six queries.

    Where nobody has looked at some, up to three more for what they may be.
    """
    return _rows(receipts_recent(limit=limit, before_id=before_id))


def inbox_todo(*, limit: int = 50, after: str = "") -> tuple[InboxRow, ...]:
    """Arrivals with something left to do: urgent first, then the oldest.

    Seven queries, and up to three more for what untouched ones may be. What nobody has looked at counts as urgent. after is place_of the last row shown; one
    that cannot be read is the beginning.
    """
    return _pressing(_todo(), limit=limit, after=after)


def inbox_parked(*, limit: int = 50, after: str = "") -> tuple[InboxRow, ...]:
    """Arrivals whose member is not found, urgent first, then the oldest. Seven queries.

    after is place_of the last row shown, as in inbox_todo.
    """
    return _pressing(_parked(), limit=limit, after=after)


def parked_look(receipt_id: int) -> dict[str, Any] | None:
    """What was read on a parked arrival, by the names of the look's form; None when not parked.

    asked is how the sender was asked, empty while nobody was. One query.
    """
    return parked_looks([receipt_id]).get(receipt_id)


def parked_looks(receipt_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """What was read on each parked arrival, as parked_look says it. One query."""
    rows = FirstLook.objects.filter(receipt_id__in=receipt_ids).order_by("sequence")
    last = {row.receipt_id: row for row in rows}
    return {key: _as_read(row) for key, row in last.items() if row.outcome in NOT_FOUND}


def _as_read(look: FirstLook) -> dict[str, Any]:
    is_asked = look.outcome == LookOutcome.ASKED
    return {
        "kind": look.kind,
        "member_number": look.number_read,
        "birth_date": look.birth_date_read,
        "family_name": look.name_read,
        "urgency_asked": look.urgency_asked,
        "urgency": look.urgency,
        "asked": look.reason if is_asked else "",
        "asked_at": look.looked_at if is_asked else None,
    }


def todo_count(*, most: int) -> int:
    """How many arrivals have something left to do, counted up to most. One query."""
    return _todo()[:most].count()


def parked_count(*, most: int) -> int:
    """How many arrivals wait for their member, counted up to most. One query."""
    return _parked()[:most].count()


def place_of(row: InboxRow) -> str:
    """Where a row stands in the list of what is left to do, to go on behind it."""
    rank = URGENT if row.is_urgent else LATER
    return f"{rank}:{row.receipt.id}"


def _parked() -> QuerySet[Receipt]:
    return _todo().filter(Q(outcome__in=sorted(NOT_FOUND)))


def _pressing(waiting: QuerySet[Receipt], *, limit: int, after: str) -> tuple[InboxRow, ...]:
    """The most pressing of them, those behind a place where one is given."""
    place = _place(after)
    if place is not None:
        rank, received_at, last_id = place
        later = Q(received_at__gt=received_at) | Q(received_at=received_at, pk__gt=last_id)
        waiting = waiting.filter(Q(rank__gt=rank) | (Q(rank=rank) & later))
    ids = waiting.order_by("rank", "received_at", "pk").values_list("pk", flat=True)[:limit]
    return _rows(receipts_in_order(list(ids)))


def _place(text: str) -> tuple[int, datetime, int] | None:
    rank, _, receipt_id = text.partition(":")
    if rank not in {str(URGENT), str(LATER)} or not (
        receipt_id.isascii() and receipt_id.isdigit() and len(receipt_id) < LONGEST
    ):
        return None
    at = Receipt.objects.filter(pk=int(receipt_id)).values_list("received_at", flat=True).first()
    return (int(rank), at, int(receipt_id)) if at else None


def _todo() -> QuerySet[Receipt]:
    """Arrivals with something left to do, with rank and the last look's outcome."""
    places = PagePlacement.objects.filter(receipt=OuterRef("pk")).order_by()
    placed = places.values("receipt").annotate(pages=Count("pk")).values("pages")
    last = FirstLook.objects.filter(receipt=OuterRef("pk")).order_by("-sequence")
    return (
        Receipt.objects.annotate(
            placed=Coalesce(Subquery(placed), 0),
            settled=Exists(Settlement.objects.filter(receipt=OuterRef("pk"))),
            outcome=Subquery(last.values("outcome")[:1]),
            urgency=Subquery(last.values("urgency")[:1]),
        )
        .exclude(settled=True, document__page_count__isnull=True)
        .exclude(document__page_count__gt=0, placed__gte=F("document__page_count"))
        .annotate(
            rank=Case(
                When(urgency="expedited", then=Value(URGENT)),
                When(urgency__isnull=True, placed=0, settled=False, then=Value(URGENT)),
                default=Value(LATER),
                output_field=IntegerField(),
            )
        )
    )


def _rows(receipts: list[ReceiptView]) -> tuple[InboxRow, ...]:
    ids = [receipt.id for receipt in receipts]
    placed = _placed(ids)
    ends = Settlement.objects.filter(receipt_id__in=ids).order_by("id")
    settled = {row.receipt_id: row for row in ends}
    looks = _looks(ids)
    return _guessed(
        [_row(one, placed[one.id], settled.get(one.id), looks.get(one.id)) for one in receipts]
    )


def _guessed(rows: list[InboxRow]) -> tuple[InboxRow, ...]:
    """The rows, with what the untouched ones that have pages may be. It moves none of them."""
    asked = {row.receipt.id for row in rows if row.is_untouched and row.pages_left}
    guesses = guesses_of({row.receipt.document.id for row in rows if row.receipt.id in asked})
    return tuple(
        replace(row, guess=guesses.get(row.receipt.document.id)) if row.receipt.id in asked else row
        for row in rows
    )


def _looks(ids: Iterable[int]) -> dict[int, LookSeen]:
    """The last look at each arrival. One query."""
    rows = FirstLook.objects.filter(receipt_id__in=list(ids)).order_by("sequence")
    return {
        row["receipt_id"]: LookSeen(
            kind=row["kind"],
            outcome=row["outcome"],
            is_expedited=row["urgency"] == "expedited",
            case_number=row["case__number"] or "",
        )
        for row in rows.values("receipt_id", "kind", "outcome", "urgency", "case__number")
    }


def _placed(ids: Iterable[int]) -> dict[int, _Placed]:
    found: dict[int, _Placed] = defaultdict(_Placed)
    rows = PagePlacement.objects.filter(receipt_id__in=ids).order_by("receipt_id", "page_number")
    for receipt_id, number in rows.values_list("receipt_id", "case_document__case__number"):
        place = found[receipt_id]
        place.pages += 1
        if number and number not in place.numbers:
            place.numbers.append(number)
    return found


def _row(
    receipt: ReceiptView, placed: _Placed, settled: Settlement | None, look: LookSeen | None
) -> InboxRow:
    count = receipt.document.page_count
    return InboxRow(
        receipt=receipt,
        case_numbers=tuple(placed.numbers),
        pages_left=None if count is None else max(count - placed.pages, 0),
        settled=settled.get_kind_display() if settled else "",
        copy_of=settled.copy_of_id if settled else None,
        look=look,
    )
