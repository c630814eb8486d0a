"""What differs between two texts, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class DifferentLine:
    """A line of either text.

    sign is " " for a kept line, "+" for an added and "-" for a removed one, "@" where kept
    lines are left out. number counts in the new text, for a removed line in the old one.
    """

    sign: str
    number: int
    text: str


def line_difference(old: str, new: str, *, around: int = 2) -> tuple[DifferentLine, ...]:
    """The lines that differ with `around` kept lines on either side; empty when none does."""
    before, after = old.splitlines(), new.splitlines()
    groups = SequenceMatcher(None, before, after, autojunk=False).get_grouped_opcodes(around)
    found: list[DifferentLine] = []
    for group in groups:
        if found:
            found.append(DifferentLine("@", 0, ""))
        for kind, from_old, to_old, from_new, to_new in group:
            if kind != "equal":
                found += _lines("-", before, from_old, to_old)
            found += _lines(" " if kind == "equal" else "+", after, from_new, to_new)
    return tuple(found)


def _lines(sign: str, text: list[str], first: int, end: int) -> Iterator[DifferentLine]:
    for position in range(first, end):
        yield DifferentLine(sign, position + 1, text[position])
