"""What is proposed for the pages of an arrival, from what was read on them and who is a member."""

from collections.abc import Collection
from dataclasses import dataclass, field

from cases.domain.page_placing import PageFound, PageProposal, Repeat, packet_proposals
from cases.selectors.intake_choices import pages_closed
from cases.selectors.page_members import (
    MOST_MEMBERS,
    MemberNamed,
    MembersNamed,
    members_first_on,
    members_named,
)
from cases.selectors.page_repeats import ToCompare, repeats_for, to_compare
from cases.selectors.page_signs import signs_of
from documents.domain.page_signs import PageSigns
from documents.domain.sameness import Sameness
from documents.domain.states import PageState
from documents.selectors.pages import page_list
from documents.selectors.views import PageView


@dataclass(frozen=True)
class Packet:
    """The proposals by page number, the members named, and the pages as read.

    unread counts pages of which nothing can be said yet; awaited counts pages that are read
    and still to be looked through by the worker; uncompared is the basis under which the
    worker is to compare them, empty where that is done. members_cut: more members were born
    on the days that the pages name than were compared with them.
    """

    pages: dict[int, PageProposal] = field(default_factory=dict)
    members: tuple[MemberNamed, ...] = ()
    signs: tuple[PageSigns, ...] = ()
    views: tuple[PageView, ...] = ()
    unread: int = 0
    awaited: int = 0
    uncompared: str = ""
    members_cut: bool = False

    @property
    def most_members(self) -> int:
        """How many members are compared with the pages at most."""
        return MOST_MEMBERS


@dataclass(frozen=True)
class _Read:
    """The pages that were read and looked through, with whom they name."""

    pages: tuple[tuple[PageView, PageSigns], ...]
    named: MembersNamed
    unread: int
    awaited: int

    @property
    def signs(self) -> tuple[PageSigns, ...]:
        return tuple(signs for _, signs in self.pages)


def packet_for(
    receipt_id: int, document_id: int, *, closed: Collection[int] = frozenset()
) -> Packet:
    """The proposals for one arrival; pages that are still to be read or looked through get none.

    closed are the numbers of pages that are not for the eyes of whoever asks: they are not
    looked at, and nothing of them is told.

    Seven queries. The worker looks the pages through and compares them; a few that it has
    not done are done here, in two queries more.
    """
    read = _read(document_id, closed)
    compare = to_compare(receipt_id, read.pages, members=read.named.ids)
    repeats = repeats_for(compare)
    same = {one.key: one for one in repeats or ()}
    numbers = {view.id: view.number for view, _ in read.pages}
    found = [
        PageFound(
            signs=signs,
            unreadable=view.reason_sentence if view.state == PageState.UNREADABLE else "",
            turned=view.rotation,
            repeat=_repeat(same.get(view.id), numbers, compare),
            members=frozenset(theirs),
        )
        for (view, signs), theirs in zip(read.pages, read.named.by_page, strict=True)
    ]
    return Packet(
        pages=packet_proposals(found),
        members=members_first_on(read.signs, read.named),
        signs=read.signs,
        views=tuple(view for view, _ in read.pages),
        unread=read.unread,
        awaited=read.awaited,
        uncompared=compare.basis if repeats is None else "",
        members_cut=read.named.is_cut,
    )


def packet_compare(receipt_id: int, document_id: int) -> ToCompare:
    """What is to be compared for one arrival, as whoever indexes sees it. Seven queries."""
    read = _read(document_id, pages_closed(document_id))
    return to_compare(receipt_id, read.pages, members=read.named.ids)


def _read(document_id: int, closed: Collection[int]) -> _Read:
    open_pages = [view for view in page_list(document_id) if view.number not in closed]
    read = [view for view in open_pages if view.state != PageState.WAITING]
    looked = signs_of(read)
    pages = tuple((view, looked[view.number]) for view in read if view.number in looked)
    return _Read(
        pages,
        members_named([signs for _, signs in pages]),
        unread=len(open_pages) - len(read),
        awaited=len(read) - len(pages),
    )


def _repeat(same: Sameness | None, numbers: dict[int, int], compare: ToCompare) -> Repeat | None:
    if same is None:
        return None
    number = numbers.get(same.original)
    what = f"page {number}" if number else compare.says(same.original)
    return Repeat(same.original, f"It is the same page as {what}. {same.because}", number)
