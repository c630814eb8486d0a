"""Policy files that are refused: by line, with what is wrong and what would be right."""

from pathlib import Path

import pytest

from criteria.domain.policy import FactAge, Shape
from criteria.domain.tree import KOf
from criteria.errors import PolicyFileError
from criteria.loading import policy_read
from criteria.loading.problems import MOST_PROBLEMS

TEXT = (Path(__file__).parent / "files" / "small.yaml").read_text(encoding="utf-8")


def refused(old, new, text=TEXT):
    """The problems of the small policy with one change, and the line of the change."""
    assert text.count(old) >= 1, old
    changed = text.replace(old, new, 1)
    line = text[: text.index(old)].count("\n") + 1
    with pytest.raises(PolicyFileError) as caught:
        policy_read(changed)
    return line, caught.value.problems


def test_the_small_policy_is_read_whole():
    policy = policy_read(TEXT, revision=3)
    assert (policy.slug, policy.revision) == ("small", 3)
    assert [leaf.id for leaf in policy.leaves()] == ["both.marker", "both.dates", "plan"]
    assert policy.root.children[0].shape is Shape.ALL
    assert isinstance(policy.criterion("both.dates").rule, KOf)
    assert policy.criterion("both.dates").line > policy.criterion("both.marker").line > 0
    assert policy.source.history[0][1] == "Made up."
    assert policy.facts["gene"].undecided == ("pending",)
    assert policy.facts["marker"].unit == "%"
    assert policy.facts["tries"].unit == "count"


AGES = (
    "  - {id: marker_days, ask: How long the marker is good, cite: {section: I}, "
    "ages: {fact: marker, dated_by: began, length: marker}}\nfacts:\n"
)


def test_a_setting_names_the_fact_that_it_lets_grow_old():
    plain, setting = policy_read(TEXT.replace("facts:\n", AGES, 1)).settings
    assert plain.ages is None
    assert setting.ages == FactAge("marker", "began", "marker")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("fact: marker, dated", "fact: markr, dated", "No fact is named 'markr'. Did you mean"),
        ("dated_by: began", "dated_by: begin", "No fact is named 'begin'. Did you mean 'began'?"),
        ("dated_by: began", "dated_by: marker", "'marker' is no date. Name the fact that holds"),
        (", length: marker", "", "The key 'length' is missing."),
        ("length:", "lenght:", "Unknown key 'lenght'. Did you mean 'length'?"),
    ],
)
def test_a_setting_that_names_no_date_is_refused_by_line(old, new, says):
    line, problems = refused(old, new, TEXT.replace("facts:\n", AGES, 1))
    assert any(says in problem and at == line for at, problem in problems), problems


def test_a_fact_that_only_a_setting_reads_is_not_idle():
    drawn = "  drawn:\n    ask: When it was drawn\n    type: date\n    rests_on: [page]\n"
    text = TEXT.replace("facts:\n", AGES.replace("began", "drawn") + drawn, 1)
    assert policy_read(text).settings[1].ages.dated_by == "drawn"


def test_a_file_of_nothing_but_mistakes_is_answered_soon_with_the_first_of_them():
    text = TEXT + "".join(f"key{number}: 1\n" for number in range(40_000))
    with pytest.raises(PolicyFileError) as refusal:
        policy_read(text)
    problems = refusal.value.problems
    assert len(problems) == MOST_PROBLEMS + 1
    assert sum("There is more" in says for _, says in problems) == 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        # keys
        ("product: Small", "produkt: Small", "Unknown key 'produkt'. Did you mean 'product'?"),
        ("  posted: null", "  posted: null\n  postet: null", None),
        ("    ask: The marker", "    asks: The marker", "Unknown key 'asks'. Did you mean 'ask'?"),
        ("{terms: [MARKER]", "{termes: [MARKER]", "Did you mean 'terms'?"),
        ("route: physician", "rout: physician", "Unknown key 'rout'. Did you mean 'route'?"),
        ("{fact: marker, below: 2 %}", "{fact: marker, belov: 2 %}", "Did you mean 'below'?"),
        ("request: Send it.", "requests: Send it.", "Unknown key 'requests'"),
        ("to: elsewhere}", "two: elsewhere}", "Unknown key 'two'. Did you mean 'to'?"),
        # values
        ("version: 2026-01-01", "version: soon", "'version' does not fit. Write a day as 2026-"),
        ("type: percent", "type: procent", "The value of 'type' does not fit"),
        ("route: physician", "route: doctor", "Write 'physician' or 'ask'."),
        ("rests_on: [page]", "rests_on: [rumour]", "Item 1 of 'rests_on' does not fit"),
        ("rests_on: [page]", "rests_on: page", "Write a list here"),
        ("hcpcs: J0000", "hcpcs: j0000", "Write five capital letters and digits."),
        ("ndc: 12345-0001-xx", 'ndc: "1234500019"', "Ten digits without hyphens"),
        ("ndc: 12345-0001-xx", "ndc: 12345-1-xx", "An NDC is written 5-4-2"),
        ("doses: 1", "doses: 0", "Write a whole number from 1."),
        ("title: Small", "title: {}", "Write text here; in quotes where it looks like a number"),
        ("hcpcs: J0000", "hcpcs: 99213", "Write text here; in quotes"),
        ("doses: 1", "doses: 999999999", "Write a whole number up to 100000."),
        ("doses: 1", "validity_days: 99999999, doses: 1", "a whole number up to 36525."),
        ("{fact: gene, is: pending}", "{fact: gene, is: pendng}", "Did you mean 'pending'?"),
        ("is: odd}", "is: 99213}", "code takes text; put it in quotes."),
        ("words: {absent: 0 %}", 'words: {"5": 0 %}', "It is an amount itself"),
        ("is: both", "is: {}", "gene has no choice '{}'"),
        ("  gene:", "  Gene One:", "The name 'Gene One' does not fit. Write small letters"),
        ("asked_of: plan", "asked_of: nobody", "does not fit"),
        ("id: both.marker", "id: Both Marker", "does not fit"),
        # facts
        ("{fact: marker, below: 2 %}", "{fact: markr, below: 2 %}", "No fact is named 'markr'"),
        ("attested: planned", "attested: plan", "Did you mean 'planned'?"),
        ("{known: code}", "{known: nothing_like_it}", "Known here: began, code"),
        ("attested: planned", "attested: gene", "gene cannot be attested"),
        ("type: percent", "type: percent\n    unit: kg", None),
        ("unit: cells/kg", "unit: cells/kilo", "No unit named 'cells/kilo'"),
        ("type: quantity, unit: kg", "type: quantity", "A quantity needs a unit"),
        ("type: date, rests_on", "type: date, unit: days, rests_on", "A date has no unit"),
        ("words: {absent: 0 %}", "words: {absent: none}", "The word 'absent'"),
        ("    undecided: [pending]", "    undecided: [waiting]", "'waiting' is no choice"),
        ("        both: [biallelic", "        bth: [biallelic", "'bth' is no value of gene"),
        # units and amounts
        ("below: 2 %", "below: 2 kg", "% cannot be compared with kg"),
        ("below: 2 %", "below: 2", "'2' is not an amount. It has no unit."),
        ("below: 2 %", "below: <2 %", "an exact amount with its unit"),
        ("below: 2 %", "below: true", "an exact amount with its unit"),
        ("below: 2 %", "below: 0 %", "can never be met: nothing is below 0"),
        ("above: 1}", "above: 1 kg}", "count cannot be compared with kg"),
        ("at_most: 10 cells", "at_most: 10 kg", "cells cannot be compared with kg"),
        ("[rate, weight]", "[rate, wait]", "No fact or amount 'wait'. Did you mean 'weight'?"),
        ("[rate, weight]", "[rate]", "two factors"),
        ("[rate, weight]", "[gene, weight]", "gene is a choice and has no unit"),
        ("at_most: 10 cells", "before: ended", "A product is compared with below"),
        ("[2 cells/kg, weight]", "[2 cells/kg, 3 kg]", "No fact or amount '2 cells/kg'"),
        # tests on facts
        ("{fact: marker, below: 2 %}", "{fact: marker}", "exactly one test"),
        ("below: 2 %", "below: 2 %, above: 1 %", "exactly one test"),
        ("{fact: marker, below: 2 %}", "{fact: marker, is: low}", "marker is a percent; compare"),
        ("fact: gene, is: pending", "fact: gene, is: bth", "gene has no choice 'bth'."),
        ("fact: code, is: odd", "fact: code, is: true", "code takes text"),
        ("one_of: [both, one]", "one_of: both", "one_of takes a list"),
        ("one_of: [both, one]", "one_of: []", "one_of takes a list"),
        ("{known: code}", "{fact: planned, is: sure}", "planned takes true or false"),
        ("before: ended}", "before: endet}", "No fact or date 'endet'. Did you mean 'ended'?"),
        ("before: ended}", "before: marker}", "marker is not a date"),
        ("{fact: began, before", "{fact: tries, before", "tries is not a date"),
        ("at_least_before: ended, months: 1", "at_least_before: ended", "takes days, weeks"),
        ("before: ended}", "before: ended, months: 1}", "before takes no distance"),
        ("months: 1", "months: one", "whole numbers from 1"),
        ("{fact: began, before: ended}", "{began: ended}", "Unknown key 'began' in a rule"),
        # groups
        ("k: 2", "k: 5", "k is a whole number from 1 to 4"),
        ("k: 2", "k: two", "k is a whole number"),
        ("        k: 2\n", "", "A rule begins with one of: all"),
        ("{known: code}", "{known: code, fact: code}", "Beside 'known' no other key may stand"),
        ("{not: {fact: gene, is: both}}", "{}", "A rule is a list of keys"),
        ("{not: {fact: gene, is: both}}", "gene", "A rule is a list of keys"),
        ("{not: {fact: gene, is: both}}", "{all: []}", "a list of at least one rule"),
        ("{not: {fact: gene, is: both}}", "{any: gene}", "a list of at least one rule"),
        ("{not: {fact: gene, is: both}}", "{not: {fact: gen}}", "No fact is named 'gen'"),
        ("{not: {fact: gene, is: both}}", "{k: 1, of: []}", "a list of at least one rule"),
        ("{not: {fact: gene, is: both}}", "{k: 1}", "is written {k: 2, of: [...]}"),
        # what can never be met
        (
            "{not: {fact: gene, is: both}}",
            "{all: [{fact: gene, is: both}, {fact: gene, is: one}]}",
            "no value of gene is all that is asked",
        ),
        (
            "{not: {fact: gene, is: both}}",
            "{all: [{fact: marker, below: 2 %}, {fact: marker, at_least: 2 %}]}",
            "marker cannot be both",
        ),
        (
            "{not: {fact: gene, is: both}}",
            "{all: [{fact: marker, at_most: 2 %}, {fact: marker, at_least: 3 %}]}",
            "marker cannot be both",
        ),
        (
            "{not: {fact: gene, is: both}}",
            "{all: [{fact: marker, below: 2 %}, {fact: marker, at_least: 2 %}, {fact: tries, above: 1}]}",
            "marker cannot be both",
        ),
        # criteria
        ("    attested: planned\n", "", "all, any, not, attested, known, k, when, fact, product"),
        ("    letter: There was none.\n", "", "The criterion plan needs the key 'letter'"),
        ("    letter: There was none.", "    all: [{known: code}]", "Beside 'all' no other key"),
        ("because: Odd.}", "because: Odd., request: More.}", "one for a physician has none"),
        ("id: both.dates", "id: both.marker", "is already used in line"),
        ("id: limit.total", "id: plan", "is already used in line"),
        ("id: advice,", "id: gate.gene,", "is already used in line"),
        # the whole
        ("to: 2026-12-31", "to: 2025-12-31", "The last day lies before the first"),
        ("to: 2026-06-30", "to: 2025-06-30", "The last day lies before the first"),
        ("hcpcs: C0000", "hcpcs: J0000", "stands here more than once"),
        ("places: [office]", "places: [ofice]", "No place of service 'ofice'. Did you mean"),
        ("  code: {ask: The code", "  unused: {ask: The code", None),
        ("confirmed_by_person: true", "confirmed_by_person: maybe", "does not fit"),
    ],
)
def test_it_refuses_and_says_what_would_be_right(old, new, says):
    line, problems = refused(old, new)
    if says is not None:
        near = [text for at, text in problems if abs(at - line) <= 1 + new.count("\n")]
        near += [text for at, text in problems if "already used" in text or "needs the key" in text]
        near += [text for at, text in problems if "no rule" in text or "rule begins" in text]
        assert any(says in text for text in near), problems


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("version: 2026-01-01", "version: soon", 2, "'version' does not fit"),
        ("{fact: marker, below: 2 %}", "{fact: markr, below: 2 %}", 70, "No fact is named"),
        ("      - id: both.dates", "      - id: both.marker", 81, "already used in line 65"),
    ],
)
def test_the_line_is_exact(old, new, line, says):
    _, problems = refused(old, new)
    assert [(at, says in text) for at, text in problems] == [(line, True)]


@pytest.mark.parametrize(
    "rule",
    [
        "{all: [{fact: marker, at_most: 2 %}, {fact: marker, at_least: 2 %}]}",
        "{all: [{fact: marker, below: 3 %}, {fact: marker, above: 2 %}]}",
        "{all: [{fact: marker, below: 2 %}, {fact: tries, above: 3}]}",
        (
            "{all: [{product: [rate, weight], above: 2 cells}, {product: [rate, weight],"
            " below: {product: [2 cells/kg, weight]}}]}"
        ),
        "{all: [{fact: gene, one_of: [both, one]}, {fact: gene, is: one}]}",
        "{any: [{fact: gene, is: both}, {fact: gene, is: one}]}",
    ],
)
def test_a_rule_that_can_be_met_is_let_in(rule):
    changed = TEXT.replace("{not: {fact: gene, is: both}}", rule)
    assert policy_read(changed).criterion("plan").case_by_case


def test_a_fact_that_nothing_reads_is_named():
    unused = "  idle: {ask: Idle, type: boolean, rests_on: [page]}\ngates:"
    line, problems = refused("gates:", unused)
    assert problems == (
        (line, "The fact 'idle' is asked but nothing reads it. Use it in a rule or remove it."),
    )


def test_all_problems_are_told_at_once_in_order_of_lines():
    text = TEXT.replace("below: 2 %", "below: 2 kg").replace("attested: planned", "attested: gene")
    with pytest.raises(PolicyFileError) as caught:
        policy_read(text.replace("{known: code}", "{known: kode}"))
    lines = [line for line, _ in caught.value.problems]
    assert len(lines) == 3
    assert lines == sorted(lines)
    assert str(caught.value).count("line ") == 3


def test_a_choice_needs_choices_and_only_a_choice_has_them():
    _, problems = refused(
        "    choices: {both: On both copies, one: On one copy, pending: Not back}\n", ""
    )
    assert any("A choice lists its choices" in text for _, text in problems)
    _, problems = refused("type: text,", "type: text, choices: {a: A},")
    assert any("no other type of fact does" in text for _, text in problems)


def test_words_are_for_amounts_and_choices_only():
    _, problems = refused("type: text,", "type: text, words: {absent: 0 %},")
    assert any("Only amounts and choices have words" in text for _, text in problems)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("{two of two: bth}", "The word 'two of two': 'bth' is no choice. Did you mean 'both'?"),
        ("{one: both}", "The word 'one': It already names 'one'."),
        ("{on one copy: both}", "The word 'on one copy': It already names 'one'."),
        ("{Not stated: pending}", "'Not stated' says that nothing is on file."),
        ("{Hom: both, hom: one}", "'hom' stands for two values."),
    ],
)
def test_a_word_of_a_choice_stands_for_one_value_and_names_no_other(words, says):
    line, problems = refused("    words: {Two of two: both}", f"    words: {words}")
    assert problems == ((line, says),)


def test_a_percent_is_measured_in_percent():
    _, problems = refused("    words: {absent: 0 %}", "    unit: kg")
    assert any("A percent is measured in %" in text for _, text in problems)


def test_a_group_takes_nothing_that_is_answered():
    line, problems = refused(
        "    cite: {section: I, bullet: 2}", "    letter: No.\n    cite: {section: I, bullet: 2}"
    )
    assert problems == (
        (line, "'letter' belongs to a criterion that is answered, not to a group."),
    )


def test_a_group_has_one_rule():
    _, problems = refused("    all:\n      - id", "    known: code\n    all:\n      - id")
    assert any("Beside 'all' no other rule may stand" in text for _, text in problems)


def test_what_does_not_apply_is_refused_under_any():
    _, problems = refused("    all:\n      - id", "    any:\n      - id")
    assert any("put it under all" in text for _, text in problems)


def test_a_criterion_is_a_map():
    _, problems = refused("  - id: plan\n", "  - just words\n  - id: plan\n")
    assert any("A criterion is a list of keys" in text for _, text in problems)


def test_a_gate_that_a_person_confirms_reads_a_choice():
    _, problems = refused(
        "    passes: {fact: gene, one_of: [both, one]}", "    passes: {known: code}"
    )
    assert any("reads a choice" in text for _, text in problems)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("passes: {fact: gene", "passes: {fact: gen"),
        ("when: {fact: gene, is: pending}", "when: {fact: gen, is: pending}"),
        (
            "{product: [rate, weight], at_most: 10 cells}",
            "{product: [rat, weight], at_most: 1 cells}",
        ),
        ("when: {fact: marker, equals", "when: {fact: markr, equals"),
        ("when: {known: code}", "when: {known: cod}"),
        ("when: {fact: code, is: odd}", "when: {fact: cod, is: odd}"),
        ("not_applicable_when: {fact: code", "not_applicable_when: {fact: cod"),
        ("case_by_case_when: {not: {fact: gene", "case_by_case_when: {not: {fact: gen"),
    ],
)
def test_rules_are_checked_wherever_they_stand(old, new):
    line, problems = refused(old, new)
    assert (line, True) in [(at, "Did you mean" in text) for at, text in problems]


def test_a_file_of_the_wrong_shape_says_what_belongs_there():
    with pytest.raises(PolicyFileError, match=r"line 1: .*list of keys: .*criteria"):
        policy_read("- 1\n- 2\n")
