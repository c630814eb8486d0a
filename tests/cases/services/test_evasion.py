"""Ways round the rules that somebody tried; each is refused."""

from datetime import date
from functools import partial

import pytest

from accounts.errors import NotPermittedError
from cases.errors import (
    AnswerRefusedError,
    ContactRefusedError,
    FactRefusedError,
    MoveRefusedError,
)
from cases.models import Authorization, Coverage, Evaluation, Fact
from cases.selectors.evaluation import facts_of
from cases.selectors.review import approval_blockers
from cases.services.amending import case_amend
from cases.services.amending_fields import AmendIntake, LineChange
from cases.services.closing import case_withdraw, void_propose, void_settle
from cases.services.contacts import contact_record
from cases.services.determination import DecisionIntake, case_approve, case_deny, case_redirect
from cases.services.facts import CorrectionIntake, fact_confirm, fact_correct, fact_reject
from cases.services.grounds import PageGround
from cases.services.information import records_attach
from cases.services.intake import LineIntake
from cases.services.notice import oral_notice_give
from cases.services.peer_to_peer import PeerOutcome, peer_call_hold, peer_call_request
from cases.services.review import case_claim, case_release
from documents.models import Page
from tests.cases.factories import FACTS, NOW, Said
from tests.cases.people import call, member_with_coverage

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
    with pytest.raises(MoveRefusedError, match="still to be read"):
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


# --- Closures, amendments and contacts as ways round a denial --------------------------------


@pytest.mark.parametrize(
    "changes",
    [
        {"verified": "not_verified"},
        {"counterpart": "member", "verified": "two_identifiers"},
        {"counterpart": "facility"},
        {"counterpart": "other_plan"},
    ],
)
def test_a_nurse_does_not_end_a_request_as_withdrawn_without_its_requester(house, changes):
    case = house.claimed(house.case())
    withdraw = partial(case_withdraw, case.pk, reason="", actor=house.person("nurse"), now=NOW)
    with pytest.raises(ContactRefusedError):
        withdraw(call(**changes))
    for page in Page.objects.filter(document__in=case.documents.values("document")):
        with pytest.raises(ContactRefusedError):
            withdraw(PageGround(page.pk))
    assert house.fresh(case).status == "in_review"
    assert not case.contacts.exists()


def test_two_nurses_do_not_void_a_request_between_them(house):
    case = house.claimed(house.case())
    void_propose(
        case.pk,
        reason="It should never have been entered here.",
        version=case.version,
        actor=house.person("nurse"),
        now=NOW,
    )
    for part in ("nurse", "other_nurse", "intake_clerk"):
        with pytest.raises(NotPermittedError):
            void_settle(
                case.pk,
                answer="confirmed",
                version=house.fresh(case).version,
                actor=house.person(part),
                now=NOW,
            )
    assert house.fresh(case).status == "in_review"


@pytest.mark.parametrize(
    "changes",
    [
        {"lines": (LineChange(1, doses=1),)},
        {"lines": (LineChange(1, hcpcs="J9999"),)},
        {"lines": (LineChange(2, hcpcs="J9999"),)},
        {"urgency": "standard"},
        {"service_from": date(2026, 7, 1)},
        {"service_from": date(2025, 8, 1)},
    ],
)
def test_a_nurse_does_not_lower_a_request_to_what_could_be_denied(house, changes):
    lines = (LineIntake(product="Kresladi", hcpcs="J3590", doses=2),) * 2
    case = house.claimed(house.case(lines=lines))
    placed = Page.objects.get(document__in=case.documents.values("document"), number=2)
    staff = call(counterpart="requester_staff")
    for ground in (PageGround(placed.pk), staff):
        with pytest.raises((MoveRefusedError, ContactRefusedError)):
            case_amend(
                AmendIntake(case.pk, case.version, **changes),
                ground,
                actor=house.person("nurse"),
                now=NOW,
            )
    fresh = house.fresh(case)
    assert [line.doses for line in fresh.lines.all()] == [2, 2]
    assert (fresh.urgency, fresh.service_from) == ("expedited", case.service_from)


def test_an_amendment_knows_no_way_to_drop_a_line_or_to_empty_a_field(house):
    lines = (LineIntake(product="Kresladi", hcpcs="J3590"),) * 2
    case = house.claimed(house.case(lines=lines))
    empty = AmendIntake(case.pk, case.version, lines=(LineChange(2),), place_of_service="")
    with pytest.raises(MoveRefusedError, match="Nothing in this differs"):
        case_amend(empty, call(), actor=house.person("nurse"), now=NOW)
    assert case.lines.count() == 2


def test_an_overturn_in_a_call_and_a_denial_told_by_voice_decide_nothing(house):
    case = house.referred(house.claimed(house.case()))
    nurse, director = house.person("nurse"), house.person("medical_director")
    peer_call_request(case.pk, call(), physician="R. Lindqvist MD", actor=nurse, now=NOW)
    outcome = PeerOutcome(case.pk, "overturned", "no", "It was read the wrong way round.")
    with pytest.raises(NotPermittedError):
        peer_call_hold(outcome, actor=nurse, now=NOW)
    peer_call_hold(outcome, actor=director, now=NOW)
    with pytest.raises(ContactRefusedError, match="Nothing is decided"):
        oral_notice_give(case.pk, call(), actor=nurse, now=NOW)
    assert not case.determinations.exists()
    assert house.fresh(case).status == "referred"


def test_an_unverified_call_is_no_ground_for_an_approval(house):
    case = house.answered(house.claimed(house.case()), but=["hsct.none_prior"])
    heard = contact_record(
        case.pk, call(verified="not_verified"), actor=house.person("nurse"), now=NOW
    )
    with pytest.raises(AnswerRefusedError, match="not verified"):
        house.answer(case, "hsct.none_prior", "met", basis="contact", contact_id=heard.pk)
    with pytest.raises(FactRefusedError, match="not verified"):
        fact_correct(
            CorrectionIntake(case.pk, "prior_hsct", "none", 0, "", contact_id=heard.pk),
            actor=house.person("nurse"),
            now=NOW,
        )
    refused(house, case, "No earlier stem cell transplant: not answered")
