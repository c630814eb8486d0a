"""Compares words as a reader would: case, dashes, plurals and letters that a fax bends."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2212"
_SAME = str.maketrans(
    dict.fromkeys(_DASHES, "-")
    | {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\uff1c": "<", "\uff1e": ">"}
    | {"\u207a": "+", "\u00a0": " ", "\uff1a": ":", "\uff05": "%", "\ufb01": "fi", "\ufb02": "fl"}
)
_SPOT = "\u00b7"
_BETWEEN_WORDS = re.compile(r"(?<=[a-z])\u00b7(?=[a-z])")
_BENT_NEGATIONS = {"n0": "no", "n0t": "not", "n0ne": "none", "n0n": "non"}
_BENT_LETTERS = {"1": "[1il|]", "i": "[1il|]", "l": "[1il|]", "0": "[0o]", "o": "[0o]"}
_GAP = r"\.?[\s\-(),:]{1,3}"
_WIDE = "..."
_PASSED_OVER = 7  # words, parted by blanks, dashes, commas and strokes, that a gap may pass over
_DENIES = r"(?!(?:no|not|never|nobody|none|neither|without|but|nor|if|unless|negative|may|can|should|must|whether|{more})\b)"
# A word of a gap can be read in one way only and is never given back (++), so that a line of dots
# or dashes costs no more time than its length.
_GAP_WORD = r"[^\s\-(),:/+;.!?\[\]\u2610-\u2612]++(?:\.[^\s\-(),:/+;.!?\[\]\u2610-\u2612]++)*+"
_WIDE_GAP = (
    rf"(?:[\s\-(),:/]{{1,4}}+{_DENIES.format(more='until')}{_GAP_WORD}){{0,{_PASSED_OVER}}}?"
    r"[\s\-(),:/]{1,4}+"
)
_OF = r"(?:'s)?"  # "the sister's typing" is about the sister
_HYPHEN = r"[\s\-]*"
_BESIDE = " & "
_MOST_BESIDE = 3  # parts of a phrase that may stand in any order
_BESIDE_GAP = (
    rf"(?:[\s\-(),:/+]{{1,4}}+{_DENIES.format(more='because|contraindicated|instead')}{_GAP_WORD}){{0,12}}?"
    r"\.?[\s\-(),:/+]{1,4}+"
)
_DENYING = frozenset(("no", "not", "never", "none", "without"))
_EDGES = "()[]{}:,;.\"'"


@dataclass(frozen=True)
class Place:
    """Where a phrase stands in a text; asked as a match is.

    is_sure: it names its own subject. phrase is the hint that was found.
    """

    first: int
    last: int
    words: str
    is_sure: bool = False
    phrase: str = ""

    def start(self) -> int:
        """Where it begins."""
        return self.first

    def end(self) -> int:
        """Where it ends."""
        return self.last

    def span(self) -> tuple[int, int]:
        """Where it begins and ends."""
        return self.first, self.last

    def group(self) -> str:
        """The words that stand there."""
        return self.words


def places_of(phrase: str, text: str, *, heading: str = "") -> Iterator[Place]:
    """Where the phrase stands in the keyed text.

    One whose parts may stand in any order may have some of them in the heading over the
    text; the place is then the part in the text. One that begins by denying is found in the
    order written, where it stands so: "took none and will not take any until then".
    """
    is_sure = is_joined(phrase)
    denies = is_sure and not _DENYING.isdisjoint(phrase.split(_BESIDE)[0].split("|"))
    as_written = list(_pattern_as_written(phrase).finditer(text)) if denies else []
    for match in as_written or pattern_of(phrase).finditer(text):
        yield Place(match.start(), match.end(), match.group(), is_sure, phrase)
    if is_sure and heading:
        lead = f"{heading.strip(' :')}: "
        for match in pattern_of(phrase).finditer(lead + text):
            if match.start() < len(lead) < match.end():
                end = match.end() - len(lead)
                yield Place(0, end, text[:end], is_sure, phrase)


def is_joined(phrase: str) -> bool:
    """Whether the phrase has parts that may stand in any order."""
    return _BESIDE in phrase


@lru_cache(maxsize=32768)
def key_of(word: str) -> str:
    """The word as it is compared: lower case, without accents, one kind of dash and quote.

    Accents are dropped because the reader sees them in specks of dirt.
    """
    apart = unicodedata.normalize("NFD", word.translate(_SAME).lower())
    lowered = "".join(letter for letter in apart if not unicodedata.combining(letter))
    if _SPOT in lowered:  # where the reader saw a dot in the blank between two words
        lowered = _BETWEEN_WORDS.sub("-", lowered)
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
    without a denial, "|" parts words of which one must stand ("_" joins two to one), and "*"
    lets a word go on. "&" parts up to three phrases that stand in one clause in any order.
    """
    if _BESIDE in phrase:
        return _pattern_in_any_order(tuple(phrase.split(_BESIDE)))
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


def _pattern_in_any_order(parts: tuple[str, ...]) -> re.Pattern[str]:
    """The pattern of phrases that stand in one clause in any order, with no denial between."""
    found = [pattern_of(part).pattern for part in parts[:_MOST_BESIDE]]
    orders = (_BESIDE_GAP.join(order) for order in permutations(found))
    return re.compile("|".join(f"(?:{order})" for order in orders))


@lru_cache(maxsize=4096)
def _pattern_as_written(phrase: str) -> re.Pattern[str]:
    """The same in the one order in which the phrase names its parts."""
    parts = phrase.split(_BESIDE)[:_MOST_BESIDE]
    return re.compile(_BESIDE_GAP.join(f"(?:{pattern_of(part).pattern})" for part in parts))


def is_found(phrase: str, text: str) -> bool:
    """Whether the phrase is in the keyed text."""
    return pattern_of(phrase).search(text) is not None


class Letters:
    """The keyed text of a page, asked which hints can stand in it at all.

    Quick and never wrong about a hint that stands there: it only compares letters.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[str, bool] = {}

    def may_hold(self, phrase: str) -> bool:
        """Whether each word of the phrase, or one of its choices, has its letters in the text."""
        return all(any(map(self._has, choice)) for choice in _needed(phrase))

    def _has(self, letters: str) -> bool:
        known = self._known.get(letters)
        if known is None:
            known = self._known[letters] = letters in self._text
        return known


@lru_cache(maxsize=16384)
def _needed(phrase: str) -> tuple[tuple[str, ...], ...]:
    """For each word of the phrase the letters of its choices; words with digits are left out.

    So are denials: a form says them by a mark or by a single letter.
    """
    words = key_of(" ".join(phrase.split())).split(" ")
    words = [word for word in words if _DENYING.isdisjoint(word.split("|"))]
    choices = [[_longest(option) for option in word.split("|")] for word in words]
    return tuple(tuple(choice) for choice in choices if all(choice))


def _longest(option: str) -> str:
    """The longest run of letters in a choice; empty for one with digits, which a fax bends."""
    if any(letter.isdigit() for letter in option):
        return ""
    return max(re.findall(r"[a-z]+", option), key=len, default="")


def hint_words(phrase: str) -> list[str]:
    """The whole words that a hint names, without its signs."""
    words = key_of(phrase).replace("|", " ").replace("_", " ").split()
    signs = {_WIDE, _BESIDE.strip()}
    return [word.strip(_EDGES) for word in words if word not in signs and not word.endswith("*")]


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
    if "_" in word.strip("_"):
        return _GAP.join(_open_word(part) for part in word.split("_") if part)
    if not word.endswith("*"):
        return _word_pattern(word)
    goes_on = r"\d?" if word[:-1].isdigit() else "[a-z]*"
    return _word_pattern(word[:-1]) + goes_on


def _word_pattern(word: str) -> str:
    pattern = _HYPHEN.join(_part_pattern(part) for part in word.split("-") if part)
    return (pattern or re.escape(word)) + (_OF if word.isalpha() and len(word) >= 4 else "")


def _part_pattern(part: str) -> str:
    has_digit = any(letter.isdigit() for letter in part)
    pieces: list[str] = []
    for before, letter in zip(" " + part, part, strict=False):
        if before.isalpha() and letter.isdigit():
            pieces.append(r"\s?")
        bent = _BENT_LETTERS.get(letter) if has_digit else None
        pieces.append(bent or re.escape(letter))
    return "".join(pieces)
