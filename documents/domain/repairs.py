"""Mends what a fax bends in numbers, dates, codes, units and variants; what is printed stays beside it.

Only a word that fits no grammar as printed and fits one when a look-alike is put back is
mended. The mended word is a proposal: whoever sees it sees the printed one too.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from documents.domain.doubt import is_npi
from documents.domain.ndc import is_ndc
from documents.domain.wording import key_of

_DIGITS = str.maketrans({"o": "0", "l": "1", "i": "1", "|": "1", "!": "1"})
_SIGNS = str.maketrans({"\u00bb": ">", "\u203a": ">", "\u00ab": "<", "\u2039": "<"})
_NUMBER = re.compile(r"[(\[]*[<>=~]{0,2}\d{1,4}(?:[.,]\d{1,4})?(?:%|kg|cm)?[)\],;.]*")
_DATE = re.compile(r"[(\[]*(?:\d{1,2}[/-]\d{1,2}[/-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})[)\],;.]*")
_LOST_SLASH = (
    re.compile(r"(?<!\d)(?P<m>\d{2})/(?P<d>\d{2})[71|](?P<y>(?:19|20)\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<m>\d{2})[71|](?P<d>\d{2})/(?P<y>(?:19|20)\d{2})(?!\d)"),
)
_LOST_BASE = re.compile(r"(?<=\d)6(?=>[acgt]\b)")
_LOST_ARROW = re.compile(r"(?<=\d[acgt])[27](?=[acgt]\b)")
_LOST_DIGIT = re.compile(r"(?P<before>p\.\(?[a-z]{3})[il|](?P<after>\d)")
_BENT_ZERO = re.compile(r"(?=\d+/?\d*e|\d*e\d*/)[\de]{1,2}/[\de]{1,2}(?:/[\de]{2,4})?[),.;:]?")
_HIV = re.compile(r"h[l1|]v\b")
_DECIMAL_COMMA = re.compile(r"\d{1,3},\d{1,2}(?:%|kg)?")
_ENDS = "()[],;:."
_FEWEST_DIGITS = 7  # of a code of ten or eleven
_BENT_PERCENT = re.compile(r"(?P<number>[<>]?\d+(?:\.\d+)?)?[\u00b0\u00ba]/[o0](?P<end>[),.;:]*)")
_BENT_PERCENT_AFTER = re.compile(r"(?P<number>[<>]?\d+(?:\.\d+)?)o/[o0](?P<end>[),.;:]*)")
_BENT_UNIT = re.compile(
    r"(?P<number>[<>]?\d+(?:\.\d+)?)?(?P<per>cells/)?(?P<unit>kq|rnl)(?P<end>[),.;:]*)"
)
_UNITS_MEANT = {"kq": "kg", "rnl": "ml"}
_VARIANT = re.compile(r"\b[cgn]\.[-*]?\d|\bp\.\(?[a-z]{3}")


@lru_cache(maxsize=8192)
def mended(key: str) -> str:
    """The keyed word with look-alikes put back; the same word when nothing is to be mended."""
    plain = key.translate(_SIGNS)
    if _VARIANT.search(plain):
        return _variant(plain)
    if plain in ("0ct", "0ct."):
        return plain.replace("0", "o")
    if _HIV.match(plain):
        return f"hiv{plain[3:]}"
    if _DECIMAL_COMMA.fullmatch(plain):
        plain = plain.replace(",", ".")
    elif _BENT_ZERO.fullmatch(plain):
        plain = plain.replace("e", "0")
    for pattern in _LOST_SLASH:
        plain = pattern.sub(r"\g<m>/\g<d>/\g<y>", plain)
    digits = plain.translate(_DIGITS)
    if digits != plain and _tells_a_number(plain) and (_is_number(digits) or _is_code(plain)):
        return digits
    return _unit(plain)


def repair_in(words: Sequence[str]) -> tuple[str, str] | None:
    """The first printed word that was mended, and what it was taken for; None when none was."""
    for word in words:
        key = key_of(word)
        if mended(key) != key:
            return word, mended(key)
    return None


def _variant(key: str) -> str:
    key = _LOST_DIGIT.sub(r"\g<before>1\g<after>", key)
    return _LOST_ARROW.sub(">", _LOST_BASE.sub("g", key))


def _unit(key: str) -> str:
    """The word with its unit put right, with or without the amount before it."""
    percent = _BENT_PERCENT.fullmatch(key) or _BENT_PERCENT_AFTER.fullmatch(key)
    if percent:
        return f"{percent['number'] or ''}%{percent['end']}"
    found = _BENT_UNIT.fullmatch(key)
    if found is None:
        return key
    unit = _UNITS_MEANT[found["unit"]]
    return f"{found['number'] or ''}{found['per'] or ''}{unit}{found['end']}"


def _is_code(key: str) -> bool:
    """Whether the word becomes an NDC, or an NPI whose check digit fits, and is mostly digits."""
    code = key.translate(_DIGITS).strip(_ENDS)
    enough = sum(sign.isdigit() for sign in key) >= _FEWEST_DIGITS
    return enough and (is_ndc(code) or is_npi(code))


def _tells_a_number(key: str) -> bool:
    """Whether something besides the look-alikes says that a number was meant."""
    return any(sign.isdigit() for sign in key) or "%" in key or key.startswith(("<", ">"))


def _is_number(key: str) -> bool:
    return _NUMBER.fullmatch(key) is not None or _DATE.fullmatch(key) is not None
