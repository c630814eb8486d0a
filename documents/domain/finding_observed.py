"""Tells when a thing was seen: by a date in its own sentence or row, else by the page's date."""

from collections.abc import Iterator
from dataclasses import dataclass

from documents.domain.geometry import Box
from documents.domain.layout import Cell, Layout, Statement
from documents.domain.values import Found, dates_in
from documents.domain.wording import is_found, pattern_of

_COLLECTED = (
    "collected", "collection date", "date collected", "date of collection", "specimen date", "drawn",
    "date drawn", "collected on", "collection",
)  # fmt: skip
_VISITED = (
    "date of visit", "visit date", "date of service", "seen", "seen on", "seen in clinic on", "visit",
    "examined", "examined on", "encounter date", "clinic date", "date of consultation", "visit of",
    "date of consult", "date seen", "date of evaluation", "evaluation date", "dos", "date of exam",
    "encounter", "consult date", "clinic visit", "discharged", "date of discharge", "minutes of",
    "discharge date", "meeting of", "meeting date", "note date", "date of note",
)  # fmt: skip
_ISSUED = ("reported", "report date", "date reported", "date of report", "date", "dated", "signed")
_OTHER = (
    "born", "dob", "d.o.b", "birth", "received", "printed", "infusion", "mobilization", "next",
    "effective", "planned", "expires", "follow up", "page", "fax",
)  # fmt: skip
_NEAR = 4  # letters between a label and its date
_TOP_SHARE = 0.5


@dataclass(frozen=True)
class Seen:
    """A date with the words and the place that give it."""

    value: str
    quote: str
    box: Box


def page_seen(layout: Layout, *, birth_date: str) -> Seen | None:
    """The date on which what the page tells was seen; None when it has none of its own.

    The day of collection or visit counts before the day of the report or the letter.
    """
    for labels in (_COLLECTED, _VISITED, _ISSUED):
        for label in labels:
            found = next(_behind(label, layout, birth_date), None)
            if found:
                return found
    return _heading_date(layout, birth_date)


def statement_seen(statement: Statement, place: int, *, birth_date: str) -> Seen | None:
    """The date in the same sentence or row that is nearest to the place; None without one."""
    dates = [found for found in dates_in(statement.text) if found.value != birth_date]
    dates = [found for found in dates if not _is_other(statement.text[: found.start])]
    if not dates or (statement.is_row and len(dates) > 1):
        return None
    nearest = min(dates, key=lambda found: abs(found.start - place))
    quote, box = statement.quote(nearest.start, nearest.end)
    return Seen(nearest.value, quote, box)


def _behind(label: str, layout: Layout, birth_date: str) -> Iterator[Seen]:
    for row in layout.rows:
        for cell in row:
            for match in pattern_of(label).finditer(cell.text):
                found = _first_date(cell.text[match.end() :], birth_date)
                if found and found.start <= _NEAR and not _is_other(cell.text[: match.start()]):
                    yield _seen(cell, found, offset=match.end())
            if pattern_of(label).fullmatch(cell.text.strip(" :")) and cell.place + 1 < len(row):
                beside = row[cell.place + 1]
                found = _first_date(beside.text, birth_date)
                if found and found.start <= _NEAR:
                    yield _seen(beside, found, offset=0)


def _heading_date(layout: Layout, birth_date: str) -> Seen | None:
    """A date alone on its row in the upper half, as letters carry it."""
    for row in layout.rows[: max(6, round(len(layout.rows) * _TOP_SHARE))]:
        for cell in row:
            found = _first_date(cell.text, birth_date)
            if found and found.start == 0 and len(cell.text) - found.end <= 1:
                return _seen(cell, found, offset=0)
    return None


def _seen(cell: Cell, found: Found, *, offset: int) -> Seen:
    quote, box = cell.quote(offset + found.start, offset + found.end)
    return Seen(found.value, quote, box)


def _first_date(text: str, birth_date: str) -> Found | None:
    found = next(iter(dates_in(text)), None)
    return found if found and found.value != birth_date and len(found.value) == 10 else None


def _is_other(before: str) -> bool:
    """Whether the words right before a date say that it dates something else."""
    last = " ".join(before.split()[-3:])
    return any(is_found(word, last) for word in _OTHER)
