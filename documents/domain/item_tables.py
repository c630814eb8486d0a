"""Reads lists that a page prints as a table: a row for each item, a title over each field."""

from collections.abc import Iterator
from dataclasses import dataclass

from documents.domain.item_anchors import stated_in
from documents.domain.item_days import asks_for_end, day_in, spans_in
from documents.domain.item_fields import Page, answer_behind, number_in
from documents.domain.layout import Cell, Layout
from documents.domain.mentions import part_of
from documents.domain.reading_order import Word
from documents.domain.wanted import Wanted
from documents.domain.wording import pattern_of

_FEWEST = 2  # titles that make a row of cells the head of a table
_GAP = 2.6  # word heights between a row of the table and the next
_EDGES = " :?.()-|"
_EMPTY = frozenset(("", "-", "--", "n/a", "none", "nil"))


@dataclass(frozen=True)
class TableItem:
    """A row of a table with the fields that its cells say; lead is the cell of the leading one."""

    row: int
    lead: Cell
    fields: dict[str, str]


@dataclass(frozen=True)
class _Head:
    """A cell of the row of titles, and the fields it stands over; none for another column."""

    cell: Cell
    fields: tuple[Wanted, ...]


def table_items(wanted: Wanted, leading: Wanted, layout: Layout, page: Page) -> Iterator[TableItem]:
    """The items of the page's tables whose titles are labels of the list's fields."""
    for index, row in enumerate(layout.rows):
        heads = [_Head(cell, _fields_of(wanted, cell)) for cell in row]
        named = {field.fact for head in heads for field in head.fields}
        if sum(bool(head.fields) for head in heads) >= _FEWEST and leading.fact in named:
            for cells in _rows_under(heads, layout, index):
                yield from _item(wanted, leading, cells, page)


def _rows_under(heads: list[_Head], layout: Layout, index: int) -> Iterator[dict[str, Cell]]:
    """The rows of the table, while they follow closely: each field's cell by its name."""
    bottom = max(head.cell.box.y1 for head in heads)
    for row in layout.rows[index + 1 :]:
        if min(cell.box.y0 for cell in row) - bottom > _GAP * layout.word_height:
            return
        bottom = max(cell.box.y1 for cell in row)
        found: dict[str, Cell] = {}
        for cell in (part for one in row for part in _by_column(one, heads, layout)):
            head = min(heads, key=lambda one: _apart(one.cell, cell))
            for field in head.fields:
                found.setdefault(field.fact, cell)
        yield found


def _by_column(cell: Cell, heads: list[_Head], layout: Layout) -> Iterator[Cell]:
    """The cell, or its parts where it runs under several titles whose columns stand close."""
    if sum(head.cell.box.overlap_x(cell.box) > 0 for head in heads) < _FEWEST:
        yield cell
        return
    slack = layout.word_height / 2
    columns: dict[int, list[Word]] = {}
    for word in cell.words:
        begun = [n for n, head in enumerate(heads) if head.cell.box.x0 <= word.box.x0 + slack]
        columns.setdefault(max(begun, default=0), []).append(word)
    yield from (part_of(cell, words) for words in columns.values())


def _item(
    wanted: Wanted, leading: Wanted, cells: dict[str, Cell], page: Page
) -> Iterator[TableItem]:
    """The item of a row; none where no cell says more than a name, or none says that."""
    lead = cells.get(leading.fact)
    value = _value(leading, lead, page) if lead else ""
    if lead is None or not value:
        return
    read = {leading.fact: value}
    for field in wanted.fields:
        cell = cells.get(field.fact)
        if cell is None or field is leading:
            continue
        shared = sum(other is cell for other in cells.values()) > 1
        if shared and not spans_in(cell.text, near=page.near) and value not in wanted.one_day:
            continue
        if says := _value(field, cell, page):
            read[field.fact] = says
    if len(read) == 1 and wanted.terms:
        return
    yield TableItem(lead.row, lead, read)


def _apart(head: Cell, cell: Cell) -> float:
    """How far the cell stands from a title: 0 where one is over the other, or begins with it."""
    if head.box.overlap_x(cell.box) > 0:
        return -head.box.overlap_x(cell.box)
    return min(abs(head.box.x0 - cell.box.x0), abs(head.box.centre_x - cell.box.centre_x))


def _fields_of(wanted: Wanted, cell: Cell) -> tuple[Wanted, ...]:
    """The fields of which the whole cell is a label: one of "Dates" may be of both days."""
    text = cell.text.strip(_EDGES)
    return tuple(
        field
        for field in wanted.fields
        if any(pattern_of(form.strip(_EDGES)).fullmatch(text) for form in field.forms)
    )


def _value(field: Wanted, cell: Cell, page: Page) -> str:
    """What the cell says of the field; empty where it says nothing that the field takes."""
    text = cell.text.strip(_EDGES)
    if field.type == "date":
        return _day(field, cell, page)
    if field.type == "boolean":
        stated = {one.value for one in stated_in(field, text)}
        by_words = {"true": "yes", "false": "no"}[stated.pop()] if len(stated) == 1 else ""
        return answer_behind(text) or by_words
    if text in _EMPTY:
        return ""
    if field.type == "choice":
        stated = {one.value for one in stated_in(field, text)}
        return stated.pop() if len(stated) == 1 else ""
    if field.type == "text":
        return cell.quote(0, len(cell.text))[0].strip(_EDGES)
    return number_in(field, text)


def _day(field: Wanted, cell: Cell, page: Page) -> str:
    spans = spans_in(cell.text, near=page.near)
    if spans:
        return spans[0].last if asks_for_end(field) else spans[0].first
    day = day_in(cell.text, near=page.near, birth_date=page.birth_date)
    return day.value if day else ""
