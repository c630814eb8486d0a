"""Approve, refer, sign: what may happen, and everything that may not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from accounts.domain.actor import system_actor
from accounts.errors import NotPermittedError
from cases.errors import CaseChangedError, MoveRefusedError
from cases.models import Authorization, Case, ClockEvent, Determination, Fact
from cases.services.determination import (
    DecisionIntake,
    case_approve,
    case_deny,
    case_redirect,
    case_return,
)
from cases.services.information import information_request
from cases.services.review import case_claim, case_release
from operations.models import Job
from tests.cases.factories import FACTS, Said

REASON = "The sister is a willing ten of ten matched donor, so the criterion is not met."
DONOR = {
    **FACTS,
    "related_donor_status": Said("matched_willing", "hla_typing", "10/10 match, willing"),
}


def intake(case, **changes):
    return replace(
        DecisionIntake(case_id=case.pk, version=case.version, rationale=REASON), **changes
    )


@pytest.fixture
def reviewed(house):
    case = house.claimed(house.case())
    return house.answered(case)


@pytest.fixture
def referred(house):
    case = house.claimed(house.case())
    case = house.answered(case, but=["donor.none_matched"])
    house.answer(case, "donor.none_matched", "not_met", note="The sister is willing.")
    return house.referred(house.fresh(case))


def test_a_nurse_approves_what_is_complete_and_everything_is_written_at_once(house, reviewed):
    nurse = house.person("nurse")
    determination = case_approve(intake(reviewed), actor=nurse, now=house.now)
    case = house.fresh(reviewed)
    assert case.status == "determined"
    assert case.closed_at == house.now
    assert determination.outcome == "approved"
    assert determination.signer_licence.startswith("RN")
    assert set(determination.answers) >= {"dx.expression", "hiv.negative"}
    grant = Authorization.objects.get(determination_line__determination=determination)
    assert grant.doses == 1
    assert grant.valid_to > grant.valid_from
    assert case.clock.filter(kind=ClockEvent.Kind.DECIDED).count() == 1
    assert Job.objects.filter(
        kind="letter.render", subject=f"determination:{determination.pk}"
    ).exists()
    assert case.events.last().kind == "determination.approved"


def test_a_second_decision_is_refused_and_says_who_decided(house, reviewed):
    nurse = house.person("nurse")
    case_approve(intake(reviewed), actor=nurse, now=house.now)
    with pytest.raises(MoveRefusedError, match="already decided"):
        case_approve(intake(reviewed), actor=nurse, now=house.now)
    assert Determination.objects.count() == 1


@pytest.mark.parametrize("left_out", ["dx.expression", "art.washout", "dose.autologous"])
def test_one_answer_missing_holds_the_approval_and_is_named(house, left_out):
    case = house.claimed(house.case())
    case = house.answered(case, but=[left_out])
    with pytest.raises(MoveRefusedError, match="not answered"):
        case_approve(intake(case), actor=house.person("nurse"), now=house.now)
    house.agree(case, left_out)
    case_approve(intake(house.fresh(case)), actor=house.person("nurse"), now=house.now)


def test_an_open_gate_holds_the_approval(house):
    case = house.claimed(house.case())
    from criteria.selectors.policies import policy_get

    for leaf in policy_get(case.policy_id).leaves():
        house.agree(case, leaf.id)
    with pytest.raises(MoveRefusedError, match="Contract and mandates"):
        case_approve(intake(house.fresh(case)), actor=house.person("nurse"), now=house.now)


@pytest.fixture
def without_policy(house):
    """A service on the day before the policy, referred since nobody has criteria to answer."""
    case = house.case(service_from=date(2026, 7, 22), service_to=None)
    assert case.policy_id is None
    return house.referred(house.claimed(case), kind="physician_judgement")


def test_a_physician_approves_on_its_own_merits_where_no_policy_was_in_force(house, without_policy):
    director = house.person("medical_director")
    determination = case_approve(intake(without_policy), actor=director, now=house.now)
    assert determination.outcome == "approved"
    assert determination.policy_id is None
    grant = Authorization.objects.get()
    assert grant.doses == 1
    assert (grant.valid_from, grant.valid_to) == (date(2026, 7, 22), date(2027, 11, 2))


@pytest.mark.parametrize("part", ["nurse", "other_nurse", "intake_clerk", "auditor", "stranger"])
def test_nobody_but_a_physician_approves_without_a_policy(house, without_policy, part):
    with pytest.raises((NotPermittedError, MoveRefusedError)):
        case_approve(intake(without_policy), actor=house.person(part), now=house.now)
    assert not Determination.objects.exists()


def test_a_nurse_does_not_approve_what_no_policy_governs(house):
    case = house.claimed(house.case(service_from=date(2026, 7, 22), service_to=None))
    with pytest.raises(MoveRefusedError, match="No policy is in force"):
        case_approve(intake(case), actor=house.person("nurse"), now=house.now)


@pytest.mark.parametrize("part", ["other_nurse", "intake_clerk", "auditor", "stranger"])
def test_nobody_but_the_reviewer_approves(house, reviewed, part):
    with pytest.raises((NotPermittedError, MoveRefusedError)):
        case_approve(intake(reviewed), actor=house.person(part), now=house.now)
    assert not Determination.objects.exists()


def test_the_system_approves_and_denies_nothing(house, reviewed, referred):
    for service, case in ((case_approve, reviewed), (case_deny, referred)):
        with pytest.raises(NotPermittedError):
            service(intake(case, category="clinical"), actor=system_actor("worker"), now=house.now)


def test_a_page_shown_before_a_change_cannot_decide(house, reviewed):
    with pytest.raises(CaseChangedError):
        case_approve(
            intake(reviewed, version=reviewed.version - 1),
            actor=house.person("nurse"),
            now=house.now,
        )


def test_a_director_signs_what_a_nurse_referred(house, referred):
    director = house.person("medical_director")
    determination = case_deny(intake(referred, category="clinical"), actor=director, now=house.now)
    assert determination.outcome == "denied"
    assert determination.signer_id == director.user_id
    assert determination.preparer_id == house.person("nurse").user_id
    assert determination.signer_licence.startswith("MD")
    assert not Authorization.objects.exists()
    assert house.fresh(referred).status == "determined"


@pytest.mark.parametrize("category", ["clinical", "lack_of_information", "partial"])
@pytest.mark.parametrize("part", ["nurse", "other_nurse", "intake_clerk", "auditor", "stranger"])
def test_nobody_else_signs_a_denial_by_any_ground(house, referred, part, category):
    with pytest.raises(NotPermittedError):
        case_deny(intake(referred, category=category), actor=house.person(part), now=house.now)
    assert not Determination.objects.exists()


def test_a_denial_needs_a_referral_first(house, reviewed):
    with pytest.raises(MoveRefusedError, match="referral"):
        case_deny(
            intake(reviewed, category="clinical"),
            actor=house.person("medical_director"),
            now=house.now,
        )


def test_a_director_who_answered_a_criterion_does_not_sign_it(house, referred):
    director = house.person("medical_director")
    from cases.services.review import AnswerIntake, criterion_answer

    criterion_answer(
        AnswerIntake(case_id=referred.pk, criterion_id="donor.none_matched", answer="unknown"),
        actor=director,
        now=house.now,
    )
    with pytest.raises(NotPermittedError, match="prepared"):
        case_deny(intake(house.fresh(referred), category="clinical"), actor=director, now=house.now)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"category": ""}, "ground"),
        ({"category": "whim"}, "ground"),
        ({"category": "clinical", "rationale": "no"}, "own words"),
    ],
)
def test_a_denial_without_ground_or_reasons_is_refused(house, referred, changes, words):
    with pytest.raises(MoveRefusedError, match=words):
        case_deny(
            intake(referred, **changes), actor=house.person("medical_director"), now=house.now
        )


def test_a_licence_that_ran_out_signs_nothing(house, referred):
    director = house.person("medical_director")
    later = house.now + timedelta(days=5000)
    with pytest.raises(NotPermittedError, match="licence"):
        case_deny(intake(referred, category="clinical"), actor=director, now=later)


def test_a_director_returns_a_case_with_a_question_and_the_nurse_has_it_again(house, referred):
    case_return(
        referred.pk,
        question="Was the second brother typed?",
        version=referred.version,
        actor=house.person("medical_director"),
        now=house.now,
    )
    case = house.fresh(referred)
    assert case.status == "in_review"
    assert case.owner_id == house.person("nurse").user_id
    assert case.notes.get().text == "Was the second brother typed?"


def test_a_return_without_a_question_is_refused(house, referred):
    with pytest.raises(MoveRefusedError, match="question"):
        case_return(
            referred.pk,
            question=" ",
            version=referred.version,
            actor=house.person("medical_director"),
            now=house.now,
        )


def test_a_director_may_approve_on_what_cannot_be_known_with_reasons(house):
    case = house.claimed(house.case())
    case = house.answered(case, but=["donor.none_matched"])
    house.answer(case, "donor.none_matched", "unknown")
    case = house.referred(house.fresh(case))
    director = house.person("medical_director")
    with pytest.raises(MoveRefusedError, match="own words"):
        case_approve(intake(case, rationale=""), actor=director, now=house.now)
    determination = case_approve(intake(case), actor=director, now=house.now)
    assert determination.outcome == "approved"


def test_a_director_does_not_approve_over_an_answer_of_not_met(house, referred):
    with pytest.raises(MoveRefusedError, match="not met"):
        case_approve(intake(referred), actor=house.person("medical_director"), now=house.now)


def test_only_a_request_that_is_not_ours_is_redirected(house):
    from tests.cases.people import member_with_coverage

    ours = house.claimed(house.case())
    with pytest.raises(MoveRefusedError, match="ours to decide"):
        case_redirect(ours.pk, version=ours.version, actor=house.person("nurse"), now=house.now)
    member = member_with_coverage(route="fep", line_of_business="fep")
    theirs = house.claimed(house.case(member=member))
    case_redirect(theirs.pk, version=theirs.version, actor=house.person("nurse"), now=house.now)
    case = house.fresh(theirs)
    assert case.status == "redirected"
    assert not case.determinations.exists()


def test_asking_pends_the_case_and_keeps_a_clock_that_does_not_toll(house, reviewed):
    request = information_request(
        reviewed.pk,
        items=[("hiv.negative", "Laboratory report of the HIV screen.")],
        version=reviewed.version,
        actor=house.person("nurse"),
        now=house.now,
    )
    case = house.fresh(reviewed)
    assert case.status == "pended"
    assert request.items == [
        {"criterion": "hiv.negative", "sentence": "Laboratory report of the HIV screen."}
    ]
    assert case.due_at is not None
    assert Job.objects.filter(subject=f"information_request:{request.pk}").exists()


def test_asking_for_nothing_is_refused(house, reviewed):
    with pytest.raises(MoveRefusedError, match="at least one"):
        information_request(
            reviewed.pk,
            items=[("hiv.negative", "  ")],
            version=reviewed.version,
            actor=house.person("nurse"),
            now=house.now,
        )


def test_a_claimed_case_is_claimed_once_and_can_be_given_back(house):
    case = house.claimed(house.case())
    with pytest.raises(CaseChangedError):
        case_claim(case.pk, actor=house.person("other_nurse"), now=house.now)
    with pytest.raises(MoveRefusedError):
        case_release(case.pk, actor=house.person("other_nurse"), now=house.now)
    case_release(case.pk, actor=house.person("nurse"), now=house.now)
    assert house.fresh(case).owner_id is None
    case_claim(case.pk, actor=house.person("other_nurse"), now=house.now)


def test_a_physicians_matter_is_not_approved_by_a_nurse(house):
    facts = {
        **FACTS,
        "infection_status": Said("local_only", "clinic_note", "No active infection today"),
    }
    case = house.claimed(house.case(facts=facts))
    case = house.answered(case, but=["infection.none_systemic"])
    for fact in Fact.objects.filter(case=case, name="infection_status"):
        from cases.services.facts import fact_confirm

        fact_confirm(case.pk, fact.pk, actor=house.person("nurse"), now=house.now)
    house.answer(case, "infection.none_systemic", "met")
    with pytest.raises(MoveRefusedError, match="physician"):
        case_approve(intake(house.fresh(case)), actor=house.person("nurse"), now=house.now)
    assert Case.objects.get(pk=case.pk).status == "in_review"
