"""Finds the amount that begins a line under a heading or question that names the fact.

"CD18 on granulocytes (%)" over "0.9, confirmed": forms put what is asked over what is answered.
"""

import re
from collections.abc import Iterator

from documents.domain.context import MEMBER, Assertion, holds_any, read_amount_context
from documents.domain.finding_nearest import MARKER
from documents.domain.finding_specimens import is_other_specimen, is_own_specimen
from documents.domain.layout import Cell, Layout, Statement
from documents.domain.mentions import (
    CENSORED_RANK,
    EXACT_RANK,
    Mention,
    as_statement,
    plain_head,
    plain_traps,
    rival_specimens,
    term_matches,
    without_references,
    without_scale,
)
from documents.domain.values import Found, amounts_in, bare_numbers, powers
from documents.domain.wanted import Wanted
from documents.domain.wording import is_found

_MOST_WORDS = 12  # of a heading
_LEAD = 30  # letters that may stand before the value
_PERCENT = re.compile(r"%|\b(?:percent|per\scent|pct|per\s(?:100|hundred))\b")
_UNIT_NAMED = {
    "%": _PERCENT,
    "kg": re.compile(r"\b(?:kgs?|kilograms?|kilos?)\b"),
    "cells/kg": re.compile(r"(?:x\s?10\s?\^?e?\s?6|million)\s?(?:cd\s?34\+?\s?(?:cells\s?)?)?/\s?kg"),
}
_PARTED = re.compile(r"\s?[/|]\s?|\s{1,}")
_HOLDS_DIGITS = re.compile(r"\d")
_BOX = re.compile(r"[\u2610\u2611\u2612\u25a1]|\[\s?x?\s?\]|\(\s?x?\s?\)")


def headed_amounts(wanted: Wanted, layout: Layout) -> Iterator[Mention]:
    """The amounts that begin the lines under headings which name the fact and give none."""
    hints = (*wanted.terms, *wanted.forms)
    for row in layout.rows:
        head = row[0]
        if len(row) > 1 or len(head.words) > _MOST_WORDS:
            continue
        named = term_matches(head.text, hints)
        under = next(layout.below(head), None)
        if not named or under is None or not _may_head(wanted, layout, head):
            continue
        line = " ".join(cell.text for cell in layout.rows[under.row])
        found = _beginning(wanted, head, line)
        if found is not None:
            yield from _mention(wanted, layout, head, under, found)


def _may_head(wanted: Wanted, layout: Layout, head: Cell) -> bool:
    """Whether the line asks for the amount: it gives none, and is about the member's own cells."""
    text = plain_head(without_scale(head.text))
    if amounts_in(text, unit=wanted.unit or "%") or holds_any(
        plain_traps(wanted), text, outside=(0, 0)
    ):
        return False
    if wanted.specimen and any(is_found(word, text) for word in rival_specimens(wanted.specimen)):
        return False
    reading = read_amount_context(as_statement(head), 0, len(head.text))
    return reading.subject == MEMBER and not (
        wanted.specimen and is_other_specimen(wanted, layout, text, head)
    )


def _beginning(wanted: Wanted, head: Cell, line: str) -> Found | None:
    """The value with which the line begins, or the one at the term's turn among several markers."""
    unit = wanted.unit or "%"
    named = _UNIT_NAMED.get(unit)
    has_unit = named is not None and named.search(head.text) is not None
    clean = without_references(line)
    bare = bare_numbers() if has_unit else powers(unit, f"{head.text} {clean}")
    found = amounts_in(clean, unit=unit, bare=bare)
    markers = [match.start() for match in MARKER.finditer(head.text)] if wanted.specimen else []
    if not found or _BOX.search(line):
        return None
    if len(markers) > 1:
        return _at_turn(wanted, head, found, markers)
    lead = clean[: found[0].start]
    is_close = len(lead) <= _LEAD and not _HOLDS_DIGITS.search(lead)
    return found[0] if is_close and not holds_any(plain_traps(wanted), lead, outside=(0, 0)) else None


def _at_turn(wanted: Wanted, head: Cell, found: list[Found], markers: list[int]) -> Found | None:
    """The value that stands at the turn at which the heading names the term."""
    own = {match.start() for match in term_matches(head.text, wanted.terms)} & set(markers)
    if len(found) != len(markers) or len(own) != 1:
        return None
    return found[markers.index(own.pop())]


def _mention(
    wanted: Wanted, layout: Layout, head: Cell, under: Cell, found: Found
) -> Iterator[Mention]:
    row = layout.rows[under.row]
    words = tuple(word for cell in row for word in cell.words)
    text = " ".join(cell.text for cell in row)
    statement = Statement(words, text, tuple(0 for _ in words), under.row, heading=head.text)
    behind = text[found.end :].split(",")[0]
    if wanted.specimen and _is_rival(wanted, behind):
        return
    reading = read_amount_context(statement, found.start, found.end)
    if reading.assertion is Assertion.ABSENT or holds_any(
        plain_traps(wanted), behind, outside=(0, 0)
    ):
        return
    printed, box = statement.quote(found.start, found.end)
    quote = f"{' '.join(word.text for word in head.words)} {printed}"
    rank = EXACT_RANK if found.value[:1].isdigit() else CENSORED_RANK
    yield Mention(found.value, quote, box.union(head.box), reading, rank, statement, found.start)


def _is_rival(wanted: Wanted, text: str) -> bool:
    """Whether the words behind the value name other cells and not those that count."""
    rivals = rival_specimens(wanted.specimen or "")
    return not is_own_specimen(wanted, text) and any(is_found(word, text) for word in rivals)
