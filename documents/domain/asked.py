"""Reads several questions answered in one row: "Prior HSCT? N  Prior gene therapy? N", a table of yes and no.

Each question with its answer becomes a sentence of its own, as if a form had a line for it. So
does one with no more than a yes or no on the line below.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice, pairwise

from documents.domain.finding_answers import BOX, EMPTY, by_box_behind
from documents.domain.layout import Layout, Statement
from documents.domain.ticked import TickedStatement
from documents.domain.values import yes_or_no

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
_HEAD_WORDS = 5
_LINES_BELOW = 2  # heights of a line that the answer may stand under its question
_FEWEST_COLUMNS = 2
_ROWS_ABOVE = 12
_LONGEST = 110  # letters of a question
_LONGEST_QUESTION, _LONGEST_HEADING = 24, 10  # words of one over its answer
_YES_NO = r"\(?\b(?:y\s?/\s?n|yes\s?/\s?no)\b\)?"
_ASKS = re.compile(rf"(?:\?\s?(?:{_YES_NO}|\(?(?:circle|check) one\)?)?|{_YES_NO})\s?$")
_LEADS_ANSWER = r"(?:(?:circled|checked|ticked|marked|answer|reply|response|a)\s?[:.]\s?)?[\"'(\[]*"
_ENDS_ANSWER = r"(?=[\"')\]]*\s?(?:$|[.,;/(]|- |by\b|per\b|from\b|circled\b))"
_PARTED = r"(?:planned|part|intended|ordered|given|scheduled|wanted|needed|required|foreseen|done|provided|included|arranged|used|doing)"
_YES_BELOW = re.compile(rf"{_LEADS_ANSWER}(?:yes|y|agree|agreed|confirmed){_ENDS_ANSWER}")
_NO_BELOW = re.compile(
    rf"{_LEADS_ANSWER}(?:no|n|none|nil|zero|0|never|nobody|no one|disagree|none {_PARTED}|none assigned"
    rf"|(?:will |to )?not (?:to )?(?:be )?(?:{_PARTED}|use|give|do)|not applicable, none will be \w+"
    r"|(?:(?:to|will) be |is |was |has been )?(?:declined?|refused|omit(?:ted)?|deleted|cancell?ed|waived|excluded|dropped"
    rf"|left out|leave out|left off|withheld|struck)(?: permanently)?){_ENDS_ANSWER}"
)
_OPEN_BELOW = re.compile(
    r"(?:y(?:es)?\s?/\s?no?\s*$|see (?:attached|protocol|below|enclosed)\b|n/a\b|tbd\b|_{2,}|\*{3}|blank\b"
    r"|to be (?:completed|filled|determined|decided|confirmed)\b|(?:will|shall) depend\b|(?:still )?(?:pending|undecided)\b)"
)


def asked_statements(layout: Layout) -> Iterator[Statement]:
    """One statement for each question of a row that has several, or of a table of answers."""
    for statement in layout.statements:
        yield from _pairs_in(statement)
        yield from _answers_under(layout, statement)
    yield from _answers_below(layout)


def rows_asked_only(layout: Layout) -> frozenset[int]:
    """The rows of headings and questions that say nothing by themselves.

    Under them stands no more than a no, boxes for options, or what leaves them open.
    """
    return frozenset(
        above.row
        for above, below in _lines_below(layout)
        if re.search(EMPTY, below.text)
        or _NO_BELOW.match(below.text)
        or _OPEN_BELOW.match(below.text)
    )


def _answers_below(layout: Layout) -> Iterator[TickedStatement]:
    """Each question or heading that the next line answers, with both as one sentence.

    A yes below a heading says no more than the heading does.
    """
    for above, below in _lines_below(layout):
        asks = _ASKS.search(above.text) is not None
        says, end = _answer_in(below, asks=asks)
        if says:
            question = _ASKS.sub("", above.text).strip(" :")
            yield _said_below(above, below, end=end, question=question, says=says)


def _answer_in(below: Statement, *, asks: bool) -> tuple[str, int]:
    """The yes or no that the line says, and behind how many of its words; "" where it says none."""
    if BOX.search(below.text):
        return by_box_behind(below.text) or yes_or_no(below.text) or "", len(below.words)
    if _OPEN_BELOW.match(below.text):
        return "", 0
    denied, agreed = _NO_BELOW.match(below.text), _YES_BELOW.match(below.text)
    answer = denied or (agreed if asks else None)
    if answer is None:
        return "", 0
    return "no" if denied else "yes", below.word_at(answer.end() - 1) + 1


def _said_below(
    above: Statement, below: Statement, *, end: int, question: str, says: str
) -> TickedStatement:
    """The question with the answer under it, quoted over both lines up to the answer's end."""
    printed = (*above.words, *below.words[:end])
    return TickedStatement(
        words=printed,
        text=f"{question}: {says}",
        cells=tuple(0 for _ in printed),
        row=above.row,
        heading=above.heading,
        printed=printed,
    )


def _lines_below(layout: Layout) -> Iterator[tuple[Statement, Statement]]:
    """Each question or short line that ends no sentence, with the line under it."""
    for above, below in pairwise(layout.statements):
        if above.is_row or below.is_row or BOX.search(above.text):
            continue
        gap = below.words[0].box.y0 - above.words[-1].box.y1
        if below.row == above.row or gap > _LINES_BELOW * layout.word_height:
            continue
        asks = _ASKS.search(above.text) is not None
        longest = _LONGEST_QUESTION if asks else _LONGEST_HEADING
        printed = above.words[0].text
        is_heading = not above.text.endswith((".", ",", ";")) and not printed[0].islower()
        if len(above.words) <= longest and (asks or is_heading) and _LETTERS.search(above.text):
            yield above, below


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
