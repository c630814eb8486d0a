"""What the finders of every type share: mentions, labels, columns, relatives and traps."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from documents.domain.context import MEMBER, Assertion, Reading
from documents.domain.geometry import Box
from documents.domain.layout import Cell, Layout, Statement
from documents.domain.reading_order import Word
from documents.domain.wanted import Wanted
from documents.domain.wording import is_found, key_of, pattern_of

LABEL_RANK, EXACT_RANK, PROSE_RANK, UNIT_RANK, CENSORED_RANK = 30, 20, 10, 8, 5

_RELATIVES = (
    "mother", "father", "maternal", "paternal", "brother", "sister", "sibling", "twin", "cousin",
    "parent", "relative", "family", "family history", "donor",
)  # fmt: skip
_REFERENCE = (
    "reference", "reference range", "reference interval", "ref", "ref range", "normal range",
    "normal value", "normal values", "expected", "expected range", "normal", "range", "limits", "ref low", "ref high", "normals",
    "low limit", "high limit", "cutoff", "cut-off", "control", "healthy control", "controls",
)  # fmt: skip
_EARLIER = (
    "previous", "prior", "previous result", "prior result", "last result", "prev", "earlier",
)  # fmt: skip
_RESULT = (
    "result", "results", "value", "% positive", "percent positive", "patient", "finding", "found",
    "observed", "measured", "percent", "%",
)  # fmt: skip
_SPECIMENS: tuple[frozenset[str], ...] = (
    frozenset(
        (
            "neutrophil",
            "pmn",
            "granulocyte",
            "polymorphonuclear",
            "polymorph",
            "pmns",
            "neutro",
            "neut",
            "neuts",
            "gran",
            "grans",
            "polys",
            "segs",
        )
    ),
    frozenset(
        (
            "lymphocyte",
            "t cell",
            "b cell",
            "nk cell",
            "t-cell",
            "b-cell",
            "lymphs",
            "lymph",
            "lymphocytic",
            "cd3+",
            "cd19+",
        )
    ),
    frozenset({"monocyte", "macrophage", "monos", "mono", "monocytic"}),
    frozenset({"platelet"}),
    frozenset({"eosinophil", "eos"}),
    frozenset({"cd34+ cells", "progenitor"}),
)
_NUMBER_ALONE = re.compile(r"\s[<>~]?\s?\d[\d.,/-]*(?:\s?(?:%|[a-z]{1,5}))?")
_ANSWER = re.compile(r"\d|^(?:yes|no|none|never)\b")
_MEASURED_AGAINST = re.compile(
    r"(?:%|percent)\s?of\s(?:the\s)?(?:healthy\s)?(?:normal|control)s?(?:\smfi)?"
)
_SCALE = re.compile(
    r"(?<=[%t])\s?of\s(?:the\s)?(?:(?:healthy|normal|day|shipping|daily)[\s-]){0,2}+(?:normal|control|ctrl|ctl|donor)s?"
    r"(?:'s)?(?:\s(?:mean|median))?(?:\s(?:mfi|intensity|fluorescence|brightness))?(?![\w-])"
)
_HEADER_ROWS = 40
_WIDE_HEAD = 1.5  # widths of a cell beyond which a heading is taken for several
_SEVERAL = 2


@dataclass(frozen=True)
class Mention:
    """A value seen on a page, with what its surroundings say of it.

    statement and start say where it was read, when a date beside it may date it. item holds
    the fields of a list's item, each with its value.
    """

    value: str
    quote: str
    box: Box
    reading: Reading
    rank: int
    statement: Statement | None = None
    start: int = 0
    item: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Labelled:
    """A value cell that goes with a printed label.

    text is the part that may hold the value, beginning at start of the cell's text. The
    quote begins with the label where both stand on one row.
    """

    cell: Cell
    start: int
    label: Cell

    @property
    def text(self) -> str:
        """The keyed text of the value part."""
        return self.cell.text[self.start :]

    def row_text(self, layout: Layout) -> str:
        """The keyed text from the value on, up to the next label of the row.

        A printed form offers its options there, side by side.
        """
        parts = [self.text]
        for cell in layout.rows[self.cell.row][self.cell.place + 1 :]:
            if ":" in cell.text:
                break
            parts.append(cell.text)
        return " ".join(parts)

    def quote(self, start: int, end: int, *, layout: Layout) -> tuple[str, Box]:
        """The printed words of the value, after its label when that is on the same row."""
        words, box = self.cell.quote(self.start + start, self.start + end)
        if self.cell is self.label:
            return self.cell.quote(0, self.start + end)
        if self.cell.row != self.label.row:
            return words, box
        between = layout.rows[self.cell.row][self.label.place : self.cell.place]
        printed = [word.text for cell in between for word in cell.words]
        before, _box = self.cell.quote(0, self.start + end)
        return " ".join([*printed, before]), box.union(self.label.box)


def labelled(layout: Layout, wanted: Wanted) -> Iterator[Labelled]:
    """Where values of the fact's printed labels may stand: behind, to the right, below."""
    labels = _labels(wanted)
    for row in layout.rows:
        for cell in row:
            end = _label_end(cell, labels) or _end_of_last_label(row, cell, labels)
            if end is None:
                continue
            if cell.text[end:].strip(" :-?."):
                yield Labelled(cell, end, cell)
                continue
            if cell.place + 1 < len(row):
                yield Labelled(row[cell.place + 1], 0, cell)
            if cell.place + 1 < len(row) and _ANSWER.search(row[cell.place + 1].text):
                continue
            for under in layout.below(cell):
                yield Labelled(under, 0, cell)
                break


def _labels(wanted: Wanted) -> tuple[str, ...]:
    """The printed labels, longest first, without those that are an answer themselves."""
    stated = {key_of(phrase) for phrases in wanted.phrases.values() for phrase in phrases}
    labels = [form for form in wanted.forms if key_of(form).strip(" :") not in stated]
    return tuple(sorted(labels, key=len, reverse=True))


def _label_end(cell: Cell, forms: tuple[str, ...]) -> int | None:
    """Where the label ends in the cell that begins with it; None when it does not.

    A label followed by other words is one only with a colon; one that the policy writes
    without a colon may be followed by its value at once.
    """
    for form in forms:
        match = pattern_of(form).match(cell.text)
        if match is None:
            continue
        rest = cell.text[match.end() :].removeprefix(")")
        unit = re.match(r"\s*\([^)]{1,12}\)", rest)
        rest = rest[unit.end() :] if unit else rest
        end = len(cell.text) - len(rest)
        if rest.startswith((":", " :", "?", " ..", "..")) or not rest.strip():
            return end
        if not form.endswith(":") or _NUMBER_ALONE.fullmatch(rest):
            return end
    return None


def _end_of_last_label(row: tuple[Cell, ...], cell: Cell, forms: tuple[str, ...]) -> int | None:
    """Where the cell ends if a label ends it and a number stands beside it, else None.

    So it is where the reader put a label together with the entry before it.
    """
    if cell.place + 1 >= len(row) or not _NUMBER_ALONE.match(f" {row[cell.place + 1].text}"):
        return None
    ends = cell.text.rstrip(" :")
    for form in forms:
        for match in pattern_of(form).finditer(ends):
            if match.start() > 0 and match.end() == len(ends):
                return len(cell.text)
    return None


def term_matches(text: str, phrases: tuple[str, ...]) -> list[re.Match[str]]:
    """Where phrases stand in the text, the longest at each place, in order."""
    matches = [m for phrase in phrases for m in pattern_of(phrase).finditer(text)]
    matches.sort(key=lambda m: (m.start() - m.end(), m.start()))
    kept: list[re.Match[str]] = []
    for match in matches:
        if not any(other.start() < match.end() and match.start() < other.end() for other in kept):
            kept.append(match)
    return sorted(kept, key=lambda m: m.start())


def column_heads(layout: Layout, cell: Cell) -> Iterator[str]:
    """The texts over the cell, nearest first."""
    for over in islice(layout.above(cell), _HEADER_ROWS):
        row = layout.rows[over.row]
        if len(row) == 1 and len(over.words) < len(layout.rows[cell.row]):
            continue  # a title over a row of several cells heads none of them
        others = [
            word
            for item in layout.rows[cell.row]
            for word in item.words
            if word not in cell.words and over.box.overlap_x(word.box) > 0
        ]
        yield over_part(over, cell, slack=layout.word_height).text if others else over.text


def over_part(head: Cell, cell: Cell, *, slack: float) -> Cell:
    """The part of a heading that stands over the cell, where the reader ran headings together."""
    if head.box.width <= _WIDE_HEAD * cell.box.width or len(head.words) < _SEVERAL:
        return head
    middle = (cell.box.x0 + cell.box.x1) / 2
    near = [
        word
        for word in head.words
        if word.box.x0 - slack <= middle <= word.box.x1 + slack or word.box.overlap_x(cell.box) > 0
    ]
    last = head.words.index(near[-1]) + 1 if near else 0
    while near and last < len(head.words) and head.words[last].text.startswith(("%", "(")):
        near.append(head.words[last])
        last += 1
    return part_of(head, near) if near else head


def part_of(cell: Cell, words: Sequence[Word]) -> Cell:
    """The cell with only these of its words."""
    keys = dict(zip(cell.words, cell.text.split(" "), strict=False))
    return replace(cell, words=tuple(words), text=" ".join(keys[word] for word in words))


def part_between(cell: Cell, start: int, end: int) -> Cell:
    """The cell with only the words between two places of its text."""
    first, last = cell.text.count(" ", 0, start), cell.text.count(" ", 0, max(start, end - 1))
    return part_of(cell, cell.words[first : last + 1])


def is_reference_column(layout: Layout, cell: Cell) -> bool:
    """Whether the column's heading says reference range or an earlier result."""
    for head in column_heads(layout, cell):
        if _is_head(head, _REFERENCE) or _is_head(head, _EARLIER):
            return True
        if _is_head(head, _RESULT):
            return False
    return False


def column_names_unit(layout: Layout, cell: Cell, unit: str) -> bool:
    """Whether a heading of the column carries the unit, so that bare numbers count."""
    return any(unit in head.replace("percent", "%") for head in column_heads(layout, cell))


def plain_head(text: str) -> str:
    """A heading without what it measures against: "% of control MFI" heads results."""
    return _MEASURED_AGAINST.sub(" % ", text)


def without_scale(text: str) -> str:
    """The text with "of control MFI" behind a percentage blanked out, blanks and places unchanged.

    It says on what scale the member's cells were measured, and speaks of no control's cells.
    """
    return _SCALE.sub(lambda match: re.sub(r"\S", "-", match.group()), text)


def _is_head(text: str, words: tuple[str, ...]) -> bool:
    """Whether a cell is a column heading of this kind: few words, one of them telling."""
    text = plain_head(text)
    few = len(text.split()) <= 4 and not any(letter.isdigit() for letter in text)
    return few and any(is_found(word, text) for word in words)


def without_references(text: str) -> str:
    """The text with reference ranges blanked out, places unchanged."""
    return _REFERENCE_SPAN.sub(lambda match: " " * len(match.group()), text)


def reference_spans(text: str) -> list[re.Match[str]]:
    """Where the text says in words what is expected or normal ("expected: nonreactive")."""
    return list(_REFERENCE_WORDS.finditer(text))


_REFERENCE_WORDS = re.compile(
    r"\b(?:ref(?:erence)?(?:\s(?:range|interval|value)s?)?|expected(?:\s(?:result|value|range))?|normal\s(?:range|value|result)s?)\b"
    r"(?!\slab)[\s:=]{1,3}(?:non-?reactive|negative|not detected|none detected|absent|[<>\d])[^;)|]{0,12}"
)
_REFERENCE_SPAN = re.compile(
    r"\(?\b(?:ref(?:erence)?(?:\s(?:range|interval|value)s?)?|normal(?:\s(?:range|value|is))s?"
    r"|nl|expected|normal:|cut-?off)\b[^;)]*\)?|\((?:normal|range)[^)]*\)|\([<>\u2264\u2265]\s?=?\s?[\d.]+[^)]*\)"
)


def specimen_group(name: str) -> frozenset[str]:
    """The words that mean the specimen."""
    for group in _SPECIMENS:
        if any(is_found(word, key_of(name)) for word in group):
            return group
    return frozenset({key_of(name)})


def rival_specimens(name: str) -> frozenset[str]:
    """The words that mean another specimen."""
    own = specimen_group(name)
    return frozenset(word for group in _SPECIMENS if group != own for word in group)


@lru_cache(maxsize=512)
def _is_about_relatives(hints: tuple[str, ...], traps: tuple[str, ...]) -> bool:
    text = " \n ".join(hints)
    trapped = " \n ".join(traps)
    return any(is_found(word, text) and not is_found(word, trapped) for word in _RELATIVES)


def about_relatives(wanted: Wanted) -> bool:
    """Whether the fact itself is about relatives or a donor: then naming one is no trap."""
    hints = (wanted.fact.replace("_", " "), *wanted.terms, *wanted.forms)
    return _is_about_relatives(
        tuple(key_of(hint) for hint in hints), tuple(key_of(trap) for trap in wanted.traps)
    )


def plain_traps(wanted: Wanted) -> tuple[str, ...]:
    """The traps that plain words decide; persons, cells and reference ranges have own rules."""
    has_specimen = bool(wanted.specimen)
    return tuple(trap for trap in wanted.traps if not _has_own_rule(trap, has_specimen))


@lru_cache(maxsize=1024)
def _has_own_rule(trap: str, has_specimen: bool) -> bool:  # noqa: FBT001 - cached by place
    specimens = {word for group in _SPECIMENS for word in group} if has_specimen else set()
    known = (*_RELATIVES, *_REFERENCE, "control", *specimens)
    key = key_of(trap)
    return any(pattern_of(word).fullmatch(key) for word in known)


@lru_cache(maxsize=512)
def _said_of(traps: tuple[str, ...]) -> frozenset[Assertion]:
    """How the fact may be said: not as planned or past where the policy calls that a trap."""
    keys = {key_of(trap) for trap in traps}
    said = {Assertion.PRESENT}
    if not keys & _PLAN_TRAPS:
        said.add(Assertion.PLANNED)
    if not keys & _PAST_TRAPS:
        said.add(Assertion.HISTORICAL)
    return frozenset(said)


_PLAN_TRAPS = frozenset({"planned", "will", "will be", "will undergo"})
_PAST_TRAPS = frozenset({"history of", "prior", "previous", "in the past"})


def is_usable(wanted: Wanted, reading: Reading) -> bool:
    """Whether a mention may be proposed: about the right person, and said rather than supposed."""
    said = reading.assertion in _said_of(wanted.traps)
    if wanted.fields and reading.assertion is Assertion.PLANNED:
        return False  # an item of a list is what was, not what will be
    if reading.subject == MEMBER:
        return said
    return said and about_relatives(wanted) and reading.subject not in {"control", "literature"}


def cell_at(layout: Layout, statement: Statement, place: int) -> Cell:
    """The cell of a row statement in which the place of its text lies."""
    row = layout.rows[statement.row]
    return row[min(statement.cells[statement.word_at(place)], len(row) - 1)]


def as_statement(cell: Cell) -> Statement:
    """The cell as a statement of its own."""
    return Statement(cell.words, cell.text, tuple(0 for _ in cell.words), cell.row)
