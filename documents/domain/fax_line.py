"""The line that a fax machine prints over each page, and page numbers that the writer printed."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from documents.domain.layout import Cell, Layout

_TOP = 2.0  # word heights from the edge: the machine prints over the writer's margin
_NUMBERED = re.compile(
    r"^(?P<head>.*?)\s*(?:\bp(?:age|g)?[.:\s]*(?P<page>\d{1,3})(?:\s?(?:/|of)\s?(?P<of>[\dg]{1,3}))?"
    r"|\b(?P<short>\d{1,3})\s?/\s?(?P<total>[\dg]{1,3}))$"
)
_DAY = r"\b(?:\d{1,4}[-/.]\d{1,2}[-/.][\dg]{2,4}|[a-z]{3}[-\s]\d{1,2}[-,\s]+[\dg]{2,4})"
_TIME = r"\b\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]m)?"
_OF_A_MACHINE = re.compile(rf"{_DAY}|{_TIME}|^from\b|\bfax\b|\d{{3}}[-\s.]?\d{{4}}\b")
_NO_SENDER = re.compile(rf"{_DAY}|{_TIME}|\bfrom\b:?|\bto\b:?|\bfax\b:?")
_SAME_SENDER = 0.7

_OF_PAGES = re.compile(r"\bpages?\s*[.:#]?\s*(?P<page>\d{1,3})\s*(?:of|/)\s*(?P<of>\d{1,3})\b")
_SHORT_OF = re.compile(r"^\(?(?P<page>\d{1,2})\s*(?:of|/)\s*(?P<of>\d{1,2})\)?$")
_BRACKETED = re.compile(r"\((?P<page>\d{1,2})\s*(?:of|/)\s*(?P<of>\d{1,2})\)")
_PAGE_ONLY = re.compile(r"^-?\s*page\s*[.:#]?\s*(?P<page>\d{1,3})\s*-?$")
_NAME_AND_NUMBER = re.compile(
    r"^[a-z][a-z'\-]{2,}(?:,? [a-z][a-z'\-]+)?\s?,\s?(?:page )?(?P<page>[2-9])$"
)
_EDGE_ROWS = 3


@dataclass(frozen=True)
class FaxLine:
    """What the machine printed. page and of are None where they are not there to be read."""

    row: int
    sender: str
    page: int | None = None
    of: int | None = None

    def is_same_sender(self, other: "FaxLine") -> bool:
        """Whether both come from one machine, misread letters allowed for."""
        if not self.sender or not other.sender:
            return True
        return SequenceMatcher(None, self.sender, other.sender).ratio() >= _SAME_SENDER


@dataclass(frozen=True)
class PageCount:
    """The page number that the writer printed ("page 2 of 3"). of is None where it is not said."""

    page: int
    of: int | None = None


def fax_line_of(layout: Layout) -> FaxLine | None:
    """The machine's line at the upper edge; None when there is none."""
    if not layout.rows:
        return None
    first = layout.rows[0]
    if min(cell.box.y0 for cell in first) > _TOP * layout.word_height:
        return None
    text = " ".join(cell.text for cell in first)
    match = _NUMBERED.match(text)
    if match is None or not _OF_A_MACHINE.search(text):
        return None
    sender = " ".join(_NO_SENDER.sub(" ", match["head"]).split()).strip(" .,:;-")
    return FaxLine(
        first[0].row,
        sender,
        _number(match["page"] or match["short"]),
        _number(match["of"] or match["total"]),
    )


def body_rows(layout: Layout) -> tuple[tuple[Cell, ...], ...]:
    """The rows of the page itself, without the machine's line."""
    return layout.rows[1:] if fax_line_of(layout) else layout.rows


def page_count_of(layout: Layout) -> PageCount | None:
    """The writer's own page number near the upper or lower edge; None when there is none."""
    rows = body_rows(layout)
    edges = [*rows[:_EDGE_ROWS], *rows[_EDGE_ROWS:][-2:]]
    for row in edges:
        text = " ".join(cell.text for cell in row)
        match = _OF_PAGES.search(text) or _BRACKETED.search(text)
        found = match or next((m for cell in row if (m := _SHORT_OF.match(cell.text))), None)
        if found and int(found["page"]) <= int(found["of"]):
            return PageCount(int(found["page"]), int(found["of"]))
    for row in (*rows[:1], *rows[-1:]):
        text = " ".join(cell.text for cell in row)
        only = _PAGE_ONLY.match(text) or _NAME_AND_NUMBER.match(text)
        if only:
            return PageCount(int(only["page"]))
    return None


def _number(text: str | None) -> int | None:
    """The number; a fax prints 6 so that it reads as g."""
    return int(text.replace("g", "6")) if text else None
