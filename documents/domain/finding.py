"""Finds evidence for wanted facts on the pages of a member's records.

Knows no policy: what to look for comes as plain values. Every candidate stands on a
page, with the printed words and their box. Nothing found means "not found", which is
never a "no".
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from documents.domain.classifying import kinds_of
from documents.domain.damage import touches
from documents.domain.finding_amounts import find_amounts
from documents.domain.finding_choices import find_stated
from documents.domain.finding_choosing import FITTING_PAPER, choose, parts_of, with_dates_of
from documents.domain.finding_dates import find_codes, find_dates
from documents.domain.finding_lists import find_items
from documents.domain.finding_observed import (
    Seen,
    entry_seen,
    headed_by,
    newest_date,
    page_seen,
    statement_seen,
)
from documents.domain.geometry import Box
from documents.domain.item_fields import Page
from documents.domain.layout import Layout, PageText, layout_of, page_from_text
from documents.domain.mentions import Mention
from documents.domain.repairs import repair_in
from documents.domain.tables import column_day
from documents.domain.wanted import (
    Candidate,
    CornerBox,
    Findings,
    MemberIdentity,
    Repair,
    Wanted,
)
from documents.domain.whose_page import is_somebody_elses
from documents.domain.wording import Letters

__all__ = [
    "Candidate",
    "Findings",
    "MemberIdentity",
    "PageText",
    "PreparedPage",
    "Wanted",
    "find_candidates",
    "find_mentions",
    "find_on",
    "page_from_text",
    "pages_of_others",
    "prepare_page",
    "prepare_pages",
    "with_dates_of",
]


@dataclass(frozen=True)
class PreparedPage:
    """A page laid out and judged once, for any number of facts to be looked for.

    is_others: it is placed as a relative's, or looks like a page about somebody else. observed is
    the page's own date. damaged are its parts of which rows were lost. received is the ISO date on
    which it came, empty where that is not known.
    """

    layout: Layout
    kinds: frozenset[str]
    is_others: bool
    observed: Seen | None
    birth_date: str
    letters: Letters
    damaged: tuple[Box, ...] = ()
    received: str = ""


def prepare_pages(
    pages: Iterable[PageText], member: MemberIdentity, *, received: str = ""
) -> list[PreparedPage]:
    """The pages ready to be searched; one without a date of its own takes the year before it.

    received is the ISO date on which they came, which tells the year where no page before does.
    """
    prepared: list[PreparedPage] = []
    for page in pages:
        near = prepared[-1].layout.near if prepared else received
        prepared.append(replace(prepare_page(page, member, near=near), received=received))
    return prepared


def prepare_page(page: PageText, member: MemberIdentity, *, near: str = "") -> PreparedPage:
    """The page ready to be searched. near is an ISO date of the pages before it."""
    layout = layout_of(page)
    birth_date = member.birth_date.isoformat() if member.birth_date else ""
    observed = page_seen(layout, birth_date=birth_date)
    headed = headed_by(layout, birth_date=birth_date)
    own = headed or (observed.value if observed else newest_date(layout, birth_date=birth_date))
    return PreparedPage(
        layout=replace(layout, near=own or near),
        kinds=kinds_of(layout),
        is_others=page.about_relative or is_somebody_elses(layout, member),
        observed=observed,
        birth_date=birth_date,
        letters=Letters(layout.text),
        damaged=page.damaged,
    )


def find_candidates(
    wanted: Wanted, pages: Sequence[PageText], member: MemberIdentity
) -> list[Candidate]:
    """Candidates that may be proposed for the member, the best first."""
    return list(find_on(wanted, prepare_pages(pages, member)).proposed)


def find_on(wanted: Wanted, pages: Sequence[PreparedPage]) -> Findings:
    """What prepared pages say of the fact: proposed, and set aside.

    Set aside is what is about somebody else, supposed, pending or defined rather than said,
    and a result that a newer page supersedes. Left out are pages that carry another person's
    birth date and not the member's name, and a bound ("<2 %") where the same page gives the
    exact value.
    """
    return choose(wanted, find_mentions(wanted, pages))


def find_mentions(
    wanted: Wanted, pages: Sequence[PreparedPage]
) -> Iterator[tuple[Candidate, Mention]]:
    """Everything that looks like the fact, usable or not, page by page."""
    for page in pages:
        if not page.layout.rows or page.is_others:
            continue
        fits = not wanted.documents or bool(page.kinds & frozenset(wanted.documents))
        if page.kinds and _needs_fitting_paper(wanted) and not fits:
            continue
        for mention in _FINDERS[wanted.type](_possible(wanted, page), page):
            rank = mention.rank + (FITTING_PAPER if fits else 0)
            yield _candidate(wanted, mention, page, rank=rank), mention


_ALL_TERMS = frozenset(("date", "list"))  # which ask whether there are terms at all


def _possible(wanted: Wanted, page: PreparedPage) -> Wanted:
    """The fact with only those hints whose letters stand on the page; the rest cost time."""
    may_hold = page.letters.may_hold
    return replace(
        wanted,
        terms=tuple(filter(may_hold, wanted.terms))
        if wanted.type not in _ALL_TERMS
        else wanted.terms,
        forms=tuple(filter(may_hold, wanted.forms)),
        phrases={key: tuple(filter(may_hold, some)) for key, some in wanted.phrases.items()},
        negations=tuple(filter(may_hold, wanted.negations)),
        fields=tuple(_possible(field, page) for field in wanted.fields),
    )


def pages_of_others(pages: Sequence[PageText], member: MemberIdentity) -> list[int]:
    """The numbers of pages on which nothing is looked for, since they look like another's.

    They are placed as a relative's, or carry another birth date and not the member's whole
    name, or are printed in a journal; a person decides.
    """
    return [
        page.number
        for page in pages
        if page.about_relative or is_somebody_elses(layout_of(page), member)
    ]


def _needs_fitting_paper(wanted: Wanted) -> bool:
    """Whether the fact is dated or counted by labels that every form has."""
    return wanted.type in {"date", "count"} and bool(wanted.documents)


_FINDERS: Mapping[str, Callable[[Wanted, PreparedPage], Iterator[Mention]]] = {
    "percent": lambda wanted, page: find_amounts(wanted, page.layout),
    "quantity": lambda wanted, page: find_amounts(wanted, page.layout),
    "count": lambda wanted, page: find_amounts(wanted, page.layout),
    "boolean": lambda wanted, page: find_stated(wanted, page.layout),
    "choice": lambda wanted, page: find_stated(wanted, page.layout),
    "text": lambda wanted, page: find_codes(wanted, page.layout),
    "date": lambda wanted, page: find_dates(wanted, page.layout, birth_date=page.birth_date),
    "list": lambda wanted, page: find_items(wanted, page.layout, _for_items(page)),
}


def _for_items(page: PreparedPage) -> Page:
    """What the items of a list need to know of the page they stand on."""
    observed = page.observed.value if page.observed else ""
    return Page(observed, page.layout.near, page.birth_date, page.received)


def _candidate(wanted: Wanted, mention: Mention, page: PreparedPage, *, rank: int) -> Candidate:
    box = mention.box
    mended = repair_in(mention.quote.split())
    seen = _seen(mention, page)
    comparator, unit = parts_of(mention.value, unit=wanted.unit or "")
    return Candidate(
        fact=wanted.fact,
        value=mention.value,
        page=page.layout.number,
        box=_corners(box),
        quote=mention.quote,
        subject=mention.reading.subject,
        assertion=mention.reading.assertion.value,
        date_observed=seen.value if seen else "",
        date_quote=seen.quote if seen else "",
        date_box=_corners(seen.box) if seen else None,
        dated_by=seen.by if seen else "",
        comparator=comparator,
        unit=unit,
        repair=Repair(*mended) if mended else None,
        damaged=touches(page.damaged, box),
        item=mention.item,
        rank=rank,
    )


def _seen(mention: Mention, page: PreparedPage) -> Seen | None:
    """When it was seen, by its own statement or else by the page."""
    statement, layout = mention.statement, page.layout
    if statement is not None:
        day = column_day(layout, statement.row, mention.box) if statement.is_row else None
        if day is not None:
            return Seen(*day)
        own = statement_seen(
            statement, mention.start, birth_date=page.birth_date, near=layout.near
        ) or entry_seen(layout, statement.row, birth_date=page.birth_date)
        if own is not None:
            return own
    return page.observed


def _corners(box: Box) -> CornerBox:
    return (round(box.x0, 1), round(box.y0, 1), round(box.x1, 1), round(box.y1, 1))
