"""Finds counts: whole numbers behind a printed label, or right before a term of the fact."""

import re
from collections.abc import Iterator
from dataclasses import replace

from documents.domain.context import Assertion, holds_any, read_amount_context
from documents.domain.layout import Layout, Statement
from documents.domain.mentions import (
    LABEL_RANK,
    PROSE_RANK,
    Mention,
    as_statement,
    labelled,
    plain_traps,
    term_matches,
)
from documents.domain.wanted import Wanted

_NUMBER_WORDS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7",
    "eight": "8", "nine": "9", "ten": "10", "zero": "0", "single": "1", "sole": "1", "lone": "1",
}  # fmt: skip
_COUNT = re.compile(
    rf"[\s:#]*(\d{{1,3}}|{'|'.join(_NUMBER_WORDS)})(?:\s*(?:doses?|vials?|infusions?|times?|x|total|only|\(\w+\)))*"
    r"\s*(?:$|[,;.](?!\d))"
)
_COUNT_BEFORE = re.compile(
    rf"(?<![\d./x-])\b(\d{{1,3}}|{'|'.join(_NUMBER_WORDS)})(?:\s\(\w+\))?[\s-]$"
)
_AT_ONCE = re.compile(
    rf"[\s:=?#.,\[(-]{{1,12}}+(?:(?:is|as|of|x)\s?)?(\d{{1,2}}|{'|'.join(_NUMBER_WORDS)})(?:\sof\s\d)?"
    r"(?=\s*(?:$|[,;/(.|\])'](?!\d)|(?:doses?|kresladi|units?|ea|each|x|uom|qty|refills?|only)\b))"
)
_BEFORE_COUNT, _BEHIND_COUNT = 25, 25  # letters around a count in which a trap tells
_ANSWERED = re.compile(
    rf"[^\w\u2610\u25a1\[(]{{0,3}}(?:(?:only|just|it's|it is|is|we ask for|total|x)\s?){{0,2}}(\d{{1,2}}|{'|'.join(_NUMBER_WORDS)})"
    r"(?:\s(?:doses?|only|total|\(\w+\)))*\s*(?:$|[,;.(](?!\d))"
)
_ASKS = re.compile(r"\b(?:doses|dose\(s\)|how many|quantity|qty|number|count|units)(?!\w)")
_MOST_WORDS = 9  # of a heading or question over a count
LEFT_EMPTY = re.compile(r"(?:[\u2610\u25a1]|\[\s?\]|\(\s?\))\s*[<>]?\s*$")  # an option not ticked
_CUT_BEFORE = re.compile(r"[,;]\s|[.]\s")
_CUT = re.compile(r"[,;:]\s|[.]\s|\s/\s")


def find_counts(wanted: Wanted, layout: Layout) -> Iterator[Mention]:
    """Whole numbers right behind a printed label; nowhere else is a bare number a count."""
    known: set[str] = set()
    for place in labelled(layout, wanted):
        match = _COUNT.match(place.text)
        if match:
            quote, box = place.quote(match.start(1), match.end(1), layout=layout)
            reading = read_amount_context(as_statement(place.cell), 0, 1)
            value = _value_of(match[1])
            known.add(value)
            yield Mention(value, quote, box, reading, LABEL_RANK)
    yield from (one for one in _headed(wanted, layout) if one.value not in known)
    for statement in layout.statements:
        yield from _counted(wanted, statement)
        yield from (one for one in _labelled_within(wanted, statement) if one.value not in known)


def _headed(wanted: Wanted, layout: Layout) -> Iterator[Mention]:
    """The number that begins the line under a heading or question that asks for it."""
    hints = (*wanted.forms, *wanted.terms)
    for row in layout.rows:
        head = row[0]
        if len(row) > 1 or len(head.words) > _MOST_WORDS or any(map(str.isdigit, head.text)):
            continue
        under = next(layout.below(head), None)
        if under is None or holds_any(plain_traps(wanted), head.text, outside=(0, 0)):
            continue
        found = _ANSWERED.match(under.text)
        if found and _ASKS.search(head.text) and term_matches(head.text, hints):
            printed, box = under.quote(found.start(1), found.end(1))
            quote = f"{' '.join(word.text for word in head.words)} {printed}"
            reading = read_amount_context(as_statement(under), *found.span(1))
            value = _value_of(found[1])
            yield Mention(value, quote, box.union(head.box), reading, PROSE_RANK)


def _value_of(word: str) -> str:
    """The number in digits, without leading zeros."""
    return _NUMBER_WORDS.get(word) or str(int(word))


def _labelled_within(wanted: Wanted, statement: Statement) -> Iterator[Mention]:
    """Numbers right behind a label that stands within a line ("J3590 units 2")."""
    forms = tuple(form for form in wanted.forms if form.endswith(":"))
    for label in term_matches(statement.text, forms):
        found = _AT_ONCE.match(statement.text, label.end())
        if found is None or holds_any(
            plain_traps(wanted), _around(statement.text, label.start(), found.end()), outside=(0, 0)
        ):
            continue
        quote, box = statement.quote(label.start(), found.end(1))
        reading = read_amount_context(statement, label.start(), found.end(1))
        value = _value_of(found[1])
        yield Mention(value, quote, box, reading, PROSE_RANK, statement, label.start())


def _around(text: str, start: int, end: int) -> str:
    """The words close to a place in which a trap tells, within its part of the sentence.

    Of what stands before, a label with a colon belongs to the part.
    """
    before = re.split(_CUT_BEFORE, text[max(0, start - _BEFORE_COUNT) : start])[-1]
    behind = re.split(_CUT, text[end : end + _BEHIND_COUNT])[0]
    return f"{before} \n {behind}"


def _counted(wanted: Wanted, statement: Statement) -> Iterator[Mention]:
    """Numbers right before a term of the fact ("4 vials"), and none where a denial says so."""
    for denial in term_matches(statement.text, wanted.negations):
        quote, box = statement.quote(*denial.span())
        reading = read_amount_context(statement, denial.end(), denial.end())
        yield Mention("0", quote, box, replace(reading, assertion=Assertion.PRESENT), PROSE_RANK)
    for match in term_matches(statement.text, wanted.terms):
        before = _COUNT_BEFORE.search(statement.text[: match.start()])
        if before is None or LEFT_EMPTY.search(statement.text[: before.start(1)]):
            continue
        near = _around(statement.text, before.start(), match.end())
        if holds_any(plain_traps(wanted), near, outside=(0, 0)):
            continue
        quote, box = statement.quote(before.start(), match.end())
        reading = read_amount_context(statement, before.start(), match.end())
        value = _value_of(before[1])
        yield Mention(value, quote, box, reading, PROSE_RANK, statement, before.start())
