"""What changed between two revisions of a policy: in its words, and in what it means.

Things are matched by id. A text that changed is told word by word; a rule that changed
is told by what it demanded before and demands now, so that a threshold of 30 that became
25 is seen, and an "any of" that became an "all of".
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from criteria.domain.changes import (
    Change,
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
            matched(_by_id(old.settings), _by_id(new.settings), setting_change),
        ),
        Section("Facts", matched(old.facts, new.facts, _fact)),
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


def _criterion(old: Policy, new: Policy) -> Callable[[Criterion, Criterion], Change | None]:
    specs = (old.facts, new.facts)
    above = (_parents(old), _parents(new))

    def compare(a: Criterion, b: Criterion) -> Change | None:
        texts = texts_changed(a, b, {**_TEXTS, "request": "What is asked for", "letter": "Letter"})
        meaning = [
            *values_changed(
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
        return change_of(b, texts, meaning)

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


def _gate(specs: tuple[Specs, Specs]) -> Callable[[Gate, Gate], Change | None]:
    def compare(a: Gate, b: Gate) -> Change | None:
        texts = texts_changed(a, b, {**_TEXTS, "request": "What is asked for"})
        values = {
            "asked_of": "Who is asked",
            "holds_when_unknown": "Holds an approval while unknown",
            "confirmed_by_person": "Confirmed by a person",
        }
        meaning = [
            *rule_changes("Passes when", a.passes, b.passes, specs),
            *_listed("Otherwise", a.exits, b.exits, specs),
            *values_changed(a, b, values),
        ]
        return change_of(b, texts, meaning)

    return compare


def _limit(specs: tuple[Specs, Specs]) -> Callable[[Limit, Limit], Change | None]:
    def compare(a: Limit, b: Limit) -> Change | None:
        texts = texts_changed(a, b, {**_TEXTS, "because": "Why"})
        return change_of(
            b, texts, rule_changes("Within", All(a.each_stated), All(b.each_stated), specs)
        )

    return compare


def _advisory(specs: tuple[Specs, Specs]) -> Callable[[Advisory, Advisory], Change | None]:
    def compare(a: Advisory, b: Advisory) -> Change | None:
        texts = texts_changed(a, b, {"says": "Text", "cite": "Where it stands"})
        kinds = [] if a.kind is b.kind else [MeaningChange("Kind", a.kind.value, b.kind.value)]
        return change_of(b, texts, [*kinds, *rule_changes("Shown when", a.when, b.when, specs)])

    return compare


def _fact(a: FactSpec, b: FactSpec) -> Change | None:
    names = {
        "type": "Type",
        "unit": "Unit",
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
    meaning = [
        *values_changed(a, b, names),
        *_choices(a, b),
        *_field_changes(a, b, names),
        *hints,
    ]
    return change_of(b, texts_changed(a, b, {"ask": "Question"}), meaning)


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
