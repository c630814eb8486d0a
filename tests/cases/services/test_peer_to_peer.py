"""Calls between doctors: who arranges, who holds, and that nothing is decided by them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import NotPermittedError
from cases.errors import CaseChangedError, ContactRefusedError, MoveRefusedError
from cases.models import Determination, PeerToPeer
from cases.services.closing import case_withdraw
from cases.services.determination import DecisionIntake, case_approve
from cases.services.peer_to_peer import (
    PeerOutcome,
    peer_call_attempt,
    peer_call_give_up,
    peer_call_hold,
    peer_call_request,
    peer_call_schedule,
)
from tests.cases.factories import NOW
from tests.cases.people import call

SAID = "The doctor explained the donor search; the sister has declined in writing."
TRY = call(direction="out", verified="not_verified", counterpart="requester_staff")


def ask(house, case, part="nurse", **changes):
    return peer_call_request(
        case.pk, call(**changes), physician="Rosa Lindqvist MD", actor=house.person(part), now=NOW
    )


def hold(house, case, part="medical_director", **changes):
    outcome = PeerOutcome(case.pk, "overturned", "yes", SAID)
    return peer_call_hold(replace(outcome, **changes), actor=house.person(part), now=NOW)


def attempt(house, case, said=TRY):
    return peer_call_attempt(case.pk, said, actor=house.person("nurse"), now=NOW)


@pytest.mark.parametrize("part", ["nurse", "other_nurse", "intake_clerk", "auditor", "stranger"])
def test_only_a_medical_director_holds_it_and_it_decides_nothing(house, part):
    case = house.referred(house.claimed(house.case(prepared="no")))
    if part in {"auditor", "stranger"}:
        with pytest.raises(NotPermittedError):
            ask(house, case, part)
        part = "nurse"
    called = ask(house, case, part)
    assert (called.determination, called.window_end) == (None, None)
    with pytest.raises(NotPermittedError):
        hold(house, case, part)
    held = hold(house, case)
    assert (held.state, held.director_id) == ("held", house.person("medical_director").user_id)
    assert house.fresh(case).status == "referred"
    assert not Determination.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"outcome": "not_held"}, "what came of"),
        ({"new_information": ""}, "new information"),
        ({"summary": "ok"}, "what was said"),
    ],
)
def test_an_outcome_is_whole(house, changes, words):
    case = house.case(prepared="no")
    ask(house, case)
    with pytest.raises(MoveRefusedError, match=words):
        hold(house, case, **changes)
    hold(house, case)


def test_a_licence_that_ended_holds_no_call(house):
    case = house.case(prepared="no")
    ask(house, case)
    director = house.person("medical_director")
    lapsed = replace(director, credentials=())
    with pytest.raises(NotPermittedError, match="licence"):
        peer_call_hold(PeerOutcome(case.pk, "upheld", "no", SAID), actor=lapsed, now=NOW)


def test_it_is_not_held_only_after_two_attempts(house):
    case = house.case(prepared="no")
    ask(house, case)
    nurse = house.person("nurse")
    with pytest.raises(MoveRefusedError, match="there is none so far"):
        peer_call_give_up(case.pk, summary="", actor=nurse, now=NOW)
    with pytest.raises(ContactRefusedError, match="that we made"):
        attempt(house, case, call())
    attempt(house, case)
    with pytest.raises(MoveRefusedError, match="there is one so far"):
        peer_call_give_up(case.pk, summary="", actor=nurse, now=NOW)
    attempt(house, case)
    given_up = peer_call_give_up(case.pk, summary="No answer.", actor=nurse, now=NOW)
    assert (given_up.state, given_up.outcome) == ("not_held", "not_held")
    with pytest.raises(MoveRefusedError, match="No call between doctors is open"):
        attempt(house, case)


def test_one_call_at_a_time_is_arranged_for_a_moment_to_come(house):
    case = house.case(prepared="no")
    nurse = house.person("nurse")
    with pytest.raises(MoveRefusedError, match="No call"):
        peer_call_schedule(case.pk, scheduled_for=NOW, actor=nurse, now=NOW)
    ask(house, case)
    with pytest.raises(MoveRefusedError, match="already"):
        ask(house, case)
    with pytest.raises(MoveRefusedError, match="moment to come"):
        peer_call_schedule(case.pk, scheduled_for=NOW, actor=nurse, now=NOW)
    never = datetime(9999, 12, 31, 23, 59, tzinfo=ZoneInfo("America/Chicago"))
    with pytest.raises(MoveRefusedError, match="within a year"):
        peer_call_schedule(case.pk, scheduled_for=never, actor=nurse, now=NOW)
    when = NOW + timedelta(hours=20)
    assert peer_call_schedule(case.pk, scheduled_for=when, actor=nurse, now=NOW).state == (
        "scheduled"
    )
    row = PeerToPeer.objects.get()
    row.state, row.outcome = "held", "upheld"
    with pytest.raises(IntegrityError, match="cases_peer_held_by"), transaction.atomic():
        row.save()


def test_after_a_denial_it_is_about_that_denial_until_the_window_ends(house):
    case = house.denied(house.claimed(house.case()))
    late = NOW + timedelta(days=15)
    with pytest.raises(ContactRefusedError, match="ended on 2026-11-16"):
        peer_call_request(
            case.pk,
            call(happened_at=late),
            physician="Rosa Lindqvist MD",
            actor=house.person("nurse"),
            now=late,
        )
    called = ask(house, case)
    assert called.determination == case.determinations.get()
    assert called.window_end == date(2026, 11, 16)
    hold(house, case)
    assert case.determinations.get().outcome == "denied"
    assert house.fresh(case).status == "determined"


def test_there_is_nothing_to_speak_about_after_an_approval_or_a_withdrawal(house):
    case = house.answered(house.claimed(house.case()))
    case_approve(DecisionIntake(case.pk, case.version, ""), actor=house.person("nurse"), now=NOW)
    with pytest.raises(MoveRefusedError, match="was approved"):
        ask(house, case)
    other = house.case(prepared="no")
    ask(house, other)
    case_withdraw(other.pk, call(), reason="", actor=house.person("nurse"), now=NOW)
    peer_call_give_up(other.pk, summary="", actor=house.person("nurse"), now=NOW)
    with pytest.raises(CaseChangedError, match="nothing was decided"):
        ask(house, other)
