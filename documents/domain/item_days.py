"""Reads the days of one item: a span ("6/15-8/14/2026"), words before a day, a day alone."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from documents.domain.context import holds_any
from documents.domain.mentions import plain_traps
from documents.domain.values import Found, dates_in
from documents.domain.wanted import Wanted
from documents.domain.wording import pattern_of

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = (
    r"(?:\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}|\d{1,2}-\d{1,2}-\d{4}|\d{1,2}/\d{1,4}"
    rf"|(?:mid-|early-|late-)?{_MONTH}\s?\d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,?\s(?:19|20)\d\d)?"
    rf"|(?:mid-|early-|late-)?{_MONTH}(?:,?\s(?:19|20)\d\d)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[\s-]{_MONTH}(?:[,\s-]{{1,2}}(?:19|20)\d\d)?)"
)
_SPAN = re.compile(
    rf"(?<![\d/.a-z-])(?P<first>{_DAY})\s?(?:-{{1,2}}>?|to|thru|through|until|till?|up to)\s?"
    rf"(?P<last>{_DAY}|now|present|current|today|date|ongoing)(?![\d/a-z])"
)
_BETWEEN = re.compile(rf"\bbetween (?P<first>{_DAY}) and (?P<last>{_DAY})(?![\d/a-z])")
_SHARES = re.compile(r"\d{1,2}/(5|10)\D+\d{1,2}/\1")  # strength or pain: "7/10 -> 6/10"
_ENDS = re.compile(r"\b(?:last|stop\w*|final|end\w*|until)\b")
_PARTS = re.compile(r"[,;:(]\s?|\s-{1,2}>?\s|\.\s|\b(?:and|or|but)\s")
_LEAD = 30  # letters before a day in which a word says what day it is
_REACH = 60  # letters between an item and a day that is its only one
_REACH_BACK = 25
_MONTH_ONLY = len("2026-01")


@dataclass(frozen=True)
class Span:
    """Two days of the text with what parts them; last is empty while it goes on."""

    first: str
    last: str
    start: int
    end: int


@dataclass(frozen=True)
class Where:
    """Where the days of an item are read: the text blanked but for its part, and the item's words.

    near is an ISO date that tells the year of a day without one. is_one_day: what it names is
    done in one day. is_row: its part is a row of cells.
    """

    text: str
    start: int
    end: int
    near: str = ""
    birth_date: str = ""
    is_one_day: bool = False
    is_row: bool = False


def spans_in(text: str, *, near: str = "") -> list[Span]:
    """Spans of days in keyed text; the year that only one end has is that of both."""
    found = []
    for match in (*_SPAN.finditer(text), *_BETWEEN.finditer(text)):
        first, last = _resolved(match["first"], match["last"], near=near)
        if first and not _SHARES.fullmatch(match.group()):
            found.append(Span(first, last, match.start(), match.end()))
    return sorted(found, key=lambda span: span.start)


def days_of(fields: Sequence[Wanted], where: Where) -> dict[str, Found]:
    """The days of an item by the names of its fields; a field without one is not there.

    Of a span the field whose hints speak of an end has the last day, and another the first.
    """
    ends = [one for one in fields if asks_for_end(one)]
    starts = [one for one in fields if one not in ends]
    if ends and starts:
        return _first_and_last(starts[0], ends[0], where)
    return {one.fact: day for one in fields if (day := _day_alone(one, where))}


def asks_for_end(field: Wanted) -> bool:
    """Whether the hints of the field speak of a last day."""
    return any(_ENDS.search(hint.lower()) for hint in (*field.terms, *field.forms))


def day_in(text: str, *, near: str = "", birth_date: str = "") -> Found | None:
    """The only day of the text, as that of a cell; None where there is none or more than one."""
    found = _days_in(Where(text, 0, 0, near, birth_date))
    return found[0] if len(found) == 1 else None


def _first_and_last(start: Wanted, end: Wanted, where: Where) -> dict[str, Found]:
    spans = spans_in(where.text, near=where.near)
    behind = [span for span in spans if span.start >= where.end] or spans
    if behind:
        span = behind[0]
        days = {start.fact: Found(span.first, span.start, span.end)}
        return days | ({end.fact: Found(span.last, span.start, span.end)} if span.last else {})
    found = _days_in(where)
    named: dict[str, Found] = {}
    plain: list[Found] = []
    for number, day in enumerate(found):
        since = max(found[number - 1].end if number else 0, day.start - _LEAD)
        field = _field_named(where.text[since : day.start], (end, start))
        if field is None:
            plain.append(day)
        else:
            named.setdefault(field.fact, day)
    if named or not plain:
        return named
    plain = [day for day in plain if day.start >= where.end] or plain
    if len(plain) == len((start, end)) and (where.is_row or _are_beside(where.text, plain)):
        return dict(zip((start.fact, end.fact), plain, strict=True))
    if where.is_one_day and len(plain) == 1:
        return {start.fact: plain[0], end.fact: plain[0]}
    return {}


def _are_beside(text: str, days: Sequence[Found]) -> bool:
    """Whether nothing but a blank parts two days, as where a table's cells stand close."""
    return not text[days[0].end : days[1].start].strip(" ,|")


def _field_named(lead: str, fields: Sequence[Wanted]) -> Wanted | None:
    """The field that the words right before a day name."""
    lead = _PARTS.split(lead)[-1] if lead.strip() else lead
    for field in fields:
        hints = (*field.terms, *(form.strip(" :") for form in field.forms))
        if any(pattern_of(hint).search(lead) for hint in hints):
            return field
    return None


def _day_alone(field: Wanted, where: Where) -> Found | None:
    """The day among the item's words or behind them, else the one right before them."""
    found = [day for day in _days_in(where) if not _is_trapped(field, _lead_of(where, day))]
    labelled = [day for day in found if _field_named(_lead_of(where, day), (field,))]
    inside = [day for day in found if where.start <= day.start and day.end <= where.end]
    if inside:
        return inside[0]
    behind = [day for day in labelled or found if day.start >= where.end]
    if behind and (where.is_row or behind[0].start - where.end <= _REACH):
        return behind[0]
    before = [day for day in labelled or found if day.end <= where.start]
    if before and where.start - before[-1].end <= _REACH_BACK:
        between = where.text[before[-1].end : where.start]
        return None if _PARTS.search(between) else before[-1]
    return None


def _lead_of(where: Where, day: Found) -> str:
    """The words right before a day, which begin behind the item's own."""
    first = where.end if day.start >= where.end else 0
    return where.text[max(first, day.start - _LEAD) : day.start]


def _is_trapped(field: Wanted, lead: str) -> bool:
    return holds_any(plain_traps(field), _PARTS.split(lead)[-1], outside=(0, 0))


def _days_in(where: Where) -> list[Found]:
    days = dates_in(where.text, near=where.near, bare=True)
    return [day for day in days if day.value != where.birth_date]


def _resolved(first: str, last: str, *, near: str) -> tuple[str, str]:
    """Both days as ISO text; the second is empty while the span goes on, both where one is none."""
    if not any(letter.isdigit() for letter in last) and last[:3] not in _MONTHS:
        return _whole(first) or _without_year(first, near), ""
    end = _whole(last) or _in_year_of(last, first) or _without_year(last, near)
    if not end:
        return "", ""
    start = _whole(first)
    if not start:
        start = _whole(_with_year(first, end[:4]))
        if start[:_MONTH_ONLY] > end[:_MONTH_ONLY]:
            start = _whole(_with_year(first, str(int(end[:4]) - 1)))
    return (start, end) if start and start[:_MONTH_ONLY] <= end[:_MONTH_ONLY] else ("", "")


_MONTHS = frozenset(
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "mid", "ear", "lat")
)  # fmt: skip


def _whole(part: str) -> str:
    """The day where the text gives its year; else empty."""
    found = dates_in(part)
    return found[0].value if found else ""


def _in_year_of(last: str, first: str) -> str:
    """The end of a span in the year that only its beginning has; a year on where it lies before."""
    start = _whole(first)
    if not start:
        return ""
    end = _whole(_with_year(last, start[:4]))
    return end if end >= start else _whole(_with_year(last, str(int(start[:4]) + 1)))


def _without_year(part: str, near: str) -> str:
    """The day in the last year up to the given date; empty where none is known."""
    found = dates_in(f"on {part}", near=near) or dates_in(f"in {part}", near=near)
    if not found or found[0].value <= near:
        return found[0].value if found else ""
    return _whole(_with_year(part, str(int(found[0].value[:4]) - 1)))


def _with_year(part: str, year: str) -> str:
    return f"{part}/{year}" if "/" in part else f"{part.rstrip('.')} {year}"
