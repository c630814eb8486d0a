"""Where the items of a list are stated: by their leading field, each with its part of the text."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from documents.domain.finding_answers import BOX, TICK, are_boxes_behind
from documents.domain.layout import Statement
from documents.domain.mentions import term_matches
from documents.domain.put_aside import is_unfilled
from documents.domain.values import dates_in
from documents.domain.wanted import Wanted
from documents.domain.wording import places_of

_CUTS = re.compile(
    r"(?<![\s.][a-z])(?<!\bdr)(?<!\bmr)(?<!\bapprox)(?<!\bno)[.;]\s|\s\.\s|\s\u2022\s"
)
_IS_TICK = re.compile(TICK)
_ASKED = re.compile(r"[^.;?\d\[(]{0,40}\?")
_YES = re.compile(r"[\s:-]*(?:yes\b|y\b|\[x\]\s?y)")
_ANSWERED_NO = re.compile(
    r"[\s)]*(?::|=|\s-)\s?(?:no|none|n|neg|negative|denied|denies|absent|nil)(?=\s?(?:$|[;,.|)]|\s))"
)
_EDGES = " .,;:()[]{}\"'-"
_NUMBER_REACH = 30  # letters between what names an amount and its number
_NUMBER = re.compile(
    r"(?<![\d.,/a-z^<>=-])(?P<number>\d{1,4}(?:\.\d{1,2})?)(?![\d/:^a-z%-]|[.,]\d)"
    r"(?!\s?(?:%|percent|pct|[km]?g\b|m?l\b|[cm]m\b|lbs?\b|years?|yrs?|months?|weeks?|days?|hours?|times|joints?|visits?))"
)
_DATED = re.compile(r"(?:\s(?:points?|pts?))?\s?(?:\(|on\b|of\b|in\b|at\b|,)")


def is_answered_no(text: str, end: int) -> bool:
    """Whether what ends at the place is denied as the answer to a label is: "weakness: no"."""
    return _ANSWERED_NO.match(text, end) is not None


@dataclass(frozen=True)
class Anchor:
    """An item's leading words. value is empty where the field that leads is a date.

    The part of the text that tells of the item reaches from first to last.
    """

    value: str
    start: int
    end: int
    first: int = 0
    last: int = 0


def anchors_in(wanted: Wanted, leading: Wanted, statement: Statement) -> list[Anchor]:
    """The items of a sentence or row in their order, each with its part of it."""
    named = list(_leading_places(wanted, leading, statement))
    named = [one for one in named if not is_left_out(statement, one.start, one.end)]
    return list(_parted(statement.text, _merged(statement.text, named)))


def is_left_out(statement: Statement, start: int, end: int) -> bool:
    """Whether the words stand at an empty box or blank, or are only asked about."""
    text = statement.text
    if are_boxes_behind(text):
        box = BOX.search(text, end)
        return box is None or _IS_TICK.match(box.group()) is None
    before = [box.group() for box in BOX.finditer(text) if box.start() < start]
    if before:
        return _IS_TICK.match(before[-1]) is None
    asked = _ASKED.match(text, end)
    if asked is not None:
        return _YES.match(text, asked.end()) is None and BOX.search(text, asked.end()) is None
    return is_unfilled(text, end) and not dates_in(text[end:])


def _leading_places(wanted: Wanted, leading: Wanted, statement: Statement) -> Iterator[Anchor]:
    text = statement.text
    if leading.type == "choice":
        yield from stated_in(leading, text)
    elif leading.type == "text":
        for match in term_matches(text, leading.terms):
            yield Anchor(printed(statement, match.start(), match.end()), *match.span())
    elif leading.type == "date":
        for match in term_matches(text, wanted.terms):
            yield Anchor("", *match.span())
    else:
        yield from _numbers_named(leading, text)


def stated_in(field: Wanted, text: str) -> list[Anchor]:
    """The values of a choice or yes/no that the text states; a phrase in a longer one is none."""
    found = [
        Anchor(value, place.start(), place.end())
        for value, phrases in field.phrases.items()
        for phrase in phrases
        for place in places_of(phrase, text)
    ]
    found.sort(key=lambda one: one.start - one.end)
    kept: list[Anchor] = []
    for one in found:
        if not any(other.start < one.end and one.start < other.end for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def printed(statement: Statement, start: int, end: int) -> str:
    """The words as the page prints them, without the signs around them."""
    words, _box = statement.quote(start, end)
    return words.strip(_EDGES) or words


def _numbers_named(leading: Wanted, text: str) -> Iterator[Anchor]:
    """The number behind each term, and more that each have a day: "19 (was 22 on 03/10/2026)"."""
    days = [(day.start, day.end) for day in dates_in(text, near="2000-01-01", bare=True)]
    terms = term_matches(text, leading.terms)
    for number, term in enumerate(terms):
        until = terms[number + 1].start() if number + 1 < len(terms) else len(text)
        place = term.end()
        for match in _NUMBER.finditer(text, term.end(), until):
            if any(start < match.end() and match.start() < end for start, end in days):
                continue
            is_first = place == term.end() and match.start() - place <= _NUMBER_REACH
            if is_first or (place > term.end() and _is_dated(text, match.end(), days)):
                start = term.start() if is_first else match.start()
                yield Anchor(match["number"], start, match.end())
                place = match.end()


def _is_dated(text: str, end: int, days: Sequence[tuple[int, int]]) -> bool:
    """Whether a day follows the number at once."""
    link = _DATED.match(text, end)
    return link is not None and any(0 <= start - link.end() <= 1 for start, _end in days)


def _merged(text: str, anchors: Iterable[Anchor]) -> Iterator[Anchor]:
    """The anchors, with those of one value as one where nothing but another name parts them."""
    kept: list[Anchor] = []
    for one in anchors:
        last = kept[-1] if kept else None
        between = text[last.end : one.start] if last else ""
        is_same = last is not None and (
            (last.value == one.value and not _CUTS.search(between) and not _holds_day(between))
            or (between.strip() == "(" and ")" in text[one.end : one.end + 2])
        )
        if last is not None and is_same:
            kept[-1] = Anchor(last.value, last.start, one.end)
        else:
            kept.append(one)
    return iter(kept)


def _holds_day(text: str) -> bool:
    return bool(dates_in(text, near="2000-01-01", bare=True))


def _parted(text: str, anchors: Iterator[Anchor]) -> Iterator[Anchor]:
    """Each anchor with its part: up to the next item, and not over the end of a sentence."""
    ordered = list(anchors)
    cuts = [0, *_cuts_in(text), len(text)]
    for index, one in enumerate(ordered):
        first = max(cut for cut in cuts if cut <= one.start)
        last = min(cut for cut in cuts if cut >= one.end)
        if index and ordered[index - 1].end > first:
            first = one.start
        if index + 1 < len(ordered):
            last = min(last, ordered[index + 1].start)
        yield Anchor(one.value, one.start, one.end, first, last)


def _cuts_in(text: str) -> Iterator[int]:
    """Where a part of the text ends: at a stop or semicolon that stands in no brackets."""
    for match in _CUTS.finditer(text):
        before = text[: match.start()]
        if before.count("(") <= before.count(")"):
            yield match.end()
