"""Reads a page that tells of one item as a whole: a discharge summary, the report of a study.

Its title names the item; its days stand behind their labels, and its outcome in its own sentences.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from documents.domain.context import holds_any
from documents.domain.geometry import Box
from documents.domain.item_anchors import Anchor, anchors_in
from documents.domain.item_days import day_in
from documents.domain.item_fields import Page, chosen_in, fields_read
from documents.domain.layout import Layout, Statement
from documents.domain.mentions import labelled, plain_traps, term_matches
from documents.domain.wanted import Wanted

_TITLE_ROWS = 3  # in which a page's title stands
_OPENS = 12  # letters before the name of what a title is about
_ANY_DAY = frozenset(("date", "dates", "day", "when", "from", "to", "start", "end", "visit"))
_REACH = 40  # letters of a label's value in which its day stands


@dataclass(frozen=True)
class PageItem:
    """The item that the page is about: its title's words, its fields, and where its days stand."""

    title: Statement
    anchor: Anchor
    fields: Mapping[str, str]
    quote: str
    box: Box


def page_item(wanted: Wanted, leading: Wanted, layout: Layout, page: Page) -> PageItem | None:
    """The item that the page's title names; None where it names none, or no day has a label."""
    named = list(_named_in_title(wanted, leading, layout))
    if len({anchor.value for _title, anchor in named}) != 1:
        return None
    title, anchor = named[0]
    is_only = leading.type == "date" and len(named) == 1 and anchor.start <= _OPENS
    if holds_any(plain_traps(wanted), title.text, outside=(anchor.start, anchor.end)):
        return None
    if term_matches(title.text, wanted.negations):
        return None
    days: dict[str, str] = {}
    quote, box = "", title.quote(anchor.start, anchor.end)[1]
    for field in wanted.fields:
        for day, words, place in _labelled_day(field, layout, page):
            days[field.fact] = day
            quote, box = words, place
    if not days and is_only:
        read = fields_read(wanted, leading, title, anchor, page)
        days = {name: one.value for name, one in read.items() if _is_day(wanted, name)}
        quote, box = title.quote(anchor.start, max([anchor.end, *(r.end for r in read.values())]))
    if not days:
        return None
    said = {} if leading.type == "date" else {leading.fact: anchor.value}
    fields = said | days | _stated(wanted, leading, layout)
    return PageItem(title, anchor, fields, quote, box)


def _named_in_title(
    wanted: Wanted, leading: Wanted, layout: Layout
) -> Iterator[tuple[Statement, Anchor]]:
    for statement in layout.statements:
        if statement.row < _TITLE_ROWS:
            yield from ((statement, one) for one in anchors_in(wanted, leading, statement))


def _is_day(wanted: Wanted, name: str) -> bool:
    return any(one.fact == name and one.type == "date" for one in wanted.fields)


def _labelled_day(field: Wanted, layout: Layout, page: Page) -> Iterator[tuple[str, str, Box]]:
    """The day behind the first of the field's labels that has one, and where it stands."""
    if field.type != "date" or field.date_of:
        return
    for place in labelled(layout, field):
        if place.label.text.split(":")[0].strip() in _ANY_DAY:
            continue
        day = day_in(place.text[:_REACH], near=page.near, birth_date=page.birth_date)
        if day is not None:
            yield (day.value, *place.quote(day.start, day.end, layout=layout))
            return


def _stated(wanted: Wanted, leading: Wanted, layout: Layout) -> dict[str, str]:
    """What sentences that name no item say of choices and yes/no, where all say the same."""
    said: dict[str, str] = {}
    for field in wanted.fields:
        if field is not leading and field.type in ("choice", "boolean"):
            values = {
                one.value
                for statement in layout.statements
                if not anchors_in(wanted, leading, statement)
                and (one := chosen_in(field, statement)) is not None
            }
            said |= {field.fact: values.pop()} if len(values) == 1 else {}
    return said
