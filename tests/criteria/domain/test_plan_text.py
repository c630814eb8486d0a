"""The plan's text in passages, and citations that find theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.domain.plan_text import PassageKind, passage_cited, passages
from criteria.domain.policy import Citation

TEXT = """# Medical policy

**Title:** Thing

## Opening statements

- Mandates come first; see [the plan](#) [HCPCS] (once).
- Benefits decide,
  always.

### III. Criteria <sup>1</sup>

Records are required,
always. I. is no heading within a paragraph.

#### **The thing**

- Marker below <2% *of* cells; **AND**
  - On one copy
  - On both copies
    - deep
- No 2 * 3 star left; **AND**

- Third, after a blank line
\u2022 Fourth

* Note: not a number

IV. Renewal

1. Not run out
2) Second

## CODING

### HCPCS Code(s):

- J0000
"""
FOUND = passages(TEXT)


def at(section, bullet=""):
    passage = passage_cited(Citation(section, bullet), FOUND)
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
        ("III", "closing statement", "III. Criteria 1"),
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


def test_passages_are_numbered_in_order_and_know_how_they_are_set():
    assert [one.number for one in FOUND] == list(range(1, len(FOUND) + 1))
    assert FOUND[0].kind is PassageKind.HEADING
    deep = next(one for one in FOUND if one.text == "deep")
    assert (deep.bullet, deep.depth, deep.kind) == ("1ba", 2, PassageKind.BULLET)


def test_a_text_without_headings_is_paragraphs_and_bullets():
    found = passages("one\n\n- two\n")
    assert [(one.kind.value, one.section, one.bullet) for one in found] == [
        ("paragraph", "", ""),
        ("bullet", "", "1"),
    ]
    assert passages("\n \n") == ()
    assert passages("## \n") == ()


@given(st.text(alphabet="#-* 1.IV\n<b>abc\t", max_size=200))
def test_every_word_of_any_text_is_kept_in_order_and_nothing_raises(text):
    letters = "".join(one.text for one in passages(text))
    assert sum(letters.count(letter) for letter in "ac") == sum(text.count(c) for c in "ac")
