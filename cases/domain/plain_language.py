"""How hard a sentence is to read, as a school grade, so that a letter can be understood."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

TARGET_GRADE = 8.0
"""Highest school grade a letter's reasons should need (K.A.R. 40-4-42a asks for the eighth)."""

_WORD = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)*")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$|[\"')\]])|\n{2,}|;\s")
_VOWELS = re.compile(r"[aeiouy]+")
_TERM = "term"
_SILENT_ENDING = re.compile(r"(?<![aeiouy])es?$|(?<![aeiouytd])ed$")
_SOUNDED_ENDING = re.compile(r"(?:[sxzcg]|[cs]h)es$|[^aeiouy]les?$")


@dataclass(frozen=True)
class Reading:
    """What was measured: grade is the Flesch-Kincaid school grade, never below 0."""

    grade: float
    words: int
    sentences: int
    hard_words: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        """Whether the text needs no more schooling than the target grade."""
        return self.grade <= TARGET_GRADE


def reading_of(text: str, *, terms: Iterable[str] = ()) -> Reading:
    """The reading level of a text; a text without words has grade 0.

    terms are names that must be said as they are (a gene, a product, a disease): each
    counts as one short word, as readability rules allow for defined medical terms.
    hard_words are the words of four or more syllables, once each, in the order met.
    """
    plain = _without_terms(text, terms)
    words = _WORD.findall(plain)
    if not words:
        return Reading(grade=0.0, words=0, sentences=0, hard_words=())
    sentences = sum(1 for part in _SENTENCE_END.split(plain) if _WORD.search(part))
    syllables = sum(syllables_in(word) for word in words)
    grade = 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59
    hard = dict.fromkeys(word.lower() for word in words if syllables_in(word) >= 4)
    return Reading(
        grade=round(max(grade, 0.0), 1),
        words=len(words),
        sentences=sentences,
        hard_words=tuple(hard),
    )


def syllables_in(word: str) -> int:
    """The number of syllables, counted by vowel groups; at least 1."""
    lower = word.lower().replace("'", "").replace("\u2019", "")
    count = len(_VOWELS.findall(lower))
    if _SILENT_ENDING.search(lower) and not _SOUNDED_ENDING.search(lower):
        count -= 1
    return max(count, 1)


def _without_terms(text: str, terms: Iterable[str]) -> str:
    """The text with every named term replaced by one short word, longest term first."""
    for term in sorted({term for term in terms if term.strip()}, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(term)}(?!\w)", _TERM, text, flags=re.IGNORECASE)
    return text
