"""Reasons from criteria that were not shown to be met."""

from dataclasses import replace

import pytest

from cases.domain.rationale import (
    Shortfall,
    UnmetCriterion,
    as_sentence,
    needed_for_reconsideration,
    reasons_from,
)

DONOR = UnmetCriterion(
    criterion_id="donor",
    label="No matched related donor",
    citation="Kresladi, section III, bullet 3",
    shortfall=Shortfall.NOT_MET,
    letter="a family member is a full match and is willing to give cells",
    request="A note on why the donor cannot give cells",
    note="  brother, 10 of 10,\nwilling ",
)
HIV = replace(
    DONOR,
    criterion_id="hiv",
    label="HIV test",
    shortfall=Shortfall.UNKNOWN,
    letter="",
    request="",
    note="",
)


def test_a_reason_says_rule_words_and_finding():
    (reason,) = reasons_from([DONOR])
    assert reason.title == "No matched related donor"
    assert reason.citation == "Kresladi, section III, bullet 3"
    assert reason.text == "A family member is a full match and is willing to give cells."
    assert reason.finding == "Brother, 10 of 10, willing."


def test_what_is_not_met_is_told_before_what_could_not_be_told():
    assert [reason.criterion_id for reason in reasons_from([HIV, DONOR])] == ["donor", "hiv"]


def test_order_within_a_kind_is_the_policy_order():
    other = replace(DONOR, criterion_id="zz")
    assert [reason.criterion_id for reason in reasons_from([other, DONOR])] == ["zz", "donor"]


def test_a_criterion_named_twice_is_told_once():
    reasons = reasons_from([DONOR, replace(DONOR, letter="other"), HIV])
    assert [reason.criterion_id for reason in reasons] == ["donor", "hiv"]
    assert reasons[0].text.startswith("A family member")


def test_without_letter_text_it_says_only_what_is_known():
    (reason,) = reasons_from([replace(DONOR, letter=" ")])
    assert reason.text == "The records we have show that this rule is not met."


def test_what_could_not_be_told_is_never_stated_as_found():
    unknown = replace(DONOR, shortfall=Shortfall.UNKNOWN)
    (reason,) = reasons_from([unknown])
    assert reason.text == (
        "The records we have do not show if this rule is met. What is needed is in the list below."
    )
    (bare,) = reasons_from([replace(unknown, request="")])
    assert bare.text == "The records we have do not show if this rule is met."


def test_it_asks_for_each_thing_once_and_for_nothing_empty():
    assert needed_for_reconsideration([DONOR, HIV, replace(DONOR, criterion_id="x")]) == (
        "A note on why the donor cannot give cells.",
    )


def test_no_unmet_criteria_give_no_reasons():
    assert reasons_from([]) == ()
    assert needed_for_reconsideration([]) == ()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", ""), ("  ", ""), ("a b", "A b."), ("Why?", "Why?"), ("CD18  low.", "CD18 low.")],
)
def test_a_sentence_has_a_capital_and_an_end(text, sentence):
    assert as_sentence(text) == sentence
