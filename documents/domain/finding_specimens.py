"""Tells whether an amount was measured in the cells that count."""

from documents.domain.layout import Cell, Layout, Statement
from documents.domain.mentions import rival_specimens, specimen_group
from documents.domain.values import Found, amounts_in, dates_in
from documents.domain.wanted import Wanted
from documents.domain.wording import is_found

_ROWS_ABOVE = 15
_TITLE_ROWS = 4


def specimen_agrees(
    wanted: Wanted, layout: Layout, statement: Statement, clause: str, found: Found
) -> bool:
    """Whether the cells that the sentence names, if any, are the ones that count."""
    if not wanted.specimen:
        return True
    earlier = [a.end for a in amounts_in(clause, unit=wanted.unit or "%") if a.end <= found.start]
    since = clause[max(earlier, default=0) : found.start]
    if is_own_specimen(wanted, since):
        return True
    if _is_rival_specimen(wanted, since):
        return False
    behind = clause[found.end :]
    following = amounts_in(behind, unit=wanted.unit or "%")
    region = behind[: following[0].start] if following else behind
    for text in (region, clause[: found.start], clause):
        if is_own_specimen(wanted, text):
            return True
        if _is_rival_specimen(wanted, text):
            return False
    return not is_other_specimen(wanted, layout, "", layout.rows[statement.row][0])


def is_other_specimen(wanted: Wanted, layout: Layout, text: str, cell: Cell) -> bool:
    """Whether the row, or the nearest heading over it that names cells, names other ones."""
    if not wanted.specimen or is_own_specimen(wanted, text):
        return False
    if _is_rival_specimen(wanted, text):
        return True
    for row in reversed(layout.rows[max(0, cell.row - _ROWS_ABOVE) : cell.row]):
        above = " ".join(item.text for item in row)
        if len(above.split()) <= 8 and not any(map(str.isdigit, above)):
            if is_own_specimen(wanted, above):
                return False
            if _is_rival_specimen(wanted, above):
                return True
    return False


def is_row_of_specimen(wanted: Wanted, layout: Layout, label: Cell, head: Cell) -> bool:
    """Whether the row is about the cells that count: it says so, or is dated under a title that does."""
    if not wanted.specimen or is_own_specimen(wanted, label.text):
        return True
    if not dates_in(label.text):
        return False
    over = layout.rows[max(0, head.row - _TITLE_ROWS) : head.row + 1]
    title = " ".join(cell.text for row in over for cell in row)
    return is_own_specimen(wanted, title) and not _is_rival_specimen(wanted, title)


def is_own_specimen(wanted: Wanted, text: str) -> bool:
    """Whether the text names the cells that count."""
    return any(is_found(word, text) for word in specimen_group(wanted.specimen or ""))


def _is_rival_specimen(wanted: Wanted, text: str) -> bool:
    return any(is_found(word, text) for word in rival_specimens(wanted.specimen or ""))
