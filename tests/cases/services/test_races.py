"""Two people at the same moment: one of them wins, the other is told. Proved on PostgreSQL."""

from functools import partial

import pytest

from cases.errors import CasesError, ContactRefusedError, MoveRefusedError
from cases.models import (
    Authorization,
    Case,
    Contact,
    Determination,
    InformationAnswer,
    Letter,
    Withdrawal,
)
from cases.services.answering import items_answer
from cases.services.closing import case_withdraw
from cases.services.determination import DecisionIntake, case_approve, case_deny
from cases.services.information import records_attach
from cases.services.letters import letter_render, letter_store
from cases.services.review import case_claim
from operations.services.audit import audit_verify
from operations.services.invariants import invariants_check
from tests.cases.factories import House, call

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


def holds():
    """Whether every invariant but that of the triggers holds, which a copied database lacks."""
    return [r for r in invariants_check() if r.violations and r.name != "triggers present"] == []


def test_of_two_withdrawals_at_once_one_is_written(house, committed_database):
    people = [house.person("nurse"), house.person("intake_clerk")]
    for _ in range(ROUNDS):
        case = house.case(prepared="no")
        results = committed_database.together(
            *[
                partial(case_withdraw, case.pk, call(), reason="", actor=person, now=house.now)
                for person in people
            ]
        )
        (loser,) = refused(results)
        assert isinstance(loser, MoveRefusedError)
        assert Withdrawal.objects.filter(case=case).count() == 1
        assert Contact.objects.filter(case=case).count() == 1
        assert case.clock.filter(kind="closed").count() == 1
    assert holds()


def test_withdrawing_and_approving_at_once_leave_one_end(house, committed_database):
    nurse, clerk = house.person("nurse"), house.person("intake_clerk")
    for _ in range(2):
        case = house.answered(house.claimed(house.case()))
        results = committed_database.together(
            partial(
                case_approve, DecisionIntake(case.pk, case.version, ""), actor=nurse, now=house.now
            ),
            partial(case_withdraw, case.pk, call(), reason="", actor=clerk, now=house.now),
        )
        (loser,) = refused(results)
        assert isinstance(loser, CasesError)
        ends = [case.determinations.count(), Withdrawal.objects.filter(case=case).count()]
        assert sorted(ends) == [0, 1]
        assert Case.objects.get(pk=case.pk).status in {"determined", "withdrawn"}
    assert holds()
    assert audit_verify() == []


def test_an_answer_by_voice_while_records_arrive_wakes_the_case_once(house, committed_database):
    nurse, clerk = house.person("nurse"), house.person("intake_clerk")
    for _ in range(ROUNDS):
        case = house.pended(house.claimed(house.case(prepared="no")))
        receipt = house.receipt()
        pages = house.intake(receipt).pages
        spoken, filed = committed_database.together(
            partial(items_answer, case.pk, call(), items=(0,), actor=nurse, now=house.now),
            partial(
                records_attach,
                case.pk,
                receipt_id=receipt.pk,
                pages=pages,
                actor=clerk,
                now=house.now,
            ),
        )
        assert not isinstance(filed, BaseException)
        late = isinstance(spoken, ContactRefusedError)
        assert late or isinstance(spoken, Contact)
        assert InformationAnswer.objects.filter(request__case=case).count() == (0 if late else 1)
        fresh = Case.objects.get(pk=case.pk)
        assert fresh.status == "ready"
        assert case.events.filter(kind="case.woken").count() == 1
        assert case.clock.filter(kind="information_received").count() == 1
    assert holds()
