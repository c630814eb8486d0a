"""Follows the fax coding of a picture row by row and tells which rows can be followed.

Decoders draw what they can of damaged rows, and most say nothing of it. Nothing is drawn here.
Source: ITU-T T.4 (G3, in one and in two dimensions) and T.6 (G4); PDF 1.7, table 11, for
what may vary. Standard library only.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from documents.reading.fax_codes import (
    END_OF_LINE,
    HORIZONTAL,
    MAKE_UP,
    MODE_BITS,
    MODES,
    PASS,
    RUN_BITS,
    RUNS,
)

_MOST_BYTES = 2 * 1024 * 1024  # of one picture's coding: a page without compression is 0.5 MB
_MARK = len(END_OF_LINE)
_LATE_ROWS = 24  # at most 15 in 142 pictures that were damaged to see
_MISSING_SHARE = 100  # one row in so many may be missing where the coding says that it ends


@dataclass(frozen=True)
class Coding:
    """How a picture is coded. k is as in PDF: below 0 G4, 0 G3 in one dimension, else in two.

    is_aligned: each row begins at a whole byte.
    """

    k: int
    columns: int
    is_aligned: bool = False


Line: TypeAlias = tuple[int, ...]
"""A row as the places where its colour changes, white first."""


@dataclass(frozen=True)
class Followed:
    """How many rows could be followed and how many not; ended: a mark of the end came.

    lines are the rows in the order of the coding, None for one that could not be followed.
    """

    good: int
    bad: int
    ended: bool
    lines: tuple[Line | None, ...] = field(default=(), compare=False)

    def is_whole(self, *, height: int) -> bool:
        """Whether nothing is damaged and no more than a few rows of the picture are missing."""
        missing = height - self.good
        return not self.bad and missing <= (height // _MISSING_SHARE if self.ended else 0)


@dataclass(frozen=True)
class CodedRows:
    """The rows of a picture as far as they came: one line for each, None for one that is lost."""

    lines: tuple[Line | None, ...]
    columns: int

    @property
    def lost(self) -> tuple[tuple[int, int], ...]:
        """The spans of rows that are lost, each as the first and the one behind the last."""
        edges = [
            place
            for place, (before, line) in enumerate(pairwise(((), *self.lines, ())))
            if (before is None) is not (line is None)
        ]
        return tuple(zip(edges[::2], edges[1::2], strict=True))


def coded_rows(coded: bytes, coding: Coding, *, height: int) -> CodedRows | None:
    """The rows of a picture; None where it is too long to be followed.

    Rows that are missing at the end are lost, but for a few behind a mark of the end, which
    are white. In G4 a row rests on the one above it, and damage shows some rows late.
    """
    if len(coded) > _MOST_BYTES:
        return None
    found = followed(coded, coding, most_rows=height)
    lines = list(found.lines[:height])
    missing = height - len(lines)
    if found.is_whole(height=height):
        return CodedRows((*lines, *[()] * missing), coding.columns)
    if coding.k < 0:
        late = min(_LATE_ROWS, found.good)
        lines[found.good - late :] = [None] * (len(lines) - found.good + late)
    return CodedRows((*lines, *[None] * missing), coding.columns)


def came_over_whole(coded: bytes, coding: Coding, *, height: int) -> bool:
    """Whether every row of the picture came as it was coded; True for what is too long to follow."""
    rows = coded_rows(coded, coding, height=height)
    return rows is None or not rows.lost


def followed(coded: bytes, coding: Coding, *, most_rows: int) -> Followed:
    """The rows of a coded picture, at most so many. In G4 the first bad row is the last."""
    bits = f"{int.from_bytes(coded, 'big'):0{8 * len(coded)}b}" if coded else ""
    reader = _Reader(bits, coding)
    return reader.g4(most_rows) if coding.k < 0 else reader.g3(most_rows)


class _BadRowError(Exception):
    """A row that cannot be followed."""


class _Reader:
    """Walks the bits. Rows are the places where the colour changes, white first."""

    def __init__(self, bits: str, coding: Coding) -> None:
        self.length = len(bits)
        self.bits = bits + "0" * 32
        self.at = 0
        self.coding = coding
        self.columns = coding.columns
        self.above: list[int] = []

    def g4(self, most_rows: int) -> Followed:
        """Rows until a bad one, the mark of the end or the end of the bits."""
        lines: list[Line | None] = []
        while len(lines) < most_rows:
            self._align()
            if self.bits.startswith(END_OF_LINE, self.at):
                return _told(lines, ended=True)
            if self._is_over():
                break
            try:
                self.above = self._two_dimensions()
            except _BadRowError:
                return _told([*lines, None], ended=False)
            lines.append(tuple(self.above))
        return _told(lines, ended=False)

    def g3(self, most_rows: int) -> Followed:
        """Rows to the end; after a bad row the next mark of a row's end is looked for.

        A row that rests on a bad one is bad as well, however well it can be followed.
        """
        lines: list[Line | None] = []
        while len(lines) < most_rows:
            marks = self._pass_marks()
            if marks > 1 and lines:
                return _told(lines, ended=True)
            if self._is_over():
                break
            rests_on_bad = bool(lines) and lines[-1] is None and self._rests_on_another()
            try:
                self.above = self._row()
                lines.append(None if rests_on_bad else tuple(self.above))
            except _BadRowError:
                lines.append(None)
                self.at = self.bits.find(END_OF_LINE, self.at)
                if self.at < 0:
                    break
        return _told(lines, ended=False)

    def _rests_on_another(self) -> bool:
        return self.coding.k > 0 and self.bits[self.at] == "0"

    def _row(self) -> list[int]:
        if self.coding.k <= 0:
            return self._one_dimension()
        is_plain = self.bits[self.at] == "1"
        self.at += 1
        return self._one_dimension() if is_plain else self._two_dimensions()

    def _pass_marks(self) -> int:
        """Go behind the marks of a row's end, with the noughts that fill up before each."""
        marks = 0
        while True:
            self._align()
            start = self.at + (marks > 0 and self.coding.k > 0)
            one = self.bits.find("1", start)
            if one < start + _MARK - 1:
                return marks
            self.at = one + 1
            marks += 1

    def _align(self) -> None:
        if self.coding.is_aligned:
            self.at += -self.at % 8

    def _is_over(self) -> bool:
        return self.bits.find("1", self.at) < 0

    def _run(self, colour: int) -> int:
        total, table = 0, RUNS[colour]
        while True:
            found = table.get(self.bits[self.at : self.at + RUN_BITS])
            if found is None:
                raise _BadRowError
            length, taken = found
            self.at += taken
            total += length
            if length < MAKE_UP:
                return total

    def _one_dimension(self) -> list[int]:
        place = colour = 0
        row = []
        while place < self.columns:
            place += self._run(colour)
            row.append(place)
            colour = 1 - colour
        return self._ended(row, place)

    def _two_dimensions(self) -> list[int]:
        columns, bits = self.columns, self.bits
        above = [*self.above, columns, columns, columns]
        place, colour, over = -1, 0, 0
        row: list[int] = []
        while place < columns:
            while above[over] <= place and above[over] < columns:
                over += 2
            mode, taken = MODES.get(bits[self.at : self.at + MODE_BITS], (None, 0))
            self.at += taken
            if mode == PASS:
                place = above[over + 1]
            elif mode == HORIZONTAL:
                place = max(place, 0) + self._run(colour)
                row.append(place)
                place += self._run(1 - colour)
                row.append(place)
            else:
                if not isinstance(mode, int) or above[over] + mode < max(place, 0):
                    raise _BadRowError
                place = above[over] + mode
                row.append(place)
                colour = 1 - colour
                over = over - 1 if over else 1
        return self._ended(row, place)

    def _ended(self, row: Sequence[int], place: int) -> list[int]:
        if place != self.columns or self.at > self.length:
            raise _BadRowError
        return [change for change in row if change < self.columns]


def _told(lines: list[Line | None], *, ended: bool) -> Followed:
    bad = lines.count(None)
    return Followed(len(lines) - bad, bad, ended, tuple(lines))
