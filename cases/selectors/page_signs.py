"""What pages say of themselves: as the worker kept it, a few pages looked through on the spot."""

from collections.abc import Iterable

from cases.models import KeptSigns
from documents.domain.page_signs import PageSigns, page_signs
from documents.domain.sameness import BLANK
from documents.domain.signs_kept import RULES, signs_from
from documents.domain.states import PageState
from documents.reading.evidence import page_text
from documents.selectors.views import PageView

MOST_ON_THE_SPOT = 12  # pages, some forty milliseconds each


def signs_of(views: Iterable[PageView]) -> dict[int, PageSigns]:
    """The signs by page number; a page left out waits for the worker. One query.

    Pages on which nothing was read, and the first few that the worker has not done, are
    looked through here.
    """
    pages = list(views)
    kept = signs_kept_of(pages)
    missing = [view for view in pages if view.number not in kept and view.words]
    waiting = {view.number for view in missing[MOST_ON_THE_SPOT:]}
    return {
        view.number: kept.get(view.number) or looked_through(view)
        for view in pages
        if view.number not in waiting
    }


def signs_kept_of(views: Iterable[PageView]) -> dict[int, PageSigns]:
    """The signs that were kept of the pages as they are read now, by page number. One query."""
    wanted = {(view.id, basis_of(view)): view.number for view in views}
    rows = KeptSigns.objects.filter(page_id__in={page_id for page_id, _ in wanted})
    return {
        wanted[page_id, basis]: signs_from(signs)
        for page_id, basis, signs in rows.values_list("page_id", "basis", "signs")
        if (page_id, basis) in wanted
    }


def basis_of(view: PageView) -> str:
    """What the page's signs are worked out from: the rules, the reading, whether it is blank."""
    return f"{RULES}:{view.reading_id or 0}:{'blank' if _is_blank(view) else 'print'}"


def looked_through(view: PageView) -> PageSigns:
    """The page's signs, worked out now; some forty milliseconds."""
    page = page_text(view.number, words=view.words, text=view.text)
    is_blank = _is_blank(view)
    signs = page_signs(page, is_blank=is_blank)
    if is_blank and view.state != PageState.BLANK and page_signs(page).text.strip():
        return page_signs(page)  # words were read: what the picture says does not count
    return signs


def _is_blank(view: PageView) -> bool:
    return view.state == PageState.BLANK or view.picture_hash == BLANK
