"""The paper of a case as the reviewer turns it: every page, one open, evidence lit."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from cases.models import Case, CaseDocument, PagePlacement
from cases.selectors.intake_choices import pages_closed
from documents.models import Page
from documents.selectors.pages import page_get, page_list, page_states
from documents.selectors.views import PageView

NO_PLACE = "No place yet"
_CORNERS = 4


@dataclass(frozen=True)
class DeskPage:
    """One page in the list. number counts through all files of the case, in order of arrival.

    kind is its document type, or why it is no clinical page (cover sheet, blank, unreadable).
    is_doubtful: it was read, but what is read may not be what was sent; sentence says why.
    in_case is False for a page that came with the request but is no part of it. evidence
    are the boxes of what was read on it; found those around words searched for.
    """

    id: int
    number: int
    document_id: int
    kind: str
    in_case: bool
    state: str
    sentence: str
    width_px: int
    height_px: int
    has_image: bool
    is_doubtful: bool = False
    found: tuple["Box", ...] = ()
    evidence: tuple["Box", ...] = ()

    @property
    def label(self) -> str:
        """How a citation names it."""
        return f"p {self.number}"

    @property
    def kind_in_text(self) -> str:
        """The kind as it stands within a sentence; an abbreviation keeps its capitals."""
        return self.kind if self.kind[1:2].isupper() else self.kind[:1].lower() + self.kind[1:]

    @property
    def is_unreadable(self) -> bool:
        """Whether a person must look, since the machine could read nothing."""
        return self.state == "unreadable"


@dataclass(frozen=True)
class DeskDocument:
    """One file of the case."""

    id: int
    channel: str
    received_at: datetime
    pages: tuple[DeskPage, ...]


@dataclass(frozen=True)
class Box:
    """A piece of evidence on the open page, in picture pixels, with what it says.

    day is the box of the day that it is of; None where the page gives none.
    """

    evidence_id: int
    x: float
    y: float
    width: float
    height: float
    says: str
    is_lit: bool
    day: "Box | None" = None

    @property
    def as_text(self) -> str:
        """Its two corners as "x0 y0 x1 y1", for the page's script."""
        return box_text((self.x, self.y, self.x + self.width, self.y + self.height))


@dataclass(frozen=True)
class Viewer:
    """The open page with its neighbours, its words and its boxes.

    page is None when the case has no page that may be seen. hits counts the places found
    over all pages.
    """

    documents: tuple[DeskDocument, ...]
    page: DeskPage | None
    previous: DeskPage | None
    following: DeskPage | None
    position: int
    total: int
    text: str
    boxes: tuple[Box, ...]
    find: str
    hits: int

    @property
    def lit(self) -> "Box | None":
        """The box that stands out; None when none does."""
        return next((box for box in self.boxes if box.is_lit), None)

    @property
    def pages(self) -> tuple[DeskPage, ...]:
        """All pages in order."""
        return tuple(page for document in self.documents for page in document.pages)


@dataclass(frozen=True)
class PlacedEvidence:
    """Where something is written, for drawing: a box of four numbers or nothing.

    date_box is where the day that it is of stands on the same page, day_says what is said of it.
    """

    evidence_id: int
    page_id: int
    box: tuple[float, ...]
    says: str
    date_box: tuple[float, ...] = ()
    day_says: str = ""


def box_text(box: tuple[float, ...]) -> str:
    """A box as "x0 y0 x1 y1", for the page's script; empty when there is none."""
    return " ".join(f"{corner:g}" for corner in box) if len(box) == _CORNERS else ""


def documents_of(case: Case, actor: Actor) -> tuple[DeskDocument, ...]:
    """The case's files with their pages, in order of arrival. Two queries, and one per file.

    Of an arrival of which nothing is indexed yet, those who index see all pages, two more
    queries for it.
    Pages placed in another case are left out; misdirected pages too, but for those
    who may see them. Whoever may open no document sees none.
    """
    if not actor.may(Action.DOCUMENT_VIEW):
        return ()
    links = list(case.documents.select_related("receipt").order_by("id"))
    placed = _placements(links)
    documents = []
    before = 0
    for link in links:
        states = page_states(link.document_id)
        fresh = _is_fresh(link, placed) and actor.may(Action.DOCUMENT_INDEX)
        closed = pages_closed(link.document_id) if fresh else None
        documents.append(
            DeskDocument(
                id=link.document_id,
                channel=link.receipt.get_channel_display(),
                received_at=link.receipt.received_at,
                pages=tuple(
                    _pages(states, placed, link, actor, before=before)
                    if closed is None
                    else _unindexed(states, closed, before=before)
                ),
            )
        )
        before += len(states)
    return tuple(documents)


def _is_fresh(link: CaseDocument, placed: Mapping[tuple[int, int], PagePlacement]) -> bool:
    """Whether a first look brought the arrival here and no page of it has a place but a closed."""
    stray = PagePlacement.Disposition.MISDIRECTED
    return not any(
        document_id == link.document_id and place.disposition != stray
        for (document_id, _), place in placed.items()
    )


def _unindexed(
    states: Iterable[PageView], closed: Collection[int], *, before: int
) -> Iterator[DeskPage]:
    for page in states:
        if page.number not in closed:
            yield _desk_page(page, NO_PLACE, in_case=False, at=before)


def page_of_case(case: Case, page_id: int | None) -> Page | None:
    """A page that may be cited in the case: placed in it, or beside it in no other and not closed.

    None when there is none. Two queries.
    """
    page = Page.objects.filter(
        pk=page_id or 0, document__in=case.documents.values("document")
    ).first()
    if page is None:
        return None
    places = PagePlacement.objects.filter(
        receipt__in=case.documents.values("receipt"),
        document_id=page.document_id,
        page_number=page.number,
    ).exclude(disposition=PagePlacement.Disposition.MISDIRECTED)
    usable = places.filter(Q(case_document__isnull=True) | Q(case_document__case=case))
    return page if usable.exists() else None


def _placements(links: Iterable[CaseDocument]) -> dict[tuple[int, int], PagePlacement]:
    rows = PagePlacement.objects.filter(receipt_id__in=[link.receipt_id for link in links])
    return {(row.document_id, row.page_number): row for row in rows}


def _pages(
    states: Iterable[PageView],
    placed: Mapping[tuple[int, int], PagePlacement],
    link: CaseDocument,
    actor: Actor,
    *,
    before: int,
) -> Iterator[DeskPage]:
    for page in states:
        placement = placed.get((page.document_id, page.number))
        if placement is not None and _may_see(placement, link, actor):
            yield _page(page, placement, in_case=placement.case_document_id == link.pk, at=before)


def _page(page: PageView, placement: PagePlacement, *, in_case: bool, at: int) -> DeskPage:
    return _desk_page(page, placement.says, in_case=in_case, at=at)


def _desk_page(page: PageView, kind: str, *, in_case: bool, at: int) -> DeskPage:
    return DeskPage(
        id=page.id,
        number=at + page.number,
        document_id=page.document_id,
        kind=kind,
        in_case=in_case,
        state=page.state,
        sentence=page.reason_sentence,
        width_px=page.width_px,
        height_px=page.height_px,
        has_image=page.has_image,
        is_doubtful=page.is_doubtful,
    )


def _may_see(placement: PagePlacement, link: CaseDocument, actor: Actor) -> bool:
    if placement.disposition == PagePlacement.Disposition.MISDIRECTED:
        return actor.may(Action.PRIVACY_REVIEW)
    return placement.case_document_id in (None, link.pk)


def viewer_of(
    documents: tuple[DeskDocument, ...],
    evidence: Iterable[PlacedEvidence],
    *,
    page: int | None,
    lit: int | None = None,
    find: str = "",
) -> Viewer:
    """The viewer opened at a page number, or at the first page of the request itself.

    lit is the evidence to stand out. find searches the machine-read text of every page.
    Two queries, and two more per file while searching.
    """
    words = find.strip()
    placed = tuple(evidence)
    documents = tuple(_with_evidence(document, placed, lit) for document in documents)
    if words:
        documents = tuple(_with_hits(document, words) for document in documents)
    pages = [one for document in documents for one in document.pages]
    opened = _chosen(pages, page)
    if opened is None:
        return Viewer(documents, None, None, None, 0, 0, "", (), words, 0)
    index = pages.index(opened)
    return Viewer(
        documents=documents,
        page=opened,
        previous=pages[index - 1] if index else None,
        following=pages[index + 1] if index + 1 < len(pages) else None,
        position=index + 1,
        total=len(pages),
        text=page_get(opened.id).text,
        boxes=opened.evidence,
        find=words,
        hits=sum(len(one.found) for one in pages),
    )


def _chosen(pages: list[DeskPage], number: int | None) -> DeskPage | None:
    asked = next((page for page in pages if page.number == number), None)
    first = next((page for page in pages if page.in_case), None)
    return asked or first or (pages[0] if pages else None)


def _box(item: PlacedEvidence, lit: int | None) -> Box:
    is_lit = item.evidence_id == lit
    box = _drawn(item, item.box, item.says, is_lit=is_lit)
    if len(item.date_box) != _CORNERS:
        return box
    return replace(box, day=_drawn(item, item.date_box, item.day_says, is_lit=is_lit))


def _drawn(item: PlacedEvidence, box: tuple[float, ...], says: str, *, is_lit: bool) -> Box:
    x0, y0, x1, y1 = box
    return Box(item.evidence_id, x0, y0, max(x1 - x0, 1), max(y1 - y0, 1), says, is_lit=is_lit)


def _with_evidence(
    document: DeskDocument, placed: tuple[PlacedEvidence, ...], lit: int | None
) -> DeskDocument:
    boxes: dict[int, list[Box]] = {}
    for item in placed:
        if len(item.box) == _CORNERS:
            boxes.setdefault(item.page_id, []).append(_box(item, lit))
    pages = (replace(page, evidence=tuple(boxes.get(page.id, ()))) for page in document.pages)
    return replace(document, pages=tuple(pages))


def _with_hits(document: DeskDocument, find: str) -> DeskDocument:
    found = {page.id: _found(page, find) for page in page_list(document.id)}
    return replace(
        document,
        pages=tuple(replace(page, found=found.get(page.id, ())) for page in document.pages),
    )


def _found(page: PageView, find: str) -> tuple[Box, ...]:
    wanted = find.casefold().split()
    return tuple(
        Box(0, x0, y0, max(x1 - x0, 1), max(y1 - y0, 1), word, is_lit=False)
        for word, x0, y0, x1, y1 in page.words
        if any(part in word.casefold() for part in wanted)
    )
