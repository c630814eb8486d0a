"""Who is meant, and whether it is said: subject and assertion of a phrase."""

import pytest

from documents.domain.context import Assertion, clause_of, holds_any, read_context
from documents.domain.layout import layout_of, page_from_text
from documents.domain.wording import pattern_of


def read(text, phrase="omphalitis", heading=""):
    lines = f"{heading}\n{text}" if heading else text
    for statement in layout_of(page_from_text(1, lines)).statements:
        match = pattern_of(phrase).search(statement.text)
        if match:
            return read_context(statement, *match.span())
    raise AssertionError("The phrase is not there.")


@pytest.mark.parametrize(
    ("text", "assertion"),
    [
        ("Omphalitis at day 9.", Assertion.PRESENT),
        ("No omphalitis.", Assertion.ABSENT),
        ("N0 omphalitis.", Assertion.ABSENT),
        ("Denies fever but had omphalitis.", Assertion.PRESENT),
        ("No fever; omphalitis at day 9.", Assertion.PRESENT),
        ("Omphalitis was ruled out.", Assertion.ABSENT),
        ("If omphalitis develops, call.", Assertion.HYPOTHETICAL),
        ("Monitor for omphalitis.", Assertion.HYPOTHETICAL),
        ("History of omphalitis.", Assertion.HISTORICAL),
        ("Omphalitis, resolved.", Assertion.HISTORICAL),
        ("Possible omphalitis.", Assertion.UNCERTAIN),
        ("A clean swab does not exclude omphalitis.", Assertion.UNCERTAIN),
        ("Culture for omphalitis is pending.", Assertion.PENDING),
        ("Omphalitis surgery is planned.", Assertion.PRESENT),
        ("Planned surgery of omphalitis.", Assertion.PLANNED),
        ("Severe disease is defined as omphalitis with sepsis.", Assertion.DEFINITION),
        ("Not only omphalitis.", Assertion.PRESENT),
    ],
)
def test_an_assertion_is_read_from_its_clause(text, assertion):
    assert read(text).assertion is assertion


@pytest.mark.parametrize(
    ("text", "heading", "subject"),
    [
        ("Omphalitis at day 9.", "", "member"),
        ("His brother had omphalitis.", "", "sibling"),
        ("The mother reports omphalitis.", "", "member"),
        ("Father is well, and the patient had omphalitis.", "", "member"),
        ("His brother is well; he had omphalitis.", "", "sibling"),
        ("His brother was ill and had omphalitis.", "", "sibling"),
        ("His brother was ill. He had omphalitis.", "", "sibling"),
        ("The child was ill. He had omphalitis.", "", "member"),
        ("Omphalitis in two.", "FAMILY HISTORY", "relative"),
        ("The patient had omphalitis.", "FAMILY HISTORY", "member"),
        ("In the literature omphalitis is common.", "", "literature"),
        ("Healthy donor with omphalitis.", "", "donor"),
    ],
)
def test_the_subject_is_whom_the_clause_is_about(text, heading, subject):
    assert read(text, heading=heading).subject == subject


def test_a_denied_verb_is_told_from_a_thing_that_is_not_there():
    assert read("She is not a candidate.", "candidate").verb_denied
    assert not read("No candidate was found.", "candidate").verb_denied


def test_a_label_ends_a_clause_and_a_row_is_one():
    prose = layout_of(page_from_text(1, "Note: omphalitis seen")).statements[0]
    assert clause_of(prose, 6, 16)[0] == 6
    row = layout_of(page_from_text(1, "Note: a      omphalitis; seen")).statements[0]
    assert row.is_row
    assert clause_of(row, 9, 19) == (0, len(row.text))


def test_a_trap_inside_the_phrase_itself_is_none():
    text = "history of omphalitis"
    assert not holds_any(["history of"], text, outside=(0, len(text)))
    assert holds_any(["history of"], text, outside=(11, len(text)))


def test_a_pronoun_goes_back_only_to_one_whom_it_fits():
    heard = "CD18 on 0.4 % of neutrophils"
    assert _who(f"Her brother was seen. She had {heard}.") == "member"
    assert _who(f"His sister was seen. He had {heard}.") == "member"
    assert _who(f"His brother was seen. He had {heard}.") == "sibling"
    assert _who(f"The parents were seen. They had {heard}.") == "relative"


def _who(text):
    statement = layout_of(page_from_text(1, text)).statements[-1]
    start = statement.text.index("cd18")
    return read_context(statement, start, start + 4).subject
