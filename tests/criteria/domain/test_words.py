"""Rules in words."""

import pytest

from criteria.domain.facts import FactType, FactValue, RestsOn
from criteria.domain.partial_date import date_parse
from criteria.domain.quantity import Unit, exact
from criteria.domain.tree import (
    All,
    AnyOf,
    Attested,
    Compare,
    Comparison,
    Dated,
    Known,
    KOf,
    Not,
    OneOf,
    Operand,
    Order,
)
from criteria.domain.words import demand_words, node_words, subject_words
from tests.criteria.domain.small_policy import BELOW_TWO, SPECS


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (BELOW_TWO, "The marker: below 2 %"),
        (All((BELOW_TWO,)), "All of:"),
        (AnyOf((BELOW_TWO,)), "Any of:"),
        (Not(BELOW_TWO), "Not:"),
        (KOf(1, (BELOW_TWO, BELOW_TWO)), "At least 1 of these 2:"),
        (OneOf("gene", ("both", "one")), "The gene: Both copies or One copy"),
        (OneOf("seen", (True, False)), "The seen: yes or no"),
        (OneOf("code", ("J3590",)), "The code: J3590"),
        (Attested("planned"), "The planned: stated by the prescriber"),
        (Known("seen"), "The seen: on file"),
        (Dated("started", Order.BEFORE, "ended"), "The started: before: The ended"),
        (
            Dated("started", Order.NOT_BEFORE, date_parse("2026-07-23")),
            "The started: on or after: 2026-07-23",
        ),
        (
            Dated("started", Order.AT_LEAST_BEFORE, "ended", 3),
            "The started: at least 3 calendar months before: The ended",
        ),
        (
            Compare(Operand(("rate", "weight")), Comparison.AT_MOST, exact(10, "cells")),
            "The rate times The weight: at most 10 cells",
        ),
    ],
)
def test_a_rule_reads_as_a_line(node, words):
    assert node_words(node, SPECS) == words


def test_groups_have_neither_subject_nor_demand():
    assert subject_words(All((BELOW_TWO,)), SPECS) == demand_words(All((BELOW_TWO,)), SPECS) == ""


def test_values_have_words():
    assert [str(FactValue(FactType.BOOLEAN, value)) for value in (True, False)] == ["yes", "no"]
    assert str(FactValue(FactType.TEXT, "J3590")) == "J3590"
    assert FactValue(FactType.BOOLEAN, False).as_json() is False
    assert FactValue(FactType.PERCENT, exact("0.40", "%")).as_json() == "0.4 %"
    assert RestsOn.ATTESTATION.label == "a statement signed by the prescriber"
    assert str(Unit("kg", (("kg", 1),), exact(1, "kg").low.value)) == "kg"
