"""Reads what an item's part of a sentence or row says of its fields, but for its leading one."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from documents.domain.context import Assertion, holds_any, read_context
from documents.domain.finding_answers import BOX, TICK
from documents.domain.item_anchors import Anchor, printed, stated_in
from documents.domain.item_days import Where, days_of
from documents.domain.layout import Statement
from documents.domain.mentions import plain_traps, term_matches
from documents.domain.values import amounts_in, bare_numbers, yes_or_no
from documents.domain.wanted import Wanted

_MARKED = re.compile(rf"(?:{TICK})\s*(?P<after>[yn])\b")
_STANDS = (Assertion.PRESENT, Assertion.HISTORICAL)


_NOWHERE = Anchor("", 0, 0)


@dataclass(frozen=True)
class Read:
    """A field's value and where it is read. is_own: the item's own words do not say it already."""

    value: str
    start: int
    end: int
    is_own: bool = True


@dataclass(frozen=True)
class Page:
    """What of the page its items need: ISO dates, each empty where it is not known.

    observed is its own day, near one that tells a year, received that on which it came.
    """

    observed: str = ""
    near: str = ""
    birth_date: str = ""
    received: str = ""


def fields_read(
    wanted: Wanted, leading: Wanted, statement: Statement, anchor: Anchor, page: Page
) -> dict[str, Read]:
    """The fields that the item's part of the statement states, by their names."""
    text = _part(statement.text, anchor)
    others = [one for one in wanted.fields if one is not leading or leading.type == "date"]
    where = Where(
        text=text,
        start=anchor.start,
        end=anchor.end,
        near=page.near,
        birth_date=page.birth_date,
        is_one_day=anchor.value in wanted.one_day,
        is_row=statement.is_row,
    )
    days = days_of([one for one in others if one.type == "date"], where)
    found = {name: Read(day.value, day.start, day.end) for name, day in days.items()}
    for day in days.values():
        text = text[: day.start] + hidden(text[day.start : day.end]) + text[day.end :]
    for field in others:
        read = _read(field, replace(statement, text=text), anchor)
        if read is not None:
            found[field.fact] = read
    return found


def own_day(wanted: Wanted, found: Mapping[str, object], page: Page) -> dict[str, str]:
    """The page's day for the fields that are the day of another and have none of their own."""
    dated = (one.fact for one in wanted.fields if one.date_of and one.fact not in found)
    return dict.fromkeys(dated, page.observed) if page.observed else {}


def continued(
    wanted: Wanted, leading: Wanted, follower: Statement, known: Mapping[str, object]
) -> dict[str, str]:
    """What the sentence behind an item's says of its choices and yes/no that are not yet known."""
    open_ones = (
        one
        for one in wanted.fields
        if one is not leading and one.type in ("choice", "boolean") and one.fact not in known
    )
    said = ((one.fact, chosen_in(one, follower)) for one in open_ones)
    return {name: read.value for name, read in said if read is not None}


def answer_behind(text: str) -> str:
    """Yes or no where the keyed text begins with it or marks it, "y" and "n" too; else empty."""
    says = yes_or_no(text)
    marked = {match["after"] for match in _MARKED.finditer(text)}
    return says or ({"y": "yes", "n": "no"}[marked.pop()] if len(marked) == 1 else "")


def number_in(field: Wanted, text: str) -> str:
    """The amount of a cell or of what stands behind a label; empty where it holds none."""
    amounts = amounts_in(text, unit=field.unit or "%", bare=bare_numbers())
    return amounts[0].value if amounts else ""


def hidden(text: str) -> str:
    """The text with its letters covered and its blanks kept, so that all words keep their places."""
    return re.sub(r"\S", "~", text)


def _part(text: str, anchor: Anchor) -> str:
    """The text with all but the item's part blanked out, places unchanged."""
    return (
        hidden(text[: anchor.first])
        + text[anchor.first : anchor.last]
        + hidden(text[anchor.last :])
    )


def _read(field: Wanted, part: Statement, anchor: Anchor) -> Read | None:
    if field.type in ("choice", "boolean"):
        return chosen_in(field, part, anchor)
    if field.type == "text":
        found = term_matches(part.text, field.terms)
        return Read(printed(part, *found[0].span()), *found[0].span()) if len(found) == 1 else None
    if field.type == "date":
        return None
    return _amount(field, part)


def chosen_in(field: Wanted, part: Statement, anchor: Anchor = _NOWHERE) -> Read | None:
    """The one value that the part states, behind a label or in words; None for none or several.

    The words of the item at the anchor may state it too.
    """
    labelled = _answered(field, part.text) if field.type == "boolean" else None
    if labelled is not None:
        return labelled
    if field.type == "boolean" and _is_boxed(field, part.text):
        return None
    stated = [
        (value, place)
        for place in stated_in(field, part.text)
        if (value := _value_said(field, part, place))
    ]
    if len({value for value, _place in stated}) != 1:
        return None
    value, place = stated[0]
    inside = anchor.start <= place.start and place.end <= anchor.end
    return Read(value, place.start, place.end, is_own=not inside)


def _is_boxed(field: Wanted, text: str) -> bool:
    """Whether two boxes stand right behind a label of the field, which alone say its answer then."""
    labels = term_matches(text, tuple(form.strip(" :?") for form in field.forms))
    behind = [text[label.end() :].lstrip("?: ") for label in labels]
    return any(BOX.match(rest) and len(BOX.findall(rest)) > 1 for rest in behind)


def _answered(field: Wanted, text: str) -> Read | None:
    """The yes or no behind one of the field's labels."""
    for label in term_matches(text, tuple(form.strip(" :?") for form in field.forms)):
        says = answer_behind(text[label.end() :].lstrip("?: "))
        if says:
            return Read(says, label.start(), len(text.rstrip("~ ")))
    return None


def _value_said(field: Wanted, part: Statement, place: Anchor) -> str:
    """The value as the part says it; a yes that is denied is a no; empty where it does not count."""
    if holds_any(plain_traps(field), part.text, outside=(place.start, place.end)):
        return ""
    reading = read_context(part, place.start, place.end)
    if field.type == "boolean":
        says = "yes" if place.value == "true" else "no"
        if reading.assertion is Assertion.ABSENT:
            return "no" if says == "yes" else says
        return says if reading.assertion in _STANDS else ""
    return place.value if reading.assertion in _STANDS else ""


def _amount(field: Wanted, part: Statement) -> Read | None:
    """The first amount behind a term or label of the field; a bare number counts there."""
    hints: Sequence[str] = (*field.terms, *(form.strip(" :") for form in field.forms))
    for match in term_matches(part.text, tuple(hints)):
        amounts = amounts_in(part.text[match.end() :], unit=field.unit or "%", bare=bare_numbers())
        if amounts:
            one = amounts[0]
            return Read(one.value, match.start(), match.end() + one.end)
    return None
