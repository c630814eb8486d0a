"""The date a document bears: not the fax's, not a birth date, not the day of something in it.

A report's day is that on which it was issued, a note's that of the visit. A laboratory sheet
that gives the day of collection alone has no date of its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from documents.domain.fax_line import body_rows
from documents.domain.geometry import Box
from documents.domain.layout import Cell, Layout
from documents.domain.values import Found, dates_in

_TOP_ROWS = 5
_LABEL_LETTERS = 28
_WHOLE = len("2026-01-01")
_OWN = re.compile(
    r"\b(?:(?:report(?:ed)?|rept|final(?:i[sz]ed)?|issued|signed|verified|dated|printed|amended|entered|as of)"
    r"(?: ?(?:date|on|of))?|date of (?:report|visit|service|note|consult\w*|letter|request|exam\w*)"
    r"|(?:visit|note|letter|request|report|encounter|discharge)(?: date)?|date|seen|minutes of)"
    r"[\s:.,-]*$"
)
_WEAK = re.compile(r"\b(?:rec'?d|admission(?: date)?)[\s:.,-]*$")
_OF_A_THING = re.compile(
    r"\b(?:d\s?\.?[o0]\s?\.?[b8]|born|birth|b\.|coll(?:ect(?:ed|ion))?|drawn|taken|specimen|rcvd|received(?: at \w+)?|"
    r"start(?:s|ed)?|infusion|infused|planned|anticipated|wanted|mobili[sz]ation|effective|eff|expires?|exp|"
    r"next|last(?: visit)?|since|onset|prev|copy|weight|wt|kg|stopped|given|dose|done|ended|target|placed|read)"
    r"[\s:.,(-]*(?:date|day)?(?: is| was)?(?: on| at| of)?[\s:.,(-]*$"
)
_IN_A_SENTENCE = re.compile(
    r"\b(?:from|to|until|till|through|on|by|in|at|before|after|and|of|than)\s*$"
)
_NOTHING_ELSE = re.compile(r"[\s:.,|/-]*(?:\d{1,2}:\d\d)?(?:\d{1,3} pages?)?[\s:.,|/-]*")
_TITLE_WORDS = 14
_LABELLED, _TOP_LABELLED, _ALONE, _OPENS, _WEAKLY, _TITLE, _BOTTOM = 4, 9, 7, 6, 5, 2, 1
_NOT_YET = "2070"


@dataclass(frozen=True)
class PageDate:
    """The document's date in ISO form, where it stands, and why it is taken."""

    value: str
    quote: str
    box: Box
    because: str


def page_date(layout: Layout, *, births: Sequence[str] = ()) -> PageDate | None:
    """The date of the page's document; None when it bears none."""
    rows = body_rows(layout)
    found = list(_dates(rows, births))
    if not found:
        return None
    score, cell, date, label = max(found, key=lambda item: (item[0], item[2].value))
    if score <= 0:
        return None
    quote, box = cell.quote(date.start, date.end)
    because = (
        f"It says \u201c{label} {quote}\u201d." if label else "It stands at the head of the page."
    )
    return PageDate(date.value, quote, box, because)


def _dates(
    rows: Sequence[Sequence[Cell]], births: Sequence[str]
) -> Iterator[tuple[int, Cell, Found, str]]:
    """(score, cell, date, label) of each whole date that may be the document's own."""
    for number, row in enumerate(rows):
        before = ""
        for cell in row:
            for found in dates_in(cell.text):
                lead = f"{before} {cell.text[: found.start]}"[-_LABEL_LETTERS:]
                whole = len(found.value) == _WHOLE and found.value < _NOT_YET
                if whole and found.value not in births:
                    score, label = _score(
                        lead, cell, found, from_top=number, from_end=len(rows) - number
                    )
                    yield score, cell, found, label
            before = f"{before} {cell.text}"


def _score(lead: str, cell: Cell, found: Found, *, from_top: int, from_end: int) -> tuple[int, str]:
    """How surely the date is the document's own (0: it is not), and what calls it so."""
    is_top = from_top < _TOP_ROWS
    own = None if _OF_A_THING.search(lead) else _OWN.search(lead)
    if own:
        return _TOP_LABELLED if is_top else _LABELLED, own.group().strip(" :.,-")
    if _OF_A_THING.search(lead) or _IN_A_SENTENCE.search(lead):
        return 0, ""
    if _WEAK.search(lead):
        return _WEAKLY if is_top else 0, ""
    rest = cell.text[: found.start] + cell.text[found.end :]
    if _NOTHING_ELSE.fullmatch(rest):
        return _ALONE if is_top else _BOTTOM if from_end <= 2 else 0, ""
    if is_top and cell.place == 0 and not cell.text[: found.start].strip():
        return _OPENS, ""
    return (_TITLE if from_top == 0 and len(cell.words) <= _TITLE_WORDS else 0), ""
