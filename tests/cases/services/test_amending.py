"""A request is changed on the requester's word, upwards and openly, and settled again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.errors import NotPermittedError
from cases.errors import CaseChangedError, ContactRefusedError, MoveRefusedError
from cases.models import Amendment, Contact, Evaluation, Facility, Fact
from cases.selectors.evaluation import facts_of
from cases.selectors.outcome import papers_of
from cases.services.amending import case_amend
from cases.services.amending_fields import AmendIntake, LineChange
from cases.services.clock import due_times_of
from cases.services.determination import DecisionIntake, case_approve, preparers_of
from cases.services.grounds import PageGround
from cases.services.intake import LineIntake
from documents.models import Page
from tests.cases.factories import NOW, RECEIVED
from tests.cases.people import call

WEIGHT = {"weight_kg": Decimal("8.9"), "weighed_on": date(2026, 11, 1)}


def amend(house, case, ground=None, part="nurse", **changes):
    intake = AmendIntake(case.pk, **{"version": house.fresh(case).version, **changes})
    return case_amend(intake, ground or call(), actor=house.person(part), now=NOW)


def page_ground(case):
    page = Page.objects.filter(document__in=case.documents.values("document"), number=2).get()
    return PageGround(page.pk)


def test_an_amendment_keeps_both_values_and_settles_the_facts_again(house):
    case = house.claimed(house.case())
    version = case.version
    runs = case.check_runs.count()
    amendment = amend(house, case, **WEIGHT)
    assert amendment.changes == [
        {"field": "weight_kg", "old": "8.2", "new": "8.9"},
        {"field": "weighed_on", "old": "2026-10-28", "new": "2026-11-01"},
    ]
    fresh = house.fresh(case)
    assert (fresh.weight_kg, fresh.version) == (Decimal("8.9"), version + 2)
    assert fresh.history.first().weight_kg == Decimal("8.9")
    confirmed = facts_of(case, Evaluation.Kind.CONFIRMED)
    assert (confirmed["weight_kg"], confirmed["weight_date"]) == ("8.9 kg", "2026-11-01")
    assert Fact.objects.filter(case=case, name="weight_kg", state="superseded").count() == 1
    assert case.check_runs.count() >= runs
    event = case.events.get(kind="case.amended")
    assert event.detail["fields"] == ["weight_kg", "weighed_on"]
    assert "8.9" not in str(event.detail)


def test_more_doses_hold_back_an_approval_and_leave_other_answers_as_they_are(house):
    case = house.answered(house.claimed(house.case()))
    other = Facility.objects.create(npi="1999900009", name="Elsewhere", city="Topeka", state="KS")
    more = (LineChange(1, doses=3),)
    amend(house, case, place_of_service="home", facility_npi=other.npi, lines=more)
    fresh = house.fresh(case)
    assert fresh.facility == other
    confirmed = facts_of(case, Evaluation.Kind.CONFIRMED)
    assert (confirmed["place_of_service"], confirmed["doses_requested"]) == ("other", "3 dose")
    assert not case.reviews.filter(stale=True).exists()
    with pytest.raises(MoveRefusedError, match="3 doses are asked for"):
        case_approve(
            DecisionIntake(fresh.pk, fresh.version, ""), actor=house.person("nurse"), now=NOW
        )


def test_an_upgrade_starts_the_expedited_clock_when_it_was_asked_and_keeps_the_first(house):
    case = house.claimed(house.case(prepared="no", urgency="standard"))
    standard = due_times_of(case)
    asked = NOW - timedelta(minutes=20)
    amend(house, case, call(happened_at=asked, counterpart="member"), urgency="expedited")
    case = house.fresh(case)
    raised = due_times_of(case)
    kept = [due for due in raised if due in standard]
    added = [due for due in raised if due not in standard]
    assert kept
    assert added
    assert all("expedited answer was asked for" in due.why for due in added)
    assert min(due.due_at for due in added) == asked + timedelta(hours=72)
    assert case.due_at == raised[0].due_at < standard[0].due_at
    event = case.clock.get(kind="expedited")
    assert event.at == asked
    assert event.source.startswith("contact:")
    with pytest.raises(MoveRefusedError, match="not lowered"):
        amend(house, case, urgency="standard")


def test_an_upgrade_brings_the_day_to_answer_forward_and_keeps_what_the_letter_named(house):
    case = house.pended(house.claimed(house.case(prepared="no", urgency="standard")))
    asked = case.information_requests.get()
    named = asked.answer_by
    amend(house, case, urgency="expedited")
    asked.refresh_from_db()
    assert asked.answer_by == (NOW + timedelta(hours=48)).date() < named
    assert asked.history.earliest().answer_by == named
    assert case.events.get(kind="case.amended").detail["answer_by"] == asked.answer_by.isoformat()
    assert papers_of(house.fresh(case)).asked[0].letter_day == named


def test_an_amendment_that_is_not_urgent_leaves_the_day_to_answer_as_it_is(house):
    case = house.pended(house.claimed(house.case(prepared="no", urgency="standard")))
    named = case.information_requests.get().answer_by
    amend(house, case, **WEIGHT)
    assert case.information_requests.get().answer_by == named
    assert "answer_by" not in case.events.get(kind="case.amended").detail
    assert papers_of(house.fresh(case)).asked[0].letter_day is None


def test_an_upgrade_is_taken_by_whoever_answers_the_telephone_in_every_open_state(house):
    case = house.referred(house.claimed(house.case(urgency="standard")))
    with pytest.raises(NotPermittedError):
        amend(house, case, part="auditor", urgency="expedited")
    amend(house, case, part="medical_director", urgency="expedited")
    assert house.fresh(case).urgency == "expedited"
    assert house.fresh(case).status == "referred"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Nothing in this differs"),
        ({"weight_kg": Decimal("8.2"), "weighed_on": date(2026, 10, 28)}, "Nothing in this"),
        ({"weight_kg": Decimal("9")}, "day on which"),
        ({"weight_kg": Decimal("9"), "weighed_on": date(2027, 1, 1)}, "day to come"),
        ({"weight_kg": Decimal("501"), "weighed_on": date(2026, 11, 1)}, "at most 500 kg"),
        ({"weight_kg": Decimal(0), "weighed_on": date(2026, 11, 1)}, "more than 0"),
        ({"service_to": date(2026, 11, 1)}, "end on or after"),
        ({"facility_npi": "1"}, "No facility"),
        ({"requester_npi": "1"}, "No provider"),
        ({"place_of_service": "moon"}, "from the list"),
        ({"lines": (LineChange(2, doses=2),)}, "no line 2"),
        ({"lines": (LineChange(1, doses=40_000),)}, "At most 999 doses"),
        ({"lines": (LineChange(1, hcpcs="J9999"),)}, "No policy of ours|no policy of ours"),
        ({"lines": (LineChange(1, hcpcs="??"),)}, "HCPCS|code"),
        ({"service_from": date(2026, 1, 5)}, "no policy of ours"),
        ({"service_from": date(2025, 8, 5), "service_to": date(2025, 8, 6)}, "no policy|No cover"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(house, changes, words):
    case = house.claimed(house.case(prepared="no"))
    with pytest.raises(MoveRefusedError, match=words):
        amend(house, case, **changes)
    assert not Amendment.objects.exists()
    assert not Contact.objects.exists()
    amend(house, case, **WEIGHT)


def test_intake_amends_before_the_review_and_the_reviewer_during_it(house):
    case = house.case(prepared="no")
    with pytest.raises(MoveRefusedError, match="Claim this case"):
        amend(house, case, **WEIGHT)
    amend(house, case, part="intake_clerk", **WEIGHT)
    case = house.claimed(case)
    more = {"weight_kg": Decimal("9.1"), "weighed_on": date(2026, 11, 1)}
    with pytest.raises(MoveRefusedError, match="Who works on it"):
        amend(house, case, part="intake_clerk", **more)
    with pytest.raises(MoveRefusedError, match="Somebody else"):
        amend(house, case, part="other_nurse", **more)
    for part in ("medical_director", "auditor", "stranger"):
        with pytest.raises(NotPermittedError):
            amend(house, case, part=part, **more)
    amend(house, case, page_ground(case), **more)
    assert case.amendments.last().asked_at == RECEIVED


def test_a_closed_request_and_an_old_page_change_nothing(house):
    case = house.denied(house.claimed(house.case()))
    with pytest.raises(MoveRefusedError, match="closed"):
        amend(house, case, **WEIGHT)
    other = house.claimed(house.case(prepared="no"))
    with pytest.raises(CaseChangedError):
        amend(house, other, version=other.version - 1, **WEIGHT)


def test_only_the_requester_in_person_asks_for_fewer_doses(house):
    lines = (LineIntake(product="Kresladi", hcpcs="J3590", doses=3),)
    case = house.claimed(house.case(prepared="no", lines=lines))
    fewer = {"lines": (LineChange(1, doses=1),)}
    with pytest.raises(MoveRefusedError, match="requester alone"):
        amend(house, case, page_ground(case), **fewer)
    with pytest.raises(ContactRefusedError, match="ask for less"):
        amend(house, case, call(counterpart="requester_staff"), **fewer)
    assert case.lines.get().doses == 3
    amend(house, case, **fewer)
    assert case.lines.get().doses == 1
    assert facts_of(case, Evaluation.Kind.CONFIRMED).get("doses_requested") in (None, "1 dose")


def test_another_coverage_takes_the_settled_gates_along(house):
    case = house.claimed(house.case())
    house.gates(case)
    coverage = case.coverage
    coverage.ends_on = date(2026, 12, 31)
    coverage.save()
    member = case.member
    member.coverages.create(
        line_of_business="commercial",
        regime="erisa",
        funding="insured",
        starts_on=date(2027, 1, 1),
    )
    amend(house, case, service_from=date(2027, 1, 10), service_to=date(2027, 1, 20))
    fresh = house.fresh(case)
    assert fresh.coverage.funding == "insured"
    assert not fresh.gates.exists()
    confirmed = facts_of(case, Evaluation.Kind.CONFIRMED)
    assert "contract_review" not in confirmed
    assert confirmed["plan_route"] == "insured"


def test_who_changed_the_request_prepared_it_and_who_only_made_it_urgent_did_not(house):
    case = house.case(prepared="no", urgency="standard")
    clerk, nurse = house.person("intake_clerk").key, house.person("nurse").key
    amend(house, case, part="nurse", urgency="expedited")
    assert preparers_of(case) == ()
    amend(house, case, part="intake_clerk", **WEIGHT)
    assert preparers_of(case) == (clerk,)
    amend(house, house.claimed(case), part="nurse", service_to=date(2026, 12, 20))
    assert set(preparers_of(case)) == {clerk, nurse}
