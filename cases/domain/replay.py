"""What a replay counts: for each case the answers of two revisions, gathered cell by cell.

An item is one criterion, or SUGGESTION for the suggestion as a whole. A cell is an item with the
answer before and after. A criterion that one of the two revisions does not have is ABSENT there.
"""

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

SUGGESTION = ""
ABSENT = "absent"
_WIDTH = 8


@dataclass(frozen=True)
class Answers:
    """What one revision says of one case: its suggestion, and the status of each criterion."""

    suggestion: str
    statuses: Mapping[str, str]


@dataclass(frozen=True, order=True)
class Cell:
    """An item with its answer before and after."""

    item: str
    old: str
    new: str

    @property
    def is_change(self) -> bool:
        """Whether the two answers differ."""
        return self.old != self.new


def cells_of(old: Answers, new: Answers) -> list[Cell]:
    """Every cell that one case falls in: the suggestion, and each criterion of either revision."""
    items = dict.fromkeys([*old.statuses, *new.statuses])
    return [
        Cell(SUGGESTION, old.suggestion, new.suggestion),
        *(Cell(i, old.statuses.get(i, ABSENT), new.statuses.get(i, ABSENT)) for i in items),
    ]


@dataclass
class Tally:
    """Cases by cell, in the order in which they were added."""

    cells: dict[Cell, list[int]] = field(default_factory=dict)

    def add(self, case_id: int, cells: Iterable[Cell]) -> None:
        """Put the case into each of the cells."""
        for cell in cells:
            self.cells.setdefault(cell, []).append(case_id)


def ids_pack(ids: Iterable[int]) -> bytes:
    """Ascending numbers as few bytes: their differences, compressed."""
    numbers = list(ids)
    steps = [after - before for before, after in pairwise([0, *numbers])]
    return zlib.compress(struct.pack(f"<{len(steps)}q", *steps))


def ids_unpack(packed: bytes) -> list[int]:
    """The numbers that ids_pack packed.

    Raises:
        ValueError: these are not packed numbers.
    """
    try:
        plain = zlib.decompress(packed)
    except zlib.error as error:
        raise ValueError("These are not packed numbers.") from error
    if len(plain) % _WIDTH:
        raise ValueError("These are not packed numbers.")
    steps = struct.unpack(f"<{len(plain) // _WIDTH}q", plain)
    return list(accumulate(steps))
