"""Names that Precert has already, and settings named twice, are refused by line."""

import pytest

from criteria.domain.reserved import RESERVED_FACTS, ROOT
from criteria.loading import policy_read
from criteria.loading.findings import policy_findings
from tests.criteria.people import SMALL

PLACES = {
    "criterion": "  - id: plan\n",
    "gate": "  - id: gate.gene\n",
    "limit": "  - id: limit.total\n",
    "advisory": "  - {id: advice,",
}


def found_with(before, after, text=SMALL):
    """What is found in the small policy with one change; the line of the change too."""
    assert text.count(before) == 1, before
    line = text[: text.index(before)].count("\n") + 1
    return line, *policy_findings(text.replace(before, after))


@pytest.mark.parametrize("kind", PLACES)
def test_the_id_of_all_criteria_together_is_refused_at_its_own_line(kind):
    before = PLACES[kind]
    own = before.split("id: ")[1].strip("\n,")
    line, policy, found = found_with(before, before.replace(own, ROOT))
    assert policy is None
    assert [(one.line, "stands for the criteria as a whole" in one.says) for one in found] == [
        (line, True)
    ]


@pytest.mark.parametrize("name", sorted(RESERVED_FACTS))
def test_a_fact_that_has_the_name_of_a_column_is_refused(name):
    line = SMALL[: SMALL.index("  code: {ask")].count("\n") + 1
    renamed = SMALL.replace("  code: {", f"  {name}: {{").replace("fact: code", f"fact: {name}")
    policy, found = policy_findings(renamed.replace("known: code", f"known: {name}"))
    assert policy is not None
    (one,) = found
    assert one.line == line
    assert one.says.startswith(f"The fact name {name!r} is taken: it stands for ")
    assert one.says.endswith(f"say '{name}_stated'.")


def test_a_setting_that_stands_twice_is_named_with_both_lines():
    first = "  - {id: days, ask: How long, cite: {section: I}}\n"
    line, _, found = found_with(first, first + first.replace("How long", "How soon"))
    assert [(one.line, one.says) for one in found] == [
        (
            line + 1,
            f"The setting 'days' stands already in line {line}. Give one of them another id.",
        )
    ]


@pytest.mark.parametrize("name", ["suggestion", "by_row", "plan.suggestion"])
def test_a_criterion_may_have_a_name_that_only_facts_may_not(name):
    text = SMALL.replace(PLACES["criterion"], f"  - id: {name}\n")
    assert policy_read(text).criterion(name).label == "Plan"
    assert policy_findings(text)[1] == ()
