"""Member numbers as they are written on cards and pages, and how two of them are compared."""

_BETWEEN = str.maketrans(dict.fromkeys(" \t-\u2010\u2011\u2013."))


def number_key(number: str) -> str:
    """The number as it is compared: capitals, without the blanks, hyphens and dots between."""
    return number.translate(_BETWEEN).upper()


def is_same_number(read: str, on_file: str) -> bool:
    """Whether what stands on a page is the number on file, however it is grouped."""
    key = number_key(read)
    return bool(key) and key == number_key(on_file)
