"""Words that a fax bends: mended only where a grammar says what was meant."""

import pytest

from documents.domain.repairs import mended, repair_in


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("o.8%", "0.8%"),
        ("<l%", "<1%"),
        ("06/0272026", "06/02/2026"),
        ("0670/2026", "0670/2026"),
        ("06702/2026", "06/02/2026"),
        ("2/i6/26,", "2/16/26,"),
        ("c.817g\u00bba", "c.817g>a"),
        ("c.8176>a", "c.817g>a"),
        ("c.817g2a", "c.817g>a"),
        ("p.(argi88*)", "p.(arg188*)"),
        ("0ct", "oct"),
        ("hlv-1", "hiv-1"),
        ("11,2", "11.2"),
        ("1,200", "1,200"),
        ("oil", "oil"),
        ("lot", "lot"),
        ("cd18", "cd18"),
        ("10/10", "10/10"),
    ],
)
def test_a_word_is_mended_where_its_grammar_says_so(printed, meant):
    assert mended(printed) == meant


def test_the_printed_word_is_kept_beside_the_mended_one():
    assert repair_in(["CD18:", "O.8", "%"]) == ("O.8", "0.8")
    assert repair_in(["CD18:", "0.8", "%"]) is None
