"""Product and service codes as they are written, and in one form to compare."""

import re

_HCPCS = re.compile(r"^[A-Z]\d{4}$")
_WIDTHS = {(5, 4, 2): (0, 0, 0), (5, 3, 2): (0, 1, 0), (5, 4, 1): (0, 0, 1), (4, 4, 2): (1, 0, 0)}


class CodeError(ValueError):
    """The code is not in a form that can be read; the message says what would be."""


def hcpcs_normal(text: str) -> str:
    """The HCPCS code in capitals, one letter and four digits.

    Raises:
        CodeError: the text has another shape.
    """
    code = text.strip().upper()
    if not _HCPCS.match(code):
        raise CodeError("A HCPCS code is one letter and four digits, such as J3590.")
    return code


def ndc_normal(text: str) -> str:
    """The NDC as 11 digits, 5-4-2 with hyphens; a package wildcard "xx" is kept.

    Ten digits without hyphens are ambiguous, since three layouts pad differently.

    Raises:
        CodeError: the text has another shape or is ambiguous.
    """
    parts = text.strip().lower().split("-")
    if len(parts) == 1:
        return _from_bare(parts[0])
    widths = tuple(len(part) for part in parts)
    pads = _WIDTHS.get(widths)  # type: ignore[arg-type]  # any other length is simply absent
    digits = all(p.isdigit() for p in parts[:2]) and (parts[-1].isdigit() or parts[-1] == "xx")
    if pads is None or not digits:
        raise CodeError("An NDC has the form 5-4-2, 5-3-2, 5-4-1 or 4-4-2, or 11 digits.")
    return "-".join("0" * pad + part for pad, part in zip(pads, parts, strict=True))


def _from_bare(digits: str) -> str:
    if len(digits) == 10 and digits.isdigit():
        raise CodeError("Ten digits without hyphens can be read three ways; add the hyphens.")
    if len(digits) != 11 or not digits.isdigit():
        raise CodeError("An NDC has the form 5-4-2, 5-3-2, 5-4-1 or 4-4-2, or 11 digits.")
    return f"{digits[:5]}-{digits[5:9]}-{digits[9:]}"
