"""The plan's own text cut into passages, and the passage that a citation names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from criteria.domain.policy import Citation

_HEADING = re.compile(r"^(#{1,6})\s+(.*)$")
_BARE_HEADING = re.compile(r"^([IVX]{1,6})\.\s+\S")
_BULLET = re.compile(r"^(\s*)(?:[-*\u2022]|\d{1,3}[.)])\s+(.*)$")
_NUMERAL = re.compile(r"^([IVX]{1,6})\.(?:\s|$)")
_CITED_NUMBER = re.compile(r"^(\d+)([a-z]?)\b")
_TAGS = re.compile(
    r"</?(?:b|i|u|em|strong|sup|sub|p|br|ul|ol|li|math|span|div|table|tr|td|th)(?:\s[^<>]*)?/?>"
)
_EMPHASIS = re.compile(r"\*\*|(?<!\w)\*(?=\S)|(?<=\S)\*(?!\w)")
_DEEPEST = 6
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class PassageKind(StrEnum):
    """How a passage is set."""

    HEADING = "heading"
    BULLET = "bullet"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True)
class Passage:
    """A heading, a bullet or a paragraph, in the order of the text.

    number counts from 1. section is the numeral of the heading it stands under, or that
    heading's words. bullet is "7", or "1a" within bullet 1; empty for what is none. depth
    is how far a bullet is set in, from 0.
    """

    number: int
    kind: PassageKind
    text: str
    section: str
    bullet: str = ""
    depth: int = 0


def passages(text: str) -> tuple[Passage, ...]:
    """The text in passages, its marks of Markdown and HTML taken off."""
    return tuple(_Cutter().cut(text))


def passage_cited(cite: Citation, found: tuple[Passage, ...]) -> Passage | None:
    """The passage that the citation names; None where the text has no such place.

    A bullet that is not found gives its section's heading; words instead of a number give
    the first passage of the section that begins with them.
    """
    section = [one for one in found if one.section.casefold() == cite.section.casefold()]
    if not section:
        return None
    number = _CITED_NUMBER.match(cite.bullet)
    if number is not None:
        wanted = (number[0], number[1])
        bullets = {one.bullet: one for one in reversed(section) if one.bullet}
        return next((bullets[name] for name in wanted if name in bullets), section[0])
    words = cite.bullet.casefold()
    named = (one for one in section if words and one.text.casefold().startswith(words))
    return next(named, section[0])


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

    def cut(self, text: str) -> Iterator[Passage]:
        for line in text.splitlines():
            heading, bullet = _HEADING.match(line), _BULLET.match(line)
            if heading or (not self.lines and _BARE_HEADING.match(line)):
                yield from self._ended()
                self._begin_section(
                    *((len(heading[1]), heading[2]) if heading else (_DEEPEST, line))
                )
                yield from self._ended()
            elif bullet:
                yield from self._ended()
                self._begin_bullet(len(bullet[1].expandtabs(4)), bullet[2])
            elif not line.strip():
                yield from self._ended()
            else:
                self.lines.append(line)
        yield from self._ended()

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
        text = _plain(" ".join(self.lines))
        if text:
            self.number += 1
            is_bullet = self.kind is PassageKind.BULLET
            bullet, depth = (self._label(), len(self.counts) - 1) if is_bullet else ("", 0)
            yield Passage(self.number, self.kind, text, self.section, bullet, depth)
        self.kind, self.lines = PassageKind.PARAGRAPH, []

    def _label(self) -> str:
        first, *others = self.counts
        return f"{first}" + "".join(_LETTERS[(count - 1) % 26] for count in others)


def _plain(text: str) -> str:
    return " ".join(_LINK.sub(r"\1", _EMPHASIS.sub("", _TAGS.sub(" ", text))).split())
