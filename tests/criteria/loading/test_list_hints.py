"""Hints of a list: what an item is known by, what belongs to its fields, and what is refused."""

from pathlib import Path

import pytest

from criteria.domain.diff import policy_diff
from criteria.errors import PolicyFileError
from criteria.loading import policy_read

TEXT = (Path(__file__).parent / "files" / "lists.yaml").read_text(encoding="utf-8")
FIELDS = """  visits:
    ask: Visits
    type: list
    rests_on: [page]
    find: {OWN}
    fields:
      kind: {{ask: Kind, type: choice, choices: {{call: A call, stay: A stay}}, find: {KIND}}}
      seen: {{ask: Seen, type: date, find: {SEEN}}}
      length: {{ask: Length, type: quantity, unit: days, find: {LENGTH}}}
      kept: {{ask: Kept, type: boolean, find: {KEPT}}}
"""
READ = """advisories:
  - {id: advice.visits, says: Seen., cite: {section: I}, when: {some: visits}}
"""
RIGHT = {
    "OWN": "{terms: [visited], documents: [clinic_note], traps: [planned], negations: [never], one_day: [call]}",
    "KIND": "{phrases: {call: [phone call], stay: [inpatient stay]}, forms: [Kind]}",
    "SEEN": "{date_of: kind, forms: [Day]}",
    "LENGTH": "{terms: [lasted]}",
    "KEPT": "{phrases: {'true': [was kept]}}",
}


def text_with(**changes: str) -> str:
    """The file of the other tests with a list of visits among its facts."""
    added = FIELDS.format(**(RIGHT | changes))
    return TEXT.replace("facts:\n", f"facts:\n{added}", 1) + READ


def problems_of(text: str) -> list[str]:
    try:
        policy_read(text)
    except PolicyFileError as error:
        return [says for _line, says in error.problems]
    return []


def test_a_list_has_hints_and_its_fields_have_their_own():
    visits = policy_read(text_with()).facts["visits"]
    assert visits.has_hints
    assert visits.find.one_day == ("call",)
    assert visits.fields["seen"].find.date_of == "kind"
    assert visits.leading_field is visits.fields["kind"]


def test_the_day_of_another_field_never_leads():
    text = text_with(
        KIND="{}", LENGTH="{terms: [lasted]}", SEEN="{date_of: length, terms: [on]}", OWN="{}"
    )
    visits = policy_read(text).facts["visits"]
    assert visits.leading_field is visits.fields["length"]


def test_a_list_without_hints_is_put_together_by_a_person():
    visits = policy_read(text_with(OWN="{}", KIND="{}", SEEN="{}", LENGTH="{}", KEPT="{}")).facts[
        "visits"
    ]
    assert not visits.has_hints
    assert visits.leading_field is None


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"OWN": "{forms: [Visit]}"}, "forms says how a field is written"),
        ({"OWN": "{phrases: {call: [phone]}}"}, "phrases says how a field is written"),
        ({"OWN": "{date_of: kind}"}, "date_of says how a field is written"),
        ({"KIND": "{documents: [clinic_note]}"}, "documents is said of the whole list"),
        ({"KIND": "{negations: [never]}"}, "negations is said of the whole list"),
        ({"KIND": "{one_day: [call]}"}, "one_day is said of the whole list"),
        ({"SEEN": "{date_of: kinds}"}, "names another field of the list, and 'kinds' is none"),
        ({"SEEN": "{date_of: seen}"}, "names another field of the list"),
        ({"KEPT": "{date_of: kind}"}, "names another field of the list"),
        ({"KIND": "{}", "SEEN": "{}", "LENGTH": "{}", "KEPT": "{}", "OWN": "{terms: [visit]}"}, "no field has hints"),
        ({"KIND": "{forms: [Kind]}"}, "needs phrases for its choices"),
        ({"KIND": "{}", "SEEN": "{}", "LENGTH": "{forms: [Length]}"}, "which needs terms"),
        ({"KIND": "{}", "SEEN": "{terms: [on]}", "OWN": "{}"}, "name under the list's terms what it dates"),
        ({"KIND": "{}", "SEEN": "{}", "LENGTH": "{}", "OWN": "{}"}, "is a yes or no"),
        ({"OWN": "{one_day: [cal]}"}, "'cal' is no choice of the leading field. Did you mean 'call'"),
        ({"KIND": "{phrases: {calls: [phone]}}"}, "'calls' is no value of"),
    ],
)  # fmt: skip
def test_hints_in_the_wrong_place_are_refused_with_what_would_be_right(changes, says):
    problems = problems_of(text_with(**changes))
    assert any(says in one for one in problems), problems


def test_one_day_belongs_to_a_list_and_a_list_has_no_specimen():
    text = text_with().replace(
        "    type: list\n    rests_on: [page]\n",
        "    type: list\n    rests_on: [page]\n    specimen: blood\n",
        1,
    )
    assert "A list has no specimen." in problems_of(text)
    day = "{ask: The day, type: date, find: {one_day: [call]},"
    assert "Only a list has one_day." in problems_of(
        TEXT.replace("{ask: The day, type: date,", day)
    )


def test_a_hint_of_a_field_that_changes_is_told():
    old, new = policy_read(text_with()), policy_read(text_with(LENGTH="{terms: [lasting]}"))
    told = str(policy_diff(old, new))
    assert "Where it is looked for" in told
