"""Two people at the same moment: one of them wins, the other is told. Proved on PostgreSQL."""

from functools import partial

import pytest

from cases.errors import MoveRefusedError
from cases.models import Authorization, Case, Determination, Letter
from cases.services.determination import DecisionIntake, case_approve, case_deny
from cases.services.letters import letter_render, letter_store
from cases.services.review import case_claim
from operations.services.audit import audit_verify
from operations.services.invariants import invariants_check
from tests.cases.factories import House

REASON = "The records leave no doubt about the donor, as page five says."
ROUNDS = 4


@pytest.fixture
def house(committed_database):
    return House()


def refused(results):
    return [r for r in results if isinstance(r, BaseException)]


def test_of_two_claims_at_once_one_wins(house, committed_database):
    people = [house.person("nurse"), house.person("other_nurse")]
    for _ in range(ROUNDS):
        case = house.case()
        results = committed_database.together(
            *[partial(case_claim, case.pk, actor=person, now=house.now) for person in people]
        )
        (loser,) = refused(results)
        assert isinstance(loser, MoveRefusedError)
        assert Case.objects.get(pk=case.pk).events.filter(kind="case.claimed").count() == 1


def test_of_two_approvals_at_once_one_is_written(house, committed_database):
    nurse = house.person("nurse")
    case = house.answered(house.claimed(house.case()))
    act = partial(
        case_approve,
        DecisionIntake(case.pk, case.version, ""),
        actor=nurse,
        now=house.now,
    )
    results = committed_database.together(*[act] * 6)
    assert len(refused(results)) == 5
    assert all(isinstance(r, MoveRefusedError) for r in refused(results))
    assert Determination.objects.count() == 1
    assert Authorization.objects.count() == 1
    assert audit_verify() == []


def test_approving_and_denying_at_once_leave_one_decision(house, committed_database):
    director = house.person("medical_director")
    case = house.answered(house.claimed(house.case()), but=["donor.none_matched"])
    house.answer(case, "donor.none_matched", "unknown")
    case = house.referred(house.fresh(case))
    decide = DecisionIntake(case.pk, case.version, REASON)
    deny = DecisionIntake(case.pk, case.version, REASON, category="clinical")
    results = committed_database.together(
        partial(case_approve, decide, actor=director, now=house.now),
        partial(case_deny, deny, actor=director, now=house.now),
    )
    assert len(refused(results)) == 1
    assert Determination.objects.count() == 1
    broken = [r for r in invariants_check() if r.violations and r.name != "triggers present"]
    assert broken == []


def test_one_letter_however_often_it_is_made(house, committed_database):
    nurse = house.person("nurse")
    case = house.answered(house.claimed(house.case()))
    determination = case_approve(
        DecisionIntake(case.pk, case.version, ""), actor=nurse, now=house.now
    )

    def make():
        letter, rendered = letter_render(f"determination:{determination.pk}", now=house.now)
        return letter_store(letter, rendered, now=house.now).pk

    results = committed_database.together(make, make, make)
    assert refused(results) == []
    assert len(set(results)) == 1
    assert Letter.objects.count() == 1
