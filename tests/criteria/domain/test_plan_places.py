"""Citations that find their passage in the plan's text."""

import pytest

from criteria.domain.plan_places import passage_cited
from criteria.domain.plan_text import passages
from criteria.domain.policy import Citation
from tests.criteria.domain.test_plan_text import TEXT

MADE_UP = """## A made-up policy

**Title: Thing**

Current effective date: July 1
Posted: June 1

**Mandates come first.**

Only for members of the plan.

### Summary

Indication\tDose
Thing\t<p>One dose.</p> <ul> <li>Never two.</li> </ul>
\t<ul> <li>Confirm first.</li> <li>Handle with care.</li> </ul>

## Criteria

### III. Approval

Records are required.

- First bullet (*Note: once*)
- Last bullet
  - a remark
  - § *Note: Again is rare.*

All of it counts.

### IV. Renewal

#### Never
"""


def at(section, bullet="", text=TEXT):
    passage = passage_cited(Citation(section, bullet), passages(text))
    return None if passage is None else passage.text


@pytest.mark.parametrize(
    ("section", "bullet", "text"),
    [
        ("III", "1", "Marker below <2% of cells; AND"),
        ("III", "1a", "On one copy"),
        ("III", "1b", "On both copies"),
        ("III", "1c", "Marker below <2% of cells; AND"),
        ("III", "2, first part", "No 2 * 3 star left; AND"),
        ("III", "3", "Third, after a blank line"),
        ("III", "4", "Fourth"),
        ("III", "", "III. Criteria 1"),
        ("III", "99", "III. Criteria 1"),
        ("III", "Records", "Records are required, always. I. is no heading within a paragraph."),
        ("IV", "1", "Not run out"),
        ("IV", "2", "Second"),
        ("Coding", "HCPCS", "HCPCS Code(s):"),
        ("Opening statements", "1", "Mandates come first; see the plan [HCPCS] (once)."),
        ("Opening statements", "2", "Benefits decide, always."),
        ("V", "1", None),
        ("Dose table", "", None),
    ],
)
def test_a_citation_finds_its_passage(section, bullet, text):
    assert at(section, bullet) == text


@pytest.mark.parametrize(
    ("section", "bullet", "text"),
    [
        ("Heading", "Current effective date", "Current effective date: July 1 Posted: June 1"),
        ("Heading", "posted", "Current effective date: July 1 Posted: June 1"),
        ("Heading", "", "A made-up policy"),
        ("Heading", "Reviewed", "A made-up policy"),
        ("Opening statements", "1", "Mandates come first."),
        ("Opening statements", "2", "Only for members of the plan."),
        ("Opening statements", "9", "Mandates come first."),
        ("Opening statements", "", "Mandates come first."),
        ("Dose table", "Thing", "Thing: One dose. Never two."),
        ("Dose table", "2", "Handle with care."),
        ("Dose table", "9", "Indication | Dose"),
        ("Indication table", "", "Indication | Dose"),
        ("Price table", "1", None),
        ("III", "opening paragraph", "Records are required."),
        ("III", "closing statement", "All of it counts."),
        ("III", "2, note", "§ Note: Again is rare."),
        ("III", "1, note", "First bullet (Note: once)"),
        ("III", "heading", "III. Approval"),
        ("IV", "closing statement", "IV. Renewal"),
    ],
)
def test_what_stands_under_no_heading_of_that_name_is_found_by_what_it_is(section, bullet, text):
    assert at(section, bullet, MADE_UP) == text


def test_a_text_without_any_such_place_says_so():
    assert at("Heading", "", "") is None
    assert at("Opening statements", "1", "# Title") is None
    assert at("Opening statements", "1", "no sentence") is None
