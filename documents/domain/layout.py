"""The layout of a page: rows with cells, and statements with the heading they stand under."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from statistics import median

from documents.domain.day_order import month_first
from documents.domain.geometry import Box, union_of
from documents.domain.headings import is_heading, is_title, label_of
from documents.domain.reading_order import Row, Word, rows_of
from documents.domain.repairs import mended
from documents.domain.striking import standing
from documents.domain.wording import key_of

_CELL_GAP = 0.92  # word heights between two words of different cells
_SENTENCE_GAP = 1.3  # the same behind a full stop or comma, where typists leave two blanks
_USUAL_GAPS = 2.4  # usual blanks that make a wide one, where letters are wide for their height
_WIDEST_UNIT = 1.41  # word heights; few words far apart are cells, whatever is usual
_LINE_PITCH = 2.15  # word heights between two lines of one paragraph
_ALIGNED = 2.0  # word heights that two left edges may differ
_SHORT_LINE = 0.35  # of the text width left empty at the end of a paragraph's last line
_MOST_WORDS = 150  # of a sentence; what runs on without an end is cut there, to be read in time
_ABBREVIATIONS = frozenset(
    (
        "dr.", "mr.", "mrs.", "ms.", "vs.", "e.g.", "i.e.", "approx.", "no.", "fig.", "st.",
        "pt.", "p.", "inc.", "ref.", "dept.", "ext.", "tel.", "dob.", "jan.", "feb.", "mar.",
        "apr.", "jun.", "jul.", "aug.", "sep.", "sept.", "oct.", "nov.", "dec.", "wt.",
        "coll.", "est.", "mobil.", "elim.",
    )
)  # fmt: skip
_RULE = "|"  # the line between two columns, typed or printed
_LISTED = re.compile(r"\d{1,2}[.)]|\d{5,}")
_SPECK = re.compile(r"^[.,'`]+(?=[a-z]{2})")
_ANSWER = re.compile(r"(?:yes|no|none|never|y|n|one|two|three)(?![a-z])|[\[(\u2610-\u2612\d]")
_NUMBERING = re.compile(r"\d{1,2}\.")
_BULLETS = frozenset({"-", "*", "\u2022", "\u25cf", "\u25e6", "\u2610", "\u2611", "\u2612"})


@dataclass(frozen=True)
class PageText:
    """A page as the finder gets it. spellings maps misread words to what was meant.

    damaged are the parts of its picture of which rows were lost on the way.
    about_relative: a person placed it as a relative's record, so it says nothing of the member.
    """

    number: int
    words: tuple[Word, ...]
    text: str = ""
    spellings: tuple[tuple[str, str], ...] = ()
    damaged: tuple[Box, ...] = ()
    about_relative: bool = False


def quoted(words: Sequence[Word], text: str, start: int, end: int) -> tuple[str, Box]:
    """The printed words from one place of their keyed text to another, and their box."""
    first, last = text.count(" ", 0, start), text.count(" ", 0, max(start, end - 1))
    some = words[first : last + 1]
    return " ".join(word.text for word in some), union_of(word.box for word in some)


@dataclass(frozen=True)
class Cell:
    """Words that stand together on one row. row and place say where it is on the page."""

    words: tuple[Word, ...]
    text: str
    row: int
    place: int

    @cached_property
    def box(self) -> Box:
        """The box around the words."""
        return union_of(word.box for word in self.words)

    def quote(self, start: int, end: int) -> tuple[str, Box]:
        """The words from one place of the text to another, as printed, and their box."""
        return quoted(self.words, self.text, start, end)


@dataclass(frozen=True)
class Statement:
    """A sentence, or a row of a table or form.

    text is the words' keys with single spaces. cells are the cell numbers of the words, all 0 in a sentence. heading is the keyed
    heading or label it stands under. row is the first row's index. follows is the sentence
    before it in the same paragraph.
    """

    words: tuple[Word, ...]
    text: str
    cells: tuple[int, ...]
    row: int
    heading: str = ""
    follows: str = ""

    @property
    def is_row(self) -> bool:
        """Whether it has several cells."""
        return self.cells[-1] > 0

    def word_at(self, place: int) -> int:
        """The index of the word at this place of the text."""
        return self.text.count(" ", 0, place)

    def cell_span(self, cell: int) -> tuple[int, int]:
        """Where the cell begins and ends in the text; (0, 0) when there is none."""
        indexes = [index for index, number in enumerate(self.cells) if number == cell]
        if not indexes:
            return 0, 0
        keys = self.text.split(" ")
        start = sum(len(key) + 1 for key in keys[: indexes[0]])
        end = start + sum(len(key) + 1 for key in keys[indexes[0] : indexes[-1] + 1]) - 1
        return start, end

    def quote(self, start: int, end: int) -> tuple[str, Box]:
        """The words from one place of the text to another, as printed, and their box."""
        return quoted(self.words, self.text, start, end)


@dataclass(frozen=True)
class Layout:
    """A page laid out. text is everything on it, keyed.

    near is an ISO date that tells the year of dates without one; empty when none is known.
    """

    number: int
    rows: tuple[tuple[Cell, ...], ...]
    statements: tuple[Statement, ...]
    text: str
    word_height: float = 1.0
    near: str = ""

    def below(self, cell: Cell) -> Iterator[Cell]:
        """Cells under this one, top to bottom, while rows follow closely and none is left out."""
        bottom = cell.box.y1
        for row in self.rows[cell.row + 1 :]:
            top = min(item.box.y0 for item in row)
            under = [item for item in row if _is_under(item, cell, slack=self.word_height)]
            if top - bottom > 2 * self.word_height or not under:
                return
            bottom = max(item.box.y1 for item in row)
            yield under[0]

    def above(self, cell: Cell) -> Iterator[Cell]:
        """Cells over this one, bottom to top."""
        for row in reversed(self.rows[: cell.row]):
            over = [item for item in row if _is_under(item, cell, slack=self.word_height)]
            if over:
                yield over[0]


def layout_of(page: PageText) -> Layout:
    """The page laid out. Words decide; a page without words is laid out from its text.

    What has a line through it is left out.
    """
    words = standing(page.words or page_from_text(page.number, page.text).words)
    spellings = month_first(_key(word, {}) for word in words) | dict(page.spellings)
    height = float(median([word.box.height for word in words])) if words else 1.0
    rows = rows_of(words)
    unit = max(height, min(_USUAL_GAPS * _usual_gap(rows), _WIDEST_UNIT * height))
    cells = tuple(
        tuple(_cells_of(row, number, height=unit, spellings=spellings))
        for number, row in enumerate(rows)
    )
    statements = tuple(_statements_of(cells, height=height, spellings=spellings))
    text = "\n".join(" ".join(cell.text for cell in row) for row in cells)
    return Layout(page.number, cells, statements, text, height)


def page_from_text(number: int, text: str) -> PageText:
    """A page of plain text, each letter given a cell of 10 by 22 pixels."""
    words = []
    for line, content in enumerate(text.splitlines()):
        place = 0
        for part in content.split():
            place = content.index(part, place)
            box = Box(place * 10.0, line * 24.0, (place + len(part)) * 10.0, line * 24.0 + 22)
            words.append(Word(part, box))
            place += len(part)
    return PageText(number, tuple(words), text)


def _cells_of(row: Row, number: int, *, height: float, spellings: dict[str, str]) -> Iterator[Cell]:
    """The cells of the row: what wide gaps or upright lines part.

    A line goes with the word before it, so that quotes have it as printed. A row of nothing but
    lines keeps them as its words.
    """
    has_words = any(word.text != _RULE for word in row.words)
    groups: list[list[Word]] = []
    is_ruled = False
    for word in row.words:
        if word.text == _RULE and has_words:
            is_ruled = bool(groups)
            if groups:
                last = groups[-1][-1]
                groups[-1][-1] = replace(last, text=f"{last.text} {_RULE}")
            continue
        if groups and not is_ruled and not _is_apart(groups[-1][-1], word, height=height):
            groups[-1].append(word)
        else:
            groups.append([word])
        is_ruled = False
    for place, group in enumerate(groups):
        yield Cell(tuple(group), _keyed(group, spellings), number, place)


def _usual_gap(rows: Sequence[Row]) -> float:
    """The usual blank between two words of the page; 0 where no row has two."""
    gaps = [
        right.box.x0 - left.box.x1
        for row in rows
        for left, right in pairwise(row.words)
        if right.box.x0 > left.box.x1
    ]
    return float(median(gaps)) if gaps else 0.0


def _is_apart(left: Word, right: Word, *, height: float) -> bool:
    """Whether the gap between two words of a row is one between cells."""
    ends = left.text.endswith((".", ",", ";", "!", "?"))
    gap = _SENTENCE_GAP if ends else _CELL_GAP
    return right.box.x0 - left.box.x1 > gap * height


def _keyed(words: Sequence[Word], spellings: dict[str, str]) -> str:
    return " ".join(_key(word, spellings) for word in words)


def _key(word: Word, spellings: dict[str, str]) -> str:
    printed = "".join(word.text.removesuffix(f" {_RULE}").split())
    key = _SPECK.sub("", key_of(printed))
    return spellings.get(key) or mended(key)


def _is_under(item: Cell, cell: Cell, *, slack: float) -> bool:
    overlaps = item.box.overlap_x(cell.box) > 0.3 * min(item.box.width, cell.box.width)
    return overlaps or abs(item.box.x0 - cell.box.x0) <= slack


@dataclass
class _Paragraph:
    """Rows being put together."""

    words: list[Word]
    cells: list[int]
    row: int
    last_cell: Cell
    heading: str


def _statements_of(
    rows: Sequence[tuple[Cell, ...]], *, height: float, spellings: dict[str, str]
) -> Iterator[Statement]:
    right = _right_margin(rows)
    heading, current = "", None
    for row in rows:
        if current is not None and _continues(row, current, height=height, right=right):
            _extend(current, row[0])
            continue
        if current is not None:
            yield from _sentences(current, spellings)
        above = heading  # a title over one word by itself ("Stopped") heads that word
        if is_heading(row) or is_title(row):
            heading = row[0].text.strip(" :")
        current = _Paragraph(
            words=[word for cell in row for word in cell.words],
            cells=[cell.place for cell in row for _word in cell.words],
            row=row[0].row,
            last_cell=row[-1],
            heading=label_of(row[0].words) or (above if len(row[0].words) == 1 else heading),
        )
    if current is not None:
        yield from _sentences(current, spellings)


def _right_margin(rows: Sequence[tuple[Cell, ...]]) -> float:
    edges = sorted(row[-1].box.x1 for row in rows)
    return edges[int(len(edges) * 0.9)] if edges else 0.0


def _continues(row: tuple[Cell, ...], current: _Paragraph, *, height: float, right: float) -> bool:
    """Whether the row goes on with the last cell of the paragraph above it."""
    above, cell = current.last_cell.box, row[0].box
    if len(row) > 1 or _starts_anew(row[0]):
        return False
    if cell.centre_y - above.centre_y > _LINE_PITCH * height:
        return False
    if all(abs(cell.x0 - left) > _ALIGNED * height for left in _left_edges(current.last_cell)):
        return False
    is_short = right - above.x1 > _SHORT_LINE * max(right - above.x0, 1.0)
    return not (is_short and not _runs_on(current.last_cell, row[0])) and not is_heading(
        (current.last_cell,)
    )


def _left_edges(cell: Cell) -> Iterator[float]:
    """Where a line may begin that goes on with the cell: under it, or under its words past a mark."""
    yield cell.box.x0
    if len(cell.words) > 1 and _is_mark(cell.words[0].text):
        yield cell.words[1].box.x0


def _is_mark(word: str) -> bool:
    """Whether the word is a bullet, a box or a number that lines of a list begin with."""
    return word in _BULLETS or word.startswith("[") or _LISTED.fullmatch(word) is not None


def _runs_on(above: Cell, cell: Cell) -> bool:
    """Whether the line above ends no sentence and the next begins in the midst of one."""
    last, first = above.words[-1].text, cell.words[0].text
    return len(above.words) > 1 and last[-1].isalnum() and first[0].islower() and first.isalpha()


def _extend(current: _Paragraph, cell: Cell) -> None:
    place = current.cells[-1]
    current.words += cell.words
    current.cells += [place] * len(cell.words)
    current.last_cell = cell


def _starts_anew(cell: Cell) -> bool:
    return _is_mark(cell.words[0].text) or bool(label_of(cell.words))


def _sentences(current: _Paragraph, spellings: dict[str, str]) -> Iterator[Statement]:
    """A row as one statement; prose cut at full stops and semicolons' ends."""
    pieces = [(0, len(current.words))]
    if current.cells[-1] == 0:
        pieces = list(_cut(current.words))
    before = ""
    for first, last in pieces:
        statement = _statement(current, first, last, spellings=spellings, follows=before)
        before = statement.text
        yield statement


def _cut(words: Sequence[Word]) -> Iterator[tuple[int, int]]:
    first = 0
    for index, word in enumerate(words):
        after = words[index + 1].text if index + 1 < len(words) else ""
        if not after or _ends_sentence(word.text, after) or index - first >= _MOST_WORDS:
            yield first, index + 1
            first = index + 1


def _ends_sentence(word: str, after: str) -> bool:
    bare = word.rstrip("\"')]")
    if not bare.endswith((".", "!", "?")) or bare.lower() in _ABBREVIATIONS or not bare.strip("."):
        return False
    if (len(bare) == 2 and bare[0].isalpha()) or _NUMBERING.fullmatch(
        bare
    ):  # initials and numbering
        return False
    if bare.endswith("?") and _ANSWER.match(after.lower()):
        return False
    opening = after.lstrip("\"'([")
    return bool(opening) and (opening[0].isupper() or opening[0].isdigit())


def _statement(
    current: _Paragraph, first: int, last: int, *, spellings: dict[str, str], follows: str
) -> Statement:
    words = tuple(current.words[first:last])
    return Statement(
        words=words,
        text=_keyed(words, spellings),
        cells=tuple(current.cells[first:last]),
        row=current.row,
        heading=current.heading,
        follows=follows,
    )
