"""What late papers can be, in words that fit how the case ended."""

import pytest

from cases.domain.after_close import Later, late_choices
from cases.domain.lifecycle import CLOSURES, OPEN, Status


def choices(status, *, adverse=False, window=False, appeal=False, medicare=False):
    return late_choices(
        status,
        is_adverse=adverse,
        call_window_open=window,
        appeal_open=appeal,
        is_reconsideration_appeal=medicare,
    )


@pytest.mark.parametrize("status", sorted(OPEN))
def test_papers_for_an_open_case_are_plain_records(status):
    assert choices(status) is None


@pytest.mark.parametrize("status", sorted(CLOSURES))
def test_no_closure_is_spoken_of_as_a_decision(status):
    late = choices(status)
    told = late.sentence.lower()
    assert "was decided" not in told.replace("nothing was decided", "")
    assert not {Later.APPEAL, Later.PEER_TO_PEER, Later.RECONSIDERATION} & set(late.choices)


def test_nothing_is_filed_with_a_void_case():
    assert choices(Status.VOID).choices == (Later.NEW_REQUEST,)


def test_an_approval_leaves_nothing_to_appeal():
    assert choices(Status.DETERMINED).choices == (Later.FILE_ONLY, Later.NEW_REQUEST)


@pytest.mark.parametrize("window", [True, False])
def test_a_denial_offers_all_that_the_rules_allow(window):
    late = choices(Status.DETERMINED, adverse=True, window=window)
    assert (Later.PEER_TO_PEER in late.choices) == window
    assert set(late.choices) == set(Later) - (set() if window else {Later.PEER_TO_PEER})
    assert "appeal is open" not in late.sentence


def test_an_open_appeal_is_named():
    late = choices(Status.DETERMINED, adverse=True, appeal=True)
    assert "An appeal is open already" in late.sentence


def test_what_is_an_appeal_by_law_is_offered_as_nothing_less():
    late = choices(Status.DETERMINED, adverse=True, medicare=True)
    assert Later.RECONSIDERATION not in late.choices
    assert Later.APPEAL in late.choices
    assert "a wish for reconsideration is an appeal" in late.sentence
    assert "reconsideration" not in choices(Status.DETERMINED, adverse=True).sentence
