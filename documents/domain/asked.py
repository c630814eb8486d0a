"""Reads several questions answered in one row: "Prior HSCT? N  Prior gene therapy? N", a table of yes and no.

Each question with its answer becomes a sentence of its own, as if a form had a line for it.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice, pairwise

from documents.domain.layout import Layout, Statement
from documents.domain.ticked import TickedStatement

_ANSWERED = re.compile(
    r"\s?[:?=]\s?(?:\(?y(?:es)?/no?\)?\s)?"
    r"(?P<word>yes|no|y|n|none|never|denied|true|false|nil)(?![a-z0-9/'-])"
)
_LEAD = re.compile(r"^[\s,;.()|-]*(?:q?\d{1,2}[.):]?\s(?=[a-z]))?")
_LETTERS = re.compile(r"[a-z]{2}")
_YES = re.compile(r"(?:yes|y|true|met|confirmed|passed?|ok)\b(?![/-])")
_NO = re.compile(r"(?:no|n|false|not met|unmet|none|never|not confirmed|failed)\b(?![/-])")
_SAYS_NOTHING = frozenset(
    ("met", "met?", "answer", "response", "result", "status", "y/n", "yes/no")
)
_YES_NO = r"\(?\b(?:y\s?/\s?n|yes\s?/\s?no)\)?"
_ASKS = re.compile(rf"[^?]{{8,110}}(?:\?\s?(?:{_YES_NO})?|{_YES_NO})\s?$")
_OFFERED = re.compile(rf"[\s?:]*(?:{_YES_NO})?\s?$")
_ANSWERS = re.compile(
    r"(?P<word>yes|no|y|n|none|never|nil|true|false)(?:$|[.,;:]|\s?[(\u2013-]\s?(?!\s?(?:no|n|yes|y)\b)(?=[a-z]))"
)
_HEAD_WORDS = 5
_LINES_BELOW = 2  # heights of a line that the answer may stand under its question
_FEWEST_COLUMNS = 2
_ROWS_ABOVE = 12
_LONGEST = 110  # letters of a question


def asked_statements(layout: Layout) -> Iterator[Statement]:
    """One statement for each question of a row that has several, of a table, or answered below it."""
    for statement in layout.statements:
        yield from _pairs_in(statement)
        yield from _answers_under(layout, statement)
    for asked, said in pairwise(layout.statements):
        yield from _answer_below(layout, asked, said)


def _pairs_in(statement: Statement) -> Iterator[TickedStatement]:
    """The questions of one line, each with the yes or no behind it; none where only one is asked."""
    answers = list(_ANSWERED.finditer(statement.text))
    if len(answers) < _FEWEST_COLUMNS:
        return
    start = 0
    for answer in answers:
        lead = _LEAD.match(statement.text[start : answer.start()])
        first = start + (lead.end() if lead else 0)
        question = statement.text[first : answer.start()][-_LONGEST:].strip(" -")
        if _LETTERS.search(question):
            says = "yes" if _YES.match(answer["word"]) else "no"
            words = slice(statement.word_at(first), statement.word_at(answer.end() - 1) + 1)
            yield _said(statement, words, question=question, says=says)
        start = answer.end()


def _answers_under(layout: Layout, statement: Statement) -> Iterator[TickedStatement]:
    """What the cells of a row say that are a yes or no: of the row's label, or of their heading."""
    spans = _cells_of(statement)
    if len(spans) < _FEWEST_COLUMNS:
        return
    keys = statement.text.split(" ")
    cells = [" ".join(keys[span]).strip(" |") for span in spans]
    heads = _heads_over(layout, statement.row, len(cells))
    for number, cell in enumerate(cells):
        says = "yes" if _YES.match(cell) else "no" if _NO.match(cell) else ""
        if not heads and cell in _SAYS_NOTHING:
            continue  # itself a heading
        lead = "" if number == 0 or _says(cells[0]) else cells[0]
        head = heads[number] if heads else ""
        if not says or not (head or (lead and number == 1)):
            continue
        own = "" if head in _SAYS_NOTHING and lead else head
        kind = heads[0] if heads and lead and own else ""
        question = " ".join(part for part in (kind, lead, own) if part)
        words = slice(spans[0].start if lead else spans[number].start, spans[number].stop)
        if _LETTERS.search(question):
            yield _said(statement, words, question=question, says=says)


def _answer_below(layout: Layout, asked: Statement, said: Statement) -> Iterator[TickedStatement]:
    """The question of one line with the yes or no that the next line begins with."""
    answer = _ANSWERS.match(said.text)
    if answer is None or asked.is_row or said.is_row or not _ASKS.match(asked.text):
        return
    gap = said.words[0].box.y0 - asked.words[-1].box.y1
    if said.row == asked.row or gap > _LINES_BELOW * layout.word_height:
        return
    says = "yes" if _YES.match(answer["word"]) else "no"
    end = said.word_at(answer.end("word") - 1) + 1
    yield TickedStatement(
        words=(*asked.words, *said.words[:end]),
        text=f"{_OFFERED.sub('', asked.text)}: {says}",
        cells=tuple(0 for _ in range(len(asked.words) + end)),
        row=asked.row,
        heading=asked.heading,
        printed=(*asked.words, *said.words[:end]),
    )


def _says(cell: str) -> bool:
    return bool(_YES.match(cell) or _NO.match(cell))


def _cells_of(statement: Statement) -> list[slice]:
    """The words of each cell of a row, or between the upright strokes of a line."""
    if statement.is_row:
        places: Sequence[int] = statement.cells
    else:
        keys = statement.text.split(" ")
        places = list(accumulate(int(key == "|") for key in keys))
    starts = [i for i, place in enumerate(places) if i == 0 or place != places[i - 1]]
    return [slice(a, b) for a, b in zip(starts, [*starts[1:], len(places)], strict=True)]


def _heads_over(layout: Layout, row: int, count: int) -> list[str]:
    """The headings over a row of so many cells, from the nearest row above that has as many."""
    for above in islice(reversed(layout.rows[:row]), _ROWS_ABOVE):
        heads = [cell.text for cell in above]
        if len(heads) == 1:
            heads = [part.strip() for part in heads[0].split(" | ")]
        if len(heads) == count and not any(_says(head) for head in heads[:1]):
            short = all(len(head.split()) <= _HEAD_WORDS for head in heads)
            return [head.strip(" :?") for head in heads] if short else []
    return []


def _said(statement: Statement, words: slice, *, question: str, says: str) -> TickedStatement:
    """The question with its answer; what stands over the row is no part of a question so whole."""
    printed = statement.words[words]
    return TickedStatement(
        words=printed,
        text=f"{question}: {says}",
        cells=tuple(0 for _ in printed),
        row=statement.row,
        printed=printed,
    )
