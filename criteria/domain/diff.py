"""What changed between two revisions of a policy: in its words, and in what it means.

Things are matched by id. A text that changed is told word by word; a rule that changed
is told by what it demanded before and demands now, so that a threshold of 30 that became
25 is seen, and an "any of" that became an "all of".
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from criteria.domain.facts import FactSpec
from criteria.domain.policy import (
    Advisory,
    Criterion,
    Gate,
    Limit,
    Policy,
    Product,
    ServiceCode,
    Shape,
)
from criteria.domain.rule_diff import (
    MeaningChange,
    Span,
    SpanKind,
    TextChange,
    rule_changes,
    rule_says,
    word_spans,
)
from criteria.domain.tree import All
from criteria.domain.words import Specs

T = TypeVar("T")


class ChangeKind(StrEnum):
    """What happened to a thing."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """One thing that was added, removed or changed."""

    kind: ChangeKind
    id: str
    label: str
    texts: tuple[TextChange, ...] = ()
    meaning: tuple[MeaningChange, ...] = ()


@dataclass(frozen=True)
class Section:
    """The changes of one part of the policy, in its order; what was removed stands last."""

    title: str
    changes: tuple[Change, ...]


def policy_diff(old: Policy, new: Policy) -> tuple[Section, ...]:
    """Every part of the policy that changed; empty when nothing did.

    Where a thing stands in the file, and the revision's number, are no change.
    """
    specs = (old.facts, new.facts)
    found = (
        Section("The policy", _whole(old, new)),
        Section("Criteria", _matched(_criteria(old), _criteria(new), _criterion(old, new))),
        Section("Gates", _matched(_by_id(old.gates), _by_id(new.gates), _gate(specs))),
        Section("Limits", _matched(_by_id(old.limits), _by_id(new.limits), _limit(specs))),
        Section("Facts", _matched(old.facts, new.facts, _fact)),
        Section(
            "Advisories",
            _matched(_by_id(old.advisories), _by_id(new.advisories), _advisory(specs)),
        ),
    )
    return tuple(section for section in found if section.changes)


def _matched(
    old: Mapping[str, T], new: Mapping[str, T], compare: Callable[[T, T], Change | None]
) -> tuple[Change, ...]:
    changes = []
    for key, thing in new.items():
        if key not in old:
            changes.append(_alone(ChangeKind.ADDED, key, thing))
            continue
        change = compare(old[key], thing)
        if change is not None:
            changes.append(change)
    gone = [_alone(ChangeKind.REMOVED, key, old[key]) for key in old if key not in new]
    return (*changes, *gone)


def _alone(kind: ChangeKind, key: str, thing: object) -> Change:
    span = SpanKind.INSERTED if kind is ChangeKind.ADDED else SpanKind.DELETED
    words = str(getattr(thing, "says", "") or getattr(thing, "ask", ""))
    return Change(kind, key, _label(thing), (TextChange("Text", (Span(span, words),)),))


def _label(thing: object) -> str:
    """The words for a thing: its label, or the text it has instead."""
    found = next((getattr(thing, name) for name in ("label", "ask") if hasattr(thing, name)), "")
    return str(found or getattr(thing, "id", ""))


def _change(
    thing: Any, texts: Iterable[TextChange], meaning: Iterable[MeaningChange]
) -> Change | None:
    told = tuple(texts), tuple(meaning)
    if not any(told):
        return None
    key = str(getattr(thing, "id", "") or getattr(thing, "name", ""))
    return Change(ChangeKind.CHANGED, key, _label(thing), *told)


def _texts(old: object, new: object, names: Mapping[str, str]) -> list[TextChange]:
    """The named texts that differ, each word by word."""
    pairs = ((what, str(getattr(old, n)), str(getattr(new, n))) for n, what in names.items())
    return [TextChange(what, word_spans(a, b)) for what, a, b in pairs if a != b]


def _values(old: object, new: object, names: Mapping[str, str]) -> list[MeaningChange]:
    """The named values that differ, before and now, in words."""
    pairs = ((what, getattr(old, n), getattr(new, n)) for n, what in names.items())
    return [MeaningChange(what, _plain(a), _plain(b)) for what, a, b in pairs if a != b]


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_plain(item)}" for key, item in value.items())
    if isinstance(value, tuple):
        return "; ".join(_plain(item) for item in value)
    if isinstance(value, ServiceCode):
        places = ", ".join(value.places) or "any place"
        dates = f", {value.effective_from or ''} to {value.effective_to or ''}"
        dated = value.effective_from or value.effective_to
        return f"{value.hcpcs} {value.says} ({places}{dates if dated else ''})"
    if isinstance(value, Product):
        return f"NDC {value.ndc} {value.says}"
    return "" if value is None else str(getattr(value, "label", value))


_TEXTS = {"label": "Title", "says": "Text", "cite": "Where it stands", "reading": "How it is read"}


def _criteria(policy: Policy) -> dict[str, Criterion]:
    return {criterion.id: criterion for criterion in policy.criteria()}


def _by_id(things: Iterable[T]) -> dict[str, T]:
    return {str(getattr(thing, "id", "")): thing for thing in things}


def _criterion(old: Policy, new: Policy) -> Callable[[Criterion, Criterion], Change | None]:
    specs = (old.facts, new.facts)
    above = (_parents(old), _parents(new))

    def compare(a: Criterion, b: Criterion) -> Change | None:
        texts = _texts(a, b, {**_TEXTS, "request": "What is asked for", "letter": "Letter"})
        meaning = [
            *_values(
                a,
                b,
                {
                    "asked_of": "Who is asked",
                    "rests_on": "An answer may rest on",
                    "future_intent": "About the future",
                },
            ),
            *rule_changes("Rule", a.rule, b.rule, specs),
            *rule_changes("Is for requests with", a.applies_when, b.applies_when, specs),
            *rule_changes(
                "Does not apply when", a.not_applicable_when, b.not_applicable_when, specs
            ),
            *rule_changes("Case by case when", a.case_by_case_when, b.case_by_case_when, specs),
            *_listed("Left to a person when", a.doubts, b.doubts, specs),
            *_listed("Noted when", a.notes, b.notes, specs),
        ]
        if a.shape is not b.shape:
            meaning.insert(
                0, MeaningChange("How its parts count", _SHAPES[a.shape], _SHAPES[b.shape])
            )
        if above[0].get(a.id) != above[1].get(b.id):
            meaning.append(
                MeaningChange("Stands under", above[0].get(a.id, ""), above[1].get(b.id, ""))
            )
        return _change(b, texts, meaning)

    return compare


_SHAPES = {Shape.LEAF: "answered by itself", Shape.ALL: "all of", Shape.ANY: "any of"}


def _parents(policy: Policy) -> dict[str, str]:
    return {
        child.id: criterion.label for criterion in policy.criteria() for child in criterion.children
    }


def _listed(
    what: str, old: Sequence[Any], new: Sequence[Any], specs: tuple[Specs, Specs]
) -> list[MeaningChange]:
    """Side conditions, which have no id: each as a sentence, those that went and came."""

    def words(items: Sequence[Any], facts: Specs) -> list[str]:
        return [
            ". ".join(
                filter(
                    None,
                    (
                        rule_says(item.when, facts),
                        *(
                            _plain(getattr(item, name, ""))
                            for name in ("route", "suggest", "to", "because", "request", "says")
                        ),
                    ),
                )
            )
            for item in items
        ]

    before, after = words(old, specs[0]), words(new, specs[1])
    gone = [MeaningChange(what, said, "") for said in before if said not in after]
    return gone + [MeaningChange(what, "", said) for said in after if said not in before]


def _gate(specs: tuple[Specs, Specs]) -> Callable[[Gate, Gate], Change | None]:
    def compare(a: Gate, b: Gate) -> Change | None:
        texts = _texts(a, b, {**_TEXTS, "request": "What is asked for"})
        values = {
            "asked_of": "Who is asked",
            "holds_when_unknown": "Holds an approval while unknown",
            "confirmed_by_person": "Confirmed by a person",
        }
        meaning = [
            *rule_changes("Passes when", a.passes, b.passes, specs),
            *_listed("Otherwise", a.exits, b.exits, specs),
            *_values(a, b, values),
        ]
        return _change(b, texts, meaning)

    return compare


def _limit(specs: tuple[Specs, Specs]) -> Callable[[Limit, Limit], Change | None]:
    def compare(a: Limit, b: Limit) -> Change | None:
        texts = _texts(a, b, {**_TEXTS, "because": "Why"})
        return _change(
            b, texts, rule_changes("Within", All(a.each_stated), All(b.each_stated), specs)
        )

    return compare


def _advisory(specs: tuple[Specs, Specs]) -> Callable[[Advisory, Advisory], Change | None]:
    def compare(a: Advisory, b: Advisory) -> Change | None:
        texts = _texts(a, b, {"says": "Text", "cite": "Where it stands"})
        kinds = [] if a.kind is b.kind else [MeaningChange("Kind", a.kind.value, b.kind.value)]
        return _change(b, texts, [*kinds, *rule_changes("Shown when", a.when, b.when, specs)])

    return compare


def _fact(a: FactSpec, b: FactSpec) -> Change | None:
    names = {
        "type": "Type",
        "unit": "Unit",
        "choices": "Choices",
        "undecided": "Choices that mean not known",
        "specimen": "Specimen",
        "words": "Words for numbers",
        "rests_on": "May rest on",
    }
    hints = (
        []
        if a.find == b.find
        else [MeaningChange("Where it is looked for", "hints", "other hints")]
    )
    meaning = [*_values(a, b, names), *_field_changes(a, b, names), *hints]
    return _change(b, _texts(a, b, {"ask": "Question"}), meaning)


def _field_changes(a: FactSpec, b: FactSpec, names: Mapping[str, str]) -> list[MeaningChange]:
    """What the items of a list say otherwise than before, field by field."""
    found = []
    for key in dict.fromkeys((*a.fields, *b.fields)):
        old, new = a.fields.get(key), b.fields.get(key)
        if old is None or new is None:
            before, after = (field.ask if field else "" for field in (old, new))
            found.append(MeaningChange("Each item says", before, after))
            continue
        asked = _values(old, new, {"ask": "Question", **names})
        found += [MeaningChange(f"{new.ask}: {one.what}", one.before, one.after) for one in asked]
    return found


def _whole(old: Policy, new: Policy) -> tuple[Change, ...]:
    """Title, dates, what it is about and what an approval grants."""
    parts: tuple[tuple[str, str, object, object, dict[str, str]], ...] = (
        (
            "policy",
            "Title and dates",
            old,
            new,
            {
                "title": "Title",
                "product": "Product",
                "version": "Version",
                "effective_from": "In effect from",
                "effective_to": "In effect to",
                "statements": "Statements",
            },
        ),
        (
            "applies",
            "What it is about",
            old.applies,
            new.applies,
            {
                "indications": "Indications",
                "services": "Procedure codes",
                "products": "Products",
                "notes": "Notes",
            },
        ),
        (
            "authorization",
            "What an approval grants",
            old.authorization,
            new.authorization,
            {
                "doses": "Doses",
                "renewable": "Renewable",
                "retreatment": "Retreatment",
                "validity_days": "Days valid",
                "billing_units": "Billing units",
                "units": "Units",
                "renewals": "Renewals",
                "renewal_validity_days": "Days valid after a renewal",
                "says": "Text",
            },
        ),
    )
    changes = []
    for key, label, a, b, names in parts:
        meaning = _values(a, b, names)
        if meaning:
            changes.append(Change(ChangeKind.CHANGED, key, label, (), tuple(meaning)))
    return tuple(changes)
