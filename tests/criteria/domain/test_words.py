"""Rules in words."""

from dataclasses import replace
from decimal import Decimal

import pytest

from criteria.domain.facts import FactType, FactValue, RestsOn
from criteria.domain.list_tree import (
    Change,
    CountBound,
    Counted,
    Direction,
    Every,
    Measure,
    Observed,
    Pick,
    Picked,
    Request,
    Rolling,
)
from criteria.domain.partial_date import date_parse
from criteria.domain.quantity import Bound, Unit, amount_parse, exact
from criteria.domain.tree import (
    All,
    AnyOf,
    Attested,
    Band,
    Bands,
    Compare,
    Comparison,
    Dated,
    Known,
    KOf,
    Not,
    OneOf,
    Operand,
    Order,
    When,
)
from criteria.domain.words import (
    band_words,
    demand_words,
    node_words,
    subject_words,
    value_words,
)
from tests.criteria.domain.list_specs import LISTS, items
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


BANDS = Bands(
    "by weight",
    "weight",
    (
        Band(amount_parse("10-25 kg"), exact(1, "mg")),
        Band(amount_parse(">25 kg"), exact(2, "mg")),
    ),
)
SCORE = Picked("scores", Pick.LATEST, "scores.score", "scores.taken")
OURS = replace(SCORE, where=Known("scores.by_us"))


@pytest.mark.parametrize(
    ("node", "words"),
    [
        (Counted("drugs", CountBound.AT_LEAST, 2), "The drugs: at least 2"),
        (
            Counted("drugs", CountBound.AT_MOST, 0, Known("drugs.began")),
            "The drugs: none, where:",
        ),
        (
            Counted("drugs", CountBound.AT_LEAST, 2, None, "drugs.group"),
            "The drugs: at least 2 different in The group",
        ),
        (Every("drugs", Known("drugs.began")), "The drugs: each of them:"),
        (Known("drugs.began"), "The began: on file"),
        (
            Observed(OURS, Comparison.BELOW, exact(3, "count")),
            "The scores, the latest The score: below 3, where:",
        ),
        (
            Change("first_score", SCORE, Direction.FALLS, Measure.RELATIVE,
                   Comparison.AT_LEAST, exact(20, "%")),
            ("From The first_score to The scores, the latest The score: "
            "falls by at least 20 % of the first"),
        ),
        (
            Change(SCORE, "first_score", Direction.RISES, Measure.ABSOLUTE,
                   Comparison.ABOVE, exact(2, "count")),
            "From The scores, the latest The score to The first_score: rises by above 2",
        ),
        (
            Rolling("fills", "fills.quantity", "fills.filled", 30, exact(4, "count"),
                    plus=Request("asked", "asked_on")),
            "The fills, The quantity added up with The asked: at most 4 in any 30 days",
        ),
        (
            Rolling("fills", "fills.quantity", "fills.filled", 30, exact(4, "count"),
                    ending="asked_on"),
            "The fills, The quantity added up: at most 4 in the 30 days that end with The asked_on",
        ),
        (
            Compare(Operand(("dose",)), Comparison.AT_MOST, BANDS),
            ("The dose: at most what the table by weight gives for The weight "
            "(from 10 kg to 25 kg: 1 mg; above 25 kg: 2 mg)"),
        ),
        (
            When(Known("seen"), Known("gene"), Known("dose")),
            "If the first of these, then the second, otherwise the third:",
        ),
    ],
)  # fmt: skip
def test_a_rule_over_a_list_reads_as_a_line(node, words):
    assert node_words(node, LISTS) == words


def test_a_band_without_its_upper_end_says_below():
    band = Band(
        replace(amount_parse("10-25 points"), high=Bound(Decimal(25), False)), exact(1, "mg")
    )
    assert band_words(band) == "from 10 to below 25"


def test_a_list_has_words_for_people_and_plain_values_for_a_file():
    two = {"drug": "Adalix", "group": "tnf", "failed": True}
    value = items("drugs", two, {}, complete=True)["drugs"]
    assert str(value) == ("drug: Adalix, group: tnf, failed: yes; nothing stated; no others")
    assert value.as_json() == {"items": [two, {}], "complete": True}
    assert value_words({"items": [two, {"odd": 1}]}, LISTS["drugs"]) == (
        "The drug: Adalix, The group: TNF blocker, The failed: yes; nothing stated"
    )
    assert value_words(value.as_json(), LISTS["drugs"]).endswith("; no others")
    turned = {"items": [dict(reversed(two.items()))]}  # a database may keep no order of keys
    assert value_words(turned, LISTS["drugs"]) == value_words({"items": [two]}, LISTS["drugs"])
    none = items("drugs", complete=True)["drugs"]
    assert (str(none), value_words(none.as_json(), LISTS["drugs"])) == ("none", "None")
