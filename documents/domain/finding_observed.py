"""Tells when a thing was seen: by a date in its own sentence or row, else by the page's date."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from documents.domain.geometry import Box
from documents.domain.layout import Cell, Layout, Statement
from documents.domain.values import Found, dates_in
from documents.domain.wording import is_found, key_of, pattern_of

_COLLECTED = (
    "collected", "collection date", "date collected", "date of collection", "specimen date", "drawn",
    "date drawn", "collected on", "collection", "coll", "coll.", "taken", "sampled", "sample date",
    "date of sample", "drawn on", "taken on", "collect date", "specimen collected",
    "sample taken", "date of draw", "draw date", "sample drawn", "blood drawn", "obtained",
)  # fmt: skip
_VISITED = (
    "date of visit", "visit date", "date of service", "seen", "seen on", "seen in clinic on", "visit",
    "examined", "examined on", "encounter date", "clinic date", "date of consultation", "visit of",
    "date of consult", "date seen", "date of evaluation", "evaluation date", "dos", "date of exam",
    "encounter", "consult date", "clinic visit", "discharged", "date of discharge", "minutes of",
    "discharge date", "meeting of", "meeting date", "note date", "date of note", "note of",
    "appointment date", "appt", "appointment", "date of appointment", "evaluated", "evaluated on",
    "consultation date", "consultation of", "admitted", "date of admission", "clinic note", "chart note",
    "progress note", "follow-up visit", "office visit", "date of call", "call date", "as of",
    "service date", "date of assessment", "assessed on", "assessed", "rounds", "conference date",
    "filled in", "filled in on", "filled out", "filled out on", "date filled in",
)  # fmt: skip
_ISSUED = (
    "reported", "report date", "date reported", "date of report", "report of", "report", "date", "dated",
    "signed", "rept", "verified", "resulted", "final", "letter of", "written", "completed on",
)  # fmt: skip
_OTHER = (
    "born", "dob", "d.o.b", "birth", "received", "printed", "infusion", "mobilization", "next",
    "effective", "planned", "expires", "follow up", "page", "fax", "rcvd", "rec'd", "copy", "b",
    "eff", "chart copy", "apheresis", "before", "until", "due", "requested", "wanted", "anticipated",
    "culture", "culture of", "cultures", "cultures of", "from", "start", "starting", "slot", "infuse", "scheduled", "collection target",
)  # fmt: skip
_REMARK = re.compile(r"\([^)]*\)")
_NUMBER = re.compile(r"\d(?:\.\d+)?\s?(?:%|kg|lb)")
_NEAR = 4  # letters between a label and its date
_TOP_SHARE = 0.5
_TOP_ROWS = 5
_FAX_ROWS = 2
_LETTERHEAD_ROWS = 6
_FAX_LINE = re.compile(r"\bp(?:age|g)?[.\s]?\s?\d|\b\d\d:\d\d\b.*\d/\w$|^from\b")
_ENTRY_ROWS = 6  # above, in which an entry's date is looked for


class DatedBy(StrEnum):
    """What says when a thing was seen: its own sentence or row, or the page, and in what way."""

    ITSELF = "itself"
    COLLECTED = "collected"
    VISITED = "visited"


@dataclass(frozen=True)
class Seen:
    """A date with the words and the place that give it, and what kind of date it is."""

    value: str
    quote: str
    box: Box
    by: DatedBy = DatedBy.ITSELF


def page_seen(layout: Layout, *, birth_date: str) -> Seen | None:
    """The date on which what the page tells was seen; None when it has none of its own.

    The day of collection or visit counts before the day of the report or the letter.
    """
    for labels in (_COLLECTED, _VISITED, _ISSUED):
        by = DatedBy.COLLECTED if labels is _COLLECTED else DatedBy.VISITED
        for label in labels:
            found = next(_behind(label, layout, birth_date), None)
            if found:
                return replace(found, by=by)
    heading = _heading_date(layout, birth_date) or _top_date(layout, birth_date)
    return replace(heading, by=DatedBy.VISITED) if heading else None


def accepted(hints: Iterable[str]) -> frozenset[DatedBy]:
    """Which dates of a page may date what these hints name: of the sample, of the visit, or both.

    A test has the day of its sample, however late the letter that tells of it.
    """
    keys = {key_of(hint).strip(" :") for hint in hints}
    named = {DatedBy.COLLECTED} if keys & set(_COLLECTED) else set()
    named |= {DatedBy.VISITED} if keys & {*_VISITED, *_ISSUED} else set()
    return frozenset({DatedBy.ITSELF} | (named or set(DatedBy)))


def statement_seen(
    statement: Statement, place: int, *, birth_date: str, near: str = ""
) -> Seen | None:
    """The date in the same sentence or row that is nearest to the place; None without one."""
    dates = dates_in(statement.text, near=near, bare=True)
    dates = [found for found in dates if found.value != birth_date]
    dates = [found for found in dates if not _is_other(statement.text[: found.start])]
    dates = [found for found in dates if not _is_of_remark(statement.text, found, place)]
    if not dates or (statement.is_row and len(dates) > 1):
        return None
    nearest = min(dates, key=lambda found: abs(found.start - place))
    quote, box = statement.quote(nearest.start, nearest.end)
    return Seen(nearest.value, quote, box)


def _is_of_remark(text: str, found: Found, place: int) -> bool:
    """Whether the date stands in a remark that gives another number ("(last 15.9 kg on 8/20)")."""
    for remark in _REMARK.finditer(text):
        if (
            remark.start() <= found.start < remark.end()
            and not remark.start() <= place < remark.end()
        ):
            rest = text[remark.start() : found.start] + text[found.end : remark.end()]
            return _NUMBER.search(rest) is not None
    return False


def entry_seen(layout: Layout, row: int, *, birth_date: str) -> Seen | None:
    """The date that the entry of a running chart begins with; None when the row is in none."""
    starts = {id(item.words[0]) for item in layout.statements}
    for cells in reversed(layout.rows[max(0, row - _ENTRY_ROWS) : row + 1]):
        if id(cells[0].words[0]) not in starts or _is_fax_line(cells):
            continue
        found = _first_date(cells[0].text, birth_date)
        if found and found.start == 0 and len(cells[0].text) > found.end + 1:
            return _seen(cells[0], found, offset=0)
    return None


def _is_fax_line(row: tuple[Cell, ...]) -> bool:
    text = " ".join(cell.text for cell in row)
    return row[0].row < _FAX_ROWS and _FAX_LINE.search(text) is not None


def headed_by(layout: Layout, *, birth_date: str) -> str:
    """The whole date that stands alone in one of the top rows, as a letter's does; empty without."""
    top = replace(layout, rows=layout.rows[:_LETTERHEAD_ROWS])
    found = _heading_date(top, birth_date)
    return found.value if found else ""


def newest_date(layout: Layout, *, birth_date: str) -> str:
    """The newest whole date of the page but the birth date; empty without one."""
    dates = (found.value for found in dates_in(layout.text) if found.value != birth_date)
    return max((value for value in dates if len(value) == 10), default="")


def _top_date(layout: Layout, birth_date: str) -> Seen | None:
    """The first date among the top rows that dates nothing else, a fax machine's line left out."""
    for row in layout.rows[:_TOP_ROWS]:
        if _is_fax_line(row):
            continue
        for cell in row:
            found = _first_date(cell.text, birth_date)
            if found and not _is_other(cell.text[: found.start]):
                return _seen(cell, found, offset=0)
    return None


def _behind(label: str, layout: Layout, birth_date: str) -> Iterator[Seen]:
    for row in layout.rows:
        for cell in row:
            for match in pattern_of(label).finditer(cell.text):
                found = _first_date(cell.text[match.end() :], birth_date)
                if found and found.start <= _NEAR and not _is_other(cell.text[: match.start()]):
                    seen = _seen(cell, found, offset=match.end())
                    words = cell.quote(match.start(), match.end() + found.end)[0]
                    yield replace(seen, quote=words) if label in _ISSUED else seen
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
