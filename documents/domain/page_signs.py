"""Everything a page says of itself: what splitting, placing and matching are proposed from."""

import re
from dataclasses import dataclass, field

from documents.domain.fax_line import FaxLine, PageCount, body_rows, fax_line_of, page_count_of
from documents.domain.layout import Layout, PageText, layout_of
from documents.domain.page_dates import PageDate, page_date
from documents.domain.page_kinds import PageKind, page_kind
from documents.domain.page_people import PagePeople, people_on

_HEAD_ROWS = 3
_HEAD_WORDS = 9
_SENTENCE_WORDS = 6
_HOUSE = re.compile(
    r"\b(?:hospitals?|clinics?|centers?|centres?|laborator(?:y|ies)|labs?|health|medical|institute|"
    r"university|children'?s|pediatrics?|associates|pharmacy|genomics|diagnostics?|department|"
    r"practice|physicians?|group|imaging|radiology|reference|memorial|infirmary|surgery)\b"
)
_ALWAYS_ELSEWHERE = re.compile(r"\b(?:to|attn|cc|for|at|dear)\b[\s:]*")
_DIGITS = re.compile(r"\S*\d\S*")
_GOES_ON = re.compile(r"^\W*(?:\.{2,}\s?|\()?cont(?:inued|\.|'d|inuation)")


@dataclass(frozen=True)
class PageSigns:
    """One page's signs. Each is None or empty where the page does not show it.

    letterhead is the keyed name of the house. goes_on: the page begins in the middle of
    something. text is everything on the page itself, keyed, for comparing pages.
    """

    number: int
    is_blank: bool = False
    kind: PageKind | None = None
    date: PageDate | None = None
    people: PagePeople = field(default_factory=PagePeople)
    fax_line: FaxLine | None = None
    count: PageCount | None = None
    letterhead: str = ""
    goes_on: bool = False
    text: str = ""


def page_signs(page: PageText, *, is_blank: bool = False) -> PageSigns:
    """The signs of a page; a blank one keeps only the fax machine's line."""
    layout = layout_of(page)
    line = fax_line_of(layout)
    if is_blank:
        return PageSigns(page.number, is_blank=True, fax_line=line)
    people, kind = people_on(layout), page_kind(layout)
    return PageSigns(
        number=page.number,
        kind=kind,
        date=page_date(layout, births=people.values("birth_date")),
        people=people,
        fax_line=line,
        count=page_count_of(layout),
        letterhead=_letterhead(layout),
        goes_on=_says_so(layout) or (_begins_small(layout) and not (kind and kind.is_titled)),
        text="\n".join(" ".join(cell.text for cell in row) for row in body_rows(layout)),
    )


def _letterhead(layout: Layout) -> str:
    """The first short cell near the top that names a house, without its numbers."""
    for row in body_rows(layout)[:_HEAD_ROWS]:
        for cell in row:
            short = len(cell.words) <= _HEAD_WORDS
            if short and _HOUSE.search(cell.text) and not _ALWAYS_ELSEWHERE.match(cell.text):
                return " ".join(_DIGITS.sub(" ", cell.text).split()).strip(" .,;:-|")
    return ""


def _says_so(layout: Layout) -> bool:
    """Whether the first words say that the page continues another."""
    return any(
        _GOES_ON.search(" ".join(cell.text for cell in row)) for row in body_rows(layout)[:2]
    )


def _begins_small(layout: Layout) -> bool:
    """Whether the first line begins in small letters, as the rest of a sentence does."""
    rows = body_rows(layout)
    if not rows or len(rows[0]) > 1:
        return False
    first = rows[0][0].words
    return len(first) >= _SENTENCE_WORDS and first[0].text.isalpha() and first[0].text[:1].islower()
