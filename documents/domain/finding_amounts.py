"""Finds percentages, quantities and counts: in tables by column, in prose by nearness."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from documents.domain.context import (
    STOPS_BUT_COLON,
    clause_of,
    holds_any,
    read_amount_context,
)
from documents.domain.finding_counts import LEFT_EMPTY as _LEFT_EMPTY
from documents.domain.finding_counts import find_counts
from documents.domain.finding_headed import headed_amounts
from documents.domain.finding_nearest import (
    MARKER,
    names_bare_unit,
    nearest_amount,
    piece_around,
    word_in,
)
from documents.domain.finding_specimens import (
    is_other_specimen,
    is_own_specimen,
    is_row_of_specimen,
    specimen_agrees,
)
from documents.domain.layout import Cell, Layout, Statement
from documents.domain.mentions import (
    CENSORED_RANK,
    EXACT_RANK,
    LABEL_RANK,
    UNIT_RANK,
    Mention,
    as_statement,
    cell_at,
    column_heads,
    column_names_unit,
    is_reference_column,
    labelled,
    over_part,
    part_between,
    plain_head,
    plain_traps,
    term_matches,
    without_references,
    without_scale,
)
from documents.domain.tables import column_day
from documents.domain.values import Found, amounts_in, bare_numbers, dates_in, powers
from documents.domain.wanted import Wanted
from documents.domain.wording import is_found, key_of

_UNITS_OF_PAGE = re.compile(
    r"\bunits?:? (?:are )?(?:percent|%)|\((?:percent|%|pct) (?:of (?:[a-z]+ ){1,3}+)?(?:positive|pos)\b"
    r"|\ball (?:in |values )?(?:percent|%)|\(pct\)"
)
_REFERENCE_ROW = re.compile(r"(?:normal|ref|reference|expected|control|healthy|range)\b")
_UNTICKED = re.compile(
    r"(?:[\u2610\u25a1]|\[\s?\]|\(\s?\))\s*[<>=\u2264\u2265]{0,2}\s*\d[^\[(\u2610\u2611\u2612\u25a1]{0,30}$"
)  # an option of a form that nobody ticked
_LEADS_ON = re.compile(
    r"\s*(?:of|on|in)\s(?:(?:the|all|gated|viable|total)\s)?[a-z]+\s(?:(?:are|carry|express|with)\s)?"
)
_MERE_NUMBER = re.compile(r"[<>]?\s?[\d.,]+\s?[x*]\s?10\s?\^?\d{1,2}")
_HEAD_WORDS = 5  # a longer heading is several that the reader put together
_HEAD_REST = 12  # letters that a column's heading may have beside the term


def find_amounts(wanted: Wanted, layout: Layout) -> Iterator[Mention]:
    """Every amount on the page that stands with a term or label of the fact."""
    if wanted.type == "count":
        yield from find_counts(wanted, layout)
        return
    named = [*_by_label(wanted, layout), *_by_term(wanted, layout)]
    found = named or list(_by_unit(wanted, layout)) or headed_amounts(wanted, layout)
    yield from (mention for mention in found if not _UNTICKED.search(mention.quote))


def _by_unit(wanted: Wanted, layout: Layout) -> Iterator[Mention]:
    """Amounts that only their unit tells ("12.7 kg"), where the policy has it as a term."""
    if key_of(wanted.unit or "") not in {key_of(term) for term in wanted.terms}:
        return
    for statement in layout.statements:
        for found in amounts_in(without_references(statement.text), unit=wanted.unit or ""):
            if found.value.endswith(" g"):
                continue  # grams are also a drug's
            first, last = clause_of(statement, found.start, found.end)
            near = piece_around(statement.text[first:last], found.start - first, found.end - first)
            if holds_any(plain_traps(wanted), near, outside=(0, 0)):
                continue
            if _LEFT_EMPTY.search(statement.text[: found.start]):
                continue
            quote, box = statement.quote(found.start, found.end)
            reading = read_amount_context(statement, found.start, found.end)
            yield Mention(found.value, quote, box, reading, UNIT_RANK, statement, found.start)


def _by_term(wanted: Wanted, layout: Layout) -> Iterator[Mention]:
    unit = key_of(wanted.unit or "")
    terms = tuple(term for term in (*wanted.terms, *wanted.forms) if key_of(term) != unit)
    for statement in layout.statements:
        for match in term_matches(statement.text, terms):
            if statement.is_row:
                yield from _in_row(wanted, layout, statement, match)
            else:
                yield from _in_line(wanted, layout, statement, match)


def _in_line(
    wanted: Wanted, layout: Layout, statement: Statement, match: re.Match[str]
) -> Iterator[Mention]:
    """The value in a sentence; else below it, where the line is headings that the reader joined."""
    found = list(_in_prose(wanted, layout, statement, match))
    own = layout.rows[statement.row][0]
    if not found and statement.words == own.words and len(own.words) > 1:
        found = list(_under_heading(wanted, layout, part_between(own, *match.span()), match))
    yield from found


def _by_label(wanted: Wanted, layout: Layout) -> Iterator[Mention]:
    if wanted.specimen:
        return
    for place in labelled(layout, wanted):
        if holds_any(plain_traps(wanted), place.label.text, outside=(0, 0)):
            continue
        names_unit = _names_unit(place.label.text, wanted)
        bare = bare_numbers() if names_unit else powers(wanted.unit or "", place.label.text)
        found = amounts_in(without_references(place.text), unit=wanted.unit or "", bare=bare)
        if found and "__" not in place.text[: found[0].start]:
            quote, box = place.quote(found[0].start, found[0].end, layout=layout)
            statement = as_statement(place.cell)
            reading = read_amount_context(
                statement, place.start + found[0].start, len(statement.text)
            )
            whole = row_statement(layout, place.cell)
            yield Mention(found[0].value, quote, box, reading, LABEL_RANK, whole)


def _names_unit(label: str, wanted: Wanted) -> bool:
    unit = re.escape(key_of(wanted.unit or ""))
    return re.search(rf"\({unit}\)|(?<![a-z0-9%])(?!kg){unit}(?![a-z/])", label) is not None


def _in_row(
    wanted: Wanted, layout: Layout, statement: Statement, match: re.Match[str]
) -> Iterator[Mention]:
    """The value of a table row: in the term's own cell, else the first result to its right."""
    row = layout.rows[statement.row]
    own = cell_at(layout, statement, match.start())
    if is_other_specimen(wanted, layout, statement.text, row[0]):
        return
    is_dated = False
    for cell in row[own.place :]:
        start, end = statement.cell_span(cell.place)
        start = match.end() if cell is own else start
        found = _result_in(wanted, layout, cell, own, statement.text[start:end])
        if found:
            quote, box = statement.quote(match.start(), start + found.end)
            reading = read_amount_context(statement, match.start(), start + found.end)
            yield Mention(found.value, quote, box, reading, _rank(found), statement, match.start())
            if column_day(layout, statement.row, box) is None:
                return
            is_dated = True
    if is_dated:
        return
    before = _before_in_row(wanted, statement, match)
    if before is not None:
        yield before
        return
    head = part_between(own, *(place - statement.cell_span(own.place)[0] for place in match.span()))
    yield from _under_heading(wanted, layout, own if len(own.words) == 1 else head, match)


def _before_in_row(wanted: Wanted, statement: Statement, match: re.Match[str]) -> Mention | None:
    """The value right before the term of a row ("0.7 % of neutrophils CD18"), in a flipped table."""
    text = statement.text[: match.start()]
    found = next(reversed(amounts_in(text, unit=wanted.unit or "%")), None)
    if found is None or not _LEADS_ON.fullmatch(text[found.end :]):
        return None
    quote, box = statement.quote(found.start, match.end())
    reading = read_amount_context(statement, found.start, match.end())
    return Mention(found.value, quote, box, reading, _rank(found), statement, found.start)


def _result_in(wanted: Wanted, layout: Layout, cell: Cell, own: Cell, text: str) -> Found | None:
    """The first value of the cell's text that stands in no reference column and in no trap."""
    offset = len(cell.text) - len(text)
    for found in _values_in(wanted, layout, cell, text):
        part = part_between(cell, offset + found.start, offset + found.end)
        if not is_reference_column(layout, part) and not _is_trapped(wanted, layout, part, own):
            return found
    return None


def _part_under(layout: Layout, cell: Cell, head: Cell) -> Cell:
    """The part of the cell that stands under the heading; all of one that is a mere number."""
    return (
        cell
        if _MERE_NUMBER.fullmatch(cell.text)
        else over_part(cell, head, slack=layout.word_height)
    )


def _value_in(wanted: Wanted, layout: Layout, cell: Cell, text: str) -> Found | None:
    """The first value of the text, or a word that stands for one."""
    return next(iter(_values_in(wanted, layout, cell, text)), None)


def _values_in(wanted: Wanted, layout: Layout, cell: Cell, text: str) -> list[Found]:
    """The values of the text; else a word that stands for one, if there is any."""
    clean = without_references(text)
    printed = _unit_is_printed(wanted, layout, cell)
    bare = bare_numbers() if printed else powers(wanted.unit or "", clean)
    found = amounts_in(clean, unit=wanted.unit or "%", bare=bare)
    found = [one for one in found if "__" not in clean[: one.start]]
    word = None if found else word_in(wanted, clean)
    return [word] if word else found


def _unit_is_printed(wanted: Wanted, layout: Layout, cell: Cell) -> bool:
    """Whether a heading of the column carries the unit, or another cell of the row begins with it."""
    unit = wanted.unit or "%"
    row = layout.rows[cell.row]
    beside = row[cell.place + 1 : cell.place + 3]
    before = " ".join(item.text for item in row[: cell.place + 1])
    if names_bare_unit(before, unit) or _UNITS_OF_PAGE.search(layout.text):
        return True
    return column_names_unit(layout, cell, unit) or any(
        re.match(rf"{re.escape(key_of(unit))}(?![a-z])", item.text) for item in beside
    )


def _is_trapped(wanted: Wanted, layout: Layout, cell: Cell, own: Cell) -> bool:
    """Whether a trap is named in the value's cell, the term's cell or the column's heading."""
    over = islice(column_heads(layout, cell), 1)
    head = " ".join(plain_head(text) for text in over if len(text.split()) <= _HEAD_WORDS)
    near = f"{cell.text} \n {own.text}"
    traps = plain_traps(wanted)
    terms = [span.span() for span in term_matches(near, wanted.terms)]
    outside = terms[0] if terms else (0, 0)
    is_head = any(is_found(trap, head) for trap in traps)
    return holds_any(traps, near, outside=outside) or is_head


def _under_heading(
    wanted: Wanted, layout: Layout, own: Cell, match: re.Match[str]
) -> Iterator[Mention]:
    """The values of a column that the term heads, row by row; the first one that counts."""
    heads = len(own.text) <= len(match.group()) + _HEAD_REST
    if not heads or amounts_in(own.text, unit=wanted.unit or "%"):
        return
    for cell in layout.below(own):
        row = layout.rows[cell.row]
        if holds_any(plain_traps(wanted), row[0].text, outside=(0, 0)) or _is_reference_row(row):
            continue
        if wanted.specimen and (
            cell is row[0] or not is_row_of_specimen(wanted, layout, row[0], own)
        ):
            continue
        part = _part_under(layout, cell, own)
        found = _value_in(wanted, layout, part, part.text)
        if found:
            quote, box = part.quote(found.start, found.end)
            statement = as_statement(row[0])
            reading = read_amount_context(statement, len(statement.text), len(statement.text))
            whole = row_statement(layout, cell)
            yield Mention(found.value, quote, box, reading, _rank(found), whole)
            if not dates_in(row[0].text):
                return


def _is_reference_row(row: Sequence[Cell]) -> bool:
    """Whether the row's label says that it gives what is normal, or a control's values."""
    return _REFERENCE_ROW.match(row[0].text) is not None


def _in_prose(
    wanted: Wanted, layout: Layout, statement: Statement, match: re.Match[str]
) -> Iterator[Mention]:
    statement = replace(statement, text=without_scale(statement.text))
    first, last = clause_of(statement, *match.span(), stops=STOPS_BUT_COLON)
    clause = statement.text[first:last]
    start, end = match.start() - first, match.end() - first
    if holds_any(plain_traps(wanted), piece_around(clause, start, end), outside=(start, end)):
        return
    clean = without_references(clause)
    found = nearest_amount(wanted, clean, start, end)
    if found is not None and not specimen_agrees(wanted, layout, statement, clause, found):
        found = _next_of_own_cells(wanted, clean, found)
    if found is None:
        return
    left, right = min(start, found.start) + first, max(end, found.end) + first
    quote, box = statement.quote(left, right)
    reading = read_amount_context(statement, left, right)
    yield Mention(found.value, quote, box, reading, _rank(found), statement, left)


def _next_of_own_cells(wanted: Wanted, clause: str, other: Found) -> Found | None:
    """The next amount, where the words before it name the cells that count and no marker."""
    for amount in amounts_in(clause, unit=wanted.unit or "%"):
        if amount.start >= other.end:
            between = clause[other.end : amount.start]
            names_own = is_own_specimen(wanted, between) and not MARKER.search(between)
            return amount if names_own else None
    return None


def _rank(found: Found) -> int:
    return EXACT_RANK if found.value[:1].isdigit() else CENSORED_RANK


def row_statement(layout: Layout, cell: Cell) -> Statement:
    """The whole row of a cell as one statement."""
    row = layout.rows[cell.row]
    return Statement(
        words=tuple(word for item in row for word in item.words),
        text=" ".join(item.text for item in row),
        cells=tuple(item.place for item in row for _word in item.words),
        row=cell.row,
    )
