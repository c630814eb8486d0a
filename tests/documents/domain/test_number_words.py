import pytest

from documents.domain.number_words import in_digits
from documents.domain.values import amounts_in, powers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("one point four per cent", "1.4"),
        ("ninety-nine point five percent", "99.5"),
        ("sixty-two and a half million", "62.5"),
        ("one hundred percent", "100"),
        ("two point oh five %", "2.05"),
    ],
)
def test_numbers_in_words_are_put_in_digits_and_keep_their_places(text, number):
    written = in_digits(text)
    assert written.startswith(f"{number} ")
    assert len(written) == len(text)


@pytest.mark.parametrize(
    "text", ["one of us", "nine kilograms four hundred", "three million eight"]
)
def test_words_that_measure_nothing_whole_are_left(text):
    assert in_digits(text) == text


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("at thirteen point four kilograms", "kg", "13.4 kg"),
        ("five times ten to the seventh cd34 positive", "cells", "5e7 cells"),
        ("46m cd34 cells total", "cells", "46e6 cells"),
        ("6.8 million cd34+ cells for each kilogram", "cells/kg", "6.8e6 cells/kg"),
        ("cd11b 0.8 out of 100 neutrophils", "%", "0.8 %"),
        ("wt-kg 14.25", "kg", "14.25 kg"),
    ],
)
def test_amounts_are_read_as_clinics_write_them(text, unit, value):
    assert [one.value for one in amounts_in(text, unit=unit, bare=powers(unit, text))] == [value]


@pytest.mark.parametrize(
    ("text", "unit"), [("000.00 kg", "kg"), ("16 micrograms per kg 240", "kg")]
)
def test_blanks_of_a_form_and_doses_by_weight_are_no_weight(text, unit):
    assert amounts_in(text, unit=unit) == []
