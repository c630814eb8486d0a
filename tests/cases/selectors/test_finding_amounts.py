"""Amounts, counts, dates and codes as records write them, with the hints of the policies as they are.

sentences/amounts.txt holds one check a line, in the form of the other sentences.
"""

import pytest

from tests.cases.selectors.test_finding_sentences import checks, proposed


@pytest.mark.parametrize(("fact", "said", "value"), checks("amounts.txt"))
def test_a_page_gives_the_amount_or_date_it_states_and_no_other(fact, said, value):
    assert proposed(fact, said) == (set() if value == "-" else {value})
