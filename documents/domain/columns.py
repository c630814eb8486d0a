"""Reads answers that are given by the column in which a mark stands."""

import re
from collections.abc import Sequence
from itertools import islice

from documents.domain.layout import Cell, Layout, Statement
from documents.domain.reading_order import Word
from documents.domain.wording import key_of

_MARK = re.compile(r"[\[(|]?\s?(?:x{1,2}|\u2611|\u2612|\u2713|\u2714)\s?[\])|]?\u2190?")
_ANSWERS = ("yes", "no")
_NEITHER = ("n/a", "na", "unknown", "unk", "unsure", "n.a")
NOT_ANSWERED = "n/a"
_ROWS_ABOVE = 40
_EDGES = " :.?/()"


def row_answer(layout: Layout, statement: Statement) -> tuple[str, int]:
    """Yes, no or n/a where a mark answers a row by the heading over it, and the mark's cell.

    ("", 0) where no mark does; n/a where marks say different things.
    """
    return marks_answer(layout, layout.rows[statement.row]) if statement.is_row else ("", 0)


def marks_answer(layout: Layout, row: Sequence[Cell]) -> tuple[str, int]:
    """The same for the cells of a row."""
    answers = {cell.place: answer for cell in row[1:] if (answer := column_answer(layout, cell))}
    if not answers:
        return "", 0
    place, answer = next(iter(answers.items()))
    return (answer if len(set(answers.values())) == 1 else NOT_ANSWERED), place


def column_answer(layout: Layout, cell: Cell) -> str:
    """Yes, no or n/a where the cell is only a mark under a heading that says so; else empty."""
    if not _MARK.fullmatch(cell.text):
        return ""
    for row in islice(reversed(layout.rows[: cell.row]), _ROWS_ABOVE):
        heads = [word for item in row for word in item.words if _says(word)]
        if {_says(word) for word in heads} >= set(_ANSWERS):
            return _says(min(heads, key=lambda word: abs(_middle(word) - _middle_of(cell))))
    return ""


def _says(word: Word) -> str:
    key = key_of(word.text).strip(_EDGES)
    return key if key in _ANSWERS else NOT_ANSWERED if key in _NEITHER else ""


def _middle(word: Word) -> float:
    return (word.box.x0 + word.box.x1) / 2


def _middle_of(cell: Cell) -> float:
    return (cell.box.x0 + cell.box.x1) / 2
