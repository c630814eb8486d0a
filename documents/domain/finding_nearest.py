"""Finds the amount of a sentence that belongs to a term: behind it, before it, or at its turn."""

import re

from documents.domain.mentions import term_matches
from documents.domain.values import Found, amounts_in, bare_numbers, powers
from documents.domain.wanted import Wanted
from documents.domain.wording import pattern_of

_REACH = 90  # letters between a term and its value in a sentence
_UNIT_BEHIND = re.compile(r"\(\s?%\s(?:of|positive|pos)\b|\bin %|\((?:pct|%)\)|\ball % of\b")
_BARE_UNITS = {
    "%": re.compile(r"(?<![\d.])\s?(?:%|percent|per\scent|pct)"),
    "cells": re.compile(r"\bcells?\b(?!\s?(?:/|per\b))"),
}
_PIECES = re.compile(r",\s|\s(?:-+>|=|\u2192)\s")
_PARTS = re.compile(r"[,;)]\s")
MARKER = re.compile(r"\bcd\s?(?!34\b)\d+[a-z]?\b|\b11[abc]\b")


def names_bare_unit(text: str, unit: str) -> bool:
    """Whether the text names the unit, with no number before it: "CD18 %", "patient (% pos)"."""
    named = _BARE_UNITS.get(unit)
    return named is not None and named.search(text) is not None


def word_in(wanted: Wanted, text: str) -> Found | None:
    """A word that the laboratory writes instead of a number ("absent")."""
    for word in sorted(wanted.words, key=len, reverse=True):
        for match in pattern_of(word).finditer(text):
            before = text[: match.start()].split()[-2:]
            if not {"of", "not", "no", "below", "than"} & set(before):
                return Found(word, match.start(), match.end())
    return None


def piece_around(clause: str, start: int, end: int) -> str:
    """The clause with all blanked out but the part around the term, between commas or signs.

    Remarks in brackets that do not hold the term are blanked out as well.
    """
    for remark in re.finditer(r"\([^)]*\)", clause):
        if end <= remark.start() or remark.end() <= start:
            blank = " " * len(remark.group())
            clause = clause[: remark.start()] + blank + clause[remark.end() :]
    left = max((cut.start() for cut in _PIECES.finditer(clause, 0, start)), default=-1) + 1
    behind = _PIECES.search(clause, end)
    right = behind.start() if behind else len(clause)
    return " " * left + clause[left:right]


def nearest_amount(wanted: Wanted, clause: str, start: int, end: int) -> Found | None:
    """The amount that belongs to the term: behind it, or before it where values come first."""
    behind = wanted.type == "percent" and _names_percent(clause)
    bare = bare_numbers() if behind else powers(wanted.unit or "", clause)
    amounts = amounts_in(clause, unit=wanted.unit or "%", bare=bare)
    marks = _marks(wanted, clause)
    named = [marker.span() for marker in MARKER.finditer(clause)]
    amounts = [a for a in amounts if (a.end not in {end for _start, end in named})]
    inside = [a for a in amounts if a.start < end and a.end > start]
    if inside or "respectively" in clause:
        return inside[-1] if inside else _by_order(amounts, marks, start)
    if amounts and marks and amounts[0].start < marks[0]:
        return _values_first(amounts, marks, clause, (start, end))
    if any(amount.start >= end for amount in amounts):
        return _behind(amounts, marks, clause, end)
    word = word_in(wanted, clause[end : end + _REACH])
    if word and not _separates(marks, clause, end, end + word.start):
        return Found(word.value, word.start + end, word.end + end)
    return None


def _values_first(
    amounts: list[Found], marks: list[int], clause: str, term: tuple[int, int]
) -> Found | None:
    """The amount before the term, unless a comma parts them and the term has one behind it."""
    start, end = term
    before = [a for a in amounts if a.end <= start and start - a.end <= _REACH]
    found = next((a for a in reversed(before) if not _between(marks, a.end, start)), None)
    own = _behind(amounts, marks, clause, end)
    if own is None or found is None or not _is_another_piece(clause, found, own, term):
        return found
    return own


def _behind(amounts: list[Found], marks: list[int], clause: str, end: int) -> Found | None:
    """The first amount behind the term, if it is near and no other marker stands between."""
    found = next((amount for amount in amounts if amount.start >= end), None)
    if found is None or found.start - end > _REACH or _separates(marks, clause, end, found.start):
        return None
    return found


def _is_another_piece(clause: str, before: Found, own: Found, term: tuple[int, int]) -> bool:
    """Whether a comma or bracket parts the amount before the term from it, and none the one behind."""
    start, end = term
    parted = _PARTS.search(clause, before.end, start) is not None
    return parted and _PARTS.search(clause, end, own.start) is None


def _names_percent(clause: str) -> bool:
    """Whether the clause says once for all of its numbers that they are percentages."""
    return bool(_UNIT_BEHIND.search(clause)) or names_bare_unit(clause, "%")


def _marks(wanted: Wanted, clause: str) -> list[int]:
    """Where the clause names a marker or the fact's own terms."""
    places = {match.start() for match in MARKER.finditer(clause)}
    places |= {match.start() for match in term_matches(clause, wanted.terms)}
    return sorted(places)


def _by_order(amounts: list[Found], marks: list[int], start: int) -> Found | None:
    """For "A, B and C were x, y and z, respectively": the value at the term's own turn."""
    if len(amounts) != len(marks) or start not in marks or amounts[0].start < marks[-1]:
        return None
    return amounts[marks.index(start)]


def _between(marks: list[int], start: int, end: int) -> bool:
    return any(start <= mark < end for mark in marks)


def _separates(marks: list[int], clause: str, start: int, end: int) -> bool:
    """Whether another marker stands between, other than one joined by "and" or a slash."""
    for mark in marks:
        if start <= mark < end and not re.fullmatch(r"\s*(?:,|and|or|/|&)*\s*", clause[start:mark]):
            return True
    return False
