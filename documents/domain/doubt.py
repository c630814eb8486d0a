"""Tells words that were meant as a key value and do not fit its grammar, and what would.

Nothing is repaired: a second reading that fits is shown beside the first one.
"""

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from documents.domain.values import dates_in, variants_in
from documents.domain.wording import key_of

_EDGES = "()[]{}:,;."
_ALIKE = 0.6
_SHORT, _SHORT_ALIKE = 3, 0.5  # a unit of two letters with one of them bent
_VARIANT = re.compile(
    r"[cgn]\.[-*]?\d\S*[a-z\u00bb>]\S*|p\.\(\S+\d\S*"
    r"|\w\.[-*]?\d\S*[\u00bb>]\S*"  # c read as another letter
    r"|[cgnCGN]\.[-*]?\d+(?:[-+]\d+)?[ACGT]{2}"  # the arrow lost
)
_DATE = re.compile(r"(?=(?:\D*\d){6})[\dOoIl]{1,4}/[\dOoIl/]{4,9}|[\dOoIl]{5,6}/[\dOoIl]{2,4}")
_NPI = re.compile(r"\d{9,11}")
_PERCENT = re.compile(r"[<>]?(?=\S*\d)[\dOoIl.,]+%")
_PERCENT_FITS = re.compile(r"[<>]?\d{1,3}(?:\.\d+)?%")
_NDC = re.compile(
    r"(?=(?:\D*\d){6})[\dOoIlSB]{4,5}-[\dOoIlSB]{3,4}-[\dOoIlSB]{1,2}|[\dOoIlSB]{10,11}"
)
_NDC_FITS = re.compile(
    r"\d{5}-\d{4}-\d{2}|\d{5}-\d{3}-\d{2}|\d{5}-\d{4}-\d|\d{4}-\d{4}-\d{2}|\d{10,11}"
)
_UNITS = ("kg", "cm", "mg", "ml", "lb", "lbs")
_BENT_UNIT = re.compile(r"[kK][qg9]|cn|crn|rng|m9|mq|m1|[1Iil]bs")
_AMOUNT = re.compile(rf"\d+(?:\.\d+)?(?:{_BENT_UNIT.pattern})")
_AMOUNT_FITS = re.compile(rf"\d+(?:\.\d+)?(?:{'|'.join(_UNITS)})")
_NPI_ISSUER = "80840"  # of health cards; it counts in an NPI's check digit


def doubtful_in(line: Sequence[str]) -> list[int]:
    """The places of the words on a line that look like a key value and are none."""
    return [place for place in range(len(line)) if _kind_of(line, place) is not None]


def fitting_in(second: str, line: Sequence[str], place: int) -> str:
    """The word of the second reading that fits where the line's word does not; else empty."""
    fits = _kind_of(line, place)
    word = line[place].strip(_EDGES)
    if fits is None:
        return ""
    alike = [
        (SequenceMatcher(None, word, other.strip(_EDGES)).ratio(), other)
        for other in second.split()
        if fits(other)
    ]
    share, best = max(alike, default=(0.0, ""))
    return best if share >= (_ALIKE if len(word) > _SHORT else _SHORT_ALIKE) else ""


def _kind_of(line: Sequence[str], place: int) -> Callable[[str], bool] | None:
    """The grammar that the word was meant for and does not fit; None for all other words."""
    word = line[place].strip(_EDGES)
    before = line[place - 1].strip(_EDGES).upper() if place else ""
    for looks, fits in _GRAMMARS:
        if looks.fullmatch(word) and not fits(word):
            return fits
    for label, looks, fits in _LABELLED:
        if label.fullmatch(before) and looks.fullmatch(word) and not fits(word):
            return fits
    return None


def _is_variant(word: str) -> bool:
    key = key_of(word)
    return any(found.start == 0 for found in variants_in(key)) and "\u00bb" not in key


def _is_date(word: str) -> bool:
    return bool(dates_in(key_of(word).strip(_EDGES)))


def _is_percent(word: str) -> bool:
    return _PERCENT_FITS.fullmatch(word.strip(_EDGES)) is not None


def _is_ndc(word: str) -> bool:
    return _NDC_FITS.fullmatch(word.strip(_EDGES)) is not None


def _is_amount(word: str) -> bool:
    return _AMOUNT_FITS.fullmatch(word.strip(_EDGES).lower()) is not None


def _is_unit(word: str) -> bool:
    return word.strip(_EDGES).lower() in _UNITS


def is_npi(word: str) -> bool:
    """Whether the ten digits carry the right check digit (45 CFR 162.406; Luhn over 80840 and the number)."""
    bare = word.strip(_EDGES)
    if len(bare) != 10 or not bare.isascii() or not bare.isdigit():
        return False
    digits = [int(digit) for digit in reversed(_NPI_ISSUER + bare)]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[1::2])
    return (sum(digits[::2]) + sum(doubled)) % 10 == 0


_GRAMMARS: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = (
    (_VARIANT, _is_variant),
    (_DATE, _is_date),
    (_PERCENT, _is_percent),
    (_AMOUNT, _is_amount),
)
_LABELLED: tuple[tuple[re.Pattern[str], re.Pattern[str], Callable[[str], bool]], ...] = (
    (re.compile(r"NPI"), _NPI, is_npi),
    (re.compile(r"NDC"), _NDC, _is_ndc),
    (re.compile(r"\d+(?:\.\d+)?"), _BENT_UNIT, _is_unit),
)
