"""Tables whose columns are headed by days: which day a value of the row belongs to."""

from collections.abc import Iterator
from itertools import islice

from documents.domain.geometry import Box
from documents.domain.layout import Cell, Layout
from documents.domain.values import dates_in

_ROWS_ABOVE = 40
_SEVERAL = 2  # days side by side make a row of headings
_EDGES = " ()[]:,;.|"
_WHOLE = len("2026-01-01")

Day = tuple[str, str, Box]  # ISO text, as printed, where


def column_day(layout: Layout, row: int, box: Box) -> Day | None:
    """The day that heads the column in which the box ends; None where no days head columns."""
    for above in islice(reversed(layout.rows[:row]), _ROWS_ABOVE):
        days = list(_days_of(above))
        if len(days) < _SEVERAL:
            continue
        last = _last_word(layout.rows[row], box)
        day = min(days, key=lambda day: abs(day[2].centre_x - last.centre_x))
        apart = abs(day[2].centre_x - last.centre_x)
        return day if apart <= max(day[2].width, last.width) else None
    return None


def heads_days(row: tuple[Cell, ...]) -> bool:
    """Whether the row holds the days of several columns, none of which is the whole table's."""
    return sum(1 for _day in _days_of(row)) >= _SEVERAL


def _days_of(row: tuple[Cell, ...]) -> Iterator[Day]:
    """The days of a row that holds nothing else but a label before them."""
    if not any(letter.isdigit() for letter in row[-1].text):
        return
    days: list[Day] = []
    lead = ""
    for cell in row:
        place = 0
        for found in dates_in(cell.text):
            before = cell.text[place : found.start].strip(_EDGES)
            if days and before:
                return
            lead, place = lead or before, found.end
            days.append((found.value, *cell.quote(found.start, found.end)))
        rest = cell.text[place:].strip(_EDGES)
        if days and rest:
            return
        lead = lead or rest
    if not any(letter.isdigit() for letter in lead):
        yield from (day for day in days if len(day[0]) == _WHOLE)


def _last_word(row: tuple[Cell, ...], box: Box) -> Box:
    """The box of the last word of the row that lies in the box."""
    inside = [word.box for cell in row for word in cell.words if word.box.x0 < box.x1]
    return inside[-1] if inside else box
