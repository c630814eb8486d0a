"""What changed in a text, word by word, and in a rule, by what it demands."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

from criteria.domain.list_tree import Change, Observed, Picked, Rolling
from criteria.domain.tree import (
    All,
    AnyOf,
    KOf,
    Node,
    Not,
    When,
    facts_of,
    is_list_node,
    parts_of,
)
from criteria.domain.words import Specs, demand_words, node_words, subject_words


class SpanKind(StrEnum):
    """What happened to some words."""

    SAME = "same"
    INSERTED = "inserted"
    DELETED = "deleted"


@dataclass(frozen=True)
class Span:
    """Words that stayed, came or went."""

    kind: SpanKind
    text: str


@dataclass(frozen=True)
class TextChange:
    """A text that changed, word by word."""

    what: str
    spans: tuple[Span, ...]


@dataclass(frozen=True)
class MeaningChange:
    """What a rule demanded and demands; empty where there was, or is, nothing."""

    what: str
    before: str
    after: str


def word_spans(before: str, after: str) -> tuple[Span, ...]:
    """The two texts as words that stayed, went and came, in reading order."""
    old, new = before.split(), after.split()
    spans = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            spans.append(Span(SpanKind.SAME, " ".join(old[a:b])))
            continue
        if b > a:
            spans.append(Span(SpanKind.DELETED, " ".join(old[a:b])))
        if d > c:
            spans.append(Span(SpanKind.INSERTED, " ".join(new[c:d])))
    return tuple(spans)


def rule_changes(
    what: str, old: Node | None, new: Node | None, specs: tuple[Specs, Specs]
) -> tuple[MeaningChange, ...]:
    """What a rule demands otherwise than before; empty when it means the same."""
    if old == new and rule_says(old, specs[0]) == rule_says(new, specs[1]):
        return ()
    if old is None or new is None:
        return (MeaningChange(what, rule_says(old, specs[0]), rule_says(new, specs[1])),)
    if isinstance(old, Not) and isinstance(new, Not):
        return rule_changes(f"{what}, not", old.part, new.part, specs)
    if isinstance(old, When) and isinstance(new, When):
        return _arm_changes(what, old, new, specs)
    if _is_group(old) and _is_group(new):
        return _group_changes(what, old, new, specs)
    return _test_changes(what, old, new, specs)


def _test_changes(
    what: str, old: Node, new: Node, specs: tuple[Specs, Specs]
) -> tuple[MeaningChange, ...]:
    if _same_list(old, new):
        return _list_changes(what, old, new, specs)
    if _same_subject(old, new):
        subject = subject_words(new, specs[1])
        before, after = demand_words(old, specs[0]), demand_words(new, specs[1])
        if before != after:
            return (MeaningChange(f"{what}: {subject}", before, after),)
    return (MeaningChange(what, rule_says(old, specs[0]), rule_says(new, specs[1])),)


def _group_changes(
    what: str, old: Node, new: Node, specs: tuple[Specs, Specs]
) -> tuple[MeaningChange, ...]:
    found = []
    before, after = node_words(old, specs[0]), node_words(new, specs[1])
    if type(old) is not type(new) or (isinstance(old, KOf) and before != after):
        found.append(MeaningChange(what, before.rstrip(":"), after.rstrip(":")))
    left, right = _unmatched(parts_of(old), parts_of(new), specs)
    for part in list(left):
        twin = next((other for other in right if _same_subject(part, other)), None)
        if twin is not None:
            left.remove(part)
            right.remove(twin)
            found += rule_changes(what, part, twin, specs)
    for gone, come in zip_longest(left, right):
        found += (
            rule_changes(what, gone, come, specs)
            if gone and come and (_is_group(gone) and _is_group(come))
            else _one_by_one(what, gone, come, specs)
        )
    return tuple(found)


def _arm_changes(
    what: str, old: When, new: When, specs: tuple[Specs, Specs]
) -> tuple[MeaningChange, ...]:
    return (
        *rule_changes(f"{what}, if", old.condition, new.condition, specs),
        *rule_changes(f"{what}, then", old.then, new.then, specs),
        *rule_changes(f"{what}, otherwise", old.otherwise, new.otherwise, specs),
    )


def _list_changes(
    what: str, old: Node, new: Node, specs: tuple[Specs, Specs]
) -> tuple[MeaningChange, ...]:
    """What a rule over a list asks otherwise: of the list, and of its items."""
    subject = subject_words(new, specs[1])
    before, after = demand_words(old, specs[0]), demand_words(new, specs[1])
    found = [MeaningChange(f"{what}: {subject}", before, after)] if before != after else []
    for a, b in zip_longest(parts_of(old), parts_of(new)):
        found += rule_changes(f"{what}: {subject}, where", a, b, specs)
    return tuple(found)


def _same_list(old: Node, new: Node) -> bool:
    """Whether both are rules of one kind over the same list, read in the same way."""
    if not is_list_node(old) or type(old) is not type(new):
        return False
    return _read(old) == _read(new)


def _read(node: Node) -> tuple[object, ...]:
    """What a rule over a list reads, its demand and its rules over items apart."""
    match node:
        case Observed(picked=picked):
            return (picked.list, picked.pick, picked.of, picked.by)
        case Change(before=before, after=after):
            return tuple(
                (side.list, side.pick, side.of, side.by, side.where is None)
                if isinstance(side, Picked)
                else side
                for side in (before, after)
            )
        case Rolling(list=name, of=of, by=by, plus=plus):
            return (name, of, by, plus)
        case _:
            return facts_of(node)[:1]


def _one_by_one(
    what: str, gone: Node | None, come: Node | None, specs: tuple[Specs, Specs]
) -> list[MeaningChange]:
    found = []
    if gone is not None:
        found.append(MeaningChange(what, rule_says(gone, specs[0]), ""))
    if come is not None:
        found.append(MeaningChange(what, "", rule_says(come, specs[1])))
    return found


def _unmatched(
    old: Sequence[Node], new: Sequence[Node], specs: tuple[Specs, Specs]
) -> tuple[list[Node], list[Node]]:
    """The parts on each side that the other side does not have word for word."""
    left, right = list(old), list(new)
    for part in old:
        twin = next(
            (o for o in right if o == part and rule_says(part, specs[0]) == rule_says(o, specs[1])),
            None,
        )
        if twin is not None:
            left.remove(part)
            right.remove(twin)
    return left, right


def _is_group(node: Node) -> bool:
    return isinstance(node, All | AnyOf | KOf)


def _same_subject(old: Node, new: Node) -> bool:
    if _same_list(old, new):
        return True
    return not parts_of(old) and type(old) is type(new) and facts_of(old)[:1] == facts_of(new)[:1]


def rule_says(node: Node | None, specs: Specs) -> str:
    """The whole rule in one line: "any of (A: below 2 %; B: yes)"; empty for no rule."""
    if node is None:
        return ""
    parts = parts_of(node)
    if not parts:
        return node_words(node, specs)
    inside = "; ".join(rule_says(part, specs) for part in parts)
    heading = node_words(node, specs).rstrip(":")
    return f"{heading if is_list_node(node) else heading.lower()} ({inside})"
