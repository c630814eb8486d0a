"""Finds evidence for wanted facts on the pages of a member's records.

Knows no policy: what to look for comes as plain values. Every candidate stands on a
page, with the printed words and their box. Nothing found means "not found", which is
never a "no".
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from documents.domain.classifying import kinds_of
from documents.domain.damage import touches
from documents.domain.finding_amounts import find_amounts
from documents.domain.finding_choices import find_stated
from documents.domain.finding_choosing import FITTING_PAPER, choose, parts_of, with_dates_of
from documents.domain.finding_dates import find_codes, find_dates
from documents.domain.finding_observed import (
    Seen,
    entry_seen,
    headed_by,
    newest_date,
    page_seen,
    statement_seen,
)
from documents.domain.generals import is_leaflet
from documents.domain.geometry import Box
from documents.domain.layout import Layout, PageText, layout_of, page_from_text
from documents.domain.mentions import Mention
from documents.domain.repairs import repair_in
from documents.domain.tables import column_day
from documents.domain.values import dates_in
from documents.domain.wanted import (
    Candidate,
    CornerBox,
    Findings,
    MemberIdentity,
    Repair,
    Wanted,
)
from documents.domain.wording import Letters, is_found, key_of, pattern_of

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

_ARTICLE = re.compile(
    r"\bet al\b|\babstract\b|\bmethods\b|\bdoi\b|\bsupplementary\b|\breferences\b|\bmedian\b"
    r"|\b95\s?% ci\b|\btable \d|\bfig(?:ure)?\.? \d|\bn ?= ?\d|\bpmid\b|\bpatient \d\b"
    r"|\b(?:patients|children|participants|subjects) (?:were|had|took|who|with|received)\b"
    r"|\benrol+ed\b|\bcohort\b|\bcase (?:report|series)\b|\bthis study\b|\bwe report\b"
    r"|\bcorrespond(?:ence|ing author)\b|\b20\d\d; ?\d+(?: ?\(\d+\))?: ?\d+|\bp ?[<=] ?0\.\d"
    r"|\bvol(?:ume)?\.? \d+\b|\bin \d+ (?:patients|children|cases)\b|\bin the literature\b|\bclinical findings in\b"
    r"|\b(?:journal|review|annals|archives) of\b|\bkaplan-meier\b|\bmulticent(?:er|re)\b|\bretrospective\b"
    r"|\brange \d|\beligib(?:le|ility)\b|\bj(?:ournal)? (?:of )?[a-z]+ (?:med|immunol|hematol|transplant)"
)
_ARTICLE_MARKS = 3
_TOP_ROWS = 6
_ALIKE = 0.75  # share of letters in common from which two first names are one
_BIRTH = (
    "date of birth",
    "dob",
    "birth date",
    "born",
    "d.o.b",
    "birth",
    "d0b",
    "bd",
    "birthdate",
    "b.",
)


# Words that stand beside a last name at the top of a chart and are no first name: of another
# person the page is only when it says so.
_NO_FIRST_NAMES = frozenset(
    [
        "re",
        "ref",
        "name",
        "patient",
        "pt",
        "member",
        "for",
        "of",
        "page",
        "pg",
        "mr",
        "mrs",
        "ms",
        "dr",
        "family",
        "dob",
        "baby",
        "babyboy",
        "babygirl",
        "boy",
        "girl",
        "infant",
        "newborn",
        "child",
        "twin",
        "son",
        "daughter",
        "male",
        "female",
        "bb",
        "bg",
        "room",
        "rm",
        "bed",
        "unit",
        "ward",
        "clinic",
        "chart",
        "acct",
        "account",
        "mrn",
        "id",
        "no",
        "nr",
        "sex",
        "age",
        "date",
        "fax",
        "to",
        "from",
        "and",
        "the",
        "at",
        "in",
        "on",
        "with",
        "parents",
        "mother",
        "father",
        "mom",
        "dad",
        "guardian",
        "seen",
        "visit",
        "note",
        "copy",
        "cc",
        "attn",
        "via",
        "parent",
        "surname",
        "last",
        "first",
    ]
)


@dataclass(frozen=True)
class PreparedPage:
    """A page laid out and judged once, for any number of facts to be looked for.

    is_others: it is placed as a relative's, or looks like a page about somebody else. observed is
    the page's own date. damaged are its parts of which rows were lost.
    """

    layout: Layout
    kinds: frozenset[str]
    is_others: bool
    observed: Seen | None
    birth_date: str
    letters: Letters
    damaged: tuple[Box, ...] = ()


def prepare_pages(
    pages: Iterable[PageText], member: MemberIdentity, *, received: str = ""
) -> list[PreparedPage]:
    """The pages ready to be searched; one without a date of its own takes the year before it.

    received is the ISO date on which they came, which tells the year where no page before does.
    """
    prepared: list[PreparedPage] = []
    for page in pages:
        near = prepared[-1].layout.near if prepared else received
        prepared.append(prepare_page(page, member, near=near))
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
        is_others=page.about_relative or _is_somebody_elses(layout, member),
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


def _possible(wanted: Wanted, page: PreparedPage) -> Wanted:
    """The fact with only those hints whose letters stand on the page; the rest cost time."""
    may_hold = page.letters.may_hold
    return replace(
        wanted,
        terms=tuple(filter(may_hold, wanted.terms)) if wanted.type != "date" else wanted.terms,
        forms=tuple(filter(may_hold, wanted.forms)),
        phrases={key: tuple(filter(may_hold, some)) for key, some in wanted.phrases.items()},
        negations=tuple(filter(may_hold, wanted.negations)),
    )


def pages_of_others(pages: Sequence[PageText], member: MemberIdentity) -> list[int]:
    """The numbers of pages on which nothing is looked for, since they look like another's.

    They are placed as a relative's, or carry another birth date and not the member's whole
    name, or are printed in a journal; a person decides.
    """
    return [
        page.number
        for page in pages
        if page.about_relative or _is_somebody_elses(layout_of(page), member)
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
        dated_by=seen.by if seen else "",
        comparator=comparator,
        unit=unit,
        repair=Repair(*mended) if mended else None,
        damaged=touches(page.damaged, box),
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


def _is_somebody_elses(layout: Layout, member: MemberIdentity) -> bool:
    """Whether the page gives another birth date and does not carry the member's whole name.

    Both must differ: a single misread digit must not hide a page. A page that is printed
    in a journal or for every family is about others, whoever is named on it.
    """
    if _is_literature(layout) or is_leaflet(layout):
        return True
    if member.birth_date is None or not member.name.strip():
        return False
    births = {found.value for text in _birth_texts(layout) for found in dates_in(text)[:1]}
    own = member.birth_date.isoformat()
    if own in births:
        return False
    if not births:
        return _names_another(layout, member, own)
    first, last = (
        re.escape(key_of(name)) for name in (member.name.split()[0], member.name.split()[-1])
    )
    if not is_found(member.name.split()[-1], layout.text) or _is_kins_page(layout, first, last):
        return True
    initial = rf"\b{first[0]}\.?[\s,]+{last}\b|\b{last},?\s+{first[0]}\b"
    return re.search(rf"\b{first}\b|{initial}", layout.text) is None


def _is_kins_page(layout: Layout, first: str, last: str) -> bool:
    """Whether the birth date stands beside another first name with the member's last name.

    first and last are escaped for a pattern. The member may be named there as whose sister
    or brother it is, but not with the whole name.
    """
    whole = rf"\b{first}\b[\s,]+(?:\S+\s)?{last}\b|\b{last},?\s+{first}\b"
    if re.search(whole, layout.text):
        return False
    kin = re.compile(
        rf"\b(?!(?:{first}|{'|'.join(_NO_FIRST_NAMES)})\b)[a-z'-]{{2,}}\s{last}\b[\s,(]*(?:born|dob|d\.o\.b|b\.)"
    )
    return any(kin.search(" ".join(cell.text for cell in row)) for row in layout.rows)


def _names_another(layout: Layout, member: MemberIdentity, own: str) -> bool:
    """Whether a top row has another first name, the family's last name and the oldest date.

    A chart's heading says so ("SURNAME, FIRST 3/8/2015") though it calls no date a birth
    date. The member's first name or birth date anywhere on the page keeps it the member's,
    and so does a last name alone, as the second page of a letter bears it.
    """
    first, last = key_of(member.name.split()[0]), key_of(member.name.split()[-1])
    dates = {found.value for found in dates_in(layout.text) if len(found.value) == 10}
    if own in dates or re.search(rf"\b{re.escape(first)}\b", layout.text):
        return False
    for row in layout.rows[:_TOP_ROWS]:
        text = " ".join(cell.text for cell in row)
        found = [item for item in dates_in(text) if len(item.value) == 10]
        is_oldest = _spans_a_year(dates) and min(dates) in {item.value for item in found}
        for item in found:
            text = text.replace(text[item.start : item.end], " " * (item.end - item.start))
        if (
            is_oldest
            and not _has_initial(text, first, last)
            and _has_name_beside(last, text, first=first)
        ):
            return True
    return False


def _spans_a_year(dates: Collection[str]) -> bool:
    """Whether the oldest of these ISO dates lies a year before the newest, as a birth date does."""
    return bool(dates) and int(max(dates)[:4]) - int(min(dates)[:4]) > (
        max(dates)[4:] < min(dates)[4:]
    )


def _has_initial(text: str, first: str, last: str) -> bool:
    """Whether the row has the member's initial beside the last name."""
    initial, name = re.escape(first[0]), re.escape(last)
    return (
        re.search(rf"\b{initial}\.?[\s,]+{name}\b|\b{name},?\s+{initial}\.?(?:\s|$)", text)
        is not None
    )


def _has_name_beside(last: str, text: str, *, first: str) -> bool:
    """Whether the last name, or one that begins as it does, stands beside another's first name.

    A first name that is spelt nearly as the member's, or is short for it, is the member's.
    """
    name = rf"{re.escape(last.split('-')[0])}[\w'-]*"
    beside = re.findall(rf"\b{name},?\s([a-z'-]{{2,}})\b", text)
    beside += re.findall(rf"\b([a-z'-]{{2,}})\s(?={name})", text)
    return any(word not in _NO_FIRST_NAMES and not _is_alike(word, first) for word in beside)


def _is_alike(word: str, first: str) -> bool:
    return word[:3] == first[:3] or SequenceMatcher(None, word, first).ratio() >= _ALIKE


def _is_literature(layout: Layout) -> bool:
    """Whether the page looks printed in a journal: several marks of an article, no letterhead."""
    return len({match.group() for match in _ARTICLE.finditer(layout.text)}) >= _ARTICLE_MARKS


def _birth_texts(layout: Layout) -> Iterator[str]:
    for row in layout.rows:
        text = " ".join(cell.text for cell in row)
        for label in _BIRTH:
            for match in pattern_of(label).finditer(text):
                yield text[match.end() : match.end() + 20]
