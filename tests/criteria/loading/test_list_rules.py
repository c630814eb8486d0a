"""Rules over lists, tables and criteria for some requests, as policy files say them."""

from pathlib import Path

import pytest

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
from criteria.domain.quantity import exact
from criteria.domain.tree import (
    All,
    Bands,
    Compare,
    Comparison,
    Dated,
    Known,
    OneOf,
    Operand,
    Order,
    When,
)
from criteria.loading import policy_read
from tests.criteria.loading.test_policy_files import refused

TEXT = (Path(__file__).parent / "files" / "lists.yaml").read_text(encoding="utf-8")
POLICY = policy_read(TEXT)
INITIAL = OneOf("request_type", ("initial",))


def rule(criterion_id):
    return POLICY.criterion(criterion_id).rule


def test_a_count_of_different_values():
    assert rule("first.step") == Counted(
        "drugs",
        CountBound.AT_LEAST,
        2,
        All(
            (
                OneOf("drugs.failed", (True,)),
                Dated("drugs.began", Order.AT_LEAST_BEFORE, "drugs.stopped", months=3),
                Dated("drugs.stopped", Order.AT_MOST_BEFORE, "asked_on", years=1),
            )
        ),
        "drugs.group",
    )


def test_observations_and_changes():
    where = Dated("scores.taken", Order.WITHIN, "asked_on", weeks=6, days=3)
    latest = Picked("scores", Pick.LATEST, "scores.score", "scores.taken", where)
    assert rule("first.skin") == Observed(latest, Comparison.AT_LEAST, exact(12, "count"))
    assert rule("again") == Change(
        Picked("scores", Pick.EARLIEST, "scores.score", "scores.taken"),
        Picked("scores", Pick.LATEST, "scores.score", "scores.taken"),
        Direction.FALLS,
        Measure.RELATIVE,
        Comparison.AT_LEAST,
        exact(20, "%"),
    )


def test_the_shorter_rules():
    assert rule("others").parts == (
        Counted("drugs", CountBound.AT_LEAST, 1),
        Counted("drugs", CountBound.AT_MOST, 0, OneOf("drugs.drug", ("bad",))),
        Every("drugs", Known("drugs.began")),
        Counted("drugs", CountBound.AT_MOST, 9),
        When(OneOf("indication", ("skin",)), Known("weight"), Known("dose")),
        Compare(Operand(("dose",)), Comparison.AT_LEAST, Operand(("usual",))),
    )


def test_tables_and_totals():
    (table,) = POLICY.limits[0].each_stated
    assert isinstance(table, Compare)
    assert isinstance(table.right, Bands)
    assert [str(row.amount) for row in table.right.rows] == ["100 mg", "200 mg", "300 mg"]
    assert [row.range.low.included for row in table.right.rows] == [True, True, False]
    assert [row.range.high and row.range.high.included for row in table.right.rows] == [
        False,
        True,
        None,
    ]
    assert POLICY.limits[1].each_stated == (
        Rolling(
            "fills",
            "fills.quantity",
            "fills.filled",
            90,
            exact(4, "count"),
            plus=Request("asked", "asked_on"),
        ),
        Rolling(
            "fills",
            "fills.quantity",
            "fills.filled",
            30,
            exact(2, "count"),
            Known("fills.filled"),
            ending="asked_on",
        ),
    )


def test_what_is_for_some_requests_is_so_for_all_below_it():
    assert POLICY.criterion("first").applies_when == INITIAL
    assert POLICY.criterion("first.step").applies_when == INITIAL
    assert POLICY.criterion("first.skin").applies_when == All(
        (INITIAL, OneOf("indication", ("skin",)))
    )
    assert POLICY.criterion("again").applies_when == All(
        (OneOf("indication", ("skin", "joint")), OneOf("request_type", ("renewal",)))
    )
    assert POLICY.criterion("others").applies_when is None
    assert POLICY.criterion("again").may_be_not_applicable


def test_what_an_approval_grants_and_codes_in_other_forms():
    terms = POLICY.authorization
    assert (terms.units, terms.renewals, terms.renewal_validity_days) == (6, 3, 365)
    assert POLICY.applies.products[0].ndc == "01234-0001-xx"


STEP = "        count: drugs\n        distinct: group\n        at_least: 2\n"
PLUS = "plus: {amount: asked, on: asked_on}"
ROLLING = "{rolling: fills, of: quantity, by: filled, days: 30, at_most: 2, ending: asked_on"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        # lists and fields
        ("count: drugs", "count: drug", "No fact is named 'drug' in this file. Did you mean 'drugs'"),
        ("count: drugs", "count: dose", "dose is a quantity, not a list"),
        ("distinct: group", "distinct: grup", "The list drugs has no field 'grup'. Did you mean"),
        ("distinct: group", "distinct: began", "Different values are counted of a choice or a text"),
        ("{fact: failed, is: true}", "{fact: faild, is: true}", "Did you mean 'failed'?"),
        ("{fact: drug, is: bad}", "{fact: took, is: bad}", "No fact is named 'took'"),
        ("of: score\n", "of: taken\n", "scores.taken is no amount"),
        ("by: taken\n", "by: score\n", "scores.score is not a date"),
        ("{some: drugs}", "{fact: drugs, is: bad}", "is a list; begin the rule with some"),
        ("{some: drugs}", "{fact: drugs, below: 2}", "drugs is a list and has no unit"),
        ("{some: drugs}", "{fact: drugs, before: asked_on}", "drugs is not a date"),
        # counts
        ("        at_least: 2\n", "", "A count takes at_least or at_most"),
        ("        at_least: 2\n", "        at_least: 2\n        at_most: 3\n", "one of them"),
        ("at_least: 2\n", "at_least: 0\n", "at_least takes a whole number from 1"),
        ("at_least: 2\n", "at_least: true\n", "at_least takes a whole number from 1"),
        ("at_least: 2\n", "at_least: 3\n", "can never be met: drugs.group has 2 values"),
        ("{count: drugs, at_most: 9}", "{count: drugs, at_most: -1}", "a whole number from 0"),
        ("{some: drugs}", "{some: drugs, at_least: 2}", "not at_least"),
        ("{some: drugs}", "{some: drugs, weer: 2}", "Unknown key 'weer' in a rule"),
        ("{every: drugs, holds: {known: began}}", "{every: drugs}", "Every takes holds"),
        ("holds: {known: began}", "where: {known: began}", "not where"),
        ("holds: {known: began}", "holds: {known: begun}", "Did you mean 'began'?"),
        ("{some: drugs}", "{every: asked, holds: {known: asked}}", "asked is a count, not a list"),
        ("{some: drugs}", "{some: drugs}\n      - {none: drugs}", "the count of drugs cannot be both"),
        ("{some: drugs}", "{count: drugs, at_least: 10}", "the count of drugs cannot be both"),
        # observations and changes
        ("        at_least: 12 points\n", "", "Here belongs exactly one test: above"),
        ("at_least: 12 points", "at_least: 12 kg", "count cannot be compared with kg"),
        ("at_least: 12 points", "at_least: {latest: scores}", "An amount is compared with an amount"),
        ("at_least: 12 points", "at_least: {fact: usul}", "Did you mean 'usual'?"),
        ("at_least: 12 points", "at_least: {table: by_wait}", "No table is named 'by_wait'"),
        ("change: relative", "change: big", "A change is written"),
        ("falls: {at_least: 20 %}", "falls: {at_least: 20}", "It has no unit"),
        ("falls: {at_least: 20 %}", "falls: {at_least: 20 kg}", "% cannot be compared with kg"),
        ("falls: {at_least: 20 %}", "falls: {at_least: 120 %}", "Nothing falls by more than 100 %"),
        ("falls: {at_least: 20 %}", "falls: 20 %", "How far is written {at_least: 20 %}"),
        ("falls: {at_least: 20 %}", "falls: {nearly: 20 %}", "one comparison"),
        ("    falls: {at_least: 20 %}\n", "", "A change is written"),
        ("from: {earliest: scores, of: score", "from: {earliest: scores, of: area", "unlike units"),
        ("from: {earliest: scores, of: score, by: taken}", "from: weight", "unlike units"),
        ("from: {earliest: scores, of: score, by: taken}", "from: wait", "Did you mean 'weight'?"),
        ("from: {earliest: scores, of: score, by: taken}", "from: indication", "is no amount"),
        ("from: {earliest: scores, of: score, by: taken}", "from: {of: score}", "is written {latest"),
        ("from: {earliest: scores,", "from: {earliest: scores, days: 3,", "not days"),
        ("    change: relative\n", "    change: relative\n    days: 3\n", "not days"),
        # totals
        ("days: 90", "days: 0", "A rolling total takes days, a whole number from 1"),
        ("at_most: 4\n", "at_most: 4 kg\n", "count cannot be compared with kg"),
        ("at_most: 4\n", "at_most: lots\n", "is not an amount"),
        (PLUS, "plus: asked", "The request is written {amount: fact, on: date fact}"),
        (PLUS, "plus: {amount: dose, on: asked_on}", "dose is not measured in count"),
        (PLUS, "plus: {amount: asked, on: asked}", "asked is not a date"),
        (PLUS, "plus: {amount: askd, on: asked_on}", "Did you mean 'asked'?"),
        ("ending: asked_on", "ending: asked", "asked is not a date"),
        ("ending: asked_on", "endin: asked_on", "Did you mean 'ending'?"),
        ("ending: asked_on", "distinct: quantity", "not distinct"),
        (ROLLING, "{rolling: drugs, of: drug, by: began, days: 30, at_most: 2", "drugs.drug is no"),
        ("where: {known: filled}}", "where: {known: fild}}", "Did you mean 'filled'?"),
        # distances
        ("months: 3}", "months: 0}", "whole numbers from 1"),
        ("at_least_before: stopped, months: 3", "before: stopped, months: 3", "takes no distance"),
        (", years: 1}", "}", "at_most_before takes days, weeks, months or years"),
        # arms
        ("then: {known: weight}, ", "", "A rule with two arms is written"),
        ("then: {known: weight}", "then: {known: wait}", "Did you mean 'weight'?"),
        # for
        ("for: {indications: [skin]}", "for: {indications: [skn]}", "Did you mean 'skin'?"),
        ("for: {indications: [skin]}", "for: {request_types: [again]}", "has no choice 'again'"),
        ("for: {indications: [skin]}", "for: {}", "It names indications, request_types or both"),
        ("for: {indications: [skin]}", "for: {indicatons: [skin]}", "Did you mean 'indications'?"),
        # tables
        ("below: 25 kg", "below: 24 kg", None),
        ("{from: 25 kg, to: 50 kg", "{from: 26 kg, to: 50 kg", "above is a gap"),
        ("{from: 25 kg, to: 50 kg", "{above: 25 kg, to: 50 kg", "above is a gap"),
        ("{from: 25 kg, to: 50 kg", "{from: 24 kg, to: 50 kg", "It overlaps the row above"),
        ("{above: 50 kg", "{from: 50 kg", "It overlaps the row above"),
        (", to: 50 kg", "", None),
        ("to: 50 kg", "to: 20 kg", "upper end does not lie above"),
        ("{above: 50 kg", "{above: 50 kg, from: 51 kg", "one lower end"),
        ("to: 50 kg", "to: 50 kg, below: 51 kg", "one upper end"),
        ("{above: 50 kg", "{above: 50 lb", "exact amounts in kg"),
        ("{above: 50 kg", "{above: <50 kg", "exact amounts in kg"),
        ("gives: 300 mg", "gives: 300", "It gives count, the row above mg"),
        ("gives: 300 mg", "gives: <300 mg", "It gives one exact amount"),
        ("gives: 300 mg", "gives: lots", "This row cannot be read"),
        ("by: weight\n", "by: wait\n", "No fact with a unit is named 'wait'. Did you mean 'weight'"),
        ("{table: by_weight}", "300 mg", None),
        # facts and terms
        ("fields:\n      taken", "feelds:\n      taken", "Did you mean 'fields'?"),
        ("group: {ask: Class, type: choice", "group: {ask: Class, type: text", "lists its choices"),
        ("began: {ask: Begun, type: date}", "began: {ask: Begun, type: list}", "is no list itself"),
        ("began: {ask: Begun", "dose: {ask: Begun", "The field 'dose' has the name of a fact"),
        ("score: {ask: Score, type: quantity, unit: points", "score: {ask: Score, type: quantity", "A quantity needs a unit"),
        ("{ask: The day, type: date,", "{ask: The day, type: date, fields: {a: {ask: A, type: date}},", "A list names its fields"),
        ("    ask: Fills\n", "    ask: Fills\n    find: {terms: [fill]}\n", "no field has hints"),
        ("renewable: true", "renewable: false", None),
        ("ndc: 1234-0001-xx", "ndc: 1234-01-xx", "An NDC is written"),
    ],
)  # fmt: skip
def test_it_refuses_by_line_and_says_what_would_be_right(old, new, says):
    line, problems = refused(old, new, TEXT)
    if says is not None:
        assert any(says in text for _, text in problems), problems
        assert any(abs(at - line) <= 16 for at, _ in problems), problems


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("below: 25 kg", "below: 24 kg", "Between it and the row above is a gap"),
        ("    for: {request_types: [initial]}\n    all:", "    any:", "put it under all"),
        (", to: 50 kg", "", "It overlaps the row above"),
        ("{table: by_weight}", "300 mg", "Nothing reads the table 'by_weight'"),
        ("renewable: true", "renewable: false", "'renewals' belongs to an authorization that is"),
    ],
)
def test_it_refuses_what_shows_elsewhere(old, new, says):
    _, problems = refused(old, new, TEXT)
    assert any(says in text for _, text in problems), problems
