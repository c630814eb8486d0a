"""What each result of an evaluation says besides its status: whose it is, why, and what waits."""

from dataclasses import replace

import pytest

from criteria.domain.evaluate import evaluate, outcome_of_answers
from criteria.domain.policy import Audience, Doubt, DoubtRoute, Note, Shape, Suggestion
from criteria.domain.tree import Compare, Comparison, Known, OneOf, Operand
from criteria.domain.truth import Truth
from tests.criteria.domain.small_policy import (
    GATE,
    GENE_BOTH,
    MEETS_ALL,
    given,
    group,
    leaf,
    small_policy,
)


def for_ours(**more):
    """A policy with one leaf that is for requests that are ours only."""
    only = leaf("only", GENE_BOTH, applies_when=OneOf("route", ("ours",)), **more)
    return small_policy(root=group("root", Shape.ALL, only, leaf("seen", OneOf("seen", (True,)))))


def test_a_gate_says_whose_it_is_and_why():
    open_ = evaluate(small_policy(), given()).gates["gate.route"]
    assert (open_.gate_id, open_.reason) == ("gate.route", "Not on file: The route.")
    passed = evaluate(small_policy(), given(route="ours")).gates["gate.route"]
    assert (passed.gate_id, passed.reason) == ("gate.route", "The route: Ours.")
    out = evaluate(small_policy(), given(route="theirs")).gates["gate.route"]
    assert (out.gate_id, out.reason, out.suggest) == (
        "gate.route",
        "The route: Theirs.",
        Suggestion.REDIRECT,
    )


def test_a_limit_says_whose_it_is_and_why():
    def limit(**facts):
        found = evaluate(small_policy(), given(**facts)).limits["limit.total"]
        assert found.limit_id == "limit.total"
        return found.reason

    assert limit(total="5 cells") == "The total: 5 cells, which is at most 10 cells."
    assert limit(total="11 cells") == (
        "Too many. The total: 11 cells, which is not at most 10 cells."
    )
    assert limit() == "Not on file: The total; The rate; The weight."


def test_what_is_for_other_requests_says_so():
    found = evaluate(for_ours(), given(route="theirs", gene="one")).results["only"]
    assert (found.status, found.not_applicable) == (Truth.MET, True)
    assert found.reason == "Does not apply to this request."
    assert found.trace.status is Truth.NOT_MET


def test_what_may_be_for_other_requests_says_what_is_not_known():
    found = evaluate(for_ours(), given(gene="both")).results["only"]
    assert (found.status, found.missing) == (Truth.UNKNOWN, ("route",))
    assert found.reason == "Not on file: The route."
    asked = Compare(
        Operand(("marker",)), Comparison.BELOW, small_policy().root.children[0].rule.right
    )
    policy = small_policy(
        root=group("root", Shape.ALL, leaf("only", GENE_BOTH, applies_when=asked))
    )
    found = evaluate(policy, given(marker="<5 %", gene="both")).results["only"]
    assert (found.status, found.undecided) == (Truth.UNKNOWN, ("marker",))


def test_a_doubt_keeps_the_trace_and_what_is_case_by_case():
    found = evaluate(small_policy(), given(code="odd", planned=True)).results["plan"]
    assert (found.status, found.case_by_case) == (Truth.UNKNOWN, False)
    assert found.trace.status is Truth.MET
    assert found.reason == "An odd code."


def test_a_doubtful_answer_keeps_its_notes_its_case_and_every_reason():
    odd, old = OneOf("code", ("odd",)), Known("started")
    only = leaf(
        "only",
        GENE_BOTH,
        doubts=(
            Doubt(odd, DoubtRoute.ASK, "An odd code.", "Which code?"),
            Doubt(old, DoubtRoute.PHYSICIAN, "It was started."),
        ),
        case_by_case_when=OneOf("seen", (True,)),
        notes=(Note(odd, "Codes may be odd."), Note(Known("ended"), "It has ended.")),
    )
    policy = small_policy(root=group("root", Shape.ALL, only), gates=(), limits=())
    facts = given(code="odd", gene="both", started="2026-01-01", seen=True)
    found = evaluate(policy, facts).results["only"]
    assert (found.status, found.reason) == (Truth.UNKNOWN, "An odd code. It was started.")
    assert (found.notes, found.case_by_case) == (("Codes may be odd.",), True)
    assert (found.requests, found.physician) == (("Which code?",), ("It was started.",))


def test_several_reasons_are_sentences_after_one_another():
    facts = given(route="ours", marker="3 %", seen=False, gene="one", planned=False, code="other")
    assert evaluate(small_policy(), facts).because == "Not met: MARKER; SEEN; GENE; PLAN."


def test_what_does_not_apply_counts_as_met_and_a_wrong_id_is_named():
    policy = small_policy()
    assert outcome_of_answers(policy, {}, not_applicable=["plan"]).statuses["plan"] is Truth.MET
    for wrong in ({"answers": {"nobody": Truth.MET}}, {"answers": {}, "not_applicable": ["seen"]}):
        with pytest.raises(KeyError) as raised:
            outcome_of_answers(policy, **wrong)
        assert raised.value.args[0] in {"nobody", "seen"}


def test_a_gate_without_a_way_out_leads_nowhere_else():
    gate = replace(GATE, exits=())
    out = evaluate(small_policy(gates=(gate,)), given(route="theirs")).gates[gate.id]
    assert (out.suggest, out.to) == (Suggestion.PHYSICIAN_REVIEW, "")
    assert out.because == "This is not so: It is ours."


def test_each_of_two_doubts_is_asked_about():
    doubts = (
        Doubt(OneOf("code", ("odd",)), DoubtRoute.ASK, "Odd.", "Send A."),
        Doubt(OneOf("seen", (True,)), DoubtRoute.ASK, "Seen.", "Send B."),
    )
    policy = small_policy(root=group("root", Shape.ALL, leaf("one", GENE_BOTH, doubts=doubts)))
    asked = evaluate(policy, given(code="odd", seen=True)).missing
    assert {item.request for item in asked if item.criterion_id == "one"} == {"Send A. Send B."}


def test_an_evaluation_names_the_revision():
    assert evaluate(replace(small_policy(), revision=7), given()).policy_revision == 7


def test_an_evaluation_names_its_policy_and_version():
    found = evaluate(small_policy(), given())
    assert (found.policy_slug, found.policy_version) == ("small", "2026-01-01")


def test_a_group_says_whose_it_is_how_many_are_met_and_what_it_waits_for():
    found = evaluate(small_policy(), given(gene="pending", seen=False)).results["either"]
    assert found.criterion_id == "either"
    assert (found.missing, found.undecided) == ((), ("gene",))
    assert found.reason == "0 of 2 met. Not met: SEEN. Cannot tell: GENE."


def test_a_leaf_without_doubt_keeps_its_trace_and_its_reason():
    found = evaluate(small_policy(), given(seen=True)).results["seen"]
    assert found.trace.status is Truth.MET
    assert found.reason == found.trace.reason == "The seen: yes."


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (MEETS_ALL, "Every gate is passed and every criterion is met."),
        ({"route": "ours"}, "Something that is needed is not on file."),
    ],
)
def test_an_approval_and_a_request_say_why(facts, said):
    assert evaluate(small_policy(), given(**facts)).because == said


def test_what_a_gate_waits_for_is_asked_of_whom_the_gate_names():
    item = evaluate(small_policy(), given()).missing[0]
    assert (item.criterion_id, item.fact) == ("gate.route", "route")
    assert (item.request, item.asked_of) == ("Find out whose it is.", Audience.PLAN)
