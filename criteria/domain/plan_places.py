"""The passage of the plan's text that a citation names."""

import re
from collections.abc import Sequence
from itertools import takewhile

from criteria.domain.plan_text import Passage, PassageKind
from criteria.domain.policy import Citation

_CITED_NUMBER = re.compile(r"^(\d+)([a-z]?)\b")
_HEADING, _STATEMENTS, _TABLE = "heading", "opening statements", " table"
_OPENING, _CLOSING = ("opening paragraph", "opening statement"), ("closing statement",)
_STATED = (".", "!")
Passages = Sequence[Passage]


def passage_cited(cite: Citation, found: tuple[Passage, ...]) -> Passage | None:
    """The passage that the citation names; None where the text has no such place.

    Beside the headings of the text a section may be "Heading" (what stands above the first
    heading after the title), "Opening statements" (the sentences there) and "Dose table" (the
    first table with a column of that name). A bullet that is not found gives its section's
    first passage.
    """
    name = cite.section.casefold()
    section = [one for one in found if one.section.casefold() == name]
    if section:
        return _within(section, cite.bullet)
    if name.endswith(_TABLE):
        rows = _table(found, name.removesuffix(_TABLE))
        return _numbered(rows, cite.bullet) or _worded(rows, cite.bullet) if rows else None
    if name == _HEADING:
        opening = _opening(found)
        return _worded(opening, cite.bullet) if opening else None
    if name == _STATEMENTS:
        return _statement(found, cite.bullet)
    return None


def _within(section: Passages, bullet: str) -> Passage:
    """The place within a section: a bullet, or what begins with the words."""
    words = bullet.casefold()
    plain = [one for one in section if not one.columns]
    if words in (*_OPENING, *_CLOSING):
        told = [one for one in plain if one.kind is PassageKind.PARAGRAPH]
        return told[0 if words in _OPENING else -1] if told else section[0]
    return _numbered(plain, bullet) or _worded(section, bullet)


def _numbered(section: Passages, bullet: str) -> Passage | None:
    """The bullet of that number and letter, else of that number; its own note for "11, note"."""
    number = _CITED_NUMBER.match(bullet)
    if number is None:
        return None
    if bullet.casefold().endswith("note"):
        below = (one for one in section if re.fullmatch(rf"{number[1]}[a-z]+", one.bullet))
        note = next((one for one in below if "note:" in one.text.casefold()), None)
        if note is not None:
            return note
    bullets = {one.bullet: one for one in reversed(section) if one.bullet}
    return bullets.get(number[0]) or bullets.get(number[1])


def _worded(section: Passages, words: str) -> Passage:
    """What begins with the words, else holds them, else the first."""
    asked = words.casefold()
    if not asked or _CITED_NUMBER.match(words):
        return section[0]
    begins = (one for one in section if one.text.casefold().startswith(asked))
    holds = (one for one in section if asked in one.text.casefold())
    return next(begins, None) or next(holds, section[0])


def _table(found: Passages, column: str) -> Passages:
    """The rows of the first table with a column of that name."""
    rows = [one for one in found if column in (name.casefold() for name in one.columns)]
    return [one for one in rows if one.columns == rows[0].columns]


def _opening(found: Passages) -> Passages:
    """The title and what stands under it, up to the next heading."""
    first = found[:1]
    is_heading = PassageKind.HEADING
    return [*first, *takewhile(lambda one: one.kind is not is_heading, found[1:])]


def _statement(found: Passages, bullet: str) -> Passage | None:
    """The opening statement of that number: the paragraphs there that are sentences."""
    told = [
        one
        for one in _opening(found)
        if one.kind is PassageKind.PARAGRAPH and one.text.endswith(_STATED)
    ]
    if not told:
        return None
    place = int(bullet) if bullet.isdecimal() else 1
    return told[place - 1] if 1 <= place <= len(told) else told[0]
