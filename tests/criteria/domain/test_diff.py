"""What changed between two policies, in words and in meaning; nothing is invented."""

from dataclasses import replace

import pytest

from criteria.domain.changes import Change, ChangeKind
from criteria.domain.diff import policy_diff
from criteria.domain.facts import FindHints
from criteria.domain.policy import (
    Advisory,
    AdvisoryKind,
    Criterion,
    Policy,
    Shape,
)
from criteria.domain.quantity import exact
from criteria.domain.rule_diff import SpanKind, rule_changes, rule_says, word_spans
from criteria.domain.tree import (
    All,
    AnyOf,
    Attested,
    Compare,
    Comparison,
    KOf,
    Not,
    OneOf,
    Operand,
)
from tests.criteria.domain.list_specs import LISTS
from tests.criteria.domain.small_policy import (
    BELOW_TWO,
    CITE,
    GATE,
    GENE_BOTH,
    LIMIT,
    ROOT,
    SPECS,
    group,
    leaf,
    small_policy,
)

OLD = small_policy()
BELOW_ONE = replace(BELOW_TWO, right=exact(1, "%"))
BOTH = (SPECS, SPECS)
SEEN = OneOf("seen", (True,))


def rooted(*children: Criterion) -> Policy:
    policy: Policy = small_policy(root=group("root", Shape.ALL, *children))
    return policy


def only(old: Policy, new: Policy, title: str) -> Change:
    """The one change there is, in the section named."""
    (section,) = policy_diff(old, new)
    assert section.title == title
    (change,) = section.changes
    return change


def meant(change: Change) -> list[tuple[str, str, str]]:
    return [(one.what, one.before, one.after) for one in change.meaning]


def with_marker(**changes: object) -> Policy:
    first, *rest = ROOT.children
    policy: Policy = small_policy(root=replace(ROOT, children=(replace(first, **changes), *rest)))
    return policy


def test_the_same_policy_has_no_changes_wherever_it_stands_in_the_file() -> None:
    moved = replace(with_marker(line=99), revision=7)
    assert policy_diff(OLD, OLD) == ()
    assert policy_diff(OLD, moved) == ()


def test_words_are_told_one_by_one() -> None:
    spans = [
        (span.kind.value, span.text)
        for span in word_spans("at most 30 days", "at most 25 days only")
    ]
    assert spans == [
        ("same", "at most"),
        ("deleted", "30"),
        ("inserted", "25"),
        ("same", "days"),
        ("inserted", "only"),
    ]
    assert word_spans("", "") == ()
    assert [span.kind for span in word_spans("a b", "a")] == [SpanKind.SAME, SpanKind.DELETED]


def test_a_text_that_changed_is_told_and_its_meaning_is_not() -> None:
    change = only(OLD, with_marker(says="Says CD18."), "Criteria")
    assert (change.kind, change.id) == (ChangeKind.CHANGED, "marker")
    assert change.meaning == ()
    assert [text.what for text in change.texts] == ["Text"]
    assert {span.kind for span in change.texts[0].spans} == set(SpanKind)


def test_a_threshold_that_moved_is_told_before_and_after() -> None:
    change = only(OLD, with_marker(rule=BELOW_ONE), "Criteria")
    assert meant(change) == [("Rule: The marker", "below 2 %", "below 1 %")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (BELOW_TWO, replace(BELOW_TWO, comparison=Comparison.AT_MOST),
         [("R: The marker", "below 2 %", "at most 2 %")]),
        (AnyOf((BELOW_TWO, SEEN)), All((BELOW_TWO, SEEN)), [("R", "Any of", "All of")]),
        (KOf(1, (BELOW_TWO, SEEN)), KOf(2, (BELOW_TWO, SEEN)),
         [("R", "At least 1 of these 2", "At least 2 of these 2")]),
        (AnyOf((BELOW_TWO, SEEN)), AnyOf((BELOW_ONE, SEEN)),
         [("R: The marker", "below 2 %", "below 1 %")]),
        (AnyOf((BELOW_TWO, SEEN)), AnyOf((BELOW_TWO,)), [("R", "The seen: yes", "")]),
        (AnyOf((BELOW_TWO,)), AnyOf((BELOW_TWO, SEEN)), [("R", "", "The seen: yes")]),
        (AnyOf((BELOW_TWO, All((SEEN,)))), AnyOf((BELOW_TWO, All((SEEN, GENE_BOTH)))),
         [("R", "", "The gene: Both copies")]),
        (AnyOf((BELOW_TWO, SEEN)), AnyOf((SEEN, BELOW_TWO)), []),
        (Not(BELOW_TWO), Not(BELOW_ONE), [("R, not: The marker", "below 2 %", "below 1 %")]),
        (BELOW_TWO, Not(BELOW_TWO), [("R", "The marker: below 2 %", "not (The marker: below 2 %)")]),
        (BELOW_TWO, SEEN, [("R", "The marker: below 2 %", "The seen: yes")]),
        (None, SEEN, [("R", "", "The seen: yes")]),
        (SEEN, None, [("R", "The seen: yes", "")]),
        (None, None, []),
        (
            Compare(Operand(("rate",)), Comparison.BELOW, exact(1, "cells/kg")),
            Compare(Operand(("rate", "weight")), Comparison.BELOW, exact(1, "cells/kg")),
            [("R", "The rate: below 1 cells/kg", "The rate times The weight: below 1 cells/kg")],
        ),
    ],
)  # fmt: skip
def test_a_rule_is_told_by_what_it_demands(old, new, expected) -> None:
    found = [(one.what, one.before, one.after) for one in rule_changes("R", old, new, BOTH)]
    assert found == expected


def test_a_choice_renamed_under_the_same_rule_is_told() -> None:
    renamed = replace(SPECS["gene"], choices={**SPECS["gene"].choices, "both": "Two copies"})
    specs = {**SPECS, "gene": renamed}
    (change,) = rule_changes("R", GENE_BOTH, GENE_BOTH, (SPECS, specs))
    assert (change.before, change.after) == ("Both copies", "Two copies")
    asked = {**SPECS, "gene": replace(SPECS["gene"], ask="Copies changed")}
    (change,) = rule_changes("R", GENE_BOTH, GENE_BOTH, (SPECS, asked))
    assert (change.before, change.after) == ("The gene: Both copies", "Copies changed: Both copies")


def test_a_unit_that_changed_is_a_change_of_meaning() -> None:
    old = Compare(Operand(("weight",)), Comparison.AT_MOST, exact(10, "kg"))
    new = replace(old, right=exact(10, "g"))
    (change,) = rule_changes("R", old, new, BOTH)
    assert (change.before, change.after) == ("at most 10 kg", "at most 10 g")


def test_criteria_come_go_and_move() -> None:
    a, b, c = leaf("a", SEEN), leaf("b", SEEN), leaf("c", SEEN)
    added = only(rooted(a), rooted(a, b), "Criteria")
    assert (added.kind, added.id, added.label) == (ChangeKind.ADDED, "b", "B")
    removed = only(rooted(a, b), rooted(a), "Criteria")
    assert (removed.kind, removed.texts[0].spans[0].kind) == (ChangeKind.REMOVED, SpanKind.DELETED)
    (section,) = policy_diff(
        rooted(a, group("g", Shape.ANY, b, c)), rooted(a, b, group("g", Shape.ALL, c))
    )
    told = {change.id: meant(change) for change in section.changes}
    assert told == {
        "b": [("Stands under", "G", "ROOT")],
        "g": [("How its parts count", "any of", "all of")],
    }


def test_side_conditions_and_grounds_of_a_criterion_are_told() -> None:
    plan = ROOT.children[2]
    other = replace(
        plan,
        doubts=plan.doubts[:1],
        not_applicable_when=None,
        case_by_case_when=Attested("planned"),
        future_intent=True,
        rests_on=(),
        notes=ROOT.children[0].notes,
    )
    new = small_policy(root=replace(ROOT, children=(*ROOT.children[:2], other)))
    what = [one.what for one in only(OLD, new, "Criteria").meaning]
    assert what == [
        "An answer may rest on",
        "About the future",
        "Does not apply when",
        "Case by case when",
        "Left to a person when",
        "Noted when",
    ]


def test_gates_limits_and_advisories_are_told() -> None:
    gate = replace(GATE, exits=(), holds_when_unknown=False, passes=OneOf("route", ("theirs",)))
    assert [one[0] for one in meant(only(OLD, small_policy(gates=(gate,)), "Gates"))] == [
        "Passes when: The route",
        "Otherwise",
        "Holds an approval while unknown",
    ]
    smaller = Compare(Operand(("total",)), Comparison.AT_MOST, exact(9, "cells"))
    limit = replace(LIMIT, each_stated=(smaller, LIMIT.each_stated[1]), because="Still too many.")
    change = only(OLD, small_policy(limits=(limit,)), "Limits")
    assert meant(change) == [("Within: The total", "at most 10 cells", "at most 9 cells")]
    assert [text.what for text in change.texts] == ["Why"]
    always, odd = OLD.advisories
    advisories = (
        replace(always, kind=AdvisoryKind.CODING),
        replace(odd, when=None),
        Advisory("advice.new", "New.", CITE),
    )
    (section,) = policy_diff(OLD, small_policy(advisories=advisories))
    assert [(change.id, meant(change)) for change in section.changes] == [
        ("advice.always", [("Kind", "clinical", "coding")]),
        ("advice.odd", [("Shown when", "The code: odd", "")]),
        ("advice.new", [("Kind", "", "clinical")]),
    ]


def test_what_came_or_went_is_told_with_what_it_demands() -> None:
    a, b = leaf("a", SEEN), replace(leaf("b", BELOW_TWO), applies_when=SEEN)
    rules = [
        ("Rule", "The marker: below 2 %"),
        ("Is for requests with", "The seen: yes"),
        ("Stands under", "ROOT"),
    ]
    added = only(rooted(a), rooted(a, b), "Criteria")
    assert meant(added) == [(what, "", words) for what, words in rules]
    removed = only(rooted(a, b), rooted(a), "Criteria")
    assert meant(removed) == [(what, words, "") for what, words in rules]
    (section,) = policy_diff(rooted(a), rooted(a, group("g", Shape.ANY, b)))
    assert meant(section.changes[0])[0] == ("How its parts count", "", "any of")
    some = replace(OLD.advisories[1], id="advice.gone")
    gone = policy_diff(small_policy(advisories=(some,)), replace(OLD, gates=(), limits=()))
    told = {change.id: meant(change) for section in gone for change in section.changes}
    assert told[GATE.id][0] == ("Passes when", "The route: Ours", "")
    assert told[LIMIT.id][0][0] == "Within"
    assert told["advice.gone"] == [("Kind", "clinical", ""), ("Shown when", "The code: odd", "")]


def test_facts_are_told_with_units_choices_and_hints() -> None:
    facts = {
        **SPECS,
        "weight": replace(SPECS["weight"], unit="g"),
        "seen": replace(SPECS["seen"], find=FindHints(terms=("SEEN",))),
        "gene": replace(SPECS["gene"], undecided=()),
        "marker": replace(SPECS["marker"], words={"absent": "0 %"}),
    }
    (section,) = policy_diff(OLD, replace(OLD, facts=facts))
    told = {change.id: meant(change) for change in section.changes}
    assert told == {
        "weight": [("Unit", "kg", "g")],
        "seen": [("Where it is looked for", "hints", "other hints")],
        "gene": [("Choices that mean not known", "pending", "")],
        "marker": [("Words for values", "", "absent: 0 %")],
    }


def test_a_rule_reads_as_one_line() -> None:
    rule = All((BELOW_TWO, AnyOf((SEEN, Not(GENE_BOTH)))))
    assert rule_says(rule, SPECS) == (
        "all of (The marker: below 2 %; any of (The seen: yes; not (The gene: Both copies)))"
    )


# --- criteria for some requests, lists, terms -------------------------------------------------


def test_the_requests_that_a_criterion_is_for_are_told() -> None:
    change = only(OLD, with_marker(applies_when=SEEN), "Criteria")
    assert meant(change) == [("Is for requests with", "", "The seen: yes")]


def test_fields_of_a_list_are_told() -> None:
    old = LISTS["drugs"]
    group_field = old.fields["group"]
    renamed = replace(group_field, ask="The class", choices={"tnf": "TNF"})
    new = replace(old, fields={"group": renamed, "dose": replace(group_field, ask="The dose")})
    policies = [replace(OLD, facts={**OLD.facts, "drugs": one}) for one in (old, new)]
    told = meant(only(policies[0], policies[1], "Facts"))
    assert ("Each item says", "The drug", "") in told
    assert ("Each item says", "", "The dose") in told
    assert ("The class: Question", "The group", "The class") in told
    assert ("The class: Choice", "TNF blocker (tnf)", "TNF (tnf)") in told
