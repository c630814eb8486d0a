"""Compares words as a reader would: case, dashes, plurals and letters that a fax bends."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_SAME = str.maketrans(
    dict.fromkeys(_DASHES, "-")
    | {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\uff1c": "<", "\uff1e": ">"}
    | {"\u00a0": " ", "\uff1a": ":", "\uff05": "%", "\ufb01": "fi", "\ufb02": "fl"}
)
_BENT_NEGATIONS = {"n0": "no", "n0t": "not", "n0ne": "none", "n0n": "non"}
_BENT_LETTERS = {"1": "[1il|]", "i": "[1il|]", "l": "[1il|]", "0": "[0o]", "o": "[0o]"}
_GAP = r"\.?[\s\-(),:]{1,3}"
_WIDE = "..."
_PASSED_OVER = 7  # words that a wide gap may pass over
_WIDE_GAP = (
    r"(?:[\s\-(),:/]{1,3}(?!(?:no|not|never|without|but|nor|if|unless|until|negative)\b)"
    rf"[^\s;]*[^\s;.!?:]){{0,{_PASSED_OVER}}}?[\s\-(),:/]{{1,3}}"
)
_HYPHEN = r"[\s\-]*"
_EDGES = "()[]{}:,;.\"'"


def key_of(word: str) -> str:
    """The word as it is compared: lower case, without accents, one kind of dash and quote.

    Accents are dropped because the reader sees them in specks of dirt.
    """
    apart = unicodedata.normalize("NFD", word.translate(_SAME).lower())
    lowered = "".join(letter for letter in apart if not unicodedata.combining(letter))
    bare = lowered.strip(_EDGES)
    if bare in _BENT_NEGATIONS:
        return lowered.replace(bare, _BENT_NEGATIONS[bare])
    return lowered


@lru_cache(maxsize=4096)
def pattern_of(phrase: str) -> re.Pattern[str]:
    """The pattern that finds the phrase in keyed text, as whole words.

    Hyphens may be spaces, the last word may be plural, letters and digits may be apart
    ("CD 18"), and where a word has digits, 1, l and i count as one, and so do 0 and o.
    A phrase is not found behind "non". "..." stands for up to seven words of the same clause
    without a denial, "|" parts words of which one must stand, and "*" lets a word go on.
    """
    keys = key_of(" ".join(phrase.split())).split(" ")
    words = [word for word in keys if word.strip(_EDGES)]
    body = _body(keys)
    if not body:
        return re.compile(r"(?!)")
    last = words[-1].strip(_EDGES)
    plural = "s?" if last.isalpha() and len(last) >= 4 and not last.endswith("s") else ""
    before = "" if not last or not words[0].strip(_EDGES)[0].isalnum() else r"(?<![a-z0-9])"
    after = r"(?![a-z0-9])" if last[-1].isalnum() or last[-1] == "*" else ""
    return re.compile(rf"{before}(?<!non-)(?<!non )(?:{body}){plural}{after}")


def is_found(phrase: str, text: str) -> bool:
    """Whether the phrase is in the keyed text."""
    return pattern_of(phrase).search(text) is not None


def hint_words(phrase: str) -> list[str]:
    """The whole words that a hint names, without its signs."""
    words = key_of(phrase).replace("|", " ").split()
    return [word.strip(_EDGES) for word in words if word != _WIDE and not word.endswith("*")]


def _body(keys: Sequence[str]) -> str:
    parts: list[str] = []
    gap = ""
    for key in keys:
        if key == _WIDE:
            gap = _WIDE_GAP if parts else ""
            continue
        options = [option.strip(_EDGES) for option in key.split("|")]
        found = "|".join(_open_word(option) for option in options if option.strip("*"))
        if found:
            parts += [gap, f"(?:{found})" if len(options) > 1 else found]
            gap = _GAP
    return "".join(parts)


def _open_word(word: str) -> str:
    return rf"{_word_pattern(word[:-1])}[a-z]*" if word.endswith("*") else _word_pattern(word)


def _word_pattern(word: str) -> str:
    return _HYPHEN.join(_part_pattern(part) for part in word.split("-") if part) or re.escape(word)


def _part_pattern(part: str) -> str:
    has_digit = any(letter.isdigit() for letter in part)
    pieces: list[str] = []
    for before, letter in zip(" " + part, part, strict=False):
        if before.isalpha() and letter.isdigit():
            pieces.append(r"\s?")
        bent = _BENT_LETTERS.get(letter) if has_digit else None
        pieces.append(bent or re.escape(letter))
    return "".join(pieces)
