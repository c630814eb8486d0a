"""Service codes as they are written, and in one form to compare."""

import re

_HCPCS = re.compile(r"^[A-Z]\d{4}$")


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
