"""What holds an approval back."""

import pytest

from cases.domain.checklist import (
    GateState,
    LeafState,
    answer_blockers,
    gate_blockers,
)


def leaf(answer, *, stale=False, not_needed=False):
    return LeafState("dx", "Diagnosis", answer, stale, not_needed)


def test_a_met_answer_holds_nothing_back():
    assert answer_blockers([leaf("met")], unknown_allowed="never") == ()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (leaf(None), "not answered"),
        (leaf("met", stale=True), "answer again"),
        (leaf("not_met"), "answered not met"),
        (leaf("unknown"), "cannot tell"),
    ],
)
def test_anything_but_a_fresh_met_holds_a_nurse_back(state, words):
    (blocker,) = answer_blockers([state], unknown_allowed="never")
    assert words in blocker.sentence
    assert blocker.criterion_id == "dx"


def test_a_physician_may_go_on_with_what_cannot_be_known_but_not_with_what_is_not_met():
    assert answer_blockers([leaf("unknown")], unknown_allowed="with_rationale") == ()
    assert answer_blockers([leaf("not_met")], unknown_allowed="with_rationale")
    assert answer_blockers([leaf(None)], unknown_allowed="with_rationale")


def test_a_branch_that_is_not_needed_holds_nothing_back():
    assert answer_blockers([leaf(None, not_needed=True)], unknown_allowed="never") == ()


def test_a_stale_answer_does_not_count():
    assert leaf("met", stale=True).counted is None
    assert leaf("met").counted == "met"


def test_gates_hold_back_until_passed():
    found = gate_blockers(
        [GateState("a", "One", None), GateState("b", "Two", False), GateState("c", "Three", True)]
    )
    assert [blocker.sentence for blocker in found] == [
        "One: not settled yet.",
        "Two: not passed.",
    ]
