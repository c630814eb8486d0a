"""Finds evidence for wanted facts on the pages of a member's records.

Knows no policy: what to look for comes as plain values. Every candidate stands on a
page, with the printed words and their box. Nothing found means "not found", which is
never a "no".
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from documents.domain.classifying import kinds_of
from documents.domain.finding_amounts import find_amounts
from documents.domain.finding_choices import find_stated
from documents.domain.finding_choosing import FITTING_PAPER, choose, parts_of, with_dates_of
from documents.domain.finding_dates import find_codes, find_dates
from documents.domain.finding_observed import Seen, page_seen, statement_seen
from documents.domain.geometry import Box
from documents.domain.layout import Layout, PageText, layout_of, page_from_text
from documents.domain.mentions import Mention
from documents.domain.repairs import repair_in
from documents.domain.values import dates_in
from documents.domain.wanted import (
    Candidate,
    CornerBox,
    Findings,
    MemberIdentity,
    Repair,
    Wanted,
)
from documents.domain.wording import is_found, key_of, pattern_of

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
    "with_dates_of",
]

_ARTICLE = re.compile(
    r"\bet al\b|\babstract\b|\bmethods\b|\bdoi\b|\bsupplementary\b|\breferences\b|\bmedian\b"
    r"|\b95\s?% ci\b|\btable \d|\bfig(?:ure)?\.? \d|\bn ?= ?\d|\bpmid\b|\bpatient \d\b"
    r"|\b(?:patients|children|participants|subjects) (?:were|had|took|who|with|received)\b"
    r"|\benrol+ed\b|\bcohort\b|\bcase (?:report|series)\b|\bthis study\b|\bwe report\b"
    r"|\bcorrespond(?:ence|ing author)\b|\b20\d\d; ?\d+(?: ?\(\d+\))?: ?\d+|\bp ?[<=] ?0\.\d"
    r"|\brange \d|\beligib(?:le|ility)\b|\bj(?:ournal)? (?:of )?[a-z]+ (?:med|immunol|hematol|transplant)"
)
_ARTICLE_MARKS = 3
_BIRTH = ("date of birth", "dob", "birth date", "born", "d.o.b", "birth")


@dataclass(frozen=True)
class PreparedPage:
    """A page laid out and judged once, for any number of facts to be looked for.

    is_others: it looks like a page about somebody else. observed is the page's own date.
    """

    layout: Layout
    kinds: frozenset[str]
    is_others: bool
    observed: Seen | None
    birth_date: str


def prepare_page(page: PageText, member: MemberIdentity) -> PreparedPage:
    """The page ready to be searched."""
    layout = layout_of(page)
    birth_date = member.birth_date.isoformat() if member.birth_date else ""
    return PreparedPage(
        layout=layout,
        kinds=kinds_of(layout),
        is_others=_is_somebody_elses(layout, member),
        observed=page_seen(layout, birth_date=birth_date),
        birth_date=birth_date,
    )


def find_candidates(
    wanted: Wanted, pages: Sequence[PageText], member: MemberIdentity
) -> list[Candidate]:
    """Candidates that may be proposed for the member, the best first."""
    return list(find_on(wanted, [prepare_page(page, member) for page in pages]).proposed)


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
        for mention in _FINDERS[wanted.type](wanted, page):
            rank = mention.rank + (FITTING_PAPER if fits else 0)
            yield _candidate(wanted, mention, page, rank=rank), mention


def pages_of_others(pages: Sequence[PageText], member: MemberIdentity) -> list[int]:
    """The numbers of pages on which nothing is looked for, since they look like another's.

    They carry another birth date and not the member's last name; a person decides.
    """
    return [page.number for page in pages if _is_somebody_elses(layout_of(page), member)]


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
}


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
        comparator=comparator,
        unit=unit,
        repair=Repair(*mended) if mended else None,
        rank=rank,
    )


def _seen(mention: Mention, page: PreparedPage) -> Seen | None:
    """When it was seen, by its own statement or else by the page."""
    if mention.statement is not None:
        own = statement_seen(mention.statement, mention.start, birth_date=page.birth_date)
        if own is not None:
            return own
    return page.observed


def _corners(box: Box) -> CornerBox:
    return (round(box.x0, 1), round(box.y0, 1), round(box.x1, 1), round(box.y1, 1))


def _is_somebody_elses(layout: Layout, member: MemberIdentity) -> bool:
    """Whether the page gives another birth date and does not carry the member's whole name.

    Both must differ: a single misread digit must not hide a page. A page that is printed
    in a journal is about others, whoever is named on it.
    """
    if _is_literature(layout):
        return True
    if member.birth_date is None or not member.name.strip():
        return False
    births = {found.value for text in _birth_texts(layout) for found in dates_in(text)[:1]}
    if not births or member.birth_date.isoformat() in births:
        return False
    first, last = (
        re.escape(key_of(name)) for name in (member.name.split()[0], member.name.split()[-1])
    )
    if not is_found(member.name.split()[-1], layout.text):
        return True
    initial = rf"\b{first[0]}\.?[\s,]+{last}\b|\b{last},?\s+{first[0]}\b"
    return re.search(rf"\b{first}\b|{initial}", layout.text) is None


def _is_literature(layout: Layout) -> bool:
    """Whether the page looks printed in a journal: several marks of an article, no letterhead."""
    return len({match.group() for match in _ARTICLE.finditer(layout.text)}) >= _ARTICLE_MARKS


def _birth_texts(layout: Layout) -> Iterator[str]:
    for row in layout.rows:
        text = " ".join(cell.text for cell in row)
        for label in _BIRTH:
            for match in pattern_of(label).finditer(text):
                yield text[match.end() : match.end() + 20]
