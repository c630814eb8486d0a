"""Finds the amount that begins a line under a heading or question that names the fact.

"CD18 on granulocytes (%)" over "0.9, confirmed": forms put what is asked over what is answered.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from documents.domain.context import MEMBER, Assertion, holds_any, read_amount_context
from documents.domain.finding_nearest import MARKER
from documents.domain.finding_specimens import is_other_specimen, is_own_specimen
from documents.domain.layout import Cell, Layout
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
from documents.domain.subjects import named_by
from documents.domain.values import Found, amounts_in, powers
from documents.domain.wanted import Wanted
from documents.domain.wording import is_found

_MOST_WORDS = 14  # of a heading
_MOST_PARTS = 6  # of a heading whose words are parted by strokes
_LEAD = 30  # letters that may stand before the value
_UNIT_NAMED = {
    "%": re.compile(r"%|\b(?:percent|per\scent|pct|per\s(?:100|hundred))\b"),
    "kg": re.compile(r"(?<!/)(?<!per\s)\b(?:kgs?|kilograms?|kilos?)\b"),
}
_SCALE = re.compile(
    r"(?:\b|x)10\s?\^?e?\s?(?P<ten>\d)\b|\be\+?0?(?P<e>\d)\b|\b(?:million|mio|mln)\b"
)
_MILLION = "6"
_SIGNS = {"<": "<", "<=": "<=", "\u2264": "<=", ">": ">", ">=": ">=", "\u2265": ">="}
_NUMBER = re.compile(
    r"(?:(?P<sign>[<>\u2264\u2265]=?)\s*)?(?<![\d.,/a-z^-])(?P<number>\d{1,3}(?:\.\d+)?)"
    r"(?![\d/:^]|[.,-]\d|\s?(?:%|x\b|x\s?10|e\d|m\b|mio|mill|lbs?\b|cm\b|mg\b|ml\b|g\b|of\b|mo\b|abs\b|y(?:r|o)?\b|d(?:ays?)?\b))"
)
_PARTED = re.compile(r"[/|]")
# Numbers that a heading has for other reasons than to give the value.
_NAMES = re.compile(
    rf"{MARKER.pattern}|cd\s?34|^[a-z]?\d{{1,2}}[.)]|#\s?\d|\(\d|{_SCALE.pattern}|\bper\s(?:100|1000)\b|beta-?\s?2|mac-?1|lfa-?1"
)
_HOLDS_DIGITS = re.compile(r"\d")
_BOX = re.compile(r"[\u2610\u2611\u2612\u25a1]|\[\s?x?\s?\]|\(\s?x?\s?\)")
_OFFERS = re.compile(r"\b(?:circle|check|choose|select|tick)\b")
_RULES = re.compile(
    r"\b(?:required|criterion|criteria|policy|limit|threshold|cut-?off|spec|specification|reference|ref|cm|normal(?! (?:mfi|intensity|brightness)))\b"
)


def headed_amounts(wanted: Wanted, layout: Layout) -> Iterator[Mention]:
    """The amounts that begin the lines under headings which name the fact and give none."""
    hints = (*wanted.terms, *wanted.forms)
    for row in layout.rows:
        head = as_one_cell(row)
        if not _is_one_line(row) or len(head.words) > _MOST_WORDS:
            continue
        under = next(layout.below(row[0]), None)
        if (
            under is None
            or not term_matches(head.text, hints)
            or not _may_head(wanted, layout, head)
        ):
            continue
        line = as_one_cell(layout.rows[under.row])
        found = _beginning(wanted, head, line.text)
        if found is not None:
            yield from _mention(wanted, head, line, found)


def _is_one_line(row: Sequence[Cell]) -> bool:
    """Whether the row is one cell, or a few that only strokes part; others head columns."""
    parted = all(cell.words[-1].text.endswith("|") for cell in row[:-1])
    return parted and len(row) <= _MOST_PARTS


def as_one_cell(row: Sequence[Cell]) -> Cell:
    """The cells of a row put together, as a line that blanks or strokes part."""
    words = tuple(word for cell in row for word in cell.words)
    return Cell(words, " ".join(cell.text for cell in row), row[0].row, 0)


def _may_head(wanted: Wanted, layout: Layout, head: Cell) -> bool:
    """Whether the line asks for the amount: it gives none, and is about the member's own cells."""
    text = plain_head(without_scale(head.text))
    if text.endswith((".", ",", ";")) or _HOLDS_DIGITS.search(_NAMES.sub(" ", text)):
        return False
    if amounts_in(text, unit=wanted.unit or "%") or _RULES.search(text) or _OFFERS.search(text):
        return False
    if holds_any(plain_traps(wanted), text, outside=(0, 0)):
        return False
    if wanted.specimen and _is_rival(wanted, text, own=False):
        return False
    reading = read_amount_context(as_statement(head), 0, len(head.text))
    return reading.subject == MEMBER and not (
        wanted.specimen and is_other_specimen(wanted, layout, text, head)
    )


def _beginning(wanted: Wanted, head: Cell, line: str) -> Found | None:
    """The value with which the line begins, or the one at the term's turn among several markers."""
    if _BOX.search(line):
        return None
    markers = sorted({m.group(): m.start() for m in MARKER.finditer(head.text)}.values())
    if wanted.specimen and len(markers) > 1:
        return _at_turn(wanted, head, line, markers)
    found = _values_in(wanted, head.text, without_references(line))
    if not found:
        return None
    lead = line[: found[0].start]
    is_close = len(lead) <= _LEAD and not _HOLDS_DIGITS.search(lead)
    is_own = not _is_rival(wanted, lead, own=True) and not named_by(lead)
    return (
        found[0]
        if is_close and is_own and not holds_any(plain_traps(wanted), lead, outside=(0, 0))
        else None
    )


def _values_in(wanted: Wanted, head: str, line: str) -> list[Found]:
    """The amounts of the line; bare numbers where the heading names the unit or a power of ten."""
    unit = wanted.unit or "%"
    found = amounts_in(line, unit=unit, bare=powers(unit, f"{head} {line}"))
    if found:
        return found
    named, scale = _UNIT_NAMED.get(unit), _SCALE.search(head)
    power = ""
    if named is None and scale is not None:
        power = f"e{scale['ten'] or scale['e'] or _MILLION}"
    elif named is None or not named.search(head):
        return []
    return [
        Found(f"{_SIGNS.get(m['sign'] or '', '')}{m['number']}{power} {unit}", m.start(), m.end())
        for m in _NUMBER.finditer(line)
    ]


def _at_turn(wanted: Wanted, head: Cell, line: str, markers: list[int]) -> Found | None:
    """The value that stands at the turn at which the heading names the term."""
    found = _values_in(wanted, head.text, _PARTED.sub(" ", line))
    own = {match.start() for match in term_matches(head.text, wanted.terms)} & set(markers)
    if len(found) != len(markers) or len(own) != 1:
        return None
    return found[markers.index(own.pop())]


def _mention(wanted: Wanted, head: Cell, line: Cell, found: Found) -> Iterator[Mention]:
    statement = replace(as_statement(line), heading=head.text)
    behind = line.text[found.end :].split(",")[0]
    if _is_rival(wanted, behind, own=True):
        return
    reading = read_amount_context(statement, found.start, found.end)
    if reading.assertion is Assertion.ABSENT:
        return
    printed, box = statement.quote(found.start, found.end)
    quote = f"{' '.join(word.text for word in head.words)} {printed}"
    rank = EXACT_RANK if found.value[:1].isdigit() else CENSORED_RANK
    yield Mention(found.value, quote, box.union(head.box), reading, rank, statement, found.start)


def _is_rival(wanted: Wanted, text: str, *, own: bool) -> bool:
    """Whether the words name other cells; with own, none where they name those that count too."""
    if not wanted.specimen or (own and is_own_specimen(wanted, text)):
        return False
    return any(is_found(word, text) for word in rival_specimens(wanted.specimen))
