"""Tells which misread words on a page stand for which looked-for words.

The page keeps what was read; only the comparison uses the other spelling, and a
person sees the printed words and the picture.
"""

from collections.abc import Iterable

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from documents.domain.wanted import Wanted
from documents.domain.wording import hint_words, key_of

_LEAST_ALIKE = 85
_SHORTEST = 6
_LONG = 9
_OPPOSED_STARTS = (("hyper", "hypo"), ("intra", "inter"), ("ante", "anti"), ("pre", "pro"))
_EDGES = "()[]{}:,;.?!\"'"


def vocabulary_of(wanted: Iterable[Wanted]) -> frozenset[str]:
    """Every word of six letters or more in the hints; numbers are never respelled."""
    words: set[str] = set()
    asked = [one for item in wanted for one in (item, *item.fields)]
    for item in asked:
        stated = (phrase for phrases in item.phrases.values() for phrase in phrases)
        hints = (*item.terms, *item.forms, *item.traps, *item.negations, *item.words, *stated)
        for hint in hints:
            words.update(hint_words(hint))
    return frozenset(word for word in words if len(word) >= _SHORTEST and _has_no_digit(word))


def spellings_of(
    page_words: Iterable[str], vocabulary: frozenset[str]
) -> tuple[tuple[str, str], ...]:
    """Pairs of a word's key on the page and the key it is compared as."""
    found = {}
    for key in {key_of(word) for word in page_words}:
        bare = key.strip(_EDGES)
        if len(bare) < _SHORTEST or not _has_no_digit(bare) or bare in vocabulary:
            continue
        meant = _meant(bare, vocabulary)
        if meant:
            found[key] = key.replace(bare, meant)
    return tuple(sorted(found.items()))


def _meant(word: str, vocabulary: frozenset[str]) -> str:
    """The one looked-for word that this is a misreading of; empty when there is none."""
    best = process.extractOne(word, vocabulary, scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE)
    if best is None:
        return ""
    other = str(best[0])
    edits = 1 if len(word) < _LONG else 2
    if Levenshtein.distance(word, other) > edits or abs(len(word) - len(other)) > 1:
        return ""
    return "" if word[0] != other[0] or _are_opposed(word, other) else other


def _are_opposed(word: str, other: str) -> bool:
    """Whether the two begin with prefixes that turn the meaning round."""
    return any(
        {word.startswith(left), other.startswith(left)} == {True, False}
        and (word.startswith(right) or other.startswith(right))
        for left, right in _OPPOSED_STARTS
    )


def _has_no_digit(word: str) -> bool:
    return not any(letter.isdigit() for letter in word)
