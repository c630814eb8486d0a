"""What rules over lists, and rules with two arms, demand otherwise than before."""

from dataclasses import replace

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
    Rolling,
)
from criteria.domain.quantity import exact
from criteria.domain.rule_diff import rule_changes, rule_says
from criteria.domain.tree import All, Comparison, Known, OneOf, When
from tests.criteria.domain.list_specs import LISTS
from tests.criteria.domain.small_policy import BELOW_TWO, GENE_BOTH

BELOW_ONE = replace(BELOW_TWO, right=exact(1, "%"))
SEEN = OneOf("seen", (True,))
LATEST = Picked("scores", Pick.LATEST, "scores.score", "scores.taken")
FIRST = replace(LATEST, pick=Pick.EARLIEST)
TWO = Counted("drugs", CountBound.AT_LEAST, 2, Known("drugs.began"))
LOW = Observed(LATEST, Comparison.BELOW, exact(3, "count"))
FALL = Change(FIRST, LATEST, Direction.FALLS, Measure.RELATIVE, Comparison.AT_LEAST, exact(20, "%"))
TOTAL = Rolling("fills", "fills.quantity", "fills.filled", 30, exact(4, "count"))
IF = When(SEEN, GENE_BOTH, BELOW_TWO)
SCORES = "Rule: The scores, the latest The score"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (TWO, replace(TWO, k=3), [("Rule: The drugs", "at least 2", "at least 3")]),
        (
            TWO,
            replace(TWO, where=Known("drugs.stopped")),
            [("Rule: The drugs, where", "The began: on file", "The stopped: on file")],
        ),
        (
            TWO,
            replace(TWO, where=None),
            [("Rule: The drugs, where", "The began: on file", "")],
        ),
        (
            All((TWO, SEEN)),
            All((replace(TWO, k=3), SEEN)),
            [("Rule: The drugs", "at least 2", "at least 3")],
        ),
        (LOW, replace(LOW, comparison=Comparison.AT_MOST), [(SCORES, "below 3", "at most 3")]),
        (
            LOW,
            replace(LOW, picked=FIRST),
            [("Rule", f"{SCORES[6:]}: below 3", "The scores, the earliest The score: below 3")],
        ),
        (
            FALL,
            replace(FALL, amount=exact(30, "%")),
            [
                (
                    (
                        "Rule: From The scores, the earliest The score to The scores, the latest "
                        "The score"
                    ),
                    "falls by at least 20 % of the first",
                    "falls by at least 30 % of the first",
                )
            ],
        ),
        (
            FALL,
            replace(FALL, before="first_score"),
            [
                (
                    "Rule",
                    rule_says(FALL, LISTS),
                    (
                        "From The first_score to The scores, the latest The score: falls by at least "
                        "20 % of the first"
                    ),
                )
            ],
        ),
        (
            TOTAL,
            replace(TOTAL, days=90),
            [
                (
                    "Rule: The fills, The quantity added up",
                    "at most 4 in any 30 days",
                    "at most 4 in any 90 days",
                )
            ],
        ),
        (
            IF,
            replace(IF, otherwise=BELOW_ONE),
            [("Rule, otherwise: The marker", "below 2 %", "below 1 %")],
        ),
        (
            IF,
            replace(IF, condition=OneOf("seen", (False,)), then=SEEN),
            [
                ("Rule, if: The seen", "yes", "no"),
                ("Rule, then", "The gene: Both copies", "The seen: yes"),
            ],
        ),
        (
            TWO,
            Every("drugs", Known("drugs.began")),
            [
                (
                    "Rule",
                    "The drugs: at least 2, where (The began: on file)",
                    "The drugs: each of them (The began: on file)",
                )
            ],
        ),
    ],
)
def test_a_rule_over_a_list_is_told_by_what_it_demands(old, new, expected) -> None:
    found = rule_changes("Rule", old, new, (LISTS, LISTS))
    assert [(one.what, one.before, one.after) for one in found] == expected
    assert rule_changes("Rule", old, old, (LISTS, LISTS)) == ()
