"""The plan's text in passages: headings, bullets, paragraphs, tables."""

from hypothesis import given
from hypothesis import strategies as st

from criteria.domain.plan_text import PassageKind, passages

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


@given(st.text(alphabet="#-* 1.IV\n<b>abc\t|", max_size=200))
def test_every_word_of_any_text_is_kept_in_order_and_nothing_raises(text):
    letters = "".join(one.text for one in passages(text))
    assert sum(letters.count(letter) for letter in "ac") == sum(text.count(c) for c in "ac")


def rows(text):
    return [(one.kind.value, one.bullet, one.text, one.columns) for one in passages(text)]


def test_a_table_is_told_row_by_row_and_the_items_of_a_row_without_a_name_are_bullets():
    text = "Thing\tDose\nA\t<p>One.</p> <ul><li>Twice.</li></ul>\n\t<ul> <li>B.</li> <li class='x'>C.</li></ul>\n\nafter"
    head = ("Thing", "Dose")
    assert rows(text) == [
        ("row", "", "Thing | Dose", head),
        ("row", "", "A: One. Twice.", head),
        ("bullet", "1", "B.", head),
        ("bullet", "2", "C.", head),
        ("paragraph", "", "after", ()),
    ]


def test_a_table_with_bars_is_one_too_and_the_line_that_rules_it_is_left_out():
    head = ("Thing", "Dose")
    assert rows("| Thing | Dose |\n|---|:--:|\n| A | |\n| | B | C |\n- D") == [
        ("row", "", "Thing | Dose", head),
        ("row", "", "A", head),
        ("row", "", "B C", head),
        ("bullet", "1", "D", ()),
    ]


def test_a_tab_within_a_paragraph_or_before_it_makes_no_table():
    assert rows("one\ntwo\tthree")[0][:3] == ("paragraph", "", "one two three")
    assert rows("\tset in")[0][:3] == ("paragraph", "", "set in")
    assert rows("|")[0][:3] == ("paragraph", "", "|")
