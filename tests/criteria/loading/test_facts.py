"""Facts from plain values."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.errors import FactValueError, UnknownFactError
from criteria.loading import parse_fact, parse_facts, policy_read

POLICY = policy_read((Path(__file__).parent / "files" / "small.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("name", "raw", "stored"),
    [
        ("marker", "0.4 %", "0.4 %"),
        ("marker", "<2%", "<2 %"),
        ("marker", 0.4, "0.4 %"),
        ("marker", Decimal("0.40"), "0.4 %"),
        ("marker", 2, "2 %"),
        ("marker", "Absent", "0 %"),
        ("rate", "2.8 x 10^6 CD34+ cells/kg", "2.8e6 cells/kg"),
        ("weight", "8 kg", "8 kg"),
        ("weight", "18 lb", "18 lb"),
        ("tries", "2", "2"),
        ("tries", "2 doses", "2"),
        ("began", "2026-09", "2026-09"),
        ("began", "September 14, 2026", "2026-09-14"),
        ("began", date(2026, 9, 14), "2026-09-14"),
        ("began", 2026, "2026"),
        ("planned", True, True),
        ("planned", "Yes", True),
        ("planned", "n", False),
        ("gene", "both", "both"),
        ("gene", "On both copies", "both"),
        ("gene", "two OF two", "both"),
        ("code", " J3590 ", "J3590"),
    ],
)
def test_a_value_is_read_and_stored_plainly(name, raw, stored):
    spec = POLICY.facts[name]
    value = parse_fact(spec, raw)
    assert value.as_json() == stored
    assert parse_fact(spec, value.as_json()) == value


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("marker", "Jane Roe", "does not begin with a number"),
        ("marker", "2 Jane", "Its unit is not known. It is measured in %."),
        ("marker", "2 kg", "It is measured in %."),
        ("marker", True, "It takes a percent"),
        ("marker", [1], "It takes a percent"),
        ("marker", None, "It takes a percent"),
        ("marker", "", "1 to 200 letters"),
        ("marker", float("nan"), "does not begin"),
        ("weight", "8 kg " + "x" * 300, "1 to 200 letters"),
        ("tries", "1.5", "whole number"),
        ("tries", "1 kg", "It is a number."),
        ("began", "Jane Roe", "A date is written"),
        ("began", "2026-02-31", "no such day"),
        ("planned", "maybe", "yes or no"),
        ("planned", 1, "yes or no"),
        ("planned", None, "yes or no"),
        ("gene", "Jane Roe", "one of: both, one, pending"),
        ("gene", "homozygous", "one of: both, one, pending"),
        ("gene", True, "It takes a choice"),
        ("code", "J\ud800", "letters that are no text"),
        ("code", "J\0", "letters that are no text"),
    ],
)
def test_a_wrong_value_names_its_fact_and_never_itself(name, raw, says):
    with pytest.raises(FactValueError) as caught:
        parse_fact(POLICY.facts[name], raw)
    assert name in str(caught.value)
    assert says in str(caught.value)
    assert "Jane" not in str(caught.value)
    assert caught.value.fact == name


@pytest.mark.parametrize("nothing", [None, "", "unknown", "Not stated", "n/a"])
def test_what_is_not_known_is_not_on_file(nothing):
    assert parse_facts(POLICY, {"marker": nothing, "planned": True}).keys() == {"planned"}


def test_a_name_the_policy_does_not_ask_is_named():
    with pytest.raises(UnknownFactError, match=r"no fact 'markr'. Did you mean 'marker'"):
        parse_facts(POLICY, {"markr": "1 %"})


@given(st.sampled_from(sorted(POLICY.facts)), st.text(max_size=40))
def test_any_text_is_read_or_refused_by_name(name, raw):
    spec = POLICY.facts[name]
    try:
        value = parse_fact(spec, raw)
    except FactValueError:
        with pytest.raises(FactValueError, match=f"given for {name} cannot"):
            parse_fact(spec, raw)
    else:
        assert parse_fact(spec, value.as_json()) == value


@pytest.mark.parametrize(
    "raw",
    [
        "123456789012345678901234567890 %",
        "1234567890.12345678901234567890 %",
        "0.000000000000000000000012345678 %",
    ],
)
def test_a_number_of_very_many_digits_reads_back_as_it_was_written(raw):
    value = parse_fact(POLICY.facts["marker"], raw)
    assert parse_fact(POLICY.facts["marker"], value.as_json()) == value


def test_a_number_too_large_to_be_written_back_is_refused():
    with pytest.raises(FactValueError, match="too many digits"):
        parse_fact(POLICY.facts["marker"], "123456789012345678901234567890e15 %")
