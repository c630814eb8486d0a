"""Finds the items of lists: each where its leading field is stated, with the fields beside it.

What a sentence, row or table does not state of an item is left out; nothing is joined from afar.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from documents.domain.context import Assertion, Reading, holds_any, read_context
from documents.domain.disowned import is_disowned, is_guessed
from documents.domain.finding_amounts import row_statement
from documents.domain.item_anchors import Anchor, anchors_in, stated_in
from documents.domain.item_fields import Page, Read, fields_read, hidden, own_day
from documents.domain.item_tables import TableItem, table_items
from documents.domain.layout import Layout, Statement
from documents.domain.mentions import (
    LABEL_RANK,
    PROSE_RANK,
    Mention,
    is_usable,
    plain_traps,
    term_matches,
)
from documents.domain.wanted import Wanted

_AMOUNTS = frozenset(("percent", "quantity", "count"))
_SIGNS = re.compile(r"[,;:]")

Item = Mapping[str, str]


@dataclass(frozen=True)
class _Seen:
    """An item where a statement says it: its leading words, and each field read beside them."""

    statement: Statement
    anchor: Anchor
    read: Mapping[str, Read]
    item: Item

    @property
    def span(self) -> tuple[int, int]:
        """Where it begins and ends in the statement's text."""
        places = (self.anchor, *self.read.values())
        return min(one.start for one in places), max(one.end for one in places)


def find_items(wanted: Wanted, layout: Layout, page: Page) -> Iterator[Mention]:
    """Every item of the list that the page states, usable or not, the fullest saying of each."""
    leading = next(one for one in wanted.fields if one.fact == wanted.leading)
    tables = list(table_items(wanted, leading, layout, page))
    found = [_of_table(wanted, layout, one, page) for one in tables]
    rows = {one.row for one in tables}
    for statement in layout.statements:
        if statement.row not in rows:
            found += _in_statement(wanted, leading, statement, page)
    yield from _fullest(wanted, found)


def item_words(item: Item) -> str:
    """The item in one line, as a person may type it: "drug: A, began: 2026-01"."""
    said = ((name, " ".join(_SIGNS.sub(" ", value).split())) for name, value in item.items())
    return ", ".join(f"{name}: {value}" for name, value in said)


def _of_table(wanted: Wanted, layout: Layout, one: TableItem, page: Page) -> Mention:
    """A row of a table as a mention; what denies it may stand in any of its cells."""
    row = row_statement(layout, one.lead)
    anchor = Anchor("", *row.cell_span(one.lead.place), 0, len(row.text))
    days = own_day(wanted, one.fields, page)
    seen = _Seen(row, anchor, {}, one.fields | days)
    return _mention(wanted, seen, (0, len(row.text)), _reading(wanted, seen, page), LABEL_RANK)


def _in_statement(
    wanted: Wanted, leading: Wanted, statement: Statement, page: Page
) -> Iterator[Mention]:
    """The items of a sentence or row; what denies one that is told in full reaches no other."""
    since = 0
    for anchor in anchors_in(wanted, leading, statement):
        outside = (anchor.start - anchor.first, anchor.end - anchor.first)
        part = statement.text[anchor.first : anchor.last]
        read = fields_read(wanted, leading, statement, anchor, page)
        until = anchor.last if _is_told(wanted, read, part) else len(statement.text)
        is_trap = holds_any(plain_traps(wanted), part, outside=outside)
        if not is_trap and _is_item(wanted, leading, statement, anchor, read):
            seen = _Seen(statement, anchor, read, _item(wanted, leading, anchor, read, page))
            reading = _reading(wanted, seen, page, within=(since, until))
            rank = LABEL_RANK - 1 if statement.is_row else PROSE_RANK
            yield _mention(wanted, seen, seen.span, reading, rank)
        since = since if until > anchor.last else anchor.last


def _is_told(wanted: Wanted, read: Mapping[str, Read], part: str) -> bool:
    """Whether an item has words of its own, so that what stands before or behind is another's."""
    return any(one.is_own for one in read.values()) or bool(term_matches(part, wanted.negations))


def _item(
    wanted: Wanted, leading: Wanted, anchor: Anchor, read: Mapping[str, Read], page: Page
) -> dict[str, str]:
    """The fields in the policy's order, each with what is said of it."""
    said = {name: one.value for name, one in read.items()} | own_day(wanted, read, page)
    if leading.type != "date":
        said[leading.fact] = anchor.value
    return {field.fact: said[field.fact] for field in wanted.fields if field.fact in said}


def _is_item(
    wanted: Wanted, leading: Wanted, statement: Statement, anchor: Anchor, read: Mapping[str, Read]
) -> bool:
    """Whether more is said than a name: another field, or a term of the list beside it.

    Where a date leads, it must be there; an amount, or a list without terms, needs no more.
    """
    if leading.type == "date":
        return leading.fact in read
    if leading.type in _AMOUNTS or not wanted.terms:
        return True
    if any(one.is_own for one in read.values()):
        return True
    beside = f"{statement.text[: anchor.start]} \n {statement.text[anchor.end :]}"
    return bool(term_matches(f"{statement.heading} \n {beside}", wanted.terms))


def _reading(
    wanted: Wanted, seen: _Seen, page: Page, *, within: tuple[int, int] | None = None
) -> Reading:
    """How the item is said, and of whom; what its own fields say denies nothing of it."""
    statement, anchor = seen.statement, seen.anchor
    whole = read_context(statement, anchor.start, anchor.end)
    if _is_denied(wanted, statement.text[anchor.first : anchor.last], anchor):
        return replace(whole, assertion=Assertion.ABSENT)
    if is_disowned(statement.text, statement.heading) or is_guessed(statement.text):
        return replace(whole, assertion=Assertion.UNCERTAIN)
    if _is_to_come(wanted, seen.item, page):
        return replace(whole, assertion=Assertion.PLANNED)
    first, last = within or (0, len(statement.text))
    text = _without_fields(wanted, statement.text, anchor)
    text = hidden(text[:first]) + text[first:last] + hidden(text[last:])
    own = read_context(replace(statement, text=text), anchor.start, anchor.end)
    return replace(own, subject=whole.subject)


def _is_denied(wanted: Wanted, part: str, anchor: Anchor) -> bool:
    start, end = anchor.start - anchor.first, anchor.end - anchor.first
    return any(
        not (start <= place.start() and place.end() <= end)
        for place in term_matches(part, wanted.negations)
    )


def _is_to_come(wanted: Wanted, item: Item, page: Page) -> bool:
    """Whether one of its days lies behind the page's own."""
    days = [item[one.fact] for one in wanted.fields if one.type == "date" and one.fact in item]
    return bool(page.observed) and any(day > page.observed[: len(day)] for day in days)


def _without_fields(wanted: Wanted, text: str, anchor: Anchor) -> str:
    """The text with the words hidden that state a field of an item ("no response")."""
    for field in wanted.fields:
        for one in stated_in(field, text):
            if one.end <= anchor.start or anchor.end <= one.start:
                text = text[: one.start] + hidden(text[one.start : one.end]) + text[one.end :]
    return text


def _mention(
    wanted: Wanted, seen: _Seen, span: tuple[int, int], reading: Reading, rank: int
) -> Mention:
    quote, box = seen.statement.quote(*span)
    item = {one.fact: seen.item[one.fact] for one in wanted.fields if one.fact in seen.item}
    return Mention(item_words(item), quote, box, reading, rank, item=tuple(item.items()))


def _fullest(wanted: Wanted, found: list[Mention]) -> Iterator[Mention]:
    """The mentions without those of which another one that counts says all, and more."""
    counting = [one for one in found if is_usable(wanted, one.reading)]
    for index, one in enumerate(counting):
        others = (
            *counting[:index],
            *(more for more in counting[index + 1 :] if more.item != one.item),
        )
        if not any(set(one.item) <= set(other.item) for other in others):
            yield one
    yield from (one for one in found if one not in counting)
