"""Compares the text that a file carries beside a picture with what was read on the picture.

The text is never used for anything else. A program that read the scan before is wrong here and
there, so what it says counts as other words only where much of it is like nothing that was
read at its place or anywhere on the page; and it counts as the same only where nearly every
word, and every number, was read as it says.

Measured with Tesseract's words on 65 faxed pages of the evaluation set's tuning half and of the
demonstration: on 62 at most 6 % of the words were unlike; on three, which lay upside down, nearly
all were, since that program had not turned them. With the words of another page, 226 of 260 were
told; on the others hardly any of them lay on words that were read. Fewer words changed are not told
from a poor reading.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

from documents.domain.geometry import Transform
from documents.domain.reading_order import Word
from documents.domain.striking import plain
from documents.reading.page import ReadPage

_FEWEST_LETTERS = 3
_ALIKE = 60.0  # of 100, between a word and what was read at its place
_ALIKE_ELSEWHERE = 85.0  # of 100, between a word and any other of the page
_FEWEST_UNLIKE = 4
_MOST_UNLIKE = 0.12  # of the words that were read
_MOST_LEFT = 0.02  # of the words, of a text that is the same


class Agreement(StrEnum):
    """What a file's own text is to the words read: the same, others, or not to be told."""

    SAME = "same"
    OTHER = "other"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class _Read:
    """A word that was read: its letters and digits alone, and where it stands."""

    letters: str
    word: Word


def agreement(own: Sequence[Word], read: Sequence[Word], *, onto: Transform) -> Agreement:
    """How the file's own words agree with those read; onto takes them to the picture read."""
    known = [_Read(_letters(word.text), word) for word in read]
    vocabulary = [one.letters for one in known if one.letters]
    judged = [_Read(letters, Word(word.text, onto.box(word.box))) for word, letters in _long(own)]
    silent = unlike = misread = 0
    for one in judged:
        there = "".join(other.letters for other in known if _is_there(other.word, one.word))
        if not there:
            silent += 1
        elif not _is_like(one.letters, there, vocabulary):
            unlike += 1
        elif _digits(one.letters) not in _digits(there):
            misread += 1
    heard = len(judged) - silent
    if unlike >= _FEWEST_UNLIKE and unlike > _MOST_UNLIKE * heard:
        return Agreement.OTHER
    is_same = heard and not misread and silent + unlike <= _MOST_LEFT * len(judged)
    return Agreement.SAME if is_same else Agreement.UNCLEAR


def says_other_words(own: Sequence[Word], read: ReadPage | None, *, doubted: bool) -> bool:
    """Whether the file's own text says other words than the picture, once that was read.

    doubted is what was thought of it before: it stays where the words read do not tell.
    """
    if read is None or not own:
        return doubted
    found = agreement(own, read.words, onto=read.transform)
    return doubted if found is Agreement.UNCLEAR else found is Agreement.OTHER


def _long(words: Iterable[Word]) -> list[tuple[Word, str]]:
    """The words that can be compared, with their letters: short ones are like anything."""
    pairs = ((word, _letters(word.text)) for word in words)
    return [
        (word, letters)
        for word, letters in pairs
        if len(letters) >= _FEWEST_LETTERS or any(map(str.isdigit, letters))
    ]


def _is_there(read: Word, own: Word) -> bool:
    """Whether a word read stands where the file says its own does, or touches that place.

    Readers give a single digit a place that may be a letter off.
    """
    low = min(read.box.height, own.box.height)
    off = own.box.height if len(own.text) < _FEWEST_LETTERS else 0.0
    across = read.box.x0 <= own.box.x1 + off and own.box.x0 - off <= read.box.x1
    return across and read.box.overlap_y(own.box) >= low / 2


def _is_like(letters: str, there: str, vocabulary: Sequence[str]) -> bool:
    if fuzz.partial_ratio(letters, there) >= _ALIKE:
        return True
    best = process.extractOne(letters, vocabulary, scorer=fuzz.ratio, score_cutoff=_ALIKE_ELSEWHERE)
    return best is not None


def _letters(text: str) -> str:
    return "".join(letter for letter in plain(text).lower() if letter.isalnum())


def _digits(letters: str) -> str:
    return "".join(letter for letter in letters if letter.isdigit())
