"""What is proposed for the pages of an arrival, from what was read on them and who is a member."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, IntegerField, Q, Value, When

from cases.domain.page_placing import (
    PageFound,
    PageProposal,
    Repeat,
    members_on,
    packet_proposals,
)
from cases.models import Member, PagePlacement
from cases.selectors.page_signs import signs_of
from cases.selectors.plan_day import plan_zone
from documents.domain.page_signs import PageSigns
from documents.domain.sameness import Sameness, SeenPage, repeats_of
from documents.domain.states import PageState
from documents.selectors.pages import page_list, pages_seen
from documents.selectors.views import PageView

MOST_MEMBERS = 200
MOST_EARLIER = 500


@dataclass(frozen=True)
class MemberNamed:
    """A member of whom two identifiers stand on pages: which ones, and the first such page."""

    id: int
    agrees: tuple[str, ...]
    page: int


@dataclass(frozen=True)
class Packet:
    """The proposals by page number, the members named, and the pages as read.

    unread counts pages of which nothing can be said yet; awaited counts pages that are read
    and still to be looked through by the worker. members_cut: more members were born on the
    days that the pages name than were compared with them.
    """

    pages: dict[int, PageProposal] = field(default_factory=dict)
    members: tuple[MemberNamed, ...] = ()
    signs: tuple[PageSigns, ...] = ()
    views: tuple[PageView, ...] = ()
    unread: int = 0
    awaited: int = 0
    members_cut: bool = False

    @property
    def most_members(self) -> int:
        """How many members are compared with the pages at most."""
        return MOST_MEMBERS


@dataclass(frozen=True)
class _Earlier:
    """Pages of other arrivals of the members named, and what each is called."""

    seen: tuple[SeenPage, ...] = ()
    says: dict[int, str] = field(default_factory=dict)


def packet_for(
    receipt_id: int, document_id: int, *, closed: Collection[int] = frozenset()
) -> Packet:
    """The proposals for one arrival; pages that are still to be read or looked through get none.

    closed are the numbers of pages that are not for the eyes of whoever asks: they are not
    looked at, and nothing of them is told.

    Seven queries. The worker looks the pages through; a few that it has not done are done here.
    """
    views = tuple(page_list(document_id))
    open_pages = [view for view in views if view.number not in closed]
    read = [view for view in open_pages if view.state != PageState.WAITING]
    unread, looked = len(open_pages) - len(read), signs_of(read)
    awaited = len(read) - len(looked)
    read = [view for view in read if view.number in looked]
    signs = [looked[view.number] for view in read]
    named, is_cut = _members_named(signs)
    earlier = _earlier(receipt_id, document_id, {pk for found in named for pk in found})
    seen = [
        SeenPage(view.id, view.picture_hash, one.text)
        for view, one in zip(read, signs, strict=True)
    ]
    same = {one.key: one for one in repeats_of(seen, earlier.seen)}
    numbers = {view.id: view.number for view in read}
    found = [
        PageFound(
            signs=one,
            unreadable=view.reason_sentence if view.state == PageState.UNREADABLE else "",
            turned=view.rotation,
            repeat=_repeat(same.get(view.id), numbers, earlier),
            members=frozenset(theirs),
        )
        for view, one, theirs in zip(read, signs, named, strict=True)
    ]
    return Packet(
        pages=packet_proposals(found),
        members=_members(signs, named),
        signs=tuple(signs),
        views=tuple(read),
        unread=unread,
        awaited=awaited,
        members_cut=is_cut,
    )


def _members_named(
    signs: Sequence[PageSigns],
) -> tuple[list[dict[int, tuple[str, ...]]], bool]:
    """For each page the members of whom two identifiers stand on it, and whether some were left out.

    Those whose number stands on a page come first, so only who was born on a day of the
    pages can be left out. One query.
    """
    births = {value for one in signs for value in one.people.values("birth_date")}
    numbers = {value for one in signs for value in one.people.values("number")}
    if not births and not numbers:
        return [{} for _ in signs], False
    days = [date.fromisoformat(value) for value in births]
    rows = (
        Member.objects.filter(Q(birth_date__in=days) | Q(number__in=numbers))
        .order_by(_by_number_first(numbers), "pk")
        .values_list("pk", "number", "birth_date", "given_name", "family_name")[: MOST_MEMBERS + 1]
    )
    members = [
        (pk, number, born.isoformat(), given, family) for pk, number, born, given, family in rows
    ]
    compared = members[:MOST_MEMBERS]
    return [members_on(one, compared) for one in signs], len(members) > MOST_MEMBERS


def _by_number_first(numbers: Collection[str]) -> Case | str:
    if not numbers:
        return "pk"
    return Case(
        When(number__in=numbers, then=Value(0)), default=Value(1), output_field=IntegerField()
    )


def _members(
    signs: Sequence[PageSigns], named: Sequence[dict[int, tuple[str, ...]]]
) -> tuple[MemberNamed, ...]:
    first: dict[int, MemberNamed] = {}
    for one, theirs in zip(signs, named, strict=True):
        for pk, agrees in theirs.items():
            first.setdefault(pk, MemberNamed(pk, agrees, one.number))
    return tuple(first.values())


def _earlier(receipt_id: int, document_id: int, members: set[int]) -> _Earlier:
    """The pages in these members' cases that came by other arrivals. Three queries, or none."""
    if not members:
        return _Earlier()
    rows = (
        PagePlacement.objects.filter(case_document__case__member_id__in=members)
        .exclude(receipt_id=receipt_id)
        .exclude(document_id=document_id)
        .order_by("-receipt__received_at", "page_number")
        .values_list("document_id", "page_number", "receipt__received_at")[:MOST_EARLIER]
    )
    placed = {(document, number): at for document, number, at in rows}
    if not placed:
        return _Earlier()
    seen, says = [], {}
    zone = plan_zone(next(iter(placed.values())))
    for page in pages_seen({document for document, _ in placed}):
        at = placed.get((page.document_id, page.number))
        if at is not None:
            seen.append(SeenPage(page.id, page.picture_hash, page.text))
            says[page.id] = f"page {page.number} of the fax of {at.astimezone(zone):%-d %b %Y}"
    return _Earlier(tuple(seen), says)


def _repeat(same: Sameness | None, numbers: dict[int, int], earlier: _Earlier) -> Repeat | None:
    if same is None:
        return None
    number = numbers.get(same.original)
    what = f"page {number}" if number else earlier.says[same.original]
    return Repeat(same.original, f"It is the same page as {what}. {same.because}", number)
