"""The texts of the reading benchmark say nothing that could not be true."""

import re

from benchmarks.faxes.texts import TEXTS
from cases.management.demonstration.registry import npi_with_check_digit


def test_every_npi_carries_its_check_digit():
    numbers = {n for text in TEXTS for n in re.findall(r"\b[12]\d{9}\b", str(text.blocks))}
    assert len(numbers) == 2
    assert all(npi_with_check_digit(number[:9]) == number for number in numbers)


def test_every_token_stands_in_its_text():
    for text in TEXTS:
        assert all(token in str(text.blocks) for token in text.tokens), text.name
