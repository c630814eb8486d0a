"""Numbers written in words, put into digits where an amount is meant ("one point four percent")."""

import re

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: value for value, word in enumerate(_SMALL)} | {
    word: 10 * place for place, word in enumerate(_TENS, start=2)
}
_HUNDRED = "hundred"
_HALF = " and a half"
_DIGITS = (*_SMALL[:10], "oh", "nought")
_NTHS = {
    "six": 6, "sixth": 6, "6th": 6, "seven": 7, "seventh": 7, "7th": 7, "eight": 8, "eighth": 8, "8th": 8,
}  # fmt: skip
_WORD = "|".join(sorted(_VALUES, key=len, reverse=True))
_MEASURED = (
    r"\s?(?:%|percent\b|per\s?cent\b|pct\b|kgs?\b|kilos?\b|kilograms?\b|pounds?\b|lbs?\b|mill?ion\b|mil\b|x10\^)"
    rf"(?!\s(?:and\sa|{_WORD})\b)"
)
_POWER = re.compile(
    rf"\b(?:times|x)\sten\sto\sthe\s(?:power\sof\s)?(?P<nth>{'|'.join(sorted(_NTHS, key=len, reverse=True))})\b"
)
_SPELLED = re.compile(
    rf"(?<![\w.])(?P<whole>(?:{_WORD})(?:[\s-](?:{_WORD}|{_HUNDRED}))*)"
    rf"(?P<part>\s(?:point|dot)(?:\s(?:{'|'.join(_DIGITS)}))+|{_HALF})?(?={_MEASURED})"
)


def in_digits(text: str) -> str:
    """Keyed text with such numbers in digits, and powers of ten as signs; places unchanged."""
    text = _POWER.sub(lambda match: _padded(f"x10^{_NTHS[match['nth']]}", match.group()), text)
    return _SPELLED.sub(lambda match: _padded(_number(match), match.group()), text)


def _padded(short: str, printed: str) -> str:
    """The shorter writing, with blanks behind it up to the length of what is printed."""
    return short.ljust(len(printed))


def _number(match: re.Match[str]) -> str:
    whole = 0
    for word in re.split(r"[\s-]", match["whole"]):
        whole = whole * 100 if word == _HUNDRED else whole + _VALUES[word]
    part = match["part"] or ""
    if part == _HALF:
        return f"{whole}.5"
    digits = "".join(str(min(_DIGITS.index(word), 10) % 10) for word in part.split()[1:])
    return f"{whole}.{digits}" if digits else str(whole)
