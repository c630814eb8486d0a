"""The plan's own text cut into passages: headings, bullets, paragraphs, rows of tables."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
_BARE_HEADING = re.compile(r"^([IVX]{1,6})\.\s+\S")
_BULLET = re.compile(r"^(\s*)(?:[-*\u2022]|\d{1,3}[.)])\s+(.*)$")
_NUMERAL = re.compile(r"^([IVX]{1,6})\.(?:\s|$)")
_TAGS = re.compile(
    r"</?(?:b|i|u|em|strong|sup|sub|p|br|ul|ol|li|math|span|div|table|tr|td|th)(?:\s[^<>]*)?/?>"
)
_EMPHASIS = re.compile(r"\*\*|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
_DEEPEST = 6
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_ITEM = re.compile(r"<li(?:\s[^<>]*)?>")
_RULED = re.compile(r"[-:|\s]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class PassageKind(StrEnum):
    """How a passage is set."""

    HEADING = "heading"
    BULLET = "bullet"
    PARAGRAPH = "paragraph"
    ROW = "row"


@dataclass(frozen=True)
class Passage:
    """A heading, a bullet, a paragraph or a row of a table, in the order of the text.

    number counts from 1. section is the numeral of the heading it stands under, or that
    heading's words. bullet is "7", or "1a" within bullet 1; empty for what is none. depth
    is how far a bullet is set in, from 0. columns heads the columns of the table in which it
    stands; a row that says in its first cell what it is about is one passage, of another one
    each item of its lists is a bullet.
    """

    number: int
    kind: PassageKind
    text: str
    section: str
    bullet: str = ""
    depth: int = 0
    columns: tuple[str, ...] = ()


def passages(text: str) -> tuple[Passage, ...]:
    """The text in passages, its marks of Markdown and HTML taken off."""
    return tuple(_Cutter().cut(text))


@dataclass
class _Cutter:
    """Reads line by line and knows under which heading and bullet it stands."""

    section: str = ""
    heading: str = ""
    level: int = 0
    number: int = 0
    indents: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    kind: PassageKind = PassageKind.PARAGRAPH
    lines: list[str] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    items: int = 0

    def cut(self, text: str) -> Iterator[Passage]:
        for line in text.splitlines():
            heading, bullet = _HEADING.match(line), _BULLET.match(line)
            if heading or bullet:
                self.columns = ()
            if heading or (not self.lines and _BARE_HEADING.match(line)):
                yield from self._ended()
                self._begin_section(
                    *((len(heading[1]), heading[2]) if heading else (_DEEPEST, line))
                )
                yield from self._ended()
            elif bullet:
                yield from self._ended()
                self._begin_bullet(len(bullet[1].expandtabs(4)), bullet[2])
            elif cells := self._cells(line):
                yield from self._ended()
                yield from self._row(cells)
            elif not line.strip():
                yield from self._ended()
                self.columns = ()
            else:
                self.lines.append(line)
        yield from self._ended()

    def _cells(self, line: str) -> list[str]:
        """The cells of a row of a table; none where the line is no row of one."""
        if self.lines:
            return []
        if len(line.strip()) > 1 and line.strip()[0] == line.strip()[-1] == "|":
            return line.strip()[1:-1].split("|")
        is_row = "\t" in line.strip() or (self.columns and line.startswith("\t"))
        return line.split("\t") if is_row else []

    def _row(self, cells: list[str]) -> Iterator[Passage]:
        if not self.columns:
            self.columns, self.items = tuple(_plain(cell) for cell in cells), 0
            yield from self._passage(PassageKind.ROW, " | ".join(filter(None, self.columns)))
            return
        first, *others = cells
        if _RULED.fullmatch("".join(cells)):
            return
        if _plain(first):
            said = " ".join(filter(None, (_plain(cell) for cell in others)))
            yield from self._passage(PassageKind.ROW, ": ".join((_plain(first), said)).rstrip(": "))
            return
        before, *items = _ITEM.split(" ".join(others))
        yield from self._passage(PassageKind.ROW, _plain(before))
        for item in items:
            self.items += 1
            yield from self._passage(PassageKind.BULLET, _plain(item), f"{self.items}")

    def _passage(
        self, kind: PassageKind, text: str, bullet: str = "", depth: int = 0
    ) -> Iterator[Passage]:
        if text:
            self.number += 1
            yield Passage(self.number, kind, text, self.section, bullet, depth, self.columns)

    def _begin_section(self, level: int, words: str) -> None:
        plain = _plain(words)
        numeral = _NUMERAL.match(plain)
        self.kind, self.lines = PassageKind.HEADING, [words]
        # A lower heading without a numeral stays within the section above it, but not
        # within the title of the whole text.
        is_title = self.level <= 1 and _NUMERAL.match(self.heading) is None
        if numeral is None and level > self.level and not is_title:
            return
        self.heading = plain
        self.section = numeral[1] if numeral else plain.rstrip(":")
        self.level = level
        self.indents, self.counts = [], []

    def _begin_bullet(self, indent: int, words: str) -> None:
        while len(self.indents) > 1 and indent < self.indents[-1]:
            self.indents.pop()
            self.counts.pop()
        if not self.indents or indent > self.indents[-1]:
            self.indents.append(indent)
            self.counts.append(0)
        self.counts[-1] += 1
        self.kind, self.lines = PassageKind.BULLET, [words]

    def _ended(self) -> Iterator[Passage]:
        is_bullet = self.kind is PassageKind.BULLET
        bullet, depth = (self._label(), len(self.counts) - 1) if is_bullet else ("", 0)
        yield from self._passage(self.kind, _plain(" ".join(self.lines)), bullet, depth)
        self.kind, self.lines = PassageKind.PARAGRAPH, []

    def _label(self) -> str:
        first, *others = self.counts
        return f"{first}" + "".join(_LETTERS[(count - 1) % 26] for count in others)


def _plain(text: str) -> str:
    return " ".join(_LINK.sub(r"\1", _EMPHASIS.sub("", _TAGS.sub(" ", text))).split())
