"""Finds the items of lists: each where its leading field is stated, with the fields beside it.

What a sentence, row or table does not state of an item is left out; nothing is joined from afar.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from documents.domain.context import (
    MEMBER,
    STOPS_BUT_COLON,
    Assertion,
    Reading,
    clause_of,
    holds_any,
    read_context,
)
from documents.domain.finding_amounts import row_statement
from documents.domain.item_anchors import Anchor, anchors_in, is_answered_no, stated_in
from documents.domain.item_fields import Page, Read, continued, fields_read, hidden, own_day
from documents.domain.item_pages import PageItem, page_item
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
from documents.domain.put_aside import is_row_put_aside
from documents.domain.subjects import subject_of
from documents.domain.wanted import Wanted

_AMOUNTS = frozenset(("percent", "quantity", "count"))
_SHORT = 20  # words of a sentence that goes on about the item before it
_NUMBER = re.compile(r"(?<!\S)\d(?:[^\s;,.()]*[^\W_])?")
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
        places = [(self.anchor.start, self.anchor.end)]
        places += [(one.start, one.end) for one in self.read.values()]
        return min(start for start, _end in places), max(end for _start, end in places)


def find_items(wanted: Wanted, layout: Layout, page: Page) -> Iterator[Mention]:
    """Every item of the list that the page states, usable or not, the fullest saying of each.

    They are in the order of the page.
    """
    leading = next(one for one in wanted.fields if one.fact == wanted.leading)
    tables = list(table_items(wanted, leading, layout, page))
    found = [_of_table(wanted, layout, one, page) for one in tables]
    rows = {one.row for one in tables}
    followers = (*layout.statements[1:], None)
    for statement, follower in zip(layout.statements, followers, strict=True):
        if statement.row not in rows:
            found += _in_statement(wanted, leading, statement, page, follower=follower)
    whole = None if tables else page_item(wanted, leading, layout, page)
    if whole is not None:
        found.append(_of_page(wanted, whole, page))
    yield from sorted(_fullest(wanted, found), key=lambda one: (one.box.y0, one.box.x0))


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


def _of_page(wanted: Wanted, whole: PageItem, page: Page) -> Mention:
    """The item that the page as a whole is about, at one of its labelled days."""
    seen = _Seen(whole.title, whole.anchor, {}, whole.fields)
    mention = _mention(wanted, seen, (0, 1), _reading(wanted, seen, page), LABEL_RANK)
    return replace(mention, quote=whole.quote, box=whole.box)


def _in_statement(
    wanted: Wanted,
    leading: Wanted,
    statement: Statement,
    page: Page,
    *,
    follower: Statement | None,
) -> Iterator[Mention]:
    """The items of a sentence or row; what denies one that is told in full reaches no other."""
    since = 0
    anchors = anchors_in(wanted, leading, statement)
    for number, anchor in enumerate(anchors, start=1):
        outside = (anchor.start - anchor.first, anchor.end - anchor.first)
        part = statement.text[anchor.first : anchor.last]
        read = fields_read(wanted, leading, statement, anchor, page)
        until = anchor.last if _is_told(wanted, read, part) else len(statement.text)
        is_trap = holds_any(plain_traps(wanted), part, outside=outside)
        if not is_trap and _is_item(wanted, leading, statement, anchor, read):
            item = _item(wanted, leading, anchor, read, page)
            for more in _more(wanted, leading, statement, anchors[number:], anchor, follower):
                item |= continued(wanted, leading, more, item)
            seen = _Seen(statement, anchor, read, item)
            reading = _reading(wanted, seen, page, within=(since, until))
            rank = LABEL_RANK - 1 if statement.is_row else PROSE_RANK
            yield _mention(wanted, seen, seen.span, reading, rank)
        since = since if until > anchor.last else anchor.last


def _more(
    wanted: Wanted,
    leading: Wanted,
    statement: Statement,
    others: Sequence[Anchor],
    own: Anchor,
    follower: Statement | None,
) -> Iterator[Statement]:
    """What goes on about an item: the rest up to the next of the others, or the next sentence."""
    text = statement.text
    until = others[0].start if others else len(text)
    if own.last < until and not statement.is_row:
        rest = hidden(text[: own.last]) + text[own.last : until] + hidden(text[until:])
        yield replace(statement, text=rest)
    if follower and not others and _goes_on(wanted, leading, statement, follower):
        yield follower


def _goes_on(wanted: Wanted, leading: Wanted, statement: Statement, follower: Statement) -> bool:
    """Whether the next sentence goes on with this one, or stands under it, and names no item."""
    if statement.is_row or follower.is_row or len(follower.words) > _SHORT:
        return False
    heads = follower.heading == statement.text.strip(" :")
    return (heads or follower.follows == statement.text) and not anchors_in(
        wanted, leading, follower
    )


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
    text = _without_fields(wanted, seen)
    covered = replace(statement, text=text)
    whole = _of_whom(covered, anchor)
    if _is_denied(wanted, statement.text[anchor.first : anchor.last], anchor):
        return replace(whole, assertion=Assertion.ABSENT)
    if is_row_put_aside(text, statement.heading):
        return replace(whole, assertion=Assertion.UNCERTAIN)
    if _is_to_come(wanted, seen.item, page):
        return replace(whole, assertion=Assertion.PLANNED)
    first, last = within or (0, len(text))
    text = hidden(text[:first]) + text[first:last] + hidden(text[last:])
    own = read_context(replace(statement, text=text), anchor.start, anchor.end)
    return replace(own, subject=whole.subject)


def _of_whom(statement: Statement, anchor: Anchor) -> Reading:
    """What the whole sentence says of it; whom a label before it names it is about ("Sister: ...")."""
    reading = read_context(statement, anchor.start, anchor.end)
    if reading.subject != MEMBER:
        return reading
    part = clause_of(statement, anchor.start, anchor.end, stops=STOPS_BUT_COLON)
    return replace(reading, subject=subject_of(statement, anchor.start, anchor.end, within=part))


def _is_denied(wanted: Wanted, part: str, anchor: Anchor) -> bool:
    start, end = anchor.start - anchor.first, anchor.end - anchor.first
    return is_answered_no(part, end) or any(
        not (start <= place.start() and place.end() <= end)
        for place in term_matches(part, wanted.negations)
    )


def _is_to_come(wanted: Wanted, item: Item, page: Page) -> bool:
    """Whether one of its days lies behind the day on which the page came."""
    days = [item[one.fact] for one in wanted.fields if one.type == "date" and one.fact in item]
    return bool(page.received) and any(day > page.received[: len(day)] for day in days)


def _without_fields(wanted: Wanted, seen: _Seen) -> str:
    """The text with the words hidden that state a field of an item ("no response"), and all numbers.

    "PT 07/20" is a treatment and no patient of that number.
    """
    anchor, text = seen.anchor, seen.statement.text
    places = [match.span() for match in _NUMBER.finditer(text)]
    places += [(one.start, one.end) for field in wanted.fields for one in stated_in(field, text)]
    places += [(one.start, one.end) for one in seen.read.values()]
    for start, end in places:
        if end <= anchor.start or anchor.end <= start:
            text = text[:start] + hidden(text[start:end]) + text[end:]
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
    left = [one for one in found if one not in counting]
    if any(one.fact == wanted.leading and one.type == "text" for one in wanted.fields):
        counting = _joined(wanted, counting)
    for index, one in enumerate(counting):
        others = (
            *counting[:index],
            *(more for more in counting[index + 1 :] if more.item != one.item),
        )
        if not any(set(one.item) <= set(other.item) for other in others):
            yield one
    yield from left


def _joined(wanted: Wanted, counting: Sequence[Mention]) -> list[Mention]:
    """The mentions with those of one name as one, where nothing that they say differs.

    A drug's days may stand in one line and its outcome in another.
    """
    joined: list[Mention] = []
    for one in sorted(counting, key=lambda mention: len(mention.item), reverse=True):
        item = dict(one.item)
        for index, other in enumerate(joined):
            if _is_same(wanted, item, dict(other.item)):
                joined[index] = _with_fields(wanted, other, item)
                break
        else:
            joined.append(one)
    return joined


def _is_same(wanted: Wanted, one: Item, other: Item) -> bool:
    """Whether both bear the same name and none of their fields differs."""
    name = wanted.leading
    return one[name].casefold() == other[name].casefold() and all(
        other.get(field, value) == value for field, value in one.items() if field != name
    )


def _with_fields(wanted: Wanted, mention: Mention, item: Item) -> Mention:
    """The mention with the fields of the item that it does not state itself."""
    said = {**item, **dict(mention.item)}
    whole = {field.fact: said[field.fact] for field in wanted.fields if field.fact in said}
    return replace(mention, item=tuple(whole.items()), value=item_words(whole))
