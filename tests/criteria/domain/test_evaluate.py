"""Gates, criteria, limits and suggestions over a small policy with one of everything."""

from dataclasses import replace

import pytest

from criteria.domain.evaluate import evaluate, outcome_of_answers
from criteria.domain.policy import Audience, Citation, Criterion, Shape, Suggestion
from criteria.domain.tree import OneOf
from criteria.domain.truth import Truth
from tests.criteria.domain.small_policy import (
    BELOW_TWO,
    CITE,
    GATE,
    GENE_BOTH,
    MEETS_ALL,
    ROOT,
    SOFT_GATE,
    given,
    group,
    leaf,
    small_policy,
)

M, N, U = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
POLICY = small_policy()


def evaluated(policy=POLICY, without=(), **changes):
    raw = {name: value for name, value in (MEETS_ALL | changes).items() if name not in without}
    return evaluate(policy, given(**raw))


def test_it_suggests_approval_when_all_is_met():
    found = evaluated()
    assert found.overall is M
    assert found.suggestion is Suggestion.APPROVE
    assert found.missing == ()
    assert [advisory.id for advisory in found.advisories] == ["advice.always"]


def test_every_criterion_has_a_result_in_the_policys_order():
    found = evaluated(without=("marker", "seen"))
    assert list(found.results) == ["root", "marker", "either", "seen", "gene", "plan"]
    assert found.results["root"].reason == "1 of 3 met. Cannot tell: MARKER; EITHER."


def test_it_refers_what_is_not_met_and_says_what():
    found = evaluated(marker="3 %")
    assert found.overall is N
    assert found.suggestion is Suggestion.PHYSICIAN_REVIEW
    assert found.because == "Not met: MARKER."
    assert found.results["root"].reason == "2 of 3 met. Not met: MARKER."


def test_it_asks_for_what_is_missing():
    found = evaluated(without=("marker",))
    assert found.suggestion is Suggestion.REQUEST_INFORMATION
    (item,) = found.missing
    assert (item.criterion_id, item.fact, item.request) == ("marker", "marker", "Send marker.")
    assert (item.asked_of, item.on_file) == (Audience.PROVIDER, False)


def test_it_asks_again_for_what_leaves_a_matter_open():
    (item,) = evaluated(marker="<5 %").missing
    assert item.on_file


def test_not_met_outweighs_what_is_missing():
    found = evaluated(without=("planned",), marker="3 %")
    assert found.suggestion is Suggestion.PHYSICIAN_REVIEW
    assert [item.fact for item in found.missing] == ["code", "planned"]


def test_an_open_part_of_a_group_that_is_met_asks_nothing():
    found = evaluated(gene="pending")
    assert found.results["gene"].status is U
    assert found.suggestion is Suggestion.APPROVE
    assert found.missing == ()


def test_a_gate_not_passed_decides_the_road_before_the_criteria():
    found = evaluated(route="theirs", marker="3 %")
    assert found.suggestion is Suggestion.REDIRECT
    assert found.because == "It is theirs."
    gate = found.gates["gate.route"]
    assert (gate.status, gate.to, gate.holds) == (N, "the other plan", True)
    assert found.overall is N


def test_an_open_gate_holds_an_approval_and_asks_the_plan():
    found = evaluated(without=("route",))
    assert found.suggestion is Suggestion.REQUEST_INFORMATION
    assert found.gates["gate.route"].holds
    (item,) = found.missing
    assert (item.criterion_id, item.asked_of) == ("gate.route", Audience.PLAN)


def test_a_gate_without_a_way_out_goes_to_a_physician():
    found = evaluated(small_policy(gates=(SOFT_GATE,)))
    assert found.suggestion is Suggestion.PHYSICIAN_REVIEW
    assert found.because == "This is not so: It has started."


def test_a_gate_that_does_not_hold_lets_the_unknown_through():
    gate = replace(GATE, holds_when_unknown=False)
    found = evaluated(small_policy(gates=(gate,)), without=("route",))
    assert found.gates["gate.route"].status is U
    assert found.suggestion is Suggestion.APPROVE
    assert found.missing == ()


@pytest.mark.parametrize(
    ("stated", "status"),
    [
        ({"total": "5 cells"}, M),
        ({"total": "11 cells"}, N),
        ({"rate": "3 cells/kg", "weight": "3 kg"}, M),
        ({"total": "5 cells", "rate": "3 cells/kg", "weight": "4 kg"}, N),
        ({"rate": "3 cells/kg"}, U),
        ({}, U),
    ],
)
def test_each_stated_way_must_lie_within_a_limit(stated, status):
    found = evaluated(without=("total",) if "total" not in stated else (), **stated)
    assert found.limits["limit.total"].status is status
    expected = Suggestion.PHYSICIAN_REVIEW if status is N else Suggestion.APPROVE
    assert found.suggestion is expected
    assert found.overall is M


def test_a_doubt_leaves_the_criterion_to_a_physician():
    found = evaluated(code="odd")
    result = found.results["plan"]
    assert (result.status, result.physician) == (U, ("An odd code.",))
    assert result.facts_used == ("code", "planned")
    assert found.suggestion is Suggestion.PHYSICIAN_REVIEW
    assert found.because == "An odd code."
    assert found.missing == ()
    assert [advisory.id for advisory in found.advisories] == ["advice.always", "advice.odd"]


def test_a_doubt_may_ask_instead():
    found = evaluated(code="again", planned=False)
    assert found.results["plan"].status is U
    assert found.suggestion is Suggestion.REQUEST_INFORMATION
    (item,) = found.missing
    assert (item.fact, item.request, item.on_file) == ("code", "Send it again.", True)


def test_a_repeat_is_weighed_case_by_case_before_anything_else_of_the_criteria():
    found = evaluated(code="repeat", planned=False, marker="3 %")
    assert found.results["plan"].case_by_case
    assert found.results["plan"].status is N
    assert found.suggestion is Suggestion.CASE_BY_CASE
    assert found.because == "Case by case."


def test_what_does_not_apply_counts_as_met():
    found = evaluated(code="skip", without=("planned",))
    result = found.results["plan"]
    assert (result.status, result.not_applicable) == (M, True)
    assert result.reason == "Does not apply to this request."
    assert found.suggestion is Suggestion.APPROVE


def test_whether_it_applies_may_itself_be_unknown():
    found = evaluated(planned=False)
    assert found.results["plan"].status is U
    assert found.results["plan"].missing == ("code",)


def test_notes_are_shown_and_decide_nothing():
    found = evaluated(without=("seen",), gene="both")
    assert found.results["marker"].notes == ("Nobody has seen the report.",)
    assert found.suggestion is Suggestion.APPROVE


def test_what_only_the_plan_knows_is_asked_of_the_plan():
    root = group("root", Shape.ALL, *ROOT.children, leaf("word", OneOf("plan_word", (True,))))
    found = evaluated(replace(POLICY, root=root))
    assert [item.asked_of for item in found.missing] == [Audience.PLAN]


def test_equal_evaluations_give_equal_json_without_values():
    first, second = evaluated(marker="<5 %"), evaluated(marker="<5 %")
    assert first.as_json() == second.as_json()
    found = first.as_json()
    assert found["suggestion"] == "request_information"
    assert found["criteria"]["marker"]["undecided"] == ["marker"]
    assert found["missing"][0]["on_file"] is True
    assert set(found["gates"]) == {"gate.route"}
    assert set(found["limits"]) == {"limit.total"}
    assert evaluated(route="theirs").as_json()["gates"]["gate.route"]["suggest"] == "redirect"


# --- answers ------------------------------------------------------------------------------------


def test_answers_decide_as_the_tree_says():
    found = outcome_of_answers(POLICY, {"marker": M, "gene": M, "plan": M})
    assert found.overall is M
    assert found.statuses["either"] is M
    assert found.unanswered == ("seen",)


def test_unanswered_is_unknown():
    found = outcome_of_answers(POLICY, {})
    assert found.overall is U
    assert found.unanswered == ("marker", "seen", "gene", "plan")
    assert found.cannot_tell == found.not_met == ()


def test_answers_not_met_and_cannot_tell_are_listed():
    found = outcome_of_answers(POLICY, {"marker": N, "seen": U, "gene": N, "plan": M})
    assert found.overall is N
    assert found.not_met == ("marker", "gene")
    assert found.cannot_tell == ("seen",)
    assert found.statuses["either"] is U


def test_not_applicable_counts_as_met_only_where_it_can_occur():
    answers = {"marker": M, "seen": M}
    assert outcome_of_answers(POLICY, answers, not_applicable=("plan",)).overall is M
    with pytest.raises(KeyError):
        outcome_of_answers(POLICY, {}, not_applicable=("marker",))


@pytest.mark.parametrize("wrong", ["either", "root", "nowhere"])
def test_only_leaves_are_answered(wrong):
    with pytest.raises(KeyError):
        outcome_of_answers(POLICY, {wrong: M})


# --- policy --------------------------------------------------------------------------------------


def test_a_policy_finds_its_parts_by_id():
    assert [leaf.id for leaf in POLICY.leaves()] == ["marker", "seen", "gene", "plan"]
    assert POLICY.criterion("either").shape is Shape.ANY
    assert POLICY.gate("gate.route") is GATE
    for wrong in (POLICY.criterion, POLICY.gate):
        with pytest.raises(KeyError):
            wrong("nowhere")


def test_a_criterion_knows_the_facts_it_reads():
    assert POLICY.criterion("plan").fact_names == ("planned", "code")
    assert POLICY.criterion("plan").case_by_case
    assert POLICY.criterion("plan").may_be_not_applicable
    assert not POLICY.criterion("marker").case_by_case
    assert Criterion("x", "X", "X.", CITE, Shape.ALL).fact_names == ()


@pytest.mark.parametrize(
    ("cite", "words"),
    [
        (Citation("III", "1a"), "Section III, bullet 1a"),
        (Citation("I"), "Section I"),
        (Citation("I", "Renewal"), "Section I, Renewal"),
        (Citation("Coding"), "Coding"),
    ],
)
def test_a_citation_is_written_for_people(cite, words):
    assert str(cite) == words


def test_suggestions_have_words():
    assert Suggestion.REDIRECT.label == "Redirect, not decided here"


# --- criteria for some requests only --------------------------------------------------------

FOR_OURS = OneOf("route", ("ours",))
OF_OURS = group(
    "of_ours",
    Shape.ALL,
    leaf("marker", BELOW_TWO, applies_when=FOR_OURS),
    leaf("seen", OneOf("seen", (True,)), applies_when=FOR_OURS),
)
SOME_FOR_OURS = small_policy(
    root=group("root", Shape.ALL, replace(OF_OURS, applies_when=FOR_OURS), leaf("gene", GENE_BOTH)),
    gates=(),
)


def test_what_is_for_another_request_does_not_apply_and_counts_as_met():
    found = evaluate(SOME_FOR_OURS, given(route="theirs", gene="both", marker="9 %"))
    assert found.suggestion is Suggestion.APPROVE
    assert [found.results[key].not_applicable for key in ("of_ours", "marker", "seen")] == [
        True
    ] * 3
    assert not found.results["gene"].not_applicable
    assert not found.results["root"].not_applicable
    assert found.results["of_ours"].reason == "Does not apply to this request."
    assert found.results["root"].reason == "1 of 1 met. 1 not for this request."
    assert found.missing == ()


def test_what_is_for_this_request_is_asked():
    found = evaluate(SOME_FOR_OURS, given(route="ours", gene="both", marker="9 %"))
    assert found.results["marker"].status is Truth.NOT_MET
    assert [item.fact for item in found.missing] == ["seen"]
    assert found.results["root"].reason == "1 of 2 met. Not met: OF_OURS."


def test_while_it_cannot_be_told_for_which_request_it_is_nothing_is_met():
    found = evaluate(SOME_FOR_OURS, given(gene="both", marker="1 %", seen=True))
    assert found.results["marker"].status is Truth.UNKNOWN
    assert found.results["of_ours"].status is Truth.UNKNOWN
    assert found.results["of_ours"].missing == ("route",)
    assert not found.results["of_ours"].not_applicable
    assert {item.fact for item in found.missing} == {"route"}
    assert {item.request for item in found.missing} == {"Please state: The route."}


def test_a_reviewer_may_answer_that_it_does_not_apply():
    outcome = outcome_of_answers(
        SOME_FOR_OURS, {"gene": Truth.MET}, not_applicable=("marker", "seen")
    )
    assert outcome.overall is Truth.MET
