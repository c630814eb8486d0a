"""Tells whether a page writes the day before the month, and puts its dates in the usual order."""

import re
from collections.abc import Iterable

_WHOLE = re.compile(
    r"(?P<lead>[(\[]?)(?P<one>\d{1,2})(?P<sign>[/.-])(?P<two>\d{1,2})(?P<rest>(?P=sign)(?:\d{4}|\d{2})[)\],.;:]*)"
)
_SHORT = re.compile(r"(?P<lead>[(\[]?)(?P<one>\d{2})(?P<sign>/)(?P<two>\d{2})(?P<rest>[)\],.;:]*)")
_MONTHS = 12


def month_first(keys: Iterable[str]) -> dict[str, str]:
    """The keyed words that are dates with the day first, each with its month first.

    Empty where no date of the page has a first number that can be no month, or another has a
    second one: then nothing tells that a hospital writes the day first. Where one does, it
    does so everywhere, also in "04/09".
    """
    keys = set(keys)
    found = {key: match for key in keys if (match := _WHOLE.fullmatch(key))}
    orders = {_order(match) for match in found.values()}
    if "day" not in orders or "month" in orders:
        return {}
    short = {key: match for key in keys if (match := _SHORT.fullmatch(key))}
    return {
        key: f"{match['lead']}{match['two']}{match['sign']}{match['one']}{match['rest']}"
        for key, match in (found | short).items()
        if int(match["one"]) <= _MONTHS and int(match["two"]) <= _MONTHS
    }


def _order(match: re.Match[str]) -> str:
    """What the date begins with, "day" or "month"; empty where it may be either."""
    one, two = int(match["one"]), int(match["two"])
    if one > _MONTHS >= two:
        return "day"
    return "month" if two > _MONTHS >= one else ""
