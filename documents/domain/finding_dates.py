"""Finds dates by their label or the nearest words, and codes by their grammar."""

import re
from collections.abc import Iterator
from dataclasses import replace

from documents.domain.changed_dates import close_date_in, is_given_up, says_new
from documents.domain.context import Assertion, Reading, holds_any, read_context
from documents.domain.layout import Layout, Statement
from documents.domain.mentions import (
    LABEL_RANK,
    PROSE_RANK,
    Labelled,
    Mention,
    labelled,
    plain_traps,
    term_matches,
)
from documents.domain.tables import heads_days
from documents.domain.values import Found, codes_in, dates_in, variants_in
from documents.domain.wanted import Wanted
from documents.domain.wording import is_found, key_of

_REACH_OVER_PARTS = 40  # the same, where a comma stands between
_CLOSE_INSIDE = 12  # letters from a date inside a term to the term's end
_LEAD_WORDS = 3  # before a term, in which a trap tells
_AHEAD = re.compile(r"(?:to|will|shall) be\b")
_REACH = 70  # letters between a term and its date
_BASES = re.compile(r"(?<=\d)[acgt]+>[acgt]+")
_RESIDUES = re.compile(r"(?<=p\.)[a-z]{3}|(?<=p\.\()[a-z]{3}|(?<=\d)[a-z]{3}(?=\)?$)")
_RIGHT_BEFORE = 25  # letters between a date and the term that follows it
_DATE_WORDS = re.compile(
    r"\b(?:dates?|dated|collected|collection|specimen|drawn|reported|visit|seen|examined|service"
    r"|weighed|vitals|stopped|discontinued|last|start|dose|planned)\b"
)
_DOTS = re.compile(r"\.{2,}+|(?<=\bdr)\.|(?<=\bst)\.|(?<=\bno)\.|(?<=\bapprox)\.")
_PART = re.compile(r"[,;]|\.\s")
_PART_OR_LABEL = re.compile(r"[,;:]|\.\s")
_OPENS_PART = re.compile(
    r"\s*(?:(?:on|by|the|in|and|then|date|drawn|collected|sent|tested|screened|done|seen|weighed|labs|today"
    r"|mon|tues?|wed|thu(?:rs)?|fri|sat|sun)[.,]?\s){0,3}+"
)
_RANGE = re.compile(r"\s?(?:to|-|through|thru|until|till)\s?")
_ENDS = re.compile(r"\b(?:last|stop(?:ped)?|final|end)\b")
# What happens to a paper, an order or a bottle has a day of its own.
_OF_PAPER = re.compile(
    r"\b(?:signed|dictated|printed|faxed|mailed|order(?:s|ed)?|rec'?d|expires?|expir\w+|exp|valid|born|dob"
    r"|consent|approved|denied|updated|refill(?:ed)?|reviewed|filed|prescribed|prescription|letter|consult\w*"
    r"|next due|teaching|class|tour|webinar|trial|committee|request received)\b"
)
_OF_VISIT = re.compile(r"\b(?:visit|seen|clinic|note|appointment)\b")
_TICK = re.compile(r"\[\s?x\s?\]|\(x\)|[\u2611\u2612]")
_BESIDE_EVENT = re.compile(r"\b(?:after|before|prior to|ahead of|pending)\s(?:the\s)?$")
_LEFT_EMPTY = re.compile(r"(?:[\u2610\u25a1]|\[\s?\]|\(\s?\))\u2190?\s*$")
_ON_ANY_PAPER = frozenset(
    (
        "date", "of", "on", "dates", "collected", "collection", "specimen", "drawn", "reported", "visit",
        "seen", "weighed", "vitals", "stopped", "discontinued", "last", "dose", "stop", "end", "given",
        "taken", "completed", "finished", "ended", "start", "examined", "d", "c",
    )
)  # fmt: skip
_KINDS_OF_DAY = frozenset(
    (
        "requested", "anticipated", "planned", "target", "wanted", "tentative", "proposed", "needed",
        "scheduled", "expected", "service", "from", "assessment", "exam", "assessed", "checked", "day", "s",
    )
)  # fmt: skip
_AT_ONCE = re.compile(
    r"[\s:=(#-]{1,3}+(?:(?:on|is|dated|date|dt|now|mon|tues?|wed|thu(?:rs)?|fri|sat|sun)[a-z]{0,4}[.,]?\s){0,2}+"
    r"(?:\d{1,4}[/-]\d|\d{1,2}(?:st|nd|rd|th)?[\s-]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s?\d)"
)
_ANY_LABEL = re.compile(r"[a-z][a-z /]{2,30}:\s*$")


def find_dates(wanted: Wanted, layout: Layout, *, birth_date: str) -> Iterator[Mention]:
    """Every date on the page that stands with a label or term of the fact.

    The member's own birth date is never taken for another date.
    """
    has_own = _has_own_term(wanted, layout)
    for place in labelled(layout, wanted):
        if heads_days(layout.rows[place.cell.row]):
            continue
        if has_own or not _is_generic(place.label.text):
            yield from _labelled_date(wanted, layout, place, birth_date=birth_date)
    for statement in layout.statements:
        if not (statement.is_row and heads_days(layout.rows[statement.row])):
            yield from _stated_dates(wanted, layout, statement, birth_date=birth_date)


def _stated_dates(
    wanted: Wanted, layout: Layout, statement: Statement, *, birth_date: str
) -> Iterator[Mention]:
    """The dates of a sentence or row: beside its terms, and right behind labels within it."""
    has_own = _has_own_term(wanted, layout)
    found: set[str] = set()
    for match in term_matches(statement.text, wanted.terms):
        if has_own or not _is_generic(match.group()):
            for mention in _near(wanted, layout, statement, match, birth_date=birth_date):
                found.add(mention.value)
                yield mention
    for match in _labels_within(wanted, statement):
        near = _near(wanted, layout, statement, match, birth_date=birth_date)
        yield from (mention for mention in near if mention.value not in found)


def _labels_within(wanted: Wanted, statement: Statement) -> Iterator[re.Match[str]]:
    """Labels written with a colon that stand within a line with a day right behind ("wt 3/23")."""
    forms = [form for form in wanted.forms if form.endswith(":") and not _is_of_any_date(form)]
    for match in term_matches(statement.text, tuple(forms)):
        if _AT_ONCE.match(statement.text, match.end()):
            yield match


def _is_of_any_date(form: str) -> bool:
    """Whether the label says only how a day is meant ("Requested date:"), not what happens on it."""
    words = re.findall(r"[a-z]+", form.lower())
    return set(words) <= _ON_ANY_PAPER | _KINDS_OF_DAY and not _ENDS.search(form.lower())


def _labelled_date(
    wanted: Wanted, layout: Layout, place: Labelled, *, birth_date: str
) -> Iterator[Mention]:
    """The date that stands where the label's value belongs, if it still holds."""
    own = place.text.split(":")[0] if place.cell is not place.label else place.text
    if holds_any(plain_traps(wanted), f"{place.label.text} \n {own}", outside=(0, 0)):
        return
    dates = dates_in(place.text, near=layout.near, bare=True)
    found = _first([one for one in dates if not is_given_up(place.text, one)], birth_date)
    if found and found.start <= _REACH:
        quote, box = place.quote(found.start, found.end, layout=layout)
        reading = Reading("member", Assertion.PRESENT)
        yield Mention(found.value, quote, box, reading, LABEL_RANK)


def _has_own_term(wanted: Wanted, layout: Layout) -> bool:
    """Whether the page speaks of the thing dated, where a hint names it.

    Every report has "Collected:"; it dates an HIV test only where HIV is on the page.
    """
    parts = [part for term in wanted.terms for part in term.split(" & ")]
    own = [part for part in parts if not _DATE_WORDS.search(key_of(part))]
    single = [part for part in own if " " not in part.strip()]
    return not single or any(is_found(term, layout.text) for term in own)


def _is_generic(label: str) -> bool:
    """Whether a label stands on any report ("Collected:"), whatever it dates there."""
    words = re.findall(r"[a-z]+", label.split(":")[0])
    return bool(words) and set(words) <= _ON_ANY_PAPER


def _near(
    wanted: Wanted,
    layout: Layout,
    statement: Statement,
    match: re.Match[str],
    *,
    birth_date: str,
) -> Iterator[Mention]:
    """The first date behind the term, or one right before it, with no other label between."""
    dates = dates_in(statement.text, near=layout.near, bare=True)
    close = close_date_in(statement.text, match.end(), near=layout.near)
    dates = close + [one for one in dates if one.start not in {other.start for other in close}]
    dates = [found for found in dates if found.value != birth_date]
    dates = [found for found in dates if not is_given_up(statement.text, found)]
    behind = _of_term(wanted, statement, match, dates)
    if behind is None:
        return
    start, end = min(match.start(), behind.start), max(match.end(), behind.end)
    if holds_any(
        plain_traps(wanted), _window(statement.text, match, behind, dates), outside=(0, 0)
    ):
        return
    quote, box = statement.quote(start, end)
    rank = LABEL_RANK - 1 if statement.is_row else PROSE_RANK
    reading = read_context(_from_tick(statement, start), start, end)
    if wanted.date_of and reading.assertion is Assertion.ABSENT and not reading.verb_denied:
        reading = replace(reading, assertion=Assertion.PRESENT)  # the day of what was not found
    yield Mention(behind.value, quote, box, reading, rank)


def _window(text: str, match: re.Match[str], found: Found, dates: list[Found]) -> str:
    """The words in which a trap tells: the term, its date and what is between, and a little before.

    Where the term reaches over another date, only what comes behind that counts. What is to be
    done is not trapped as done ("to be infused").
    """
    start, end = min(match.start(), found.start), max(match.end(), found.end)
    over = [one.end for one in dates if start < one.start and one.end < match.end()]
    if over and found.start >= match.end():
        return text[max(over) : end]
    part = [piece.end() for piece in _PART.finditer(text[:start])]
    lead = " ".join(text[part[-1] if part else 0 : start].split()[-_LEAD_WORDS:])
    whole = text[start:end]
    if _AHEAD.match(match.group()):
        whole = whole.replace(match.group(), " - ", 1)
    return f"{lead} {whole}"


def _from_tick(statement: Statement, start: int) -> Statement:
    """The statement without the options of a form that stand before the ticked one."""
    ticks = [tick.start() for tick in _TICK.finditer(statement.text, 0, start)]
    if not ticks:
        return statement
    return replace(statement, text=" " * ticks[-1] + statement.text[ticks[-1] :])


def _of_term(
    wanted: Wanted, statement: Statement, match: re.Match[str], dates: list[Found]
) -> Found | None:
    """The date that the term has: behind it, or before it where that opens the term's own part.

    One within the term counts where another part of the sentence begins before the next date.

    Of a span ("3/1 to 4/12") a fact that asks for the last day has the end.
    """
    text = statement.text
    inside = [one for one in dates if match.start() < one.start and one.end < match.end()]
    behind = next((found for found in dates if found.start >= match.end()), None)
    if behind is not None and not _goes_with(wanted, statement, match, behind):
        behind = None
    if behind is None or _PART.search(text[match.end() : behind.start]):
        is_close = bool(inside) and match.end() - inside[-1].end <= _CLOSE_INSIDE
        before = _right_before(dates, match) or _opening(text, dates, match)
        behind = before or (inside[-1] if is_close else behind)
        if is_close and behind is inside[-1]:
            return behind
    if behind is None or not _asks_for_end(wanted):
        return behind
    after = next((found for found in dates if found.start >= behind.end), None)
    spans = after is not None and _RANGE.fullmatch(text[behind.end : after.start])
    return after if spans else behind


def _asks_for_end(wanted: Wanted) -> bool:
    """Whether the terms of the fact speak of a last day."""
    return any(_ENDS.search(key_of(term)) for term in wanted.terms)


def _opening(text: str, dates: list[Found], match: re.Match[str]) -> Found | None:
    """The date that opens the part of the sentence in which the term closely follows it."""
    found = next((one for one in reversed(dates) if one.end <= match.start()), None)
    if found is None or match.start() - found.end > _RIGHT_BEFORE:
        return None
    if _PART.search(text[found.end : match.start()]):
        return None
    parts = [part.end() for part in _PART_OR_LABEL.finditer(text[: found.start])]
    lead = text[parts[-1] if parts else 0 : found.start]
    return found if _OPENS_PART.fullmatch(lead) else None


def _goes_with(wanted: Wanted, statement: Statement, match: re.Match[str], found: Found) -> bool:
    between = _DOTS.sub(" ", statement.text[match.end() : found.start])
    if len(between) > _REACH or ". " in between or ";" in between:
        return False
    if _PART.search(between) and len(between) > _REACH_OVER_PARTS:
        return False
    due = wanted.date_of and between.endswith(" by ")
    if due or _OF_PAPER.search(between) or _BESIDE_EVENT.search(between):
        return False
    label = _ANY_LABEL.search(between)
    hints = (*wanted.terms, *wanted.forms)
    is_own = label is not None and label.start() <= 1 and not statement.is_row
    is_own = is_own and not (label and _OF_VISIT.search(label.group()))
    if (
        label
        and not is_own
        and not (says_new(label.group()) or any(is_found(hint, label.group()) for hint in hints))
    ):
        return False
    if statement.is_row:
        first = statement.cells[statement.word_at(match.start())]
        return statement.cells[statement.word_at(found.start)] - first <= 1
    return True


def _right_before(dates: list[Found], match: re.Match[str]) -> Found | None:
    """The only date of a sentence when the term follows it closely ("on 9/14/2026 mobilization")."""
    if len(dates) != 1 or '"' in match.string[dates[0].end : match.start()]:
        return None
    only = dates[0]
    return only if 0 <= match.start() - only.end <= _RIGHT_BEFORE else None


def _first(found: list[Found], birth_date: str) -> Found | None:
    return next((item for item in found if item.value != birth_date), None)


def find_codes(wanted: Wanted, layout: Layout) -> Iterator[Mention]:
    """Codes behind a label of the fact or named by its terms, and well-formed variants."""
    for place in labelled(layout, wanted):
        stated = codes_in(place.text) + variants_in(place.text)
        for found in [one for one in stated if not _LEFT_EMPTY.search(place.text[: one.start])][:1]:
            quote, box = place.quote(found.start, found.end, layout=layout)
            reading = Reading("member", Assertion.PRESENT)
            yield Mention(_printed(quote, found), quote, box, reading, LABEL_RANK)
    named = tuple(term for term in wanted.terms if codes_in(key_of(term)))
    for statement in layout.statements:
        for match in term_matches(statement.text, named):
            if _LEFT_EMPTY.search(statement.text[: match.start()]):
                continue
            quote, box = statement.quote(*match.span())
            reading = read_context(statement, *match.span())
            yield Mention(match.group().upper(), quote, box, reading, PROSE_RANK)


def _printed(quote: str, found: Found) -> str:
    """The value as the page prints it, so that letters keep their case; as it is written if mended."""
    place = key_of(quote).rfind(found.value.lower())
    if place >= 0:
        return quote[place : place + len(found.value)]
    bases = _BASES.sub(lambda match: match.group().upper(), found.value)
    return _RESIDUES.sub(lambda match: match.group().capitalize(), bases)
