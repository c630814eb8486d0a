"""Finds yes/no and choices: by printed labels, and by the phrases that state a value."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from documents.domain.asked import asked_statements, rows_asked_only
from documents.domain.columns import column_answer, marks_answer
from documents.domain.context import (
    Assertion,
    Reading,
    clause_of,
    holds_any,
    read_context,
)
from documents.domain.finding_anchors import RIVALS, is_anchored
from documents.domain.finding_answers import (
    BOX,
    Answer,
    answer_in,
    by_box_behind,
    denied_question,
    ends_in_no,
)
from documents.domain.layout import Cell, Layout, Statement
from documents.domain.mentions import (
    LABEL_RANK,
    PROSE_RANK,
    Labelled,
    Mention,
    as_statement,
    cell_at,
    is_reference_column,
    labelled,
    part_between,
    plain_traps,
    reference_spans,
    term_matches,
)
from documents.domain.options import is_left_empty, ticked_of
from documents.domain.phrases import phrases_in
from documents.domain.put_aside import is_left_open, is_row_put_aside
from documents.domain.tables import column_day
from documents.domain.ticked import is_asked_only, ticked_statements
from documents.domain.values import yes_or_no
from documents.domain.wanted import Wanted
from documents.domain.wording import Place, hint_words

_WORDS_THAT_LEAD = 2  # words of a row's first cell that name the row
_MAY_SAY_NO = re.compile(r"\b(?:no|n|none|never|nil|0|x|v)\b|[\u2611\u2612\u2713\u2714]")
_IS_A_PLAN = re.compile(
    r"\b(?:is|are|be|being|been|was|were) (?:\S+ )?(?:planned|scheduled|arranged|ordered|needed|required"
    r"|intended|offered|done|given|used|performed)\b"
)
_SENTENCE_END = re.compile(r"(?<=[a-z0-9)])[.;]\s")
_LABEL_BEFORE = re.compile(r"[^.;:]*:\s$")
_OR = re.compile(r"\s*(?:or|/)\s*")
_DENYING = frozenset(("no", "not", "never", "without", "none", "nor", "neither", "free", "off"))


def find_stated(wanted: Wanted, layout: Layout) -> Iterator[Mention]:
    """Every mention of a value of the choice or yes/no on the page, usable or not."""
    yield from _by_label(wanted, layout)
    derived = (*ticked_statements(layout), *asked_statements(layout))
    asked_only = rows_asked_only(layout) if wanted.type == "boolean" else frozenset()
    printed = [one for one in layout.statements if one.row not in asked_only]
    for statement in (*printed, *derived):
        is_doubtful = is_row_put_aside(statement.text, statement.heading)
        for mention in _in_statement(wanted, layout, statement):
            yield _doubted(mention) if is_doubtful else mention


def _doubted(mention: Mention) -> Mention:
    """The mention as one that its own row takes back or guesses."""
    return replace(mention, reading=replace(mention.reading, assertion=Assertion.UNCERTAIN))


def _by_label(wanted: Wanted, layout: Layout) -> Iterator[Mention]:
    for place in labelled(layout, wanted):
        if wanted.type == "boolean" and column_answer(layout, place.cell):
            yield from _by_mark(layout, place)
            continue
        options = place.row_text(layout) if place.cell.row == place.label.row else place.text
        for value, start, end in _values_in_label(wanted, place.text, options=options)[:1]:
            quote, box = place.quote(start, end, layout=layout)
            reading = _read_behind(place, start, end)
            mention = Mention(value, quote, box, reading, LABEL_RANK)
            row = " ".join(cell.text for cell in layout.rows[place.cell.row])
            is_doubtful = is_row_put_aside(row) or is_left_open(row)
            yield _doubted(mention) if is_doubtful else mention


def _by_mark(layout: Layout, place: Labelled) -> Iterator[Mention]:
    """The answer of the one mark in the label's row; a mark under n/a, or two marks, say nothing."""
    answer, _place = marks_answer(layout, layout.rows[place.cell.row])
    if answer in ("yes", "no"):
        quote, box = place.quote(0, len(place.text), layout=layout)
        yield Mention(answer, quote, box, Reading("member", Assertion.PRESENT), LABEL_RANK)


def _read_behind(place: Labelled, start: int, end: int) -> Reading:
    """How what stands behind a label says the value: "HIV: to be repeated if negative" does not.

    That it is denied was seen to, and a label that speaks of the past asks about it.
    """
    reading = read_context(as_statement(place.cell), place.start + start, place.start + end)
    as_said = reading.assertion in (Assertion.ABSENT, Assertion.HISTORICAL, Assertion.PLANNED)
    return replace(reading, assertion=Assertion.PRESENT) if as_said else reading


def _values_in_label(wanted: Wanted, text: str, *, options: str) -> list[tuple[str, int, int]]:
    """The value that the text behind a label states; nothing when the row offers several."""
    options = _SENTENCE_END.split(options)[0]
    answer = by_box_behind(options) or yes_or_no(options)
    if wanted.type == "boolean":
        return [(answer, 0, len(text))] if answer else []
    offered = phrases_in(wanted, options)
    spans = [span.span() for span in reference_spans(options)]
    stated = [
        (key, m)
        for key, m in ticked_of(offered, options)
        if not _denied(options, m)
        and not RIVALS.search(options[: m.start()])
        and not any(a <= m.start() < b for a, b in spans)
    ]
    if len({key for key, _match in stated}) == 1:
        key, match = stated[0]
        return [(key, min(match.start(), len(text) - 1), min(match.end(), len(text)))]
    if not stated and answer == "no" and "none" in wanted.phrases:
        return [("none", 0, len(text))]
    return []


def _denied(text: str, match: Place) -> bool:
    return re.search(r"\b(?:no|not|without|denies)\s(?:\S+\s)?$", text[: match.start()]) is not None


def _in_statement(wanted: Wanted, layout: Layout, statement: Statement) -> Iterator[Mention]:
    found = phrases_in(wanted, statement.text, heading=statement.heading)
    may_deny = wanted.type == "choice" and _MAY_SAY_NO.search(statement.text)
    answer = answer_in(layout, statement) if found or may_deny else None
    stated = _stated(wanted, layout, statement, answer, found) if found else []
    read = [
        (match, mention)
        for key, match in stated
        if (mention := _mention(wanted, _said(layout, statement, match), key, match))
    ]
    for match, mention in _without_overruled(wanted, read):
        is_no = mention.value == "yes" and ends_in_no(statement.text, match.end())
        if answer is None and is_asked_only(statement, match.end()) and not is_no:
            continue
        if answer is None or match.end() > answer.end:
            yield _turned(statement, mention, match) if answer is None else mention
        else:
            yield from _answered(wanted, statement, mention, answer)
    if answer and answer.says == "no" and wanted.type == "choice":
        yield from _denied_choice(wanted, statement, answer)
    yield from _denials(wanted, statement)


def _without_overruled(
    wanted: Wanted, read: list[tuple[Place, Mention]]
) -> list[tuple[Place, Mention]]:
    """What is read without a yes that shares words with a no: the no takes in what denies it."""
    denied = [match for match, mention in read if mention.value == "no"]
    if wanted.type != "boolean" or not denied:
        return read
    return [
        (match, mention)
        for match, mention in read
        if mention.value == "no"
        or not any(no.start() < match.end() and match.start() < no.end() for no in denied)
    ]


def _turned(statement: Statement, mention: Mention, match: Place) -> Mention:
    """The mention; a yes with no more than a no behind it is a no ("watch: none planned")."""
    is_no = mention.value == "yes" and ends_in_no(statement.text, match.end())
    if not is_no or _denies(match.phrase):
        return mention
    quote, box = statement.quote(mention.start, len(statement.text))
    reading = replace(mention.reading, assertion=Assertion.PRESENT)
    return replace(mention, value="no", quote=quote, box=box, reading=reading)


def _answered(
    wanted: Wanted, statement: Statement, mention: Mention, answer: Answer
) -> Iterator[Mention]:
    """What a question says with its answer: a no turns a yes/no round, and denies a choice."""
    if answer.says == "yes":
        yield mention
    elif answer.says == "no" and wanted.type == "boolean":
        quote, box = statement.quote(mention.start, len(statement.text))
        turned = "no" if mention.value == "yes" else "yes"
        yield replace(mention, value=turned, quote=quote, box=box)


def _denied_choice(wanted: Wanted, statement: Statement, answer: Answer) -> Iterator[Mention]:
    """The one value that the question states when a no stands before it."""
    denied = denied_question(statement.text[: answer.end])
    found = {key for key, match in phrases_in(wanted, denied) if match.start() == 0}
    if len(found) == 1 and not holds_any(plain_traps(wanted), denied, outside=(0, 0)):
        quote, box = statement.quote(0, len(statement.text))
        reading = Reading(read_context(statement, 0, answer.end).subject, Assertion.PRESENT)
        yield Mention(found.pop(), quote, box, reading, LABEL_RANK, _dating(wanted, statement))


def _said(layout: Layout, statement: Statement, match: Place) -> Statement:
    """The row with what denies nothing of the phrase blanked out, places unchanged.

    "Not detected" under a heading that says what is normal denies nothing of the member, nor
    does the result of another day where days head the columns.
    """
    if not statement.is_row:
        return statement
    text = statement.text
    own = cell_at(layout, statement, match.start())
    for number, cell in enumerate(layout.rows[statement.row]):
        is_another_days = cell is not own and column_day(layout, statement.row, cell.box)
        if is_another_days or is_reference_column(layout, cell):
            start, end = statement.cell_span(number)
            text = text[:start] + re.sub(r"\S", "_", text[start:end]) + text[end:]
    return replace(statement, text=text)


def _stated(
    wanted: Wanted,
    layout: Layout,
    statement: Statement,
    answer: Answer | None,
    found: list[tuple[str, Place]],
) -> list[tuple[str, Place]]:
    """The values stated: anchored, no reference range, and not merely offered for choice."""
    are_options = BOX.search(statement.text) and len({key for key, _match in found}) > 1
    found = [
        (key, match)
        for key, match in found
        if (are_options or is_anchored(wanted, statement, match))
        and not _is_reference(layout, statement, match)
    ]
    spans = [span.span() for span in reference_spans(statement.text)]
    found = [item for item in found if not any(a <= item[1].start() < b for a, b in spans)]
    end, text = answer.end if answer else 0, statement.text
    found = [one for one in found if one[1].start() < end or not is_left_empty(text, one[1])]
    chosen = ticked_of(found, text)
    if _is_offer(statement, chosen) and not _are_days(layout, statement, chosen):
        return []
    return chosen


def _are_days(layout: Layout, statement: Statement, found: list[tuple[str, Place]]) -> bool:
    """Whether the values of a row stand under headings that are days, one for each."""
    if not statement.is_row:
        return False
    boxes = [statement.quote(*match.span())[1] for _key, match in found]
    days = {day[0] for box in boxes if (day := column_day(layout, statement.row, box))}
    return len(days) == len(found)


def _is_reference(layout: Layout, statement: Statement, match: Place) -> bool:
    """Whether the phrase stands or ends in a column of reference values; words that lead a row do not.

    A phrase with a gap may begin at a test's name and pass over its result to what is normal.
    """
    if not statement.is_row:
        return False
    part = _part_at(layout, statement, match)
    last = cell_at(layout, statement, match.end() - 1)
    if last.place > part.place and is_reference_column(layout, last):
        return True
    leads = part.place == 0 and len(part.words) >= _WORDS_THAT_LEAD
    return not leads and is_reference_column(layout, part)


def _part_at(layout: Layout, statement: Statement, match: Place) -> Cell:
    """The words of the phrase as a cell of their own, for the heading over them."""
    cell = cell_at(layout, statement, match.start())
    offset = statement.cell_span(cell.place)[0]
    return part_between(cell, match.start() - offset, match.end() - offset)


def _is_offer(statement: Statement, found: list[tuple[str, Place]]) -> bool:
    """Whether the values are options of a form: several in one row, or joined by "or"."""
    if len({key for key, _match in found}) < 2:
        return False
    if statement.is_row:
        return True
    return any(
        left[0] != right[0] and _OR.fullmatch(statement.text[left[1].end() : right[1].start()])
        for left, right in pairwise(found)
    )


def _mention(wanted: Wanted, statement: Statement, key: str, match: Place) -> Mention | None:
    """The mention, turned round where a yes is denied; None in a trap or denied choice."""
    start, end = match.span()
    first, last = clause_of(statement, start, end)
    clause = statement.text[first:last]
    if _is_in_trap(wanted, statement, match):
        return None
    reading = read_context(statement, start, end)
    value = key
    if wanted.type == "boolean":
        value = {"true": "yes", "false": "no"}.get(key, key)
    if (
        reading.assertion is Assertion.ABSENT
        and not reading.verb_denied
        and _is_no_again(wanted, match)
    ):
        reading = replace(reading, assertion=Assertion.PRESENT)
    if reading.assertion is Assertion.ABSENT:
        denies = reading.verb_denied or _IS_A_PLAN.search(clause) is not None
        if wanted.type != "boolean" or value != "yes" or not denies or _denies(match.phrase):
            return None
        value, reading = "no", replace(reading, assertion=Assertion.PRESENT)
        start = first
    quote, box = statement.quote(start, end)
    return Mention(value, quote, box, reading, PROSE_RANK, _dating(wanted, statement), start)


def _denies(hint: str) -> bool:
    """Whether the hint itself denies: a denial of that is neither yes nor no."""
    return bool(_DENYING & set(hint_words(hint)))


def _is_no_again(wanted: Wanted, match: Place) -> bool:
    """Whether a no before the phrase only goes on in it: "no transplant and no gene therapy"."""
    return wanted.type == "choice" and _denies(match.phrase)


def _is_in_trap(wanted: Wanted, statement: Statement, match: Place) -> bool:
    """Whether a trap stands in the clause, in the label before it, or within what a gap passes over."""
    start, end = match.span()
    first, last = clause_of(statement, start, end)
    clause = statement.text[first:last]
    traps = plain_traps(wanted)
    if holds_any(traps, clause, outside=(start - first, end - first)):
        return True
    label = _LABEL_BEFORE.search(statement.text[:first])
    if label and holds_any(traps, label.group(), outside=(0, 0)):
        return True
    own = set(hint_words(match.phrase)) if match.phrase else set()
    strange = [trap for trap in traps if not own & set(hint_words(trap))]
    return bool(own) and holds_any(strange, match.group(), outside=(0, 0))


def _dating(wanted: Wanted, statement: Statement) -> Statement | None:
    """The statement where a date in it dates what it says; a plan's date is none such."""
    return statement if wanted.type == "choice" else None


def _denials(wanted: Wanted, statement: Statement) -> Iterator[Mention]:
    """A "no" where a phrase by which records deny a yes/no stands beside the fact's term."""
    if wanted.type != "boolean":
        return
    for found in term_matches(statement.text, wanted.negations):
        match = Place(found.start(), found.end(), found.group())
        if not is_anchored(wanted, statement, match):
            continue
        reading = read_context(statement, *match.span())
        quote, box = statement.quote(*match.span())
        if reading.assertion is Assertion.PRESENT:
            yield Mention("no", quote, box, reading, PROSE_RANK)
