"""Pages that are said to be copies, beside what they repeat, before any of it is filed."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.domain.actor import Actor
from accounts.web.access import request_actor
from cases.errors import CaseNotFoundError
from cases.selectors.access import page_for, page_subject
from cases.selectors.comparing import PairBeside, pairs_beside
from cases.web.case_frame import kept_page
from cases.web.compare_pairs import ACTION, SEEN, SHOWN
from cases.web.compare_views import posted_kept
from cases.web.index_draft import IndexDraft, PageRow
from documents.selectors.pages import page_get
from documents.selectors.views import PageView, ReceiptView
from operations.services.access import access_record_all

PURPOSE = "page.compare"
LEFT_OUT = frozenset({"csrfmiddlewaretoken", ACTION, SEEN, SHOWN})


@dataclass(frozen=True)
class CopyShown:
    """A page said to be a copy beside the one that it repeats; key names the pair in the form."""

    key: str
    pair: PairBeside
    first_name: str
    second_name: str


def copies_first(
    request: HttpRequest, receipt: ReceiptView, draft: IndexDraft
) -> HttpResponse | None:
    """The pages said to be copies beside what they repeat, what was posted kept.

    None once every such pair was seen. A page of which nobody knows what it repeats has
    nothing to be laid beside.
    """
    rows = draft.copies_unseen()
    if not rows:
        return None
    context = {
        "receipt": receipt,
        "document": receipt.document,
        "copies": _shown(request_actor(request), rows),
        "kept": posted_kept(request.POST, but=LEFT_OUT),
        "seen": sorted(draft.pairs_seen),
        "act": draft.purpose.act,
        "undone": draft.purpose.undone,
    }
    return kept_page(request, "cases/compare_pages.html", context)


def _shown(actor: Actor, rows: list[PageRow]) -> tuple[CopyShown, ...]:
    """The pairs, with the read of every page written to the access log."""
    wanted = [row.beside for row in rows if row.beside]
    views = {one: page_get(one) for one in dict.fromkeys(one for pair in wanted for one in pair)}
    closed = {one for one in views if not _is_open(actor, one)}
    reads = [
        (page_subject(view.document_id, view.number), PURPOSE)
        for one, view in views.items()
        if one not in closed
    ]
    access_record_all(reads, actor=actor.key, now=timezone.now())
    documents = {view.document_id for view in views.values()}
    pairs = pairs_beside(wanted, documents=documents, closed=closed)
    return tuple(
        CopyShown(row.pair, pair, *_names(views[own], views[other]))
        for row, pair, (own, other) in zip(rows, pairs, wanted, strict=True)
    )


def _is_open(actor: Actor, page_id: int) -> bool:
    try:
        page_for(actor, page_id)
    except CaseNotFoundError:
        return False
    return True


def _names(first: PageView, second: PageView) -> tuple[str, str]:
    of_fax = "" if first.document_id == second.document_id else " of the earlier fax"
    return f"Page {first.number}", f"Page {second.number}{of_fax}"
