"""What changed between two revisions of a policy: in its words, and in what it means.

Things are matched by id. A text that changed is told word by word; a rule that changed
is told by what it demanded before and demands now, so that a threshold of 30 that became
25 is seen, and an "any of" that became an "all of".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from criteria.domain.changes import (
    Change,
    Comparer,
    change_of,
    entries_changed,
    matched,
    named,
    plain,
    texts_changed,
    values_changed,
)
from criteria.domain.facts import FactSpec
from criteria.domain.policy import Advisory, Criterion, Gate, Limit, Policy, Shape
from criteria.domain.rule_diff import MeaningChange, rule_changes, rule_says
from criteria.domain.tree import All
from criteria.domain.whole_diff import setting_change, whole_changes
from criteria.domain.words import Specs

T = TypeVar("T")


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
        Section("The policy", whole_changes(old, new)),
        Section("Criteria", matched(_criteria(old), _criteria(new), _criterion(old, new))),
        Section("Gates", matched(_by_id(old.gates), _by_id(new.gates), _gate(specs))),
        Section("Limits", matched(_by_id(old.limits), _by_id(new.limits), _limit(specs))),
        Section(
            "Left to the plan",
            matched(_by_id(old.settings), _by_id(new.settings), Comparer(setting_change)),
        ),
        Section("Facts", matched(old.facts, new.facts, Comparer(_fact))),
        Section(
            "Advisories",
            matched(_by_id(old.advisories), _by_id(new.advisories), _advisory(specs)),
        ),
    )
    return tuple(section for section in found if section.changes)


_TEXTS = {"label": "Title", "says": "Text", "cite": "Where it stands", "reading": "How it is read"}


def _criteria(policy: Policy) -> dict[str, Criterion]:
    return {criterion.id: criterion for criterion in policy.criteria()}


def _by_id(things: Iterable[T]) -> dict[str, T]:
    return {str(getattr(thing, "id", "")): thing for thing in things}


def _criterion(old: Policy, new: Policy) -> Comparer[Criterion]:
    above = (_parents(old), _parents(new))

    def means(a: Criterion | None, b: Criterion | None) -> list[MeaningChange]:
        return [
            *_told("How its parts count", _counted(a, beside=b), _counted(b, beside=a)),
            *_rules(a, b, _CRITERION_RULES, (old.facts, new.facts)),
            *_told(
                "Stands under", above[0].get(a.id) if a else "", above[1].get(b.id) if b else ""
            ),
        ]

    def compare(a: Criterion, b: Criterion) -> Change | None:
        texts = texts_changed(a, b, {**_TEXTS, "request": "What is asked for", "letter": "Letter"})
        values = {
            "asked_of": "Who is asked",
            "rests_on": "An answer may rest on",
            "future_intent": "About the future",
        }
        return change_of(b, texts, [*values_changed(a, b, values), *means(a, b)])

    return Comparer(compare, means)


_SHAPES = {Shape.LEAF: "answered by itself", Shape.ALL: "all of", Shape.ANY: "any of"}
_CRITERION_RULES = {
    "rule": "Rule",
    "applies_when": "Is for requests with",
    "not_applicable_when": "Does not apply when",
    "case_by_case_when": "Case by case when",
    "doubts": "Left to a person when",
    "notes": "Noted when",
}


def _counted(criterion: Criterion | None, *, beside: Criterion | None) -> str:
    """How the parts count; empty for none, and for a leaf that stands alone."""
    if criterion is None or (beside is None and criterion.is_leaf):
        return ""
    return _SHAPES[criterion.shape]


def _parents(policy: Policy) -> dict[str, str]:
    return {
        child.id: criterion.label for criterion in policy.criteria() for child in criterion.children
    }


def _told(what: str, before: str | None, after: str | None) -> list[MeaningChange]:
    """A value before and now, where they differ; empty or None is nothing."""
    before, after = before or "", after or ""
    return [] if before == after else [MeaningChange(what, before, after)]


def _rules(
    old: object, new: object, names: Mapping[str, str], specs: tuple[Specs, Specs]
) -> list[MeaningChange]:
    """The named rules and side conditions that differ; None for old or new has none of them."""
    found: list[MeaningChange] = []
    for name, what in names.items():
        a, b = getattr(old, name, None), getattr(new, name, None)
        if isinstance(a, tuple) or isinstance(b, tuple):
            found += _listed(what, a or (), b or (), specs)
        else:
            found += rule_changes(what, a, b, specs)
    return found


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
                            plain(getattr(item, name, ""))
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


def _gate(specs: tuple[Specs, Specs]) -> Comparer[Gate]:
    def means(a: Gate | None, b: Gate | None) -> list[MeaningChange]:
        return _rules(a, b, {"passes": "Passes when", "exits": "Otherwise"}, specs)

    def compare(a: Gate, b: Gate) -> Change | None:
        texts = texts_changed(a, b, {**_TEXTS, "request": "What is asked for"})
        values = {
            "asked_of": "Who is asked",
            "holds_when_unknown": "Holds an approval while unknown",
            "confirmed_by_person": "Confirmed by a person",
        }
        return change_of(b, texts, [*means(a, b), *values_changed(a, b, values)])

    return Comparer(compare, means)


def _limit(specs: tuple[Specs, Specs]) -> Comparer[Limit]:
    def means(a: Limit | None, b: Limit | None) -> tuple[MeaningChange, ...]:
        before, after = (None if limit is None else All(limit.each_stated) for limit in (a, b))
        return rule_changes("Within", before, after, specs)

    def compare(a: Limit, b: Limit) -> Change | None:
        texts = texts_changed(a, b, {**_TEXTS, "because": "Why"})
        return change_of(b, texts, means(a, b))

    return Comparer(compare, means)


def _advisory(specs: tuple[Specs, Specs]) -> Comparer[Advisory]:
    def means(a: Advisory | None, b: Advisory | None) -> list[MeaningChange]:
        kinds = _told("Kind", a.kind.value if a else "", b.kind.value if b else "")
        return [*kinds, *_rules(a, b, {"when": "Shown when"}, specs)]

    def compare(a: Advisory, b: Advisory) -> Change | None:
        texts = texts_changed(a, b, {"says": "Text", "cite": "Where it stands"})
        return change_of(b, texts, means(a, b))

    return Comparer(compare, means)


def _fact(a: FactSpec, b: FactSpec) -> Change | None:
    names = {
        "type": "Type",
        "unit": "Unit",
        "undecided": "Choices that mean not known",
        "specimen": "Specimen",
        "words": "Words for values",
        "rests_on": "May rest on",
    }
    hints = (
        []
        if _hints_of(a) == _hints_of(b)
        else [MeaningChange("Where it is looked for", "hints", "other hints")]
    )
    meaning = [
        *values_changed(a, b, names),
        *_choices(a, b),
        *_field_changes(a, b, names),
        *hints,
    ]
    return change_of(b, texts_changed(a, b, {"ask": "Question"}), meaning)


def _hints_of(spec: FactSpec) -> tuple[object, ...]:
    """Its hints and those of its fields, by name."""
    return (spec.find, {name: field.find for name, field in spec.fields.items()})


def _choices(a: FactSpec, b: FactSpec) -> list[MeaningChange]:
    """The choices that came, went or are worded otherwise, each with the name that rules use."""
    return entries_changed("Choice", named(a.choices), named(b.choices))


def _field_changes(a: FactSpec, b: FactSpec, names: Mapping[str, str]) -> list[MeaningChange]:
    """What the items of a list say otherwise than before, field by field."""
    found = []
    for key in dict.fromkeys((*a.fields, *b.fields)):
        old, new = a.fields.get(key), b.fields.get(key)
        if old is None or new is None:
            before, after = (field.ask if field else "" for field in (old, new))
            found.append(MeaningChange("Each item says", before, after))
            continue
        asked = [*values_changed(old, new, {"ask": "Question", **names}), *_choices(old, new)]
        found += [MeaningChange(f"{new.ask}: {one.what}", one.before, one.after) for one in asked]
    return found
