"""Reads the options of a form: a question, boxes before what they mark, some of them ticked.

"Earlier transplant  [x] none  [ ] autologous" says "earlier transplant: none", whatever label a
policy expects there; what no tick stands before is not said.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from documents.domain.finding_answers import BOX, TICK
from documents.domain.geometry import Box, union_of
from documents.domain.layout import Layout, Statement
from documents.domain.reading_order import Word

_IS_TICK = re.compile(TICK)
_SEEN = "\u2190"  # the mark of a box that may be the words' before it
_LETTERS = re.compile(r"[a-z]{2}")
_NUMBERING = re.compile(r"^(?:[(\[]?(?:\d{1,2}|[a-h])[.)\]]?)$")
_LONGEST_QUESTION = 16  # words
_LINES_OF_OPTIONS = 8  # rows of options that one question may have under it


@dataclass(frozen=True)
class TickedStatement(Statement):
    """What a ticked option says with its question, as a sentence of its own.

    printed are the words as they stand on the row, from the question or the box to the option's
    end, unticked options between them too: they are what is quoted.
    """

    printed: tuple[Word, ...] = ()

    def quote(self, start: int, end: int) -> tuple[str, Box]:  # noqa: ARG002 - the whole is quoted
        """The row as printed up to the end of the option, and its box."""
        return " ".join(word.text for word in self.printed), union_of(w.box for w in self.printed)


def is_asked_only(statement: Statement, end: int) -> bool:
    """Whether what ends at this place is only asked: the ticked option behind it says the answer."""
    return isinstance(statement, TickedStatement) and end <= statement.text.rfind(": ")


@dataclass(frozen=True)
class _Option:
    first: int  # index of its box's first word
    start: int  # index of its first word
    end: int
    ticked: bool


def ticked_statements(layout: Layout) -> Iterator[TickedStatement]:
    """One statement for each ticked option of the page's forms; none where boxes stand behind."""
    above: tuple[Word, ...] = ()
    keys: tuple[str, ...] = ()
    lines = 0
    for statement in layout.statements:
        options = _options_of(statement)
        if not options:
            above, keys = _question_of(statement, len(statement.words))
            lines = 0
            continue
        words, own = _question_of(statement, options[0].first)
        if words:
            lines = 0
        else:
            lines += 1
        if not words and lines > _LINES_OF_OPTIONS:
            continue
        asked, said = (words, own) if words else (above, keys)
        for option in options:
            if option.ticked and said:
                yield _said(statement, option, asked, said, is_same_row=bool(words))
        if words:
            above, keys = words, own


def _said(
    statement: Statement,
    option: _Option,
    asked: tuple[Word, ...],
    keys: tuple[str, ...],
    *,
    is_same_row: bool,
) -> TickedStatement:
    """The question, a colon and the option."""
    first = 0 if is_same_row else option.first
    words = (*asked, *statement.words[option.start : option.end])
    question = " ".join(keys).rstrip(" :?.")
    option_keys = statement.text.split(" ")[option.start : option.end]
    return TickedStatement(
        words=words,
        text=f"{question}: {' '.join(option_keys)}",
        cells=tuple(0 for _ in words),
        row=statement.row,
        heading=statement.heading,
        follows="",
        printed=statement.words[first : option.end],
    )


def _question_of(statement: Statement, end: int) -> tuple[tuple[Word, ...], tuple[str, ...]]:
    """The words before the first box, without the number of the question; none in prose."""
    keys = statement.text.split(" ")[:end]
    words = statement.words[:end]
    if keys and _NUMBERING.match(keys[0]):
        keys, words = keys[1:], words[1:]
    if not _LETTERS.search(" ".join(keys)):
        return (), ()
    words, keys = words[-_LONGEST_QUESTION:], keys[-_LONGEST_QUESTION:]
    return tuple(words), tuple(keys)


def _options_of(statement: Statement) -> list[_Option]:
    """The options with their boxes; none where a box follows what it marks."""
    text = statement.text
    boxes = list(BOX.finditer(text))
    if not boxes or _SEEN in text or not _LETTERS.search(text[boxes[-1].end() :]):
        return []
    places = [
        (statement.word_at(box.start()), statement.word_at(box.end() - 1) + 1) for box in boxes
    ]
    options = []
    for number, (box, (first, start)) in enumerate(zip(boxes, places, strict=True)):
        last = places[number + 1][0] if number + 1 < len(places) else len(statement.words)
        end = _end_of_option(statement, start, last)
        if end > start:
            options.append(_Option(first, start, end, _IS_TICK.match(box.group()) is not None))
    return options if len(options) == len(boxes) else []


def _end_of_option(statement: Statement, start: int, last: int) -> int:
    """Where the option's words end: at the next box, or where another cell begins."""
    end = start
    while end < last and statement.cells[end] == statement.cells[min(start, last - 1)]:
        end += 1
    return end
