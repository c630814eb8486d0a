"""Kleene's three values: what a criterion can be, and how answers combine."""

from collections.abc import Iterable
from enum import Enum
from typing import NoReturn


class Truth(Enum):
    """MET, NOT_MET or UNKNOWN; never read as a yes or no of Python."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"

    def __bool__(self) -> NoReturn:
        raise TypeError("A Truth has three values; compare it with Truth.MET instead.")

    @property
    def label(self) -> str:
        """The value in words, as shown to people."""
        return {"met": "Met", "not_met": "Not met", "unknown": "Cannot tell"}[self.value]


def all_of(values: Iterable[Truth]) -> Truth:
    """NOT_MET if any is, else UNKNOWN if any is, else MET; MET for no values."""
    seen = set(values)
    if Truth.NOT_MET in seen:
        return Truth.NOT_MET
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.MET


def any_of(values: Iterable[Truth]) -> Truth:
    """MET if any is, else UNKNOWN if any is, else NOT_MET; NOT_MET for no values."""
    seen = set(values)
    if Truth.MET in seen:
        return Truth.MET
    return Truth.UNKNOWN if Truth.UNKNOWN in seen else Truth.NOT_MET


def negate(value: Truth) -> Truth:
    """The opposite; what is UNKNOWN stays UNKNOWN."""
    if value is Truth.UNKNOWN:
        return value
    return Truth.NOT_MET if value is Truth.MET else Truth.MET


def at_least(k: int, values: Iterable[Truth]) -> Truth:
    """MET when k values are, NOT_MET when k can no longer be reached, else UNKNOWN."""
    seen = list(values)
    met = seen.count(Truth.MET)
    if met >= k:
        return Truth.MET
    return Truth.NOT_MET if met + seen.count(Truth.UNKNOWN) < k else Truth.UNKNOWN
