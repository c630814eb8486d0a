"""Policies that are well formed and make no sense."""

import pytest

from criteria.errors import PolicyFileError
from criteria.loading import policy_read, sense_checks
from criteria.loading.findings import policy_check, policy_findings
from criteria.loading.sense_checks import Weight
from tests.criteria.people import KRESLADI, SMALL, SMALL_FILE

# Each: what stands in the small policy, what is written instead, and what is said of it.
NEVER = [
    (
        "    attested: planned\n",
        "    all: [{attested: planned}, {fact: gene, is: both}, {any: [{fact: gene, is: one}, {fact: gene, is: pending}]}]\n",
        "The criterion 'plan' can never be met, whatever the facts are.",
    ),
    (
        "    attested: planned\n",
        "    all: [{attested: planned}, {not: {fact: planned, is: true}}]\n",
        "The criterion 'plan' can never be met, whatever the facts are.",
    ),
    (
        "    attested: planned\n",
        "    all: [{attested: planned}, {fact: marker, above: 2 %}, {not: {fact: marker, above: 1 %}}]\n",
        "The criterion 'plan' can never be met, whatever the facts are.",
    ),
    (
        "    attested: planned\n",
        "    attested: planned\n    doubts: [{when: {fact: planned, is: true}, route: physician, because: Odd.}]\n",
        "The criterion 'plan' can never be met: where its rule is met, a doubt",
    ),
    (
        "passes: {fact: gene, one_of: [both, one]}",
        "passes: {all: [{fact: gene, is: both}, {not: {fact: gene, is: both}}]}",
        "The gate 'gate.gene' can never be passed.",
    ),
    (
        "      - {product: [rate, weight], at_most: 10 cells}",
        "      - {all: [{fact: weight, above: 2 kg}, {not: {fact: weight, above: 1 kg}}]}",
        "Nothing can be within the limit 'limit.total'.",
    ),
]  # fmt: skip
DOUBTFUL = [
    (
        "    attested: planned\n",
        "    any: [{attested: planned}, {not: {attested: planned}}]\n",
        "The criterion 'plan' is always met once its facts are on file.",
    ),
    (
        "case_by_case_when: {not: {fact: gene, is: both}}",
        "case_by_case_when: {all: [{fact: gene, is: both}, {not: {fact: gene, is: both}}]}",
        "case_by_case_when of 'plan' can never apply.",
    ),
    (
        "not_applicable_when: {fact: code, is: none}",
        "not_applicable_when: {all: [{fact: code, is: none}, {not: {known: code}}]}",
        "not_applicable_when of 'both.dates' can never apply.",
    ),
    (
        "- {when: {fact: gene, is: pending}, suggest: redirect",
        "- {when: {all: [{fact: gene, is: both}, {not: {known: gene}}]}, suggest: redirect",
        "An exit of 'gate.gene' can never be taken: Not ours.",
    ),
    (
        "when: {fact: marker, equals: 0 %}",
        "when: {all: [{known: marker}, {not: {known: marker}}]}",
        "The advisory 'advice' can never be shown.",
    ),
    (
        "{when: {known: code}, says: There is a code.}",
        "{when: {all: [{known: code}, {not: {known: code}}]}, says: There is a code.}",
        "The note 'There is a code.' of 'both.marker' can never apply.",
    ),
    (
        "    letter: There was none.\n    rests_on: [attestation]\n",
        "    letter: There was none.\n    rests_on: [plan_data]\n",
        "The request of 'plan' asks nobody who could answer",
    ),
    (
        "    letter: There was none.\n",
        "    letter: There was none.\n    asked_of: plan\n",
        "The request of 'plan' asks the plan, and no answer may rest on plan_data.",
    ),
]


def changed(before, after):
    assert SMALL.count(before) == 1, before
    return SMALL.replace(before, after)


def said(text):
    return policy_findings(text)[1]


def test_the_policies_at_hand_make_sense():
    assert said(KRESLADI) == ()
    assert said(SMALL) == ()


@pytest.mark.parametrize(("before", "after", "sentence"), NEVER)
def test_what_can_never_be_met_is_refused_with_its_line(before, after, sentence):
    text = changed(before, after)
    policy_read(text)
    (found, *others) = said(text)
    assert others == []
    assert found.says.startswith(sentence)
    assert found.weight is Weight.REFUSED
    assert "id:" in text.splitlines()[found.line - 1]
    with pytest.raises(PolicyFileError, match="can"):
        policy_check(text)


@pytest.mark.parametrize(("before", "after", "sentence"), DOUBTFUL)
def test_what_looks_wrong_is_named_and_not_refused(before, after, sentence):
    text = changed(before, after)
    (found, *others) = said(text)
    assert others == []
    assert found.says.startswith(sentence)
    assert found.weight is Weight.DOUBTFUL
    assert policy_check(text).slug == "small"


def test_two_criteria_that_exclude_one_another_are_both_named():
    text = changed("    attested: planned\n", "    fact: marker\n    above: 2 %\n").replace(
        """        any:
          - {fact: marker, below: 2 %}
          - all:
              - {fact: marker, at_least: 2 %}
              - {fact: tries, above: 1}
""",
        "        all: [{fact: marker, below: 2 %}, {fact: tries, above: 1}]\n",
    )
    text = text.replace("  planned: {ask: The plan, type: boolean, rests_on: [attestation]}\n", "")
    (found,) = said(text)
    assert found.says == "'both' and 'plan' can never both be met."
    assert text.splitlines()[found.line - 1] == "  - id: plan"


def test_three_criteria_that_exclude_one_another_only_together_are_told_as_a_group():
    tests = ["one_of: [both, one]", "one_of: [one, pending]", "one_of: [both, pending]"]
    parts = "".join(
        f"      - {{id: plan.p{n}, label: P, says: P., cite: {{section: I}}, fact: gene, {test}, "
        "request: R., letter: L., rests_on: [page]}\n"
        for n, test in enumerate(tests)
    )
    start = SMALL.index("    attested: planned\n")
    end = SMALL.index("limits:")
    text = SMALL[:start] + "    all:\n" + parts + SMALL[end:]
    text = text.replace("  planned: {ask: The plan, type: boolean, rests_on: [attestation]}\n", "")
    (found,) = said(text.replace("    undecided: [pending]\n", ""))
    assert found.says == "The parts of 'plan' exclude one another."


def test_parts_of_an_any_may_exclude_one_another():
    start = SMALL.index("    attested: planned\n")
    end = SMALL.index("limits:")
    parts = "".join(
        f"      - {{id: plan.{value}, label: P, says: P., cite: {{section: I}}, fact: gene, "
        f"is: {value}, request: R., letter: L., rests_on: [page]}}\n"
        for value in ("both", "one")
    )
    text = SMALL[:start] + "    any:\n" + parts + SMALL[end:]
    text = text.replace("  planned: {ask: The plan, type: boolean, rests_on: [attestation]}\n", "")
    assert said(text) == ()


def test_a_file_that_cannot_be_read_has_findings_and_no_policy():
    policy, found = policy_findings(SMALL.replace("title:", "titel:"))
    assert policy is None
    assert any("Unknown key 'titel'. Did you mean 'title'?" in item.says for item in found)
    with pytest.raises(PolicyFileError):
        policy_check(SMALL.replace("title:", "titel:"))


def test_a_published_text_stays_readable_though_the_import_refuses_it():
    before, after, _ = NEVER[0]
    assert policy_read(changed(before, after)).slug == "small"


LISTS = (SMALL_FILE.parent / "lists.yaml").read_text(encoding="utf-8")


def test_criteria_for_unlike_requests_may_exclude_one_another():
    assert said(LISTS) == ()
    text = LISTS.replace(
        "    change: relative\n    from: {earliest: scores, of: score, by: taken}\n"
        "    to: {latest: scores, of: score, by: taken}\n    falls: {at_least: 20 %}\n",
        "    fact: weight\n    below: 1 kg\n",
    ).replace(
        "        latest: scores\n        of: score\n        by: taken\n        at_least: 12 points\n"
        "        where: {fact: taken, within: asked_on, weeks: 6, days: 3}\n",
        "        fact: weight\n        above: 2 kg\n",
    )
    start, end = text.index("  scores:\n"), text.index("  fills:\n")
    text = text[:start] + text[end:]
    assert said(text) == ()
    same = text.replace("request_types: [renewal]", "request_types: [initial]")
    assert said(same) == ()  # for joints alone the one about the skin is still left out
    every = same.replace("        for: {indications: [skin]}\n", "").replace(
        "    for: {request_types: [initial], indications: [skin, joint]}\n", ""
    )
    assert said(every) == ()  # for renewals the first is left out


def test_a_criterion_within_a_group_for_other_requests_is_for_nobody():
    text = LISTS.replace("for: {indications: [skin]}", "for: {request_types: [renewal]}")
    assert "for of 'first.skin' can never apply." in [item.says for item in said(text)]


def test_rules_too_long_to_be_searched_are_told_as_such(monkeypatch):
    monkeypatch.setattr(sense_checks, "MOST_EFFORT", 20)
    _, found = policy_findings(SMALL)
    assert [one.weight for one in found] == [Weight.DOUBTFUL]
    assert "not found out" in found[0].says
