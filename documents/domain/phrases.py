"""Finds the phrases that state the values of a choice or yes/no, the longest at a place."""

import re
from dataclasses import replace

from documents.domain.wanted import Wanted
from documents.domain.wording import Place, places_of

_RUNS_ON = re.compile(r"[/.\-]\d")
_RUNS_UP = re.compile(r"\d[/.\-]$")


def phrases_in(wanted: Wanted, text: str, *, heading: str = "") -> list[tuple[str, Place]]:
    """Values with where they are stated; a phrase inside a longer one does not count."""
    found = [
        (key, match)
        for key, phrases in wanted.phrases.items()
        for phrase in phrases
        for match in places_of(phrase, text, heading=heading)
        if not _is_part_of_number(text, match)
    ]
    found.sort(key=lambda item: item[1].start() - item[1].end())
    kept: list[tuple[str, Place]] = []
    for key, match in found:
        if not any(_swallows(wanted, other, match, keys=(name, key)) for name, other in kept):
            kept.append((key, match))
    kept = [(key, replace(match, is_sure=_is_sure(key, match, found))) for key, match in kept]
    return sorted(kept, key=lambda item: item[1].start())


def _is_sure(key: str, match: Place, found: list[tuple[str, Place]]) -> bool:
    """Whether the phrase, or one of the same value that lies in it, names its own subject."""
    return any(
        name == key and one.is_sure and match.start() <= one.start() and one.end() <= match.end()
        for name, one in found
    )


def _swallows(wanted: Wanted, longer: Place, match: Place, *, keys: tuple[str, str]) -> bool:
    """Whether the phrase lies in a longer one that takes its place; keys are what each states.

    One put together from several places on a row does not take the place of another choice,
    nor of a no: "filgrastim will be left out of the mobilization".
    """
    is_another = keys[0] != keys[1]
    is_own_no = keys[1] == "false" and not match.is_sure
    if is_another and longer.is_sure and (wanted.type == "choice" or is_own_no):
        return False
    return longer.start() <= match.start() and match.end() <= longer.end()


def _is_part_of_number(text: str, match: Place) -> bool:
    """Whether a bare number stands inside a longer one or a date: the 22 of 07/22/2026."""
    if not match.group().isdigit():
        return False
    return bool(_RUNS_ON.match(text, match.end()) or _RUNS_UP.search(text[: match.start()]))
