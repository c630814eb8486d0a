"""Two people at the same moment: one of them wins, the other is told. Proved on PostgreSQL."""

from functools import partial

import pytest

from cases.errors import CasesError, ContactRefusedError, MoveRefusedError
from cases.models import (
    Appeal,
    Authorization,
    BenefitsTask,
    Case,
    Contact,
    Determination,
    InformationAnswer,
    Letter,
    Settlement,
    VoidProposal,
    Withdrawal,
)
from cases.services.answering import items_answer
from cases.services.appeals import appeal_assign
from cases.services.benefits import benefits_settle
from cases.services.closing import case_withdraw, void_propose, void_settle
from cases.services.determination import DecisionIntake, case_approve, case_deny
from cases.services.information import records_attach
from cases.services.letters import letter_render, letter_store
from cases.services.review import case_claim
from cases.services.settling import SettlementIntake, receipt_settle
from documents.models import Receipt
from operations.services.audit import audit_verify
from operations.services.invariants import invariants_check
from tests.cases.appealing import appealed, person
from tests.cases.factories import House
from tests.cases.people import call, later, member_with_coverage

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


def test_of_two_answers_to_one_void_at_once_one_counts(house, committed_database):
    people = [house.person("medical_director"), house.person("manager")]
    reason = "The pages were filed for the wrong member."
    for answers in (("confirmed", "refused"), ("confirmed", "confirmed")):
        case = house.case(prepared="no")
        void_propose(
            case.pk,
            reason=reason,
            version=case.version,
            actor=house.person("nurse"),
            now=house.now,
        )
        version = house.fresh(case).version
        results = committed_database.together(
            *[
                partial(
                    void_settle, case.pk, answer=answer, version=version, actor=who, now=house.now
                )
                for answer, who in zip(answers, people, strict=True)
            ]
        )
        (loser,) = refused(results)
        assert isinstance(loser, CasesError)
        proposal = VoidProposal.objects.get(case=case)
        assert (house.fresh(case).status == "void") is (proposal.state == "confirmed")
    assert [one for one in invariants_check() if one.violations] == []


def test_an_appeal_assigned_twice_at_once_has_the_last_reviewer_and_both_events(
    house, committed_database
):
    appeal = appealed(house)
    reviewers = [person("ada", "Ada Ruiz"), person("uma", "Uma Voss")]
    results = committed_database.together(
        *[
            partial(
                appeal_assign,
                appeal.pk,
                reviewer_id=one.user_id,
                actor=house.person("manager"),
                now=later(3),
            )
            for one in reviewers
        ]
    )
    assigned = appeal.case.events.filter(kind="appeal.assigned").order_by("sequence")
    assert assigned.count() == 2 - len(refused(results))
    assert all(isinstance(one, CasesError) for one in refused(results))
    assert assigned.last().detail["reviewer"] == f"user:{Appeal.objects.get().reviewer_id}"


def test_a_benefits_task_is_settled_once(house, committed_database):
    case = house.case(member=member_with_coverage(funding="insured"))
    task = BenefitsTask.objects.get(case=case)
    results = committed_database.together(
        *[
            partial(
                benefits_settle,
                task.pk,
                finding=finding,
                note="Read the contract, page 4.",
                actor=house.person(part),
                now=house.now,
            )
            for finding, part in (("nothing_overrides", "nurse"), ("benefit_excluded", "manager"))
        ]
    )
    (loser,) = refused(results)
    assert isinstance(loser, CasesError)
    assert case.events.filter(kind="benefits.settled").count() == 1


def test_two_arrivals_settled_at_once_as_copies_of_each_other(house, committed_database):
    for _ in range(ROUNDS):
        first = house.receipt()
        second = Receipt.objects.create(
            document=first.document,
            received_at=first.received_at,
            recorded_at=first.recorded_at,
            channel="fax",
            received_by="system:fax",
        )
        intakes = [
            SettlementIntake(one.pk, "duplicate", "Same file.", copy_of_id=other.pk)
            for one, other in ((first, second), (second, first))
        ]
        results = committed_database.together(
            *[
                partial(receipt_settle, intake, actor=house.person("intake_clerk"), now=house.now)
                for intake in intakes
            ]
        )
        (loser,) = refused(results)
        assert isinstance(loser, CasesError)
        assert Settlement.objects.filter(receipt__in=(first, second)).count() == 1
