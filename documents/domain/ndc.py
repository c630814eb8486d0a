"""The grammar of a national drug code: 5-4-2, 5-3-2, 5-4-1 or 4-4-2, or eleven digits.

Source: 21 CFR 207.33 for the ten digits; the eleven are those of billing, with the short
part filled by a zero. Ten digits without hyphens can be split in three ways.
"""

import re

_NDC = re.compile(r"\d{5}-(?:\d{4}-\d{1,2}|\d{3}-\d{2})|\d{4}-\d{4}-\d{2}|\d{11}", re.ASCII)
_BARE_TEN = re.compile(r"\d{10}", re.ASCII)
TEN_DIGITS = "Ten digits without hyphens can be split in three ways: look for the hyphens."
OTHER_FORM = "It has no form of an NDC: a digit or a hyphen is misread or was written wrongly."


def is_ndc(text: str) -> bool:
    """Whether the text is an NDC in one of its forms."""
    return _NDC.fullmatch(text) is not None


def ndc_doubt(text: str) -> str:
    """What speaks against the text as an NDC, in a sentence; empty when nothing does."""
    if is_ndc(text):
        return ""
    return TEN_DIGITS if _BARE_TEN.fullmatch(text) else OTHER_FORM
