"""Reads values by their grammar: amounts, dates, yes and no, codes, variants.

Nothing is repaired here: what does not fit the grammar is not a value.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from documents.domain.number_words import in_digits

_SIGNS = {
    "<": "<", "\u2264": "<=", "<=": "<=", ">": ">", "\u2265": ">=", ">=": ">=", "less than": "<",
    "below": "<", "under": "<", "up to": "<=", "at most": "<=", "no more than": "<=",
    "fewer than": "<", "not more than": "<=", "lower than": "<", "higher than": ">",
    "not less than": ">=", "no less than": ">=", "not below": ">=", "not under": ">=", "no fewer than": ">=",
    "not over": "<=", "not above": "<=", "more than": ">", "greater than": ">", "above": ">", "over": ">", "at least": ">=",
}  # fmt: skip
_SIGN = "|".join(sorted((re.escape(sign) for sign in _SIGNS), key=len, reverse=True))
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_TIMES_TEN = (
    r"\s*(?:\(?[x\u00d7*]\s*10\s*(?:\^|\*|e\+?)?\s*\(?(?P<ten>[0-9\u2070\u00b9\u00b2\u00b3\u2074-\u2079]{1,2})\)?"
    r"|\s?e\+?(?P<e>\d{1,2})|(?P<word>million|mio|mill?\b\.?|mln|billion|m\b(?!\s?[/x\d])))"
)
_TEN_WORDS = {
    "million": "6",
    "mio": "6",
    "mil": "6",
    "mill": "6",
    "mln": "6",
    "m": "6",
    "billion": "9",
}
_SUPERSCRIPTS = str.maketrans(
    "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", "0123456789"
)
_OUNCES_IN_POUND = 16
_OUNCES = r"(?:[\s,]*(?P<ounces>\d{1,2})\s*(?:oz|ounces?)\b)?"
# "CD34+ cells", "viable CD34-positive cells", "CD34+": the cells themselves may go unsaid.
_CELLS = (
    r"(?:(?:viable|total|nucleated|autologous|gene(?:-\w+)?|corrected|transduced|modified|engineered|live|stem|of"
    r"|his|her|its|own|the)\s+){0,5}+(?:cd\s?34s?\s?(?:\+|-?\s?pos(?:itive)?)?(?:\s+cells?)?|cells?)(?![a-z+])"
)
_PER = r"(?:/|per\b|for (?:each|every)\b|a(?=\skilo))\s*(?:body\s)?"
_NOT_PER_KG = rf"(?!(?:\s+cells?)?\s*{_PER}k(?:g|ilo))"
_PER_KG = rf"\s*{_PER}k(?:g|ilo(?:gram)?)\b"
_UNITS = {
    "%": r"%|percent\b|per\s{1,3}cent\b|pct\b|(?:(?:out\s)?of|per|in|from)\s(?:a\s|one\s|every\s)?(?:100|hundred)\b",
    "cells/kg": rf"{_CELLS}{_PER_KG}|(?:viable\s?)?{_PER}k(?:g|ilo(?:gram)?)\b",
    "cells": rf"{_CELLS}{_NOT_PER_KG}",
    "kg": r"kgs?\b(?!\s*/)|kilo(?:gram(?:me)?)?s?\b",
    "lb": rf"(?:lbs?\b|pounds?\b){_OUNCES}",
    "g": r"g\b(?!\s*/)|gms?\b(?!\s*/)|grams?\b",
    "mL": r"ml\b|milliliters?\b",
    "days": r"days?\b",
    "weeks": r"weeks?\b",
}
_ACCEPTED = {"kg": ("kg", "lb", "g"), "days": ("days", "weeks")}
# A person weighs more, a dose holds more; zeros are a form's blank.
_SMALLEST = {"g": 400, "kg": 1, "cells": 1000, "cells/kg": 1000}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_MONTH_NAMES = r"january|february|march|april|june|july|august|september|october|november|december"
_UNITS_OF_DAY = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
)
_NTHS = {
    word: number
    for number, word in enumerate(
        (
            *_UNITS_OF_DAY, "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth",
            "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
            *(f"twenty-{unit}" for unit in _UNITS_OF_DAY), "thirtieth", "thirty-first",
        ),
        start=1,
    )
}  # fmt: skip
_NTH = rf"\b(?P<nth>{'|'.join(sorted(_NTHS, key=len, reverse=True)).replace('-', '[- ]')})"
_DATES = tuple(
    re.compile(rf"(?<![\d/.-]){pattern}(?![\d/]|[.-]\d)")
    for pattern in (
        r"(?P<y>\d{4})[-/](?P<m>\d{1,2})[-/](?P<d>\d{1,2})",
        r"(?P<m>\d{1,2})\.(?P<d>\d{1,2})\.(?P<y>\d{4})",
        r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4}|\d{2})",
        r"(?P<m>\d{1,2})-(?P<d>\d{1,2})-(?P<y>\d{4}|\d{2})",
        r"(?P<d>\d{2})\.(?P<m>\d{2})\.(?P<y>\d{2})",
        r"(?P<m>\d{2}) ?/ ?(?P<d>\d{2}) ?/ ?(?P<y>\d{4})",
        r"(?P<y>20\d\d)(?P<m>\d{2})(?P<d>\d{2})",
        rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]?(?:of\s)?{_MONTH}[\s,-]{{0,2}}(?P<y>\d{{4}})",
        rf"(?P<d>\d{{1,2}})[\s-]{_MONTH}[\s,-]{{1,2}}'?(?P<y>\d{{2}})",
        rf"{_MONTH}\s?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[,.]?\s?(?P<y>\d{{4}})",
        rf"{_NTH}\s(?:day\s)?(?:of\s)?{_MONTH}[\s,]{{1,2}}(?P<y>\d{{4}})",
        rf"(?:mid-|early-|late-)?{_MONTH}[\s,]{{1,2}}(?P<y>\d{{4}})",
        r"(?P<m>\d{1,2})/(?P<y>\d{4})",
    )
)
_NO_YEAR = r"(?![a-z\d%/]|[\s,.'-]{0,3}(?:19|20)\d\d|\s?'\d\d|[-.]\d)"
_DAY_WORDS = (
    "on", "from", "since", "until", "stopped", "started", "start", "starts", "starting", "stop", "began",
    "begin", "begins", "drawn", "last", "given", "dose", "done", "collected", "coll", "seen", "ended",
    "ends", "now",
)  # fmt: skip
_WEAK_DAY_WORDS = (
    "sent", "edited", "reviewed", "resulted", "dated", "visit", "labs", "tested", "sample", "weighed",
    "measured", "infused", "finished", "completed", "ceased", "discontinued", "pcr", "repeated", "thru",
    "through", "examined", "assessed", "typed", "taken", "admitted", "discharged",
)  # fmt: skip
_AFTER_WEAK_WORD = "(?:" + "|".join(rf"(?<=\b{word}\s)" for word in _WEAK_DAY_WORDS) + ")"
_AFTER_DAY_WORD = "(?:" + "|".join(rf"(?<=\b{word}\s)" for word in _DAY_WORDS) + r"|(?<=\())"
_SHORT_DATES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\d/.:-])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]?(?:of\s)?{_MONTH}{_NO_YEAR}",
        rf"{_NTH}\s(?:day\s)?of\s{_MONTH}{_NO_YEAR}",
        rf"(?<![a-z]){_MONTH}\s?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?{_NO_YEAR}(?!:\d)",
        rf"(?<=\bin\s){_MONTH}{_NO_YEAR}(?!\s?\d)",
        rf"(?<=\bsince\s)(?P<month>{_MONTH_NAMES}){_NO_YEAR}(?!\s?\d)",
        _AFTER_DAY_WORD + r"(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\d/%]|\s?(?:match|hla|pain)|[.]\d)",
        _AFTER_WEAK_WORD
        + r"(?P<m>\d{1,2})/(?!(?:5|6|8|10|12)\b)(?P<d>\d{1,2})(?![\d/%]|\s?(?:match|hla|pain)|[.]\d)",
    )
)
# A month and a day with nothing to say that they are one: no share ("5/10"), amount or pressure.
_BARE_DAY = re.compile(
    r"(?<![\d/.:x^-])(?!(?:[1-5]/5|[1-6]/6|[1-8]/8|(?:\d|10)/10|\d/12|1/[23479])(?!\d))"
    r"(?P<m>\d{1,2})/(?P<d>\d{1,2})(?![\d/%x^]|[.]\d|\s?(?:match|hla|pain|strength|mm|m[gl]\b|ml\b|kg|bottles|cultures|doses|wells|alleles))"
)
_PAST = ("since", "stopped", "ended", "last", "began")
_YES_NO = re.compile(r"^[\s:\-]*(?P<word>yes|no|none|true|false|y|n)\b(?!\s*[/|\[(\u2610])")
_BOTH = re.compile(r"^[\s:\-]*(?:yes\b.*\bno\b|no\b.*\byes\b|y\s+n\b)")
_MARKED = re.compile(r"(?:\[\s?[xv]\s?\]|\([xv]\)|[\u2611\u2612\u2714])\s*(?P<after>yes|no)\b")
_BOXES_BEHIND = re.compile(
    r"^[\s:?\-]*yes\s*(?P<yes>[\[(]\s?x?\s?[\])}|1]|[\u2610\u2611\u2612\u2714])"
    r"\s*/?\s*no\s*(?P<no>[\[(]\s?x?\s?[\])}|1]|[\u2610\u2611\u2612\u2714])"
)
_IS_MARK = re.compile(r"[x\u2611\u2612\u2714]")
_EMPTY_BOX = re.compile(r"\[\s?\]|\(\s?\)|\u2610")
_CODE = re.compile(
    r"(?<![a-z0-9])(?:[a-z]\d{4}|\d{5}-\d{3,4}-\d{1,2}|[a-z]\d{2}(?:\.\d{1,4})?)(?![a-z0-9])"
)
_HGVS = re.compile(
    r"(?<![a-z0-9])(?:[cgn]\.[-*]?\d+(?:[+-]\d+)?(?:_[-*]?\d+(?:[+-]\d+)?)?"
    r"(?:[acgt]>[acgt]|del[acgt]*|dup[acgt]*|ins[acgt]+|delins[acgt]+)"
    r"|p\.\(?[a-z]{3}\d+(?:[a-z]{3}|\*|ter|fs\S*|=)\)?)"
)


@dataclass(frozen=True)
class Found:
    """A value and where it stands in the text searched."""

    value: str
    start: int
    end: int


def amounts_in(text: str, *, unit: str, bare: re.Pattern[str] | None = None) -> list[Found]:
    """Amounts of this unit in keyed text, in order, as text that a fact can be parsed from.

    bare, when given, says which numbers count though no unit follows: those of a column
    or label that names the unit itself.
    """
    text = in_digits(text)
    found = [
        Found(_amount(match, name), match.start(), match.end())
        for name in _ACCEPTED.get(unit, (unit,))
        for match in _amount_pattern(name).finditer(text)
    ]
    found = [item for item in found if not _is_too_small(item.value)]
    own = [item for item in found if item.value.endswith(f" {unit}")]
    found = own or found
    if unit == "kg" and not found:
        found = [
            Found(_amount(m, unit), m.start("number"), m.end()) for m in _BEHIND_KG.finditer(text)
        ]
    if bare is not None and not found:
        found = [
            Found(_amount(match, unit), match.start(), match.end()) for match in bare.finditer(text)
        ]
        found = [item for item in found if not _is_too_small(item.value)]
    return sorted(found, key=lambda item: item.start)


def bare_numbers() -> re.Pattern[str]:
    """Numbers without a unit, to be used where the unit is printed elsewhere."""
    return _BARE


def powers(unit: str, text: str) -> re.Pattern[str] | None:
    """Numbers with a power of ten, to be used for cells that go unsaid ("total 44e6"); else None.

    Cells for each kilogram count only where the text speaks of kilograms.
    """
    if unit == "cells/kg":
        return _POWERS if _OF_KG.search(text) else None
    return _POWERS if unit == "cells" else None


def dates_in(text: str, *, near: str = "", bare: bool = False) -> list[Found]:
    """Dates in keyed text, in order, as ISO text: 2026-09-14, or 2026-09 without a day.

    A date that does not exist is none. One without a year ("19 Sep") counts where near, an
    ISO date of the same paper, is given: it is then the one closest to that. bare: so does a month
    and a day before which no word speaks of a day ("mobilization, 9/19").
    """
    found: list[Found] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            value = _iso(match.groupdict())
            if value and not any(
                item.start < match.end() and match.start() < item.end for item in found
            ):
                found.append(Found(value, match.start(), match.end()))
    if near:
        patterns = (*_SHORT_DATES, _BARE_DAY) if bare else _SHORT_DATES
        found += _short_dates_in(text, patterns, near=near, known=found)
    return sorted(found, key=lambda item: item.start)


def _short_dates_in(
    text: str, patterns: Sequence[re.Pattern[str]], *, near: str, known: Sequence[Found]
) -> list[Found]:
    """Dates without a year that no whole date covers, in the year closest to the given date."""
    found: list[Found] = []
    for pattern in patterns:
        for match in pattern.finditer(text):
            is_past = text[: match.start()].rstrip().endswith(_PAST)
            value = _nearest_year(match.groupdict(), near=near, is_past=is_past)
            covered = any(
                item.start < match.end() and match.start() < item.end for item in (*known, *found)
            )
            if value and not covered:
                found.append(Found(value, match.start(), match.end()))
    return found


def _nearest_year(parts: Mapping[str, str], *, near: str, is_past: bool) -> str:
    """The day in the year closest to the given one; not after it where the words speak of the past."""
    origin = date.fromisoformat(near if len(near) == 10 else f"{near}-15")
    years = (origin.year - 1, origin.year, origin.year + 1)
    options = [value for year in years if (value := _iso({**parts, "y": str(year)}))]
    if is_past:
        options = [value for value in options if _day_of(value) <= origin]
    return min(options, key=lambda value: abs((_day_of(value) - origin).days), default="")


def _day_of(value: str) -> date:
    return date.fromisoformat(value if len(value) == 10 else f"{value}-15")


def yes_or_no(text: str) -> str:
    """Yes or no, as a word, when the keyed text begins with it or marks it; else empty.

    Boxes that cannot be told apart by their marks say nothing.
    """
    behind = _BOXES_BEHIND.match(text)
    if behind:
        yes, no = bool(_IS_MARK.search(behind["yes"])), bool(_IS_MARK.search(behind["no"]))
        return "" if yes == no else "yes" if yes else "no"
    marked = {match["after"] for match in _MARKED.finditer(text)}
    if marked:
        return marked.pop() if len(marked) == 1 else ""
    if _EMPTY_BOX.search(text):
        return ""
    match = _YES_NO.match(text)
    if match is None or _BOTH.match(text):
        return ""
    return "yes" if match["word"] in {"yes", "true", "y"} else "no"


def codes_in(text: str) -> list[Found]:
    """Procedure, product and diagnosis codes in keyed text, in capitals."""
    return [Found(m.group().upper(), m.start(), m.end()) for m in _CODE.finditer(text)]


def variants_in(text: str) -> list[Found]:
    """Variants in HGVS form in keyed text; only well-formed ones."""
    return [Found(m.group(), m.start(), m.end()) for m in _HGVS.finditer(text)]


@lru_cache(maxsize=64)
def _amount_pattern(unit: str) -> re.Pattern[str]:
    """The pattern of amounts; a unit that is not in the list is looked for as it is written."""
    words = _UNITS.get(unit) or rf"{re.escape(unit.lower())}s?(?![a-z0-9])(?!\s*/)"
    numbers = rf"(?:\d{{1,2}} \d{{3}}(?=\s?g)|{_NUMBER})" if unit == "g" else _NUMBER
    return re.compile(
        rf"(?:(?<![-=])(?P<sign>{_SIGN})\s*)?(?<![\d,/a-z^])(?<!\d\.)(?P<number>{numbers})"
        rf"(?:\s*(?:-|to)\s*(?P<second>{_NUMBER})|{_TIMES_TEN})?\s*(?:{words})"
    )


def _amount(match: re.Match[str], unit: str) -> str:
    groups = match.groupdict()
    sign = _SIGNS.get(" ".join((groups.get("sign") or "").split()), "")
    power = (groups.get("ten") or groups.get("e") or "").translate(_SUPERSCRIPTS)
    power = power or _TEN_WORDS.get((groups.get("word") or "").strip("."), "")
    number = groups["number"].replace(" ", "") + (f"e{int(power)}" if power else "")
    if groups.get("ounces"):
        number = f"{Decimal(number) + Decimal(groups['ounces']) / _OUNCES_IN_POUND}"
    second = groups.get("second")
    if second and not sign:
        number = f"{number}-{second}"
    return f"{sign}{number}" if unit == "count" else f"{sign}{number} {unit}"


def _is_too_small(value: str) -> bool:
    """Whether it is below what the unit is used for: "16 g" is a drug's and no weight."""
    number, _blank, unit = value.rpartition(" ")
    least = _SMALLEST.get(unit)
    if least is None:
        return False
    return float(re.sub(r"[^\d.e]", "", number.partition("-")[0]) or 0) < least


_BARE = re.compile(
    rf"(?:(?P<sign>{_SIGN})\s*)?(?<![\d.,/a-z^-])(?P<number>{_NUMBER})(?:{_TIMES_TEN})?(?![\d/:^]|[.,-]\d|\s*(?!(?:(?:for|in|on)\s)?(?:cd\s?(?!34)\d|11[abc]\b))[a-z%/])"
)
_BEHIND_KG = re.compile(
    r"(?:\b(?:wt|weight|wgt)[\s-](?:in\s)?kgs?\b\)?|\(kgs?\)|(?<![/\w])(?<!\d\s)(?<!per\s)kgs?\s?[:=])[\s:=]{0,3}"
    rf"{_BARE.pattern}"
)  # "(kg) 19.0", "wt-kg 14.25", "kg: 9.1"
_OF_KG = re.compile(rf"(?<![a-z]){_PER}k(?:g|ilo)")
_POWERS = re.compile(
    rf"(?:(?P<sign>{_SIGN})\s*)?(?<![\d.,/a-z^-])(?P<number>{_NUMBER}){_TIMES_TEN}(?![\d/^]|[.,]\d|\s*(?:/|per\b|ml\b|cells|cd\s?\d|tnc))"
)


def _iso(parts: Mapping[str, str]) -> str:
    year, month = int(parts["y"]), _month(parts)
    year += 2000 if year < 100 else 0
    if parts.get("nth"):
        parts = {**parts, "d": str(_NTHS[parts["nth"].replace(" ", "-")])}
    if "d" not in parts:
        return f"{year:04d}-{month:02d}" if 1 <= month <= 12 and year >= 1900 else ""
    day = int(parts["d"])
    if month > 12 >= day:
        month, day = day, month
    try:
        return date(year, month, day).isoformat() if year >= 1900 else ""
    except ValueError:
        return ""


def _month(parts: Mapping[str, str]) -> int:
    name = parts.get("month")
    return _MONTHS.index(name[:3]) + 1 if name else int(parts["m"])
