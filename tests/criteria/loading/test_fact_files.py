"""Files of facts."""

import pytest

from criteria.errors import FactFileError
from criteria.loading.fact_files import FactCase, fact_file_read


@pytest.mark.parametrize(
    "text",
    [
        "marker: 0.40 %\nplanned: true\n",
        '{"marker": "0.40 %", "planned": true}',
        '\ufeff{"marker": "0.40 %", "planned": true}',
        "{marker: 0.40 %, planned: true}",
    ],
)
def test_one_case_in_yaml_or_json(text):
    found = fact_file_read(text)
    assert not found.is_list
    assert found.cases == (FactCase("1", {"marker": "0.40 %", "planned": True}),)


@pytest.mark.parametrize(
    "text",
    ["[{a: 1}, {name: second, facts: {b: 2}}]", '[{"a": 1}, {"id": "second", "facts": {"b": 2}}]'],
)
def test_a_list_of_cases(text):
    found = fact_file_read(text)
    assert found.is_list
    assert found.cases == (FactCase("1", {"a": 1}), FactCase("second", {"b": 2}))


def test_numbers_keep_their_digits():
    assert fact_file_read('{"a": 0.10}').cases[0].facts == {"a": "0.10"}
    assert fact_file_read("a: 0.10").cases[0].facts == {"a": "0.10"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "empty"),
        ("just words", "no map of facts"),
        ("[1, 2]", "Case 1 is no map"),
        ("[{a: 1}, [2]]", "Case 2 is no map"),
        ("{facts: 3}", "nothing else"),
        ("{facts: {a: 1}, other: 2}", "nothing else"),
        ('{"a": 1, "a": 2}', "given twice"),
        ("{a: 1, a: 2}", "given twice"),
        ('{"a": NaN}', "NaN is no value"),
        ('{"a": ', "cannot be read"),
    ],
)
def test_what_is_no_file_of_facts_is_refused(text, says):
    with pytest.raises(FactFileError, match=says):
        fact_file_read(text)


def test_a_name_that_cannot_be_printed_gives_way_to_the_number():
    found = fact_file_read('[{"name": "\\ud800", "facts": {"a": 1}}]')
    assert found.cases == (FactCase("1", {"a": 1}),)


def test_an_empty_list_holds_no_cases():
    assert fact_file_read("[]").cases == ()
