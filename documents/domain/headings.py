"""Tells which rows head what stands under them, and the label that a row begins with."""

import re
from collections.abc import Sequence
from typing import Protocol

from documents.domain.reading_order import Word
from documents.domain.wording import key_of

_HEADING_WORDS = 7
_TITLE_WORDS = 4
_NUMBERED = re.compile(r"\w{1,2}\)")


class _Part(Protocol):
    @property
    def words(self) -> tuple[Word, ...]: ...


def label_of(words: Sequence[Word]) -> str:
    """The label that the words begin with ("family history: ..."); empty when there is none.

    Words that close a bracket of the line above are the end of what stands there.
    """
    opened = 0
    for index, word in enumerate(words[:_HEADING_WORDS]):
        if not _NUMBERED.fullmatch(word.text):
            opened += word.text.count("(") - word.text.count(")")
        if opened < 0:
            break
        if word.text.endswith(":"):
            return " ".join(key_of(w.text) for w in words[: index + 1]).strip(" :")
        if word.text.endswith((".", ",", ";")):
            break
    return ""


def is_heading(row: Sequence[_Part]) -> bool:
    """Whether the row is a short line by itself, in capitals or ending in a colon."""
    words = row[0].words
    if len(row) > 1 or len(words) > _HEADING_WORDS:
        return False
    printed = " ".join(word.text for word in words)
    if any(letter.isdigit() for letter in printed) and not printed.isupper():
        return False
    return printed.endswith(":") or (printed.isupper() and len(printed) > 3)


def is_title(row: Sequence[_Part]) -> bool:
    """Whether the row is a few words by themselves that begin with a capital and end no sentence."""
    words = row[0].words
    if len(row) > 1 or len(words) > _TITLE_WORDS:
        return False
    printed = " ".join(word.text for word in words)
    if not all(any(map(str.isalpha, word.text)) for word in words):
        return False
    return printed[0].isupper() and all(
        letter.isalnum() or letter in " -/&()" for letter in printed
    )
