"""Reports as CSV that a spreadsheet can open without running what is in it."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

Cell = str | int | float | datetime | None
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The rows under their header, with CRLF; text that could be a formula is made plain.

    A cell that begins with = + - @ or a tab or line end gets an apostrophe in front.
    Numbers stay numbers; times are written in ISO form; None is empty.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([_safe(title) for title in header])
    for row in rows:
        writer.writerow([_safe(cell) for cell in row])
    return out.getvalue()


def _safe(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, int | float):
        return cell
    text = cell.isoformat(timespec="seconds") if isinstance(cell, datetime) else cell
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text
