"""Lists as facts: from YAML and JSON values, and from one line of words."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.domain.words import value_words
from criteria.errors import FactValueError
from criteria.loading import parse_fact, parse_facts, policy_read

POLICY = policy_read((Path(__file__).parent / "files" / "lists.yaml").read_text(encoding="utf-8"))
DRUGS, SCORES = POLICY.facts["drugs"], POLICY.facts["scores"]
ADALIX = {"drug": "Adalix", "group": "tnf", "began": "2026-01", "failed": True}


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ([ADALIX], {"items": [ADALIX], "complete": False}),
        ({"items": [ADALIX]}, {"items": [ADALIX], "complete": False}),
        ({"items": [ADALIX], "complete": True}, {"items": [ADALIX], "complete": True}),
        ({"items": [], "complete": True}, {"items": [], "complete": True}),
        ([{}], {"items": [{}], "complete": False}),
        ([{"drug": None, "group": "unknown"}], {"items": [{}], "complete": False}),
        ("none", {"items": [], "complete": True}),
        ("No others", {"items": [], "complete": True}),
        (
            "drug: Adalix, group: TNF blocker, began: 2026-01, Did not help: yes; no others",
            {"items": [ADALIX], "complete": True},
        ),
        (
            "drug: Adalix; drug: Bixel;",
            {"items": [{"drug": "Adalix"}, {"drug": "Bixel"}], "complete": False},
        ),
    ],
)
def test_a_list_is_read_and_stored_plainly(raw, stored):
    value = parse_fact(DRUGS, raw)
    assert value.as_json() == stored
    assert parse_fact(DRUGS, value.as_json()) == value


def test_fields_are_stored_in_the_policys_order_with_their_own_units_and_words():
    value = parse_fact(SCORES, [{"score": "clear", "area": 12.5, "taken": "9/1/2026"}])
    (record,) = value.listed.records
    assert [(name, field.as_json()) for name, field in record.fields] == [
        ("taken", "2026-09-01"),
        ("score", "0"),
        ("area", "12.5 %"),
    ]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (7, "It takes a list of items"),
        (True, "It takes a list of items"),
        ([], "An empty list says nothing"),
        ("", "An empty list says nothing"),
        ({"items": []}, "An empty list says nothing"),
        ({"items": {}}, "It takes a list of items"),
        ({"complete": True}, "A list is {items"),
        ({"items": [ADALIX], "complete": "Jane"}, "A list is {items"),
        ({"items": [ADALIX], "al": True}, "A list is {items"),
        (["Jane Roe"], "An item states some of: drug, group"),
        ([{"drugs": "Jane"}], "Did you mean 'drug'?"),
        ([{"began": "Jane"}], "drugs.began cannot be used. A date is written"),
        ([{"group": "Jane"}], "drugs.group cannot be used. It takes one of: tnf, il"),
        ([{}] * 501, "at most 500 items"),
        ("drug Jane", "It is written field: value"),
        ("drug: Jane, drug: Roe", "It is written field: value"),
        ("who: Jane", "Fields: drug, group, began, stopped, failed"),
        ("drug: " + "Jane" * 6000, "at most 20,000 letters"),
        ("began: Jane", "A date is written"),
    ],
)
def test_a_wrong_list_names_its_fact_and_never_its_values(raw, says):
    with pytest.raises(FactValueError) as caught:
        parse_fact(DRUGS, raw)
    assert says in str(caught.value)
    assert "drugs" in str(caught.value)
    assert "Jane" not in str(caught.value)


def test_a_list_that_is_not_known_is_not_on_file():
    assert parse_facts(POLICY, {"drugs": None, "scores": "unknown"}) == {}


item = st.fixed_dictionaries(
    {},
    optional={
        "drug": st.sampled_from(["Adalix", "Bixel"]),
        "group": st.sampled_from(["tnf", "il"]),
        "began": st.dates().map(str),
        "failed": st.booleans(),
    },
)


@given(st.lists(item, max_size=4), st.booleans())
def test_a_list_in_words_is_the_same_list(raw, complete):
    if not raw and not complete:
        return
    value = parse_fact(DRUGS, {"items": raw, "complete": complete})
    assert parse_fact(DRUGS, str(value)) == value
    assert parse_fact(DRUGS, value_words(value.as_json(), DRUGS)) == value


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_by_name(raw):
    try:
        value = parse_fact(DRUGS, raw)
    except FactValueError:
        with pytest.raises(FactValueError, match="given for drugs"):
            parse_fact(DRUGS, raw)
    else:
        assert parse_fact(DRUGS, value.as_json()) == value
