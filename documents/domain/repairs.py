"""Mends what a fax bends in numbers, dates and variants; the printed word is kept beside it.

Only a word that fits no grammar as printed and fits one when a look-alike is put back is
mended. The mended word is a proposal: whoever sees it sees the printed one too.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

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
    if digits != plain and _tells_a_number(plain) and _is_number(digits):
        return digits
    return plain


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


def _tells_a_number(key: str) -> bool:
    """Whether something besides the look-alikes says that a number was meant."""
    return any(sign.isdigit() for sign in key) or "%" in key or key.startswith(("<", ">"))


def _is_number(key: str) -> bool:
    return _NUMBER.fullmatch(key) is not None or _DATE.fullmatch(key) is not None
