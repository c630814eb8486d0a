"""Rules over lists: their truth, their reason, the facts they name."""

import pytest

from criteria.domain.examine import examine
from criteria.domain.facts import FactType, FactValue
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
from criteria.domain.quantity import amount_parse, exact
from criteria.domain.tree import (
    All,
    Band,
    Bands,
    Compare,
    Comparison,
    Dated,
    Known,
    Not,
    OneOf,
    Operand,
    Order,
    When,
    facts_of,
    names_of,
    tables_of,
)
from criteria.domain.truth import Truth
from tests.criteria.domain.list_specs import LISTS, facts, items

M, N, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
FAILED = OneOf("drugs.failed", (True,))
THREE_MONTHS = Dated("drugs.began", Order.AT_LEAST_BEFORE, "drugs.stopped", months=3)
LAST_YEAR = Dated("drugs.stopped", Order.AT_MOST_BEFORE, "asked_on", years=1)
STEP = Counted(
    "drugs", CountBound.AT_LEAST, 2, All((FAILED, THREE_MONTHS, LAST_YEAR)), "drugs.group"
)


def result(node, *given):
    return examine(node, {key: value for one in given for key, value in one.items()}, LISTS)


def drug(group="tnf", began="2026-01-01", stopped="2026-04-01", failed=True, name="A"):
    return {"drug": name, "group": group, "began": began, "stopped": stopped, "failed": failed}


ASKED = facts(asked_on="2026-09-01")


@pytest.mark.parametrize(
    ("drugs", "complete", "expected"),
    [
        ([drug(), drug("il")], False, M),
        ([drug(), drug("tnf")], True, N),  # one class twice
        ([drug(), drug("tnf")], False, U),  # there may be others
        ([drug(), drug("il", stopped="2026-03-31")], True, N),  # a day short of three months
        ([drug(), drug("il", "2024-01-01", "2025-08-31")], True, N),  # more than a year ago
        ([drug(), drug("il", "2024-01-01", "2025-09-01")], True, M),
        ([drug(), drug("il", failed=False)], True, N),
        ([drug(), drug("il", failed=None)], True, U),
        ([drug(), drug(None)], True, U),
        ([drug(), drug("?")], True, U),
        ([drug(), drug("il", stopped="2026")], True, U),
        ([], True, N),
    ],
)
def test_two_failed_drugs_of_different_classes(drugs, complete, expected):
    assert result(STEP, items("drugs", *drugs, complete=complete), ASKED).status is expected


def test_it_says_what_is_open_in_which_item_and_asks_for_the_list():
    found = result(STEP, items("drugs", drug(), drug("il", stopped=None), complete=True), ASKED)
    assert found.status is U
    assert found.reason == (
        "The drugs: 1 to 2 different among 1 to 2 of 2 listed, which may or may not be at least 2 "
        "different in The group. Item 2: Not on file: The stopped."
    )
    assert found.facts_used == ("drugs", "asked_on")
    assert (found.missing, found.undecided) == ((), ("drugs",))
    assert [item.status for item in found.items] == [M, U]


def test_a_fact_outside_the_list_that_is_not_on_file_is_asked_for_too():
    found = result(STEP, items("drugs", drug(), drug("il")))
    assert found.status is U
    assert (found.missing, found.undecided) == (("asked_on",), ("drugs",))


def test_a_list_that_is_not_on_file_is_missing():
    found = result(STEP, ASKED)
    assert (found.status, found.missing, found.undecided) == (U, ("drugs",), ())
    assert found.reason == "Not on file: The drugs."


SOME = Counted("drugs", CountBound.AT_LEAST, 1, FAILED)
NONE = Counted("drugs", CountBound.AT_MOST, 0, FAILED)
EVERY = Every("drugs", FAILED)


@pytest.mark.parametrize(
    ("failed", "complete", "some", "none", "every"),
    [
        ([], True, N, M, M),
        ([True], True, M, N, M),
        ([True], False, M, N, U),
        ([False], True, N, M, N),
        ([False], False, U, U, N),
        ([None], True, U, U, U),
        ([None, False], True, U, U, N),
        ([None, True], True, M, N, U),
    ],
)
def test_some_none_and_every(failed, complete, some, none, every):
    given = items("drugs", *({"failed": one, "drug": "A"} for one in failed), complete=complete)
    assert result(SOME, given).status is some
    assert result(NONE, given).status is none
    assert result(EVERY, given).status is every
    assert result(Not(SOME), given).status is none


def test_a_count_without_a_rule_counts_all_items():
    given = items("drugs", drug(), drug(), complete=True)
    assert result(Counted("drugs", CountBound.AT_MOST, 2), given).status is M
    assert result(Counted("drugs", CountBound.AT_MOST, 1), given).status is N
    assert result(Counted("drugs", CountBound.AT_LEAST, 2, None, "drugs.failed"), given).status is N


def test_names_are_different_whatever_their_capitals():
    node = Counted("drugs", CountBound.AT_LEAST, 2, None, "drugs.drug")
    same = items("drugs", drug(name="Adalix"), drug(name="ADALIX"), complete=True)
    assert result(node, same).status is N
    assert result(node, items("drugs", drug(name="Adalix"), drug(name="Bixel"))).status is M


def test_a_rule_over_items_inside_another_reads_its_own_items():
    inner = Counted("drugs", CountBound.AT_LEAST, 1, Known("drugs.stopped"))
    outer = Counted("drugs", CountBound.AT_LEAST, 1, All((Known("drugs.stopped"), Not(inner))))
    given = items("drugs", drug(stopped=None), drug(), complete=True)
    assert result(inner, given).status is M
    assert result(outer, given).status is N
    assert facts_of(outer) == ("drugs",)
    assert names_of(outer) == ("drugs", "drugs.stopped")


# --- dated observations ------------------------------------------------------------------------------

LATEST = Picked("scores", Pick.LATEST, "scores.score", "scores.taken")
EARLIEST = Picked("scores", Pick.EARLIEST, "scores.score", "scores.taken")
LOW = Observed(LATEST, Comparison.BELOW, exact(10, "count"))


def score(taken, value, by_us=True):
    return {"taken": taken, "score": value, "by_us": by_us}


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([score("2026-01-01", 20), score("2026-06-01", 8)], M),
        ([score("2026-01-01", 8), score("2026-06-01", 20)], N),
        ([score("2026-01-01", 20), score("2026", 8)], U),
        ([score("2026-01-01", 9), score("2026", 8)], M),
        ([score("2026-01-01", 20), score("2026-06-01", None)], U),
        ([], U),
    ],
)
def test_the_latest_observation(scores, expected):
    found = result(LOW, items("scores", *scores, complete=True))
    assert found.status is expected
    assert found.undecided == (() if expected is not U else ("scores",))


def test_an_observation_says_which_value_was_read():
    given = items("scores", score("2026-01-01", 20), score("2026-06-01", 8))
    assert result(LOW, given).reason == ("The scores, the latest The score: 8, which is below 10.")
    assert result(LOW, items("scores", score("2026-01-01", None))).reason == (
        "The scores, the latest The score: no value on file, which may or may not be below 10."
    )


def test_only_observations_that_belong_count_and_what_may_belong_leaves_it_open():
    node = Observed(
        Picked(
            "scores", Pick.LATEST, "scores.score", "scores.taken", OneOf("scores.by_us", (True,))
        ),
        Comparison.BELOW,
        exact(10, "count"),
    )
    ours = score("2026-01-01", 8)
    assert result(node, items("scores", ours, score("2026-06-01", 20, False))).status is M
    assert result(node, items("scores", ours, score("2026-06-01", 20, None))).status is U
    assert result(node, items("scores", ours, score("2026-06-01", 7, None))).status is M
    assert result(node, items("scores", score("2026-06-01", 7, None))).status is U


def test_an_observation_is_compared_with_another_fact():
    node = Observed(LATEST, Comparison.BELOW, Operand(("first_score",)))
    given = items("scores", score("2026-06-01", 8))
    assert result(node, given, facts(first_score=9)).reason.endswith("below The first_score (9).")
    assert result(node, given).missing == ("first_score",)


FIFTH = Change(
    EARLIEST, LATEST, Direction.FALLS, Measure.RELATIVE, Comparison.AT_LEAST, exact(20, "%")
)


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([score("2026-01-01", 30), score("2026-06-01", 24)], M),
        ([score("2026-01-01", 30), score("2026-06-01", 25)], N),
        ([score("2026-01-01", 30)], U),  # one observation is no change
        ([score("2026-01-01", 30), score("2026-06-01", None)], U),
        ([score("2026-01", 30), score("2026-01-15", 24)], U),
        ([score("2026-01-01", 30), score("2026-06-01", 24), score("2026-06-01", 20)], M),
    ],
)
def test_a_change_from_the_earliest_to_the_latest(scores, expected):
    assert result(FIFTH, items("scores", *scores)).status is expected


def test_a_change_says_from_what_to_what():
    given = items("scores", score("2026-01-01", 30), score("2026-06-01", 24))
    assert result(FIFTH, given).reason == (
        "From The scores, the earliest The score to The scores, the latest The score: "
        "from 30 to 24, so it falls by at least 20 % of the first."
    )
    other = Change(
        "first_score",
        LATEST,
        Direction.RISES,
        Measure.ABSOLUTE,
        Comparison.ABOVE,
        exact(3, "count"),
    )
    found = result(other, given, facts(first_score=21))
    assert found.reason == (
        "From The first_score to The scores, the latest The score: from 21 to 24, "
        "so it is not true that it rises by above 3."
    )
    assert result(other, given).missing == ("first_score",)


# --- totals, tables, arms ----------------------------------------------------------------------------

TOTAL = Rolling(
    "fills", "fills.quantity", "fills.filled", 30, exact(4, "count"),
    OneOf("fills.paid", (True,)), Request("asked", "asked_on"),
)  # fmt: skip


def fill(filled, quantity, paid=True):
    return {"filled": filled, "quantity": quantity, "paid": paid}


@pytest.mark.parametrize(
    ("fills", "expected"),
    [
        ([], M),
        ([fill("2026-08-20", 2)], M),
        ([fill("2026-08-20", 3)], N),
        ([fill("2026-08-20", 3, False)], M),
        ([fill("2026-08-20", 3, None)], U),
        ([fill("2026-08", 3)], U),
        ([fill("2026-07-01", 3)], M),
    ],
)
def test_a_rolling_total_with_the_request(fills, expected):
    given = items("fills", *fills, complete=True)
    found = result(TOTAL, given, facts(asked=2, asked_on="2026-09-01"))
    assert found.status is expected
    assert result(TOTAL, given).missing == ("asked", "asked_on")


def test_a_total_of_the_last_days():
    node = Rolling(
        "fills", "fills.quantity", "fills.filled", 30, exact(4, "count"), ending="asked_on"
    )
    given = items("fills", fill("2026-01-01", 9), complete=True)
    assert result(node, given, ASKED).status is M
    assert result(node, given, facts(asked_on="2026-01-30")).status is N
    assert result(node, given, facts(asked_on="2026-01-30")).reason == (
        "The fills, The quantity added up: 9, from 1 of 1 listed, which is not at most 4 in the 30 days "
        "that end with The asked_on."
    )


BANDS = Bands(
    "by weight",
    "weight",
    (
        Band(amount_parse("10-25 kg"), exact(100, "mg")),
        Band(amount_parse(">25 kg"), exact(200, "mg")),
    ),
)
TABLE = Compare(Operand(("dose",)), Comparison.AT_MOST, BANDS)


@pytest.mark.parametrize(
    ("dose", "weight", "expected"),
    [
        ("100 mg", "25 kg", M),
        ("101 mg", "25 kg", N),
        ("101 mg", "25.1 kg", M),
        ("150 mg", ">20 kg", U),
        ("90 mg", ">20 kg", M),
        ("250 mg", ">20 kg", N),
        ("1 mg", "9 kg", U),
        ("0.1 g", "22 lb", U),  # 9.979 kg: below the first row
    ],
)
def test_a_table_by_weight(dose, weight, expected):
    assert result(TABLE, facts(dose=dose, weight=weight)).status is expected


def test_a_table_says_what_it_gave():
    assert result(TABLE, facts(dose="150 mg", weight=">20 kg")).reason.endswith(
        "(100 mg or 200 mg for >20 kg)."
    )
    assert result(TABLE, facts(dose="1 mg", weight="9 kg")).reason.endswith("(no row for 9 kg).")
    assert result(TABLE, facts(dose="1 mg")).missing == ("weight",)
    assert tables_of(Not(TABLE)) == ("by weight",)


IF = When(OneOf("seen", (True,)), OneOf("gene", ("both",), ("pending",)), OneOf("planned", (True,)))


@pytest.mark.parametrize(
    ("given", "expected", "missing"),
    [
        ({"seen": True, "gene": "both"}, M, ()),
        ({"seen": True, "gene": "one", "planned": True}, N, ()),
        ({"seen": False, "planned": True}, M, ()),
        ({"seen": False, "gene": "both", "planned": False}, N, ()),
        ({"seen": True}, U, ("gene",)),
        ({"seen": False}, U, ("planned",)),
        ({"gene": "both", "planned": True}, M, ()),  # both arms agree
        ({"gene": "one", "planned": False}, N, ()),
        ({"gene": "both", "planned": False}, U, ("seen",)),
        ({"gene": "both"}, U, ("seen", "planned")),
    ],
)
def test_the_arm_that_counts(given, expected, missing):
    found = result(IF, facts(**given))
    assert (found.status, found.missing) == (expected, missing)
    assert [part.status for part in found.parts] != []
    assert found.reason


def test_a_decided_arm_says_why_it_was_taken():
    assert result(IF, facts(seen=True, gene="one")).reason == "The seen: yes. The gene: One copy."
    assert result(IF, facts(seen=False)).reason == "Not on file: The planned."


def test_a_list_has_one_type():
    with pytest.raises(TypeError, match="not a list"):
        _ = FactValue(FactType.DATE, date_parse("2026")).listed
