"""Words on a page that may mean an appeal: a hint for the clerk, never a decision."""

import re
from collections.abc import Mapping
from types import MappingProxyType

_PATTERNS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        word: re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)
        for word, pattern in {
            "appeal": r"appeal(?:s|ed|ing)?",
            "reconsider": r"reconsider(?:s|ed|ing|ation)?",
            "grievance": r"grievances?",
            "dispute": r"disput(?:e|es|ed|ing)",
            "disagree": r"disagree(?:s|d|ment)?",
            "overturn": r"overturn(?:s|ed|ing)?",
            "denial": r"(?:your|this)\s+(?:denial|adverse\s+determination)",
        }.items()
    }
)


def appeal_words(text: str) -> tuple[str, ...]:
    """Which appeal words stand in a text, in the order of the list here; empty when none does.

    An appeal filed as plain records would lose its own clock (42 CFR 422.590, 29 CFR
    2560.503-1(i)), so one word is enough to ask a person.
    """
    return tuple(word for word, pattern in _PATTERNS.items() if pattern.search(text))
