"""Ways round the rules that somebody tried; each is refused."""

from functools import partial

import pytest

from accounts.errors import NotPermittedError
from cases.errors import FactRefusedError, MoveRefusedError
from cases.models import Authorization, Coverage, Evaluation, Fact
from cases.selectors.evaluation import facts_of
from cases.selectors.review import approval_blockers
from cases.services.determination import DecisionIntake, case_approve, case_deny, case_redirect
from cases.services.facts import CorrectionIntake, fact_confirm, fact_correct, fact_reject
from cases.services.information import records_attach
from cases.services.intake import LineIntake
from cases.services.review import case_claim, case_release
from documents.models import Page
from tests.cases.factories import FACTS, Said, member_with_coverage

REASON = "The sister is a willing ten of ten matched donor, so the criterion is not met."


def approve(house, case):
    fresh = house.fresh(case)
    return case_approve(
        DecisionIntake(fresh.pk, fresh.version, ""), actor=house.person("nurse"), now=house.now
    )


def sentences(house, case):
    found = approval_blockers(house.fresh(case), unknown_allowed="never")
    return " ".join(blocker.sentence for blocker in found)


def refused(house, case, words):
    assert words in sentences(house, case)
    with pytest.raises(MoveRefusedError):
        approve(house, case)
    assert not Authorization.objects.exists()


def test_a_second_line_that_no_policy_governs_is_not_approved_along(house):
    lines = (
        LineIntake(product="Kresladi", hcpcs="J3590"),
        LineIntake(product="Another drug", hcpcs="J9999", doses=50),
    )
    case = house.answered(house.claimed(house.case(lines=lines)))
    refused(house, case, "Line 2 is not governed by this policy")


def test_two_lines_of_one_dose_are_two_doses(house):
    lines = (LineIntake(product="Kresladi", hcpcs="J3590"),) * 2
    case = house.answered(house.claimed(house.case(lines=lines)))
    refused(house, case, "2 doses are asked for")


@pytest.mark.parametrize("name", ["doses_requested", "request_type", "contract_review"])
def test_what_the_request_says_is_not_edited_on_the_desk(house, name):
    lines = (LineIntake(product="Kresladi", hcpcs="J3590", doses=3),)
    case = house.claimed(house.case(lines=lines))
    house.gates(case)
    fact = Fact.objects.get(case=case, name=name, state="confirmed")
    nurse = house.person("nurse")
    page = Page.objects.filter(document__in=case.documents.values("document")).first()
    with pytest.raises(FactRefusedError, match="not changed here"):
        fact_reject(case.pk, fact.pk, actor=nurse, now=house.now)
    raw = {"doses_requested": "1", "request_type": "initial", "contract_review": "mandate_governs"}
    with pytest.raises(FactRefusedError, match="not changed here"):
        fact_correct(
            CorrectionIntake(case.pk, name, raw[name], page.pk, ""), actor=nurse, now=house.now
        )
    assert Fact.objects.get(pk=fact.pk).state == "confirmed"


def test_a_reading_against_it_holds_the_approval_though_nobody_confirmed_it(house):
    said = Said("this_product", "clinic_note", FACTS["prior_lad1_gene_therapy"].quote)
    case = house.claimed(house.case(facts={**FACTS, "prior_lad1_gene_therapy": said}))
    case = house.answered(case, but=["genetherapy.none_prior"])
    house.answer(case, "genetherapy.none_prior", "met")
    refused(house, case, "reject the reading where it is wrong")
    reading = Fact.objects.get(case=case, name="prior_lad1_gene_therapy")
    fact_reject(case.pk, reading.pk, actor=house.person("nurse"), now=house.now)
    assert "reject the reading" not in sentences(house, case)


def test_records_that_nobody_has_read_hold_the_approval(house):
    case = house.answered(house.claimed(house.case()))
    late = house.receipt()
    Page.objects.filter(document=late.document).update(state="waiting")
    records_attach(
        case.pk,
        receipt_id=late.pk,
        pages=house.intake(late).pages,
        actor=house.person("intake_clerk"),
        now=house.now,
    )
    with pytest.raises(MoveRefusedError, match="still being read"):
        approve(house, case)


def test_coverage_that_ended_meanwhile_holds_the_approval(house):
    case = house.answered(house.claimed(house.case()))
    Coverage.objects.filter(member=case.member).update(ends_on="2026-11-01")
    with pytest.raises(MoveRefusedError, match="No coverage is on file"):
        approve(house, case)


def test_what_a_person_rejected_stays_rejected(house):
    case = house.claimed(house.case())
    reading = Fact.objects.get(case=case, name="hiv_result")
    fact_reject(case.pk, reading.pk, actor=house.person("nurse"), now=house.now)
    house.prepare(case)
    assert Fact.objects.get(pk=reading.pk).state == "rejected"
    assert "hiv_result" not in facts_of(case, Evaluation.Kind.SUGGESTED)


def test_a_director_who_settled_facts_before_the_nurse_does_not_sign(house):
    director = house.person("medical_director")
    case = house.case()
    case_claim(case.pk, actor=director, now=house.now)
    reading = Fact.objects.get(case=case, name="hiv_result")
    fact_confirm(case.pk, reading.pk, actor=director, now=house.now)
    case_release(case.pk, actor=director, now=house.now)
    case = house.answered(house.claimed(case), but=["donor.none_matched"])
    house.answer(case, "donor.none_matched", "not_met", note="The sister is willing.")
    case = house.referred(case)
    with pytest.raises(NotPermittedError, match="prepared"):
        case_deny(
            DecisionIntake(case.pk, case.version, REASON, category="clinical"),
            actor=director,
            now=house.now,
        )


def test_nobody_redirects_what_somebody_else_has(house):
    member = member_with_coverage(route="fep", line_of_business="fep")
    case = house.claimed(house.case(member=member))
    act = partial(case_redirect, case.pk, version=case.version, now=house.now)
    with pytest.raises(MoveRefusedError, match="Somebody else"):
        act(actor=house.person("other_nurse"))
    act(actor=house.person("nurse"))
