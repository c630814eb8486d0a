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
        ("83537-oo34-o1", "83537-0034-01"),
        ("(8353700340l)", "(83537003401)"),
        ("83537-o34-1", "83537-o34-1"),
        ("l23456789e", "l23456789e"),
        ("l234567893", "1234567893"),
        ("l234567894", "l234567894"),
        ("oil-lil-ol", "oil-lil-ol"),
        ("8.2kq", "8.2kg"),
        ("kq,", "kg,"),
        ("cells/kq", "cells/kg"),
        ("30rnl.", "30ml."),
        ("\u00b0/o", "%"),
        ("<2o/o)", "<2%)"),
        ("o/o", "o/o"),
        ("c/o", "c/o"),
        ("rng", "rng"),
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
    assert repair_in(["Weight", "8.2", "kq"]) == ("kq", "kg")
    assert repair_in(["NDC", "83537-OO34-01"]) == ("83537-OO34-01", "83537-0034-01")
